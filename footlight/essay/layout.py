"""The layout of an edition as a frozen value: its pages, and the place of each call and note.

Lengths are in pt, coordinates from the top left corner of the trimmed page.
"""

from dataclasses import dataclass, field

PICTURE = "\ufffc"
"""OBJECT REPLACEMENT CHARACTER: represents a picture in the running text."""
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
NO_GLYPH = ".notdef glyph rendered"
"""Beginning of WeasyPrint's warning that no installed font has a character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page."""

    x: float
    y: float
    width: float
    height: float

    def within(self, other: "Box", slack: float = 0.5) -> bool:
        """Whether it lies inside another, with a tolerance of `slack` pt."""
        return (
            self.x >= other.x - slack
            and self.y >= other.y - slack
            and self.x + self.width <= other.x + other.width + slack
            and self.y + self.height <= other.y + other.height + slack
        )

    def as_json(self) -> list[float]:
        """Return `[x, y, width, height]`, rounded to a hundredth of a point."""
        return [round(value, 2) for value in (self.x, self.y, self.width, self.height)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteColumn:
    """The place for notes in the outer margin of a page."""

    gap: float
    """Its distance from the text block, pt."""
    width: float
    """pt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePlace:
    """One box of a note; a note that is not split has one."""

    note_id: str
    page: int
    """1-based."""
    box: Box
    beside: bool = False
    """Whether it stands in the margin, beside the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStart:
    """Where a page begins in the running text."""

    offset: int
    """Offset of the page's first character."""
    in_word: bool = False
    """Whether the page before ends within a hyphenated word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidPage:
    """One page."""

    number: int
    width: float
    height: float
    block: Box
    """The text block: the page without its margins."""
    anchors: tuple[str, ...]
    """Identifiers of the elements on the page."""
    start: PageStart = field(default_factory=lambda: PageStart(offset=0))
    carried: str = ""
    """Words of figures at the head of the page whose place in the running text is on the page before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrun:
    """A line of text that does not stand where it can be read."""

    page: int
    """1-based."""
    words: str
    beyond: float
    """How far it leaves the page, pt; 0 where it stands on the page and notes are drawn over it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All pages of one edition."""

    pages: tuple[LaidPage, ...]
    notes: tuple[NotePlace, ...]
    """Boxes of the footnotes, in page order."""
    text: str = ""
    """The running text: all characters in document order except blanks and line break controls, a `PICTURE` for each
    picture, without note calls and without footnotes."""
    overruns: tuple[Overrun, ...] = ()
    """Text that leaves its page, or that notes are drawn over."""
    unplanned: tuple[tuple[str, int], ...] = ()
    """Why justified paragraphs were broken line by line and not as a whole, and how many for each reason."""

    def pages_by_anchor(self) -> dict[str, int]:
        """Map each identifier to the first page, 1-based, that it stands on."""
        return {anchor: page.number for page in reversed(self.pages) for anchor in page.anchors}


def unspaced(text: str) -> str:
    """Remove what the running text leaves out: blanks and line break controls."""
    return "".join(text.split()).translate(_UNSEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """Page starts of an edition on paper, from which the EPUB's page list is made."""

    source: str
    """Name of that edition: an ISBN as a URN, or words."""
    text: str
    """The running text of its layout."""
    starts: tuple[PageStart, ...]
    """Start of each page, from page 1."""
