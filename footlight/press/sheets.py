"""Sheets of paper that printers at home and in offices take, for booklets."""

from dataclasses import dataclass

from footlight.press.paper import MM_PER_INCH, Page
from footlight.textmatch.suggestions import among


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSize:
    """A sheet of paper, upright, in mm; folded once across its longer side it gives four pages."""

    name: str
    width: float
    height: float

    @property
    def half(self) -> tuple[float, float]:
        """Width and height of a page that fills half of the sheet, mm."""
        return self.height / 2, self.width


# ISO 216 and ANSI/ASME Y14.1, the larger of each for printers that take it.
SHEETS = {name: SheetSize(name=name, width=w, height=h) for name, w, h in (
    ("A4", 210, 297),
    ("Letter", 215.9, 279.4),
    ("A3", 297, 420),
    ("Tabloid", 279.4, 431.8),
)}  # fmt: skip


_EIGHTH = MM_PER_INCH / 8


def sheet_named(name: str) -> SheetSize:
    """Give the sheet of a name. Raises ValueError for an unknown one."""
    found = {known.lower(): sheet for known, sheet in SHEETS.items()}.get(name.strip().lower())
    if found is None:
        raise ValueError(f"'{name}' is no sheet for a booklet; {among(name, SHEETS)}")
    return found


def sheet_for(page: Page) -> SheetSize:
    """Choose the sheet for a trim size: Letter where both sides are whole eighths of an inch, A4 otherwise."""
    inches = all(abs(side / _EIGHTH - round(side / _EIGHTH)) < 0.01 for side in (page.width, page.height))
    return SHEETS["Letter" if inches else "A4"]
