"""What is known of a link's target, from which it is judged. Values only; `link_fetch` and the archives give them."""

from dataclasses import dataclass, replace
from datetime import date

from footlight.engines.web.messages import Outcome, Response
from footlight.links.captured_page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """One redirect."""

    url: str
    status: int
    """0 for one of the page itself: `<meta http-equiv=refresh>`, the header Refresh, a script."""
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedTarget:
    """An address that was requested, its redirects followed."""

    url: str
    """As it was requested, without its fragment."""
    redirects: tuple[Redirect, ...]
    outcome: Outcome
    """Of the last request."""
    page: Page | None = None
    """The page at the end, where that is HTML."""
    markup: str = ""
    """Of that page."""
    loops: bool = False
    """Whether the redirects go in a circle, or are too many."""

    @property
    def final(self) -> str:
        """The address that the redirects lead to."""
        return self.outcome.url

    @property
    def status(self) -> int:
        """The last status; 0 without a response."""
        return self.outcome.status if isinstance(self.outcome, Response) else 0

    @property
    def permanent(self) -> bool:
        """Whether each redirect says that it is permanent (RFC 9110, 15.4.2 and 15.4.9)."""
        return bool(self.redirects) and all(one.status in (301, 308) for one in self.redirects)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    """The target as an archive captured it at the time of the essay."""

    page: Page
    captured: date
    archive: str
    archive_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFacts:
    """All that a target is judged by."""

    fetched: FetchedTarget
    link_words: tuple[str, ...] = ()
    """The words of the links that lead there."""
    sibling: FetchedTarget | None = None
    """What the host answers for a made-up address beside it (`random_sibling`); None where that was not requested."""
    archived: ArchivedPage | None = None
    same_destination: int = 0
    """How many other addresses of its host redirect to the very same page."""


def without_bodies(facts: TargetFacts) -> TargetFacts:
    """The same without pages and bodies: enough to judge redirects, and small enough to keep thousands of them."""
    outcome = facts.fetched.outcome
    if isinstance(outcome, Response):
        outcome = replace(outcome, body=b"")
    return replace(
        facts, fetched=replace(facts.fetched, outcome=outcome, page=None, markup=""), sibling=None, archived=None
    )
