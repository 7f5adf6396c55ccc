"""Trim sizes, and the page that Footlight sets on each of them: a row a size.

A page holds whole lines, which all stand on one grid, so that the lines of facing pages stand level.
"""

import re
from dataclasses import dataclass

MM_PER_INCH = 25.4
PT_PER_MM = 72 / MM_PER_INCH
PRESS_DPI = 300
"""What print shops ask of pictures (docs/printing.md)."""
HEAD_ROOM = 9.5
"""Height of the running head above the text block, with its distance from the block, mm (templates/page.css)."""
_ROUNDING = 0.01
"""Share of a line by which the margins of a page may miss whole lines."""
FOOT_ROOM = 10.5
"""Height of the folio below the text block, with its distance from the block, mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Trim size and margins in mm, type and leading in pt."""

    name: str
    width: float
    height: float
    inner: float
    """The gutter side."""
    outer: float
    head: float
    foot: float
    type: float
    leading: float
    bleed: float = 0.0
    """How far the layout reaches beyond the trim, for what is printed up to the edge, mm."""

    @property
    def measure(self) -> float:
        """The width of the text, pt."""
        return (self.width - self.inner - self.outer) * PT_PER_MM

    @property
    def lines(self) -> int:
        """How many lines of text the page holds. What is left of a line goes to the margin at its foot."""
        return int((self.height - self.head - self.foot) * PT_PER_MM / self.leading + _ROUNDING)

    @property
    def pixels(self) -> tuple[int, int]:
        """The pixels of a picture that fills the trimmed page at a press's resolution."""
        return round(self.width / MM_PER_INCH * PRESS_DPI), round(self.height / MM_PER_INCH * PRESS_DPI)

    def checked(self) -> "Page":
        """Return the page. Raises ValueError where no text would fit on it."""
        if min(self.inner, self.outer, self.head, self.foot) < 5:
            raise ValueError("a margin is at least 5 mm: printers cannot reach the edge of the sheet")
        if self.width - self.inner - self.outer < 50 or self.height - self.head - self.foot < 60:
            raise ValueError("these margins leave no room for text; 50 × 60 mm is the least")
        if not (6 <= self.type <= 24 and self.type <= self.leading <= 2 * self.type):
            raise ValueError("type is 6 to 24 pt, and the leading between the type and its double")
        return self


_ROWS = (
    # name, width, height, inner, outer, head, foot (mm), type, leading (pt). All keep the
    # proportions of A5, and a line of 60 to 70 characters.
    ("A5", 148, 210, 20, 17, 19, 23, 9.6, 13.6),
    ("A4", 210, 297, 37, 35, 30, 38, 11.4, 16.2),
    ("Letter", 215.9, 279.4, 38, 37, 28, 34.2, 11.4, 16.2),
    ("B5", 176, 250, 25, 22, 23, 29, 10.6, 15),
    ("Pocket", 110, 178, 15, 12, 14, 17.6, 8.8, 12.2),
    ("5x8", 127, 203.2, 17, 14, 18, 23, 9.2, 13),
    ("5.5x8.5", 139.7, 215.9, 19, 16, 19, 24.1, 9.6, 13.6),
    ("6x9", 152.4, 228.6, 20, 18, 20, 26, 10, 14.2),
)
SIZES = {name: Page(name=name, width=w, height=h, inner=i, outer=o, head=t, foot=b, type=s, leading=le)
         for name, w, h, i, o, t, b, s, le in _ROWS}  # fmt: skip

_FREE = re.compile(r"(?P<w>\d+(?:\.\d+)?)\s*[x×]\s*(?P<h>\d+(?:\.\d+)?)\s*(?P<unit>mm|cm|in)\Z", re.IGNORECASE)
_UNITS = {"mm": 1.0, "cm": 10.0, "in": MM_PER_INCH}


def page_of(size: str) -> Page:
    """Return the page of a named size, or of `WIDTHxHEIGHT` with mm, cm or in. Raises ValueError for anything else."""
    for name, page in SIZES.items():
        if name.lower() == size.strip().lower().replace("×", "x").replace("in", ""):
            return page
    match = _FREE.match(size.strip())
    if not match:
        raise ValueError(f"'{size}' is no trim size; write one of {', '.join(SIZES)}, or such as 129x198mm")
    unit = _UNITS[match["unit"].lower()]
    return _scaled(size.strip(), float(match["w"]) * unit, float(match["h"]) * unit)


def _scaled(name: str, width: float, height: float) -> Page:
    """Make a page of any trim size: the margins of the nearest row in proportion, and its type."""
    if not (90 <= width <= 500 and 120 <= height <= 700):
        raise ValueError(f"'{name}' is no size for a book: 90 to 500 mm wide, 120 to 700 mm high")
    near = min(SIZES.values(), key=lambda p: abs(p.width - width) + abs(p.height - height))
    x, y = width / near.width, height / near.height
    return Page(
        name=name,
        width=width,
        height=height,
        inner=round(near.inner * x, 1),
        outer=round(near.outer * x, 1),
        head=round(near.head * y, 1),
        foot=round(near.foot * y, 1),
        type=near.type,
        leading=near.leading,
    )
