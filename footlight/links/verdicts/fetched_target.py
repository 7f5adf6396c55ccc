"""What was seen of a link's target, from which it is judged: values, no asking."""

from dataclasses import dataclass, replace
from datetime import date

from footlight.engines.web.messages import Outcome, Response
from footlight.links.captured_page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect."""

    url: str
    status: int
    """0 for a page's own, `<meta http-equiv=refresh>`."""
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """An address asked for, redirects followed."""

    url: str
    """As it was asked for, without its fragment."""
    hops: tuple[Hop, ...]
    last: Outcome
    """What came of the last address."""
    page: Page | None = None
    """What it holds, where that is HTML."""
    raw: str = ""
    """The page's own markup."""
    circle: bool = False
    """Whether the redirects went round, or on and on."""

    @property
    def final(self) -> str:
        """The address that all redirects lead to."""
        return self.last.url

    @property
    def status(self) -> int:
        """The last status; 0 where nobody answered."""
        return self.last.status if isinstance(self.last, Response) else 0

    @property
    def for_good(self) -> bool:
        """Whether each redirect says that it is for good (RFC 9110, 15.4.2 and 15.4.9)."""
        return bool(self.hops) and all(hop.status in (301, 308) for hop in self.hops)


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """What an archive has of the target, of the time of the essay."""

    page: Page
    captured: date
    archive: str
    archive_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All that a link is judged by."""

    sight: Sight
    words: tuple[str, ...] = ()
    """The words of the links that lead there."""
    sibling: Sight | None = None
    """What the host answers for an address beside it that nobody ever made; None where it was not asked."""
    then: Then | None = None
    companions: int = 0
    """How many other addresses of its host redirect to the very same page."""


def slim(seen: Seen) -> Seen:
    """The same without pages and bodies: what is needed to judge where it led, for keeping thousands of them."""
    last = replace(seen.sight.last, body=b"") if isinstance(seen.sight.last, Response) else seen.sight.last
    return replace(seen, sight=replace(seen.sight, last=last, page=None, raw=""), sibling=None, then=None)
