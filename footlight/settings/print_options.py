"""The tables [page] and [print]: trim, margins and type, and what is ordered from a print shop.

What they come to, a Page and a Ticket, is worked out in `footlight.settings.print_order`, which knows the sizes and the
print shops: a command that sets no page imports neither.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from footlight.settings.keys import key
from footlight.settings.kinds import Choice, Flag, Named, Number, Text

if TYPE_CHECKING:  # as above
    from footlight.press.job_ticket import PressStandard
    from footlight.press.paper import Page
    from footlight.press.preset import Preset

_LENGTH = Number(least=0, greatest=1000, takes="a length", unit=" mm")
_TYPE = Number(least=0, greatest=100, takes="a size", unit=" pt")
_OF_SIZE = "of the size"
_FREE_SIZE = r"\s*\d+(\.\d+)?\s*[xX×]\s*\d+(\.\d+)?\s*([mM][mM]|[cC][mM]|[iI][nN])\s*"
"""`WIDTHxHEIGHT` with mm, cm or in, as `footlight.press.paper` reads it."""


def _size(name: str) -> "Page":
    from footlight.press.paper import page_of  # noqa: PLC0415 - as above

    return page_of(name)


def _preset(name: str) -> "Preset":
    from footlight.press.presets import preset_named  # noqa: PLC0415 - as above

    return preset_named(name)


def _standard(name: str) -> "PressStandard":
    from footlight.press.job_ticket import PressStandard  # noqa: PLC0415 - as above

    return Choice(PressStandard).parse("standard", name)


def _sizes() -> Iterable[str]:
    from footlight.press.paper import SIZES  # noqa: PLC0415 - as above

    return SIZES


def _presets() -> Iterable[str]:
    from footlight.press.presets import shop_names  # noqa: PLC0415 - as above

    return (*shop_names(), *map(str.lower, _sizes()))


def _standards() -> Iterable[str]:
    from footlight.press.job_ticket import PressStandard  # noqa: PLC0415 - as above

    return PressStandard


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """The table [page]."""

    size: "Page | None" = key(
        Named(_size, names=_sizes, form=_FREE_SIZE),
        None,
        'The trim size: one of the names below, or `WIDTHxHEIGHT` with mm, cm or in, such as `"129x198mm"`',
        unset='`"A5"`',
        example="A5",
    )
    inner: float | None = key(_LENGTH, None, "Margin at the gutter", unset=_OF_SIZE, example=20)
    outer: float | None = key(_LENGTH, None, "Margin at the fore edge", unset=_OF_SIZE, example=17)
    head: float | None = key(
        _LENGTH, None, "Margin above the text block; the running head stands in it", unset=_OF_SIZE, example=19
    )
    foot: float | None = key(
        _LENGTH, None, "Margin below the text block; the folio stands in it", unset=_OF_SIZE, example=23
    )
    type: float | None = key(
        _TYPE, None, "Size of the type; notes are set at 0.8125 of it", unset=_OF_SIZE, example=9.6
    )
    leading: float | None = key(_TYPE, None, "Distance from line to line", unset=_OF_SIZE, example=13.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOptions(PageOptions):
    """The table [print]."""

    preset: "Preset | None" = key(
        Named(_preset, names=_presets),
        None,
        "A print shop ([printing.md](printing.md) lists them), or one of the sizes above. It brings a size, and no"
        " margin is less than the print shop asks for",
        unset="that of the trim size",
        example="kdp",
    )
    paper: str = key(
        Text(),
        "",
        "The paper, which decides how many pages a print shop binds and how thick the spine is;"
        " [printing.md](printing.md) lists those of each preset",
        unset="the first of the preset",
        example="cream",
    )
    bleed: bool = key(
        Flag(),
        False,
        "Whether anything is printed up to the edge: the pages then reach beyond the trim as far as the preset asks",
    )
    colour: bool = key(Flag(), False, "Whether colours stay; else everything is gray")
    standard: "PressStandard | None" = key(
        Named(_standard, names=_standards, exact=True),
        None,
        '`"x-1a"` or `"x-4"`: the PDF calls itself PDF/X-1a:2001 or PDF/X-4 if it passes the checks for it',
        unset="none",
    )
    marks: bool = key(Flag(), False, "Crop marks outside the bleed; print shops on the web refuse them")
