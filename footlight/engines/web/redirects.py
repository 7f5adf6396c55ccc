"""Redirects: where a response leads, and requests that go on to there.

The client follows none, so that each hop is a request of its own: checked, and within the rate limit of its host.
"""

from dataclasses import replace
from urllib.parse import urldefrag, urljoin, urlsplit

from footlight.engines.web.messages import Outcome, Request, Response, Transport
from footlight.engines.web.url import spelt

REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 6
"""Redirects that are followed to a file that is kept; browsers stop at twenty."""


def follow(request: Request, transport: Transport) -> tuple[Outcome, ...]:
    """Send a request and follow its redirects: what came of each, the last of which is followed no further.

    `stopped` says why, where the last one is a redirect itself.
    """
    outcomes: list[Outcome] = []
    here = request
    while True:
        outcome = transport.send(here)
        outcomes.append(outcome)
        to = redirect_target(outcome) if isinstance(outcome, Response) else ""
        if not to or len(outcomes) > MOST_REDIRECTS:
            return tuple(outcomes)
        here = replace(here, url=to)


def stopped(response: Response) -> str:
    """Why a redirect was not followed, for a person; empty for a response that is none."""
    if response.status not in REDIRECT_STATUSES:
        return ""
    return f"more than {MOST_REDIRECTS} redirects" if redirect_target(response) else "a redirect has no usable address"


def redirect_target(response: Response) -> str:
    """The address that a redirect leads to; empty for another response, and where it leads to itself or nowhere."""
    if response.status not in REDIRECT_STATUSES:
        return ""
    to = located(response.url, response.header("location"))
    return to if to.startswith(("http://", "https://")) and to != response.url else ""


def located(base: str, location: str) -> str:
    """The address that a Location header names, without a fragment; empty where it is none with a host."""
    try:
        # The client reads headers as Latin-1; many servers send UTF-8.
        address = location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        address = location
    if not address.strip():
        return ""
    try:
        to = urldefrag(spelt(urljoin(base, address.strip()))).url
        return to if urlsplit(to).netloc else ""
    except ValueError:
        return ""
