"""Imposition: which pages stand on which side of which sheet, so that folded sheets read in order. Arithmetic only.

A booklet is saddle-stitched: sheets are folded once, laid into one another and stitched through the fold. Sheets that
lie within one another are a signature; more pages than fold well are several signatures, sewn one after the other.

Blanks, where the pages are no multiple of four, are the last pages: the first page stays outside in front, on a right
page, the text runs on without a gap, and what stays empty is the back of the cover. All lengths are in mm.
"""

from dataclasses import dataclass

from footlight.press.binding import SheetSize

PAGES_A_SHEET = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a sheet as it is printed, the sheet lying across."""

    signature: int
    """1-based, as all numbers here."""
    sheet: int
    """In its signature; 1 is the outermost."""
    sheets: int
    """How many the signature has."""
    outside: bool
    """Whether it lies outside when the sheet is folded; it is printed first."""
    left: int
    """The number of a page; one beyond the last is blank."""
    right: int
    shift: float
    """How far both pages are moved towards the fold."""


def signatures(pages: int, most: int) -> tuple[int, ...]:
    """The sheets of each signature: none has more than `most`, and none more than one sheet more than another."""
    sheets = -(-pages // PAGES_A_SHEET)
    count = -(-sheets // most)
    return tuple(sheets // count + (number < sheets % count) for number in range(count))


def creep(sheet: int, thickness: float) -> float:
    """How far the leaves of a sheet (1 is the outermost) stand out at the fore edge.

    A sheet's fold lies inside those of the sheets around it, each a leaf's thickness thick, so its leaves stand out
    by (sheet - 1) × thickness. That is a fold that is creased sharply; a soft one is round and lets them stand out
    by up to π/2 of it. Pages are moved towards the fold by as much: then the margins are even when the fore edge is
    trimmed, and the text stands level from leaf to leaf when it is not.
    """
    return (sheet - 1) * thickness


def impose(pages: int, *, most: int, thickness: float, from_right: bool = False) -> tuple[Side, ...]:
    """The sides in the order of printing, outside and inside of each sheet, the outermost sheet first.

    `from_right` is a book that is bound at its right, as Arabic and Hebrew are: left and right change places.
    """
    sides = []
    start = 1
    for number, sheets in enumerate(signatures(pages, most), 1):
        last = start + PAGES_A_SHEET * sheets - 1
        for sheet in range(1, sheets + 1):
            first, behind = start + 2 * (sheet - 1), last - 2 * (sheet - 1)
            for outside, pair in ((True, (behind, first)), (False, (first + 1, behind - 1))):
                left, right = pair[::-1] if from_right else pair
                sides.append(
                    Side(
                        signature=number,
                        sheet=sheet,
                        sheets=sheets,
                        outside=outside,
                        left=left,
                        right=right,
                        shift=creep(sheet, thickness),
                    )
                )
        start = last + 1
    return tuple(sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How pages lie on half a sheet: at the fold, in the middle of its height, smaller where they have to be."""

    sheet: SheetSize
    width: float
    """Of a page as it is set on the sheet."""
    height: float
    scale: float
    """1 where the page is as large as it was made; never more."""

    @property
    def beside(self) -> float:
        """What the trim cuts off at the fore edge."""
        return self.sheet.half[0] - self.width

    @property
    def above(self) -> float:
        """What it cuts off at the head, and at the foot."""
        return (self.sheet.half[1] - self.height) / 2


_EVEN = 0.005
"""mm by which a page may be larger than its half: sizes in inches come out of division."""


def fit(width: float, height: float, sheet: SheetSize) -> Fit:
    """How pages of a trim size lie on a sheet."""
    across, down = sheet.half
    scale = min(1.0, across / width, down / height)
    if width - across < _EVEN and height - down < _EVEN:
        scale = 1.0
    return Fit(sheet=sheet, width=width * scale, height=height * scale, scale=scale)
