"""Link fetch: request a link's target by HEAD, then by GET where HEAD fails or there is a page to read.

Many servers answer HEAD wrongly, so a failure of it is not believed. Redirects are followed here, not by the transport,
so that each is a request of its own: within the rate limit of its host, and never to an address of this machine.
"""

from urllib.parse import urldefrag, urljoin, urlsplit

from footlight.engines.html_pages import decode
from footlight.engines.web.messages import MEBIBYTE, Cause, Outcome, Purpose, Request, Response, Transport
from footlight.engines.web.url import spelt
from footlight.links.captured_page import read_page
from footlight.links.verdicts.fetched_target import Hop, Sight
from footlight.links.verdicts.page_markup import refresh

DAY = 24 * 3600.0
_MOST_HOPS = 10
"""Browsers stop at twenty; a page that is meant to be found never needs as many."""
_MAX_BYTES = 2 * MEBIBYTE
"""Bytes of a page that are read: what it is shows at its beginning."""
_TIMEOUT = 40.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HTML = ("text/html", "application/xhtml")
_NO_BETTER_WITH_GET = frozenset({Cause.NO_SUCH_HOST, Cause.NAME_SERVICE, Cause.TLS, Cause.FORBIDDEN, Cause.PAUSED})
_ACCEPT = (("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),)


class LinkFetcher:
    """Fetches what addresses lead to: within `timeout` seconds, from the cache where it is at most `max_age` s old."""

    def __init__(self, transport: Transport, *, max_age: float = DAY, timeout: float = _TIMEOUT) -> None:
        self._transport, self._max_age, self._timeout = transport, max_age, timeout

    def at(self, url: str) -> Sight:
        """What stands at an address."""
        start = here = without_fragment(url)
        hops: list[Hop] = []
        been = {here}
        while True:
            outcome = self._asked(here)
            raw = _markup(outcome)
            hop = _onward(here, outcome, raw)
            if hop is None or hop.to in been or len(hops) == _MOST_HOPS:
                break
            hops.append(hop)
            been.add(hop.to)
            here = hop.to
        page = None
        if raw and isinstance(outcome, Response):
            page = read_page(outcome.body, url=here, content_type=outcome.header("content-type"))
        return Sight(url=start, hops=tuple(hops), last=outcome, page=page, raw=raw, circle=hop is not None)

    def _asked(self, url: str) -> Outcome:
        outcome = self._transport.send(self._request(url, "HEAD"))
        if isinstance(outcome, Response):
            # 429 is about asking, and asking again at once is what it asks not to do.
            enough = outcome.status in _REDIRECTS or outcome.status == 429
            if enough or (outcome.status < 300 and not may_be_page(outcome)):
                return outcome
        elif outcome.cause in _NO_BETTER_WITH_GET:
            return outcome
        return self._transport.send(self._request(url, "GET"))

    def _request(self, url: str, method: str) -> Request:
        return Request(
            url=url,
            purpose=Purpose.LIVE,
            method=method,
            headers=_ACCEPT,
            max_bytes=_MAX_BYTES,
            timeout=self._timeout,
            max_age=self._max_age,
        )


def without_fragment(url: str) -> str:
    """The address as it is asked for; one that is none stays as it is, and the transport refuses it."""
    try:
        return urldefrag(spelt(url.strip())).url
    except ValueError:
        return url.strip()


def may_be_page(response: Response) -> bool:
    """Whether an answer says that it is HTML, or does not say what it is."""
    kind = response.header("content-type").strip().lower()
    return not kind or kind.startswith(_HTML)


def _markup(outcome: Outcome) -> str:
    """The markup of a page; nothing where the answer is none."""
    if not isinstance(outcome, Response) or not may_be_page(outcome):
        return ""
    kind = outcome.header("content-type")
    return decode(outcome.body, kind) if kind or outcome.body.lstrip()[:1] == b"<" else ""


def _onward(here: str, outcome: Outcome, raw: str) -> Hop | None:
    """The redirect that an answer is; None for one that is none."""
    if not isinstance(outcome, Response):
        return None
    if outcome.status in _REDIRECTS:
        return _hop(here, outcome.status, outcome.header("location"))
    target = refresh(raw) if outcome.status == 200 and raw else ""
    hop = _hop(here, 0, target)
    return hop if hop and hop.to != here else None  # a page that only loads itself anew is no redirect


def _hop(here: str, status: int, location: str) -> Hop | None:
    try:
        # Locations come as raw bytes; UTF-8 ones were read as Latin-1 by the transport.
        told = location.encode("latin-1").decode("utf-8") if status else location
    except UnicodeError:
        told = location
    try:
        to = urldefrag(spelt(urljoin(here, told.strip()))).url
        usable = bool(urlsplit(to).netloc)
    except ValueError:
        return None
    return Hop(url=here, status=status, to=to) if told.strip() and usable else None
