"""What the layout of an edition came to, as a frozen value: pages, and where each call and note stands.

All lengths are in pt, from the top left corner of the trimmed page.
"""

from dataclasses import dataclass, field

PICTURE = "\ufffc"
"""The OBJECT REPLACEMENT CHARACTER: what stands for a picture in a running text."""
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
NO_GLYPH = ".notdef glyph rendered"
"""How the layout engine's complaint begins that no face on the machine has a character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page."""

    x: float
    y: float
    width: float
    height: float

    def within(self, other: "Box", slack: float = 0.5) -> bool:
        """Whether it lies inside another, give or take `slack` pt."""
        return (
            self.x >= other.x - slack
            and self.y >= other.y - slack
            and self.x + self.width <= other.x + other.width + slack
            and self.y + self.height <= other.y + other.height + slack
        )

    def as_json(self) -> list[float]:
        """`[x, y, width, height]`, rounded to a hundredth of a point."""
        return [round(value, 2) for value in (self.x, self.y, self.width, self.height)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePlace:
    """One box of a note; a note that stands whole has one."""

    note_id: str
    page: int
    """1-based."""
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where in the running text a page begins."""

    offset: int
    """Of the page's first character."""
    in_word: bool = False
    """Whether the page before ends with a hyphen that was set to divide a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidPage:
    """One page."""

    number: int
    width: float
    height: float
    block: Box
    """The text block: the page without its margins."""
    anchors: tuple[str, ...]
    """The identifiers that stand on it."""
    start: Start = field(default_factory=lambda: Start(offset=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All pages of one layout."""

    pages: tuple[LaidPage, ...]
    notes: tuple[NotePlace, ...]
    """The notes at the feet of pages, in the order of the pages."""
    text: str = ""
    """The running text: all characters in the order of the document but blanks and what only breaks lines, a `PICTURE`
    for each picture, without calls and without the notes at the feet of pages."""

    def pages_by_anchor(self) -> dict[str, int]:
        """The first page, 1-based, on which each identifier stands."""
        return {anchor: page.number for page in reversed(self.pages) for anchor in page.anchors}


def unspaced(text: str) -> str:
    """The characters of a text as the running text counts them."""
    return "".join(text.split()).translate(_UNSEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """The pages of an edition on paper, as an edition on screen names them."""

    source: str
    """What edition it is: an ISBN as a URN, or words."""
    text: str
    """The running text of its layout."""
    starts: tuple[Start, ...]
    """Of the pages from the first, which is page 1."""
