"""How a project binds what it prints at home: the sheets that printers take, and what `[booklet]` decides."""

from dataclasses import dataclass

from footlight.press.paper import MM_PER_INCH, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSize:
    """A sheet of paper, upright, in mm; folded once across its longer side it gives four pages."""

    name: str
    width: float
    height: float

    @property
    def half(self) -> tuple[float, float]:
        """Width and height of a page that fills half of it."""
        return self.height / 2, self.width


# ISO 216 and ANSI/ASME Y14.1, the larger of each for printers that take it.
SHEETS = {name: SheetSize(name=name, width=w, height=h) for name, w, h in (
    ("A4", 210, 297),
    ("Letter", 215.9, 279.4),
    ("A3", 297, 420),
    ("Tabloid", 279.4, 431.8),
)}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """What a project decides of its booklets."""

    sheet: SheetSize | None = None
    """None for the sheet that belongs to the trim size."""
    paper: float = 0.1
    """Thickness of a leaf in mm (ISO 534); office paper of 80 g/m² has 0.1."""
    signature: int = 15
    """The most sheets that are folded into one another."""
    test_sheet: bool = True
    """Whether the file begins with a sheet that shows how the printer turns the paper, and says how to go on."""

    def checked(self) -> "Booklet":
        """The values themselves. Raises ValueError where no paper is like that."""
        if not 0.03 <= self.paper <= 0.5:
            raise ValueError("'paper' takes the thickness of a leaf between 0.03 and 0.5 mm; office paper has 0.1")
        if not 1 <= self.signature <= 40:
            raise ValueError("'signature' takes a number of sheets between 1 and 40; 15 fold well")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What a project decides of its covers."""

    spine: float | None = None
    """Its width in mm, where the shop's own template says it."""
    spine_text: bool | None = None
    """None for text where it has room."""

    def checked(self) -> "Cover":
        """The values themselves. Raises ValueError where no spine is like that."""
        if self.spine is not None and not 0 <= self.spine <= 120:
            raise ValueError("'spine' takes its width between 0 and 120 mm")
        return self


_EIGHTH = MM_PER_INCH / 8


def sheet_named(name: str) -> SheetSize:
    """The sheet of a name. Raises ValueError for any other words."""
    found = {known.lower(): sheet for known, sheet in SHEETS.items()}.get(name.strip().lower())
    if found is None:
        raise ValueError(f"'{name}' is no sheet that a booklet is printed on; there are {', '.join(SHEETS)}")
    return found


def sheet_for(page: Page) -> SheetSize:
    """The sheet for a trim size: Letter where both sides are whole eighths of an inch, A4 otherwise."""
    inches = all(abs(side / _EIGHTH - round(side / _EIGHTH)) < 0.01 for side in (page.width, page.height))
    return SHEETS["Letter" if inches else "A4"]
