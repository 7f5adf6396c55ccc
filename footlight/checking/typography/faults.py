"""What a reader may stumble over on a page: a fault has a kind, a place, and how bad it is."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of faults; each is a finding's code."""

    LOOSE = "line-loose"
    TIGHT = "line-tight"
    OVERFULL = "line-overfull"
    LADDER = "hyphen-ladder"
    RIVER = "river"
    STACK = "stacked-words"
    RUNT = "runt"
    PAGE_HYPHEN = "page-end-hyphen"
    SHORT_PAGE = "short-page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault."""

    kind: Kind
    page: int
    """1-based, as a viewer counts."""
    line: int
    """1-based, among the lines of the text; the last one of a ladder, river or stack. 0 where it is about the page."""
    amount: float
    """How bad: a ratio to the face's own space, pt beyond the edge, a number of lines, or of letters."""
    words: str
    """What stands there."""
    ratio: float = 0.0
    """An overfull line's `amount` in sizes of the body; infinite where it leaves the page."""
