"""Imposition: which pages stand on which side of which sheet. Arithmetic only; lengths are in mm.

A booklet is saddle-stitched: sheets are folded once, laid into one another and stapled through the fold. Nested
sheets form a signature; a book that is too thick for one is sewn from several.

Where the number of pages is no multiple of four, the last pages are blank: so the first page is the outside front,
the text has no gap, and the back stays empty.
"""

from dataclasses import dataclass

from footlight.press.sheets import SheetSize

PAGES_A_SHEET = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a sheet, landscape, as it is printed."""

    signature: int
    """1-based number, as all numbers here."""
    sheet: int
    """Number of the sheet in its signature; 1 is the outermost."""
    sheets: int
    """Number of sheets in the signature."""
    outside: bool
    """Whether this side is outside when the sheet is folded; the outside is printed first."""
    left: int
    """Page number on the left; a number greater than the last page is blank."""
    right: int
    shift: float
    """Shift of both pages towards the fold."""


def signatures(pages: int, most: int) -> tuple[int, ...]:
    """Number of sheets in each signature: at most `most`, and any two differ by at most one."""
    sheets = -(-pages // PAGES_A_SHEET)
    count = -(-sheets // most)
    return tuple(sheets // count + (number < sheets % count) for number in range(count))


def creep(sheet: int, thickness: float) -> float:
    """Creep: how far the leaves of a sheet (1 is the outermost) stick out at the fore edge.

    A sheet's fold lies inside the folds of the sheets around it, so its leaves stick out by (sheet - 1) × thickness
    of the paper. This holds for a sharp crease; a soft, round fold gives up to π/2 of it. Pages are shifted towards
    the fold by the same length: so the margins are even after trimming, and without trimming the text is level from
    leaf to leaf.
    """
    return (sheet - 1) * thickness


def impose(pages: int, *, most: int, thickness: float, from_right: bool = False) -> tuple[Side, ...]:
    """List the sides in printing order: outside and inside of each sheet, the outermost sheet first.

    `from_right` is a book that is bound at its right, as in Arabic or Hebrew: left and right are exchanged.
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
    """Size and scale of a page on half a sheet; it touches the fold and is centred vertically."""

    sheet: SheetSize
    width: float
    """Width of the scaled page."""
    height: float
    scale: float
    """At most 1: pages are never enlarged."""

    @property
    def beside(self) -> float:
        """Width of the strip that is trimmed off at the fore edge."""
        return self.sheet.half[0] - self.width

    @property
    def above(self) -> float:
        """Height of the strip that is trimmed off at the head; the one at the foot is equal."""
        return (self.sheet.half[1] - self.height) / 2


_EVEN = 0.005
"""Tolerance, mm: sizes in inches are rounded when they are converted."""


def fit(width: float, height: float, sheet: SheetSize) -> Fit:
    """Fit pages of a trim size on a sheet."""
    across, down = sheet.half
    scale = min(1.0, across / width, down / height)
    if width - across < _EVEN and height - down < _EVEN:
        scale = 1.0
    return Fit(sheet=sheet, width=width * scale, height=height * scale, scale=scale)
