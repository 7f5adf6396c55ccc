"""The layer that respects robots.txt (RFC 9309), for pages of the live web alone. Protego reads the file."""

import threading
from collections import defaultdict
from urllib.parse import urlsplit

from protego import Protego

from footlight.engines.web.messages import Cause, NoResponse, Outcome, Purpose, Request, Response, Transport

PRODUCT = "footlight"
"""The user agent by which a robots.txt addresses us."""
_MAX_BYTES = 512 * 1024
"""Bytes that are read of one; RFC 9309 asks for at least 500 KiB."""
_DAY = 24 * 3600.0


class RobotsFilter:
    """Sends the requests that the site's robots.txt allows. That file is requested once, and once a day."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self._rules: dict[str, Protego | None] = {}
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def send(self, request: Request) -> Outcome:
        """Send the request, or give a NoResponse where the site asks programs not to fetch the page."""
        if request.purpose is Purpose.LIVE and not self._allowed(request.url):
            detail = "the site's robots.txt asks programs not to fetch it"
            return NoResponse(url=request.url, cause=Cause.FORBIDDEN, detail=detail)
        return self._inner.send(request)

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()

    def _allowed(self, url: str) -> bool:
        """A robots.txt that is missing or does not answer forbids nothing: a link is fetched once, not crawled, and
        the page's own request will tell whether the server answers.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            return True
        site = f"{parts.scheme}://{parts.netloc}"
        with self._locks[site]:
            if site not in self._rules:
                self._rules[site] = self._requested(site)
        return _can_fetch(self._rules[site], url, PRODUCT)

    def _requested(self, site: str) -> Protego | None:
        request = Request(
            url=f"{site}/robots.txt",
            purpose=Purpose.ROBOTS,
            max_bytes=_MAX_BYTES,
            timeout=20,
            max_age=_DAY,
        )
        response = self._inner.send(request)
        return _parsed(response.body) if isinstance(response, Response) and response.status == 200 else None


def allows(robots: bytes, url: str, agent: str) -> bool:
    """Whether a robots.txt lets an agent fetch an address. One that cannot be read forbids nothing."""
    return _can_fetch(_parsed(robots), url, agent)


def _parsed(robots: bytes) -> Protego | None:
    try:
        return Protego.parse(robots[:_MAX_BYTES].decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _can_fetch(rules: Protego | None, url: str, agent: str) -> bool:
    try:
        return rules is None or bool(rules.can_fetch(url, agent))
    except (ValueError, RecursionError):
        return True
