"""What becomes of each link of an article, so that none goes in silence."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of a link."""

    KEPT = "kept"
    """It stands in the Markdown with the address that the page has."""
    ABSOLUTE = "made absolute"
    """A relative address, resolved against the page's."""
    TRACKING_CUT = "tracking cut"
    """Parameters that follow readers (`utm_…`, `fbclid`) were cut."""
    REDIRECTOR = "redirector unwrapped"
    """The address led through a redirector that names its target."""
    ARCHIVE = "archive unwrapped"
    """The address was that of a capture; the captured address stands in the text, the capture in the record."""
    IN_PAGE = "within the page"
    """It leads to a heading of the same text."""
    NOTE = "note"
    """The call of a note, or the way back from it: both are a footnote now."""
    PICTURE = "picture"
    """It led to the same picture in a larger size, or to the page that shows only the picture."""
    PERMALINK = "permalink"
    """The sign beside a heading that leads to this very heading."""
    SHARE = "share link"
    """It posts the page somewhere, mails or prints it."""
    SCRIPT = "script"
    """`javascript:`, or `#` alone: it does something in a browser, and leads nowhere."""
    WORDLESS = "no words"
    """There is nothing in it that a reader could have seen."""
    CONTENTS = "contents"
    """A line of the page's table of contents; editions make their own."""
    EMPTIED = "emptied"
    """It has words and no address: a place in the ledger."""
    LOST = "lost"
    """It should stand in the Markdown and does not. An error."""

    @property
    def stands(self) -> bool:
        """Whether the link stands in the Markdown."""
        return self in (
            Fate.KEPT,
            Fate.ABSOLUTE,
            Fate.TRACKING_CUT,
            Fate.REDIRECTOR,
            Fate.ARCHIVE,
            Fate.IN_PAGE,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFate:
    """One link of the article."""

    href: str
    """As the page has it."""
    words: str
    """What a reader sees of it, at most 200 characters; the alternative text of a picture."""
    fate: Fate
    address: str = ""
    """As it stands in the Markdown; empty where it does not."""
    capture: str = ""
    """The address of the capture, of one that was unwrapped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAccount:
    """All links of an article, in the order of the text."""

    fates: tuple[LinkFate, ...] = ()

    @property
    def in_page(self) -> int:
        """How many links the article's part of the page has."""
        return len(self.fates)

    @property
    def in_markdown(self) -> int:
        """How many of them stand in the Markdown."""
        return sum(one.fate.stands for one in self.fates)

    @property
    def lost(self) -> tuple[LinkFate, ...]:
        """Those that should stand there and do not."""
        return tuple(one for one in self.fates if one.fate is Fate.LOST)

    def counts(self) -> dict[str, int]:
        """How many links have each fate, in the order of `Fate`."""
        counted = Counter(one.fate for one in self.fates)
        return {str(fate): counted[fate] for fate in Fate if counted[fate]}
