"""The layer that heeds robots.txt, for pages of the live web alone (RFC 9309)."""

from urllib.parse import urlsplit

from footlight.engines.web.messages import Door, Errand, Kind, Outcome, Reply, Request, Silence
from footlight.engines.web.robots_rules import LIMIT, allows

PRODUCT = "footlight"
"""The name by which a robots.txt speaks of us."""
_DAY = 24 * 3600.0


class Heeding:
    """Asks `door` what the site's robots.txt allows; reads that through the same door, once a day."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def ask(self, request: Request) -> Outcome:
        """The answer, or a Silence where the site does not want to be asked."""
        if request.errand is Errand.LIVE and not self._allowed(request.url):
            return Silence(url=request.url, kind=Kind.FORBIDDEN, why="the site's robots.txt asks not to fetch it")
        return self._door.ask(request)

    def close(self) -> None:
        """Close the door behind it."""
        self._door.close()

    def _allowed(self, url: str) -> bool:
        """A robots.txt that is not there, or that nobody answers for, forbids nothing: a link is looked at once, not
        crawled, and what is behind it says for itself that it does not answer.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            return True
        asked = Request(
            url=f"{parts.scheme}://{parts.netloc}/robots.txt",
            errand=Errand.LIVE,
            most=LIMIT,
            seconds=20,
            good_for=_DAY,
        )
        answer = self._door.ask(asked)
        return not (isinstance(answer, Reply) and answer.status == 200) or allows(answer.body, url, PRODUCT)
