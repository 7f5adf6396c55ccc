"""What a print shop asks of a print edition, as values. Each shop's figures stand in a file of footlight/press/shops/.

Lengths are in mm; `inches` converts those of shops that write inches.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from footlight.press.paper import MM_PER_INCH, Page, page_of

_ALIKE = 0.05
"""mm by which two trims may differ and still be the same: sizes in inches are rounded."""


def inches(length: float) -> float:
    """Convert inches to mm."""
    return round(length * MM_PER_INCH, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """A length at each side of a page, mm; the inner side is the bind."""

    head: float = 0.0
    foot: float = 0.0
    outer: float = 0.0
    inner: float = 0.0

    def __bool__(self) -> bool:
        """Whether one of the lengths is more than nothing."""
        return any((self.head, self.foot, self.outer, self.inner))


@dataclass(frozen=True, slots=True, kw_only=True)
class WidthLimit:
    """The most pages of a book that is wider than most."""

    beyond: float
    """Exclusive lower bound of the width, mm."""
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A paper, for the width of the spine and the number of pages."""

    name: str
    """As it is written in `[print] paper`."""
    mm_per_page: float
    """Half the thickness of a leaf, which has two pages."""
    fewest: int = 0
    most: int = 100_000
    """Pages that the shop binds of it, where the paper has limits of its own."""
    wide: tuple[WidthLimit, ...] = ()
    """By ascending width."""

    def most_of(self, width: float) -> int:
        """The most pages of a book of a width in mm."""
        return [self.most, *(limit.most for limit in self.wide if limit.beyond < width)][-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gutter:
    """The least inner margin of a book of so many pages."""

    up_to: int
    """The greatest number of pages that it holds for."""
    least: float
    """mm."""


class Unwanted(StrEnum):
    """What a shop refuses in a file of pages."""

    ANNOTATIONS = "annotations"
    """Links and comments; a printed page has no use for them."""
    BOOKMARKS = "bookmarks"
    METADATA = "metadata"
    TRANSPARENCY = "transparency"
    MARKS = "marks"


class Ink(StrEnum):
    """The colours in which a shop wants an edition in colour; an edition in black is gray everywhere."""

    GRAY = "gray"
    RGB = "rgb"
    CMYK = "cmyk"


class Unit(StrEnum):
    """The unit in which a shop's pages give lengths; messages and docs use it too."""

    MM = "mm"
    INCH = "in"

    def number(self, length: float) -> str:
        """Write a length, given in mm, as a number of this unit."""
        return f"{round(length / MM_PER_INCH, 4) if self is Unit.INCH else length:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What one shop, or a plain size of paper, asks of a print edition."""

    name: str = ""
    """As it is written in `[print] preset`; for a shop, the name of its file."""
    title: str
    unit: Unit = Unit.MM
    sizes: tuple[str, ...]
    """Trim sizes that it offers, each a name that `paper.page_of` takes; the first is the default."""
    smallest: tuple[float, float] | None = None
    """Width and height from which on it takes any trim up to `largest`; None where it takes only its `sizes`."""
    largest: tuple[float, float] | None = None
    source: str = ""
    """Where its rules are published; empty for plain sizes, which are no shop's."""
    verified: date | None = None
    """The day on which the figures were last compared with what could be read at the source."""
    unread: str = ""
    """Which figures could not be read on the shop's own pages that day, and where they are from: whole sentences, for
    docs/printing.md."""
    remarks: str = ""
    """What a customer should know besides: whole sentences, for docs/printing.md."""
    bleed: Sides
    """How far content that bleeds reaches beyond the trim."""
    margin: float = 0.0
    """The least margin at head, foot and fore edge."""
    margin_with_bleed: float = 0.0
    """The same in a file that bleeds."""
    gutters: tuple[Gutter, ...] = ()
    """By ascending number of pages."""
    fewest: int = 2
    """Pages, blank ones counted."""
    most: int = 100_000
    stocks: tuple[Stock, ...] = ()
    """The first is the default. Empty where the shop computes the spine itself, in a template that it sends."""
    spine_extra: float = 0.0
    """What is added to pages × stock for the spine."""
    spine_text_from: int = 0
    """Pages from which on the spine may have text; 0 where the shop names none."""
    unwanted: frozenset[Unwanted] = field(default_factory=frozenset)
    full_fonts: bool = False
    """Whether fonts are embedded whole instead of in part."""
    colour: Ink = Ink.CMYK
    condition: str = "FOGRA47"
    """A printing condition of the ICC's registry (https://registry.color.org/cmyk-registry/) for PDF/X-1a: offset on
    uncoated paper, unless the shop names another."""
    dpi: int = 300
    """The least resolution of images, in pixels per inch as printed."""

    @property
    def shop(self) -> bool:
        """Whether a shop asks for this; a plain size asks for nothing but its trim."""
        return bool(self.source)

    def takes(self, page: Page) -> bool:
        """Whether the shop prints this trim."""
        if self.smallest and self.largest:
            (narrowest, lowest), (widest, tallest) = self.smallest, self.largest
            if narrowest <= page.width <= widest and lowest <= page.height <= tallest:
                return True
        sizes = map(page_of, self.sizes)
        return not self.shop or any(
            abs(one.width - page.width) < _ALIKE and abs(one.height - page.height) < _ALIKE for one in sizes
        )

    @property
    def trims(self) -> str:
        """The trims that it takes, for messages: `4 × 6 to 8.5 × 11.69 in`, `A5, 6x9`."""
        if not self.smallest or not self.largest:
            return ", ".join(self.sizes)
        least, most = (" × ".join(map(self.unit.number, trim)) for trim in (self.smallest, self.largest))
        return f"{least} to {most} {self.unit}"

    def gutter(self, pages: int) -> float:
        """The least inner margin of a book of so many pages, mm; beyond the last row, that of the last row."""
        rows = [row.least for row in self.gutters if pages <= row.up_to] or [row.least for row in self.gutters[-1:]]
        return rows[0] if rows else 0.0
