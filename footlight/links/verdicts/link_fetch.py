"""Link fetch: request a link's target by GET, and read what comes where it is a page.

Many servers answer HEAD wrongly, so it is not asked: one request does for a page, and what is no page is not read.
Redirects are followed here, not by the transport, so that each is a request of its own: within the rate limit of its
host, and never to an address of this machine.
"""

from urllib.parse import urldefrag

from footlight.engines.html_pages import decode
from footlight.engines.web.messages import MEBIBYTE, Outcome, Purpose, Request, Response, Transport
from footlight.engines.web.redirects import REDIRECT_STATUSES, located
from footlight.engines.web.url import spelt
from footlight.links.captured_page import read_page
from footlight.links.verdicts.page_markup import refresh_header, refresh_target, script_target
from footlight.links.verdicts.target_facts import FetchedTarget, Redirect

_MAX_REDIRECTS = 10
"""Browsers stop at twenty; pages that are meant to be found never need as many."""
_MAX_BYTES = 2 * MEBIBYTE
"""Of a page: its beginning is enough to judge it."""
_TIMEOUT = 40.0
_SCRIPT_PAGE = 30_000
"""Characters of a page in which a script's redirect is looked for: such a page has little else."""
_ACCEPT = (("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),)


class LinkFetcher:
    """Fetches what addresses lead to: each request within `timeout` seconds. Nothing of it is kept."""

    def __init__(self, transport: Transport, *, timeout: float = _TIMEOUT) -> None:
        self._transport, self._timeout = transport, timeout

    def fetch(self, url: str) -> FetchedTarget:
        """Fetch an address and follow its redirects."""
        start = here = request_url(url)
        redirects: list[Redirect] = []
        visited = {here}
        while True:
            outcome = self._send(here)
            markup = _markup(outcome)
            redirect = _redirect(here, outcome, markup)
            if redirect is None or redirect.to in visited or len(redirects) == _MAX_REDIRECTS:
                break
            redirects.append(redirect)
            visited.add(redirect.to)
            here = redirect.to
        page = None
        if markup and isinstance(outcome, Response):
            page = read_page(outcome.body, url=here, content_type=outcome.header("content-type"))
        return FetchedTarget(
            url=start,
            redirects=tuple(redirects),
            outcome=outcome,
            page=page,
            markup=markup,
            loops=redirect is not None,
        )

    def _send(self, url: str) -> Outcome:
        request = Request(
            url=url,
            purpose=Purpose.LIVE,
            headers=_ACCEPT,
            max_bytes=_MAX_BYTES,
            pages_only=True,
            timeout=self._timeout,
        )
        return self._transport.send(request)


def request_url(url: str) -> str:
    """The address as it is requested, without a fragment. What is no address stays as it is; the client refuses it."""
    try:
        return urldefrag(spelt(url.strip())).url
    except ValueError:
        return url.strip()


def _markup(outcome: Outcome) -> str:
    """The markup of a page; empty where the outcome is none."""
    if not isinstance(outcome, Response) or not outcome.may_be_page:
        return ""
    kind = outcome.header("content-type")
    return decode(outcome.body, kind) if kind or outcome.body.lstrip()[:1] == b"<" else ""


def _redirect(here: str, outcome: Outcome, markup: str) -> Redirect | None:
    """The redirect that an outcome is; None where it is none."""
    if not isinstance(outcome, Response):
        return None
    if outcome.status in REDIRECT_STATUSES:
        to = located(here, outcome.header("location"))
        return Redirect(url=here, status=outcome.status, to=to) if to else None
    if outcome.status != 200:
        return None
    to = located(here, refresh_header(outcome.header("refresh")) or refresh_target(markup))
    if not to and len(markup) < _SCRIPT_PAGE:
        to = located(here, script_target(markup))
    # A page that only reloads itself is no redirect.
    return Redirect(url=here, status=0, to=to) if to and to != here else None
