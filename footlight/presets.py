"""What print shops take: a row a shop, each with its source and the day on which it was verified; and plain sizes.

Lengths are in mm; the shops' own inches are written as such and converted here.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from footlight.paper import MM_PER_INCH, SIZES

_VERIFIED = date(2026, 11, 23)


def _mm(inches: float) -> float:
    return round(inches * MM_PER_INCH, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """A length at each side of a page; the inner side is the bind."""

    head: float = 0.0
    foot: float = 0.0
    outer: float = 0.0
    inner: float = 0.0

    def __bool__(self) -> bool:
        """Whether any of them is not nothing."""
        return any((self.head, self.foot, self.outer, self.inner))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A paper, for the width of the spine."""

    name: str
    mm_per_page: float
    """A leaf has two pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gutter:
    """The least inner margin of a book of so many pages."""

    up_to: int
    """Pages; the last that it holds for."""
    least: float


class Unwanted(StrEnum):
    """What a shop refuses in a file of pages."""

    ANNOTATIONS = "annotations"
    """Links and comments; a page that is printed has no use for them."""
    BOOKMARKS = "bookmarks"
    METADATA = "metadata"
    TRANSPARENCY = "transparency"
    MARKS = "marks"


class Ink(StrEnum):
    """How a shop wants the black of a book in black only, and colour where there is any (the preset's `colour`)."""

    GRAY = "gray"
    RGB = "rgb"
    CMYK = "cmyk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What one shop, or a plain sheet of paper, asks of a print edition."""

    name: str
    """As it is written in `[print] preset`."""
    title: str
    size: str
    """The trim size unless `[print] size` says another: a name that `paper.page_of` takes."""
    source: str = ""
    """Where its rules are published; empty for plain sizes, which are nobody's rule."""
    verified: date | None = None
    shop: bool = False
    """Whether it is somebody's rule; a plain size asks for nothing but its trim."""
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
    narrowest: float = 0.0
    """The least and the greatest trim that it takes, in either direction."""
    widest: float = 100_000.0
    lowest: float = 0.0
    tallest: float = 100_000.0
    stocks: tuple[Stock, ...] = ()
    """The first is the default. Empty where the shop computes the spine itself, in a template to be fetched from it."""
    spine_extra: float = 0.0
    """What is added to pages × stock for the spine."""
    spine_text_from: int = 0
    """Pages from which the spine may bear text; 0 where the shop names none."""
    unwanted: frozenset[Unwanted] = field(default_factory=frozenset)
    full_fonts: bool = False
    """Whether fonts are to be embedded whole rather than in part."""
    colour: Ink = Ink.CMYK
    """What a colour edition is to be in; a black one is gray everywhere."""
    dpi: int = 300
    """The least resolution of pictures, in pixels per inch as printed."""

    def gutter(self, pages: int) -> float:
        """The least inner margin of a book of so many pages; that of the thickest row beyond the last."""
        rows = [row.least for row in self.gutters if pages <= row.up_to] or [row.least for row in self.gutters[-1:]]
        return rows[0] if rows else 0.0


_BLEED = _mm(0.125)
_EVERYTHING = frozenset(Unwanted)

# https://kdp.amazon.com/en_US/help/topic/GVBQ3CMEQW3W2VL6 (trim, bleed, margins), G201834180 (pages by ink and paper:
# 828 is the most in black on white), G201953020 (spine), G201857950 (what a file must not hold).
_KDP = Preset(
    name="kdp",
    title="Amazon KDP, paperback",
    size="6x9",
    source="https://kdp.amazon.com/en_US/help/topic/G201857950",
    verified=_VERIFIED,
    shop=True,
    bleed=Sides(head=_BLEED, foot=_BLEED, outer=_BLEED),
    margin=_mm(0.25),
    margin_with_bleed=_mm(0.375),
    gutters=tuple(
        Gutter(up_to=pages, least=_mm(inches))
        for pages, inches in ((150, 0.375), (300, 0.5), (500, 0.625), (700, 0.75), (828, 0.875))
    ),
    fewest=24,
    most=828,
    narrowest=_mm(4),
    widest=_mm(8.5),
    lowest=_mm(6),
    tallest=_mm(11.69),
    stocks=(
        Stock(name="white", mm_per_page=_mm(0.002252)),
        Stock(name="cream", mm_per_page=_mm(0.0025)),
        Stock(name="premium-colour", mm_per_page=_mm(0.002347)),
        Stock(name="standard-colour", mm_per_page=_mm(0.002252)),
    ),
    spine_text_from=79,
    unwanted=_EVERYTHING,
    full_fonts=True,
)

# https://help.ingramspark.com/hc/en-us/articles/5338619119245 and the File Creation Guide: margins of half an inch on
# all sides, black as 100 % K without ICC profiles, PDF/X-1a preferred; the spine comes from its template generator.
_INGRAM = Preset(
    name="ingramspark",
    title="IngramSpark, perfect bound",
    size="6x9",
    source="https://help.ingramspark.com/hc/en-us/articles/5338619119245",
    verified=_VERIFIED,
    shop=True,
    bleed=Sides(head=_BLEED, foot=_BLEED, outer=_BLEED),
    margin=_mm(0.5),
    margin_with_bleed=_mm(0.5),
    gutters=(Gutter(up_to=1200, least=_mm(0.5)),),
    fewest=18,
    most=1200,
    narrowest=_mm(4),
    widest=_mm(8.5),
    lowest=_mm(6),
    tallest=_mm(11.69),
    unwanted=_EVERYTHING,
)

# https://help.lulu.com/en/support/solutions/articles/64000255583: half an inch of margin, and .2 to .3 in more at the
# gutter, of which the larger is taken for thick books; all four sides bleed.
_LULU = Preset(
    name="lulu",
    title="Lulu, paperback",
    size="6x9",
    source="https://help.lulu.com/en/support/solutions/articles/64000255583",
    verified=_VERIFIED,
    shop=True,
    bleed=Sides(head=_BLEED, foot=_BLEED, outer=_BLEED, inner=_BLEED),
    margin=_mm(0.5),
    margin_with_bleed=_mm(0.5),
    gutters=(Gutter(up_to=150, least=_mm(0.7)), Gutter(up_to=800, least=_mm(0.8))),
    fewest=32,
    most=800,
    narrowest=_mm(4.25),
    widest=_mm(8.5),
    lowest=_mm(6.875),
    tallest=_mm(11.69),
    unwanted=_EVERYTHING,
    colour=Ink.RGB,
)

# Grammage × bulk / 1000 is a leaf's thickness in mm (ISO 534); uncoated book papers have a bulk of 1.3 to 1.5 cm³/g.
_PLAIN_STOCKS = tuple(
    Stock(name=name, mm_per_page=round(grams * bulk / 2000, 4))
    for name, grams, bulk in (
        ("offset-80", 80, 1.25),
        ("offset-90", 90, 1.25),
        ("book-80", 80, 1.5),
        ("book-90", 90, 1.5),
    )
)


def _plain(size: str) -> Preset:
    """A sheet of paper: 3 mm of bleed all round, as offset printers in Europe ask."""
    return Preset(
        name=size.lower(),
        title=f"plain {size}",
        size=size,
        bleed=Sides(head=3, foot=3, outer=3, inner=3),
        margin=5.0,
        margin_with_bleed=5.0,
        stocks=_PLAIN_STOCKS,
    )


PRESETS = {preset.name: preset for preset in (_KDP, _INGRAM, _LULU, *map(_plain, SIZES))}
