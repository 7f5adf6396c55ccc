"""The tables [booklet] and [cover]: how a project binds what it prints."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from footlight.settings.keys import key
from footlight.settings.kinds import Flag, Named, Number, Whole

if TYPE_CHECKING:  # imported by those who need it
    from footlight.press.sheets import SheetSize


def _sheet(name: str) -> "SheetSize | None":
    from footlight.press.sheets import sheet_named  # noqa: PLC0415 - most commands fold no booklet

    return sheet_named(name) if name else None


def _sheets() -> Iterable[str]:
    from footlight.press.sheets import SHEETS  # noqa: PLC0415 - as above

    return SHEETS


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletOptions:
    """The table [booklet]."""

    sheet: "SheetSize | None" = key(
        Named(_sheet, names=_sheets, form=r"\s*"),
        None,
        'The sheet that is folded: `"A4"`, `"Letter"`, `"A3"` or `"Tabloid"`',
        unset="that of the trim size",
        example="",
    )
    paper: float = key(
        Number(least=0.03, greatest=0.5, takes="the thickness of a leaf", unit=" mm"),
        0.1,
        "Thickness of a leaf in mm (ISO 534), for creep; office paper of 80 g/m² has 0.1; 0.03 to 0.5",
    )
    signature: int = key(
        Whole(least=1, greatest=40, takes="a number of sheets"),
        15,
        "The most sheets that are folded into one another; 1 to 40",
    )
    test_sheet: bool = key(Flag(), True, "Whether the file begins with a test sheet that says how to print and fold")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverOptions:
    """The table [cover]."""

    spine: float | None = key(
        Number(least=0, greatest=120, takes="a width", unit=" mm"),
        None,
        "The width of the spine in mm, where a print shop's template says it",
        unset="computed",
        example=8.4,
    )
    spine_text: bool | None = key(
        Flag(),
        None,
        "`true` makes a spine that is too thin for text an error, `false` leaves the spine empty",
        unset="where it has room",
        example=True,
    )
