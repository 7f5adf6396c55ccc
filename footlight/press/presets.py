"""What print shops take: a row a shop, each with its source and the day on which it was verified; and plain sizes.

Lengths are in mm; the shops' own inches are written as such and converted here.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from footlight.press.paper import MM_PER_INCH, SIZES
from footlight.suggestions import among

_VERIFIED = date(2026, 11, 25)


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
class Wide:
    """The most pages of a book that is wider than most."""

    beyond: float
    """Its least width, not counted itself."""
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A paper, for the width of the spine."""

    name: str
    mm_per_page: float
    """A leaf has two pages."""
    fewest: int = 0
    most: int = 100_000
    """Pages that the shop binds of it, where the paper has limits of its own."""
    wide: tuple[Wide, ...] = ()
    """From the narrowest on; the last that is less wide than a book holds for it."""

    def most_of(self, width: float) -> int:
        """The most pages of a book of a width."""
        return [self.most, *(row.most for row in self.wide if row.beyond < width)][-1]


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
    """The day on which the figures were last held against what could be read of the source."""
    unread: str = ""
    """Which of them the shop's own pages did not show on that day, and from where they are."""
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
    condition: str = "FOGRA47"
    """A printing condition of the ICC's registry (https://registry.color.org/cmyk-registry/) for PDF/X-1a: offset on
    uncoated paper, unless the shop names another."""
    dpi: int = 300
    """The least resolution of pictures, in pixels per inch as printed."""

    @property
    def least(self) -> tuple[float, float]:
        """The smallest trim, width and height."""
        return self.narrowest, self.lowest

    @property
    def greatest(self) -> tuple[float, float]:
        """The largest trim, width and height."""
        return self.widest, self.tallest

    def gutter(self, pages: int) -> float:
        """The least inner margin of a book of so many pages; that of the thickest row beyond the last."""
        rows = [row.least for row in self.gutters if pages <= row.up_to] or [row.least for row in self.gutters[-1:]]
        return rows[0] if rows else 0.0


_BLEED = _mm(0.125)
_EVERYTHING = frozenset(Unwanted)
_MARKS = frozenset({Unwanted.MARKS})

# https://kdp.amazon.com/en_US/help/topic/GVBQ3CMEQW3W2VL6 (trim, bleed, margins), G201834180 (pages by ink and paper:
# 828 is the most in black on white), G201953020 (spine), G201857950 (what a file must not hold).
_BY_WIDTH = (8.2, 8.26, 8.28)
"""in: books 8.25, 8.27 (A4) and 8.5 in wide have limits of their own in KDP's table."""


def _wide(*most: int) -> tuple[Wide, ...]:
    return tuple(Wide(beyond=_mm(inches), most=pages) for inches, pages in zip(_BY_WIDTH, most, strict=True))


_KDP = Preset(
    name="kdp",
    title="Amazon KDP, paperback",
    size="6x9",
    source="https://kdp.amazon.com/en_US/help/topic/G201857950",
    verified=_VERIFIED,
    unread="page limits by trim, gutters and papers, known from others who cite KDP’s tables",
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
        Stock(name="white", mm_per_page=_mm(0.002252), most=828, wide=_wide(800, 780, 590)),
        Stock(name="cream", mm_per_page=_mm(0.0025), most=776, wide=_wide(750, 730, 550)),
        Stock(name="premium-colour", mm_per_page=_mm(0.002347), most=828, wide=_wide(800, 590, 590)),
        Stock(name="standard-colour", mm_per_page=_mm(0.002252), fewest=72, most=600),
    ),
    spine_text_from=79,
    unwanted=_EVERYTHING,
    full_fonts=True,
)

# https://www.ingramspark.com/blog/file-requirements-for-print-books: half an inch on all sides, folios included, and no
# marks. https://www.ingramspark.com/hubfs/downloads/file-creation-guide.pdf has the rest: black as 100 % K without ICC
# profiles, PDF/X-1a preferred, a table of trims and pages. 1,200 pages are for its white paper of 50 lb; crème ends at
# 1,050, groundwood and 70 lb at 900. The spine comes from its template generator.
_INGRAM = Preset(
    name="ingramspark",
    title="IngramSpark, perfect bound",
    size="6x9",
    source="https://www.ingramspark.com/blog/file-requirements-for-print-books",
    verified=_VERIFIED,
    unread="the page limits, known from others who cite the guide’s table; the limits of the trim, of which no"
    " source was found",
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
    unwanted=_MARKS,
    condition="CGATS TR 001",
)

# Book Creation Guide: p. 9, what is added to half an inch at the gutter; p. 13, 32 pages at least, and the spine, the
# same for every paper; p. 15, no words on it up to 80 pages; p. 23, all four sides bleed. 800 pages: the sheet of its
# print API (https://assets.lulu.com/media/specs/lulu-print-api-spec-sheet.xlsx). More generous is
# https://help.lulu.com/en/support/solutions/articles/64000255583: a gutter of 0.2 to 0.3 in for most books.
_LULU = Preset(
    name="lulu",
    title="Lulu, paperback",
    size="6x9",
    source="https://assets.lulu.com/media/guides/en/lulu-book-creation-guide.pdf",
    verified=_VERIFIED,
    unread="all but the margins, known from others who cite the guide of 2026 by page; the limits of the trim are those"
    " of Lulu’s smallest and largest books, of which no source was found",
    shop=True,
    bleed=Sides(head=_BLEED, foot=_BLEED, outer=_BLEED, inner=_BLEED),
    margin=_mm(0.5),
    margin_with_bleed=_mm(0.5),
    gutters=tuple(
        Gutter(up_to=pages, least=_mm(0.5 + added))
        for pages, added in ((60, 0), (150, 0.125), (400, 0.5), (600, 0.625), (800, 0.75))
    ),
    fewest=32,
    most=800,
    narrowest=_mm(4.25),
    widest=_mm(8.5),
    lowest=_mm(6.875),
    tallest=_mm(11.69),
    stocks=(Stock(name="any", mm_per_page=_mm(1 / 444)),),
    spine_extra=_mm(0.06),
    spine_text_from=81,
    unwanted=_MARKS,
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


def plain(size: str) -> Preset:
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


PRESETS = {preset.name: preset for preset in (_KDP, _INGRAM, _LULU, *map(plain, SIZES))}


def preset_named(name: str) -> Preset:
    """The preset of a name. Raises ValueError with all names, the nearest first."""
    if name.lower() not in PRESETS:
        raise ValueError(f"there is no preset '{name}'; {among(name, PRESETS)}")
    return PRESETS[name.lower()]
