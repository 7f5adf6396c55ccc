"""The job ticket of a print edition: what is ordered from a print shop."""

from dataclasses import dataclass, replace
from enum import StrEnum

from footlight.press.paper import FOOT_ROOM, HEAD_ROOM, Page
from footlight.press.preset import Preset, Sides, Stock


class PressStandard(StrEnum):
    """What a print PDF may call itself, once it has passed the checks for it."""

    X1A = "x-1a"
    X4 = "x-4"

    @property
    def label(self) -> str:
        """The name of the standard, as the file gives it."""
        return {PressStandard.X1A: "PDF/X-1a:2001", PressStandard.X4: "PDF/X-4"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """The order for one print edition."""

    preset: Preset
    page: Page
    """Trim and margins that the project chose; `page_for` widens the margins to the shop's least ones."""
    stock: Stock | None = None
    """None where the shop computes the spine itself."""
    colour: bool = False
    """Whether colours stay; else everything is gray."""
    bleed: bool = False
    """Whether something is printed up to the edge."""
    standard: PressStandard | None = None
    marks: bool = False
    """Whether crop marks stand outside the bleed."""
    rtl: bool = False
    """Whether the book is bound at its right: then the inner side of odd pages is the right one."""

    @property
    def sides(self) -> Sides:
        """How far the pages reach beyond the trim, mm."""
        return self.preset.bleed if self.bleed else Sides()

    @property
    def margin(self) -> float:
        """The least margin at head, foot and fore edge that the shop asks for, mm."""
        return self.preset.margin_with_bleed if self.bleed else self.preset.margin

    def page_for(self, pages: int) -> Page:
        """The page of a book of so many pages, with margins at least as wide as the shop asks for that number.

        A plain size asks for no margins: they stay as they were chosen.
        """
        own, sides = self.page, self.sides
        own = replace(own, bleed=max(sides.head, sides.foot, sides.outer, sides.inner))
        if not self.preset.shop:
            return own
        return replace(
            own,
            inner=max(own.inner, self.preset.gutter(pages), self.margin),
            outer=max(own.outer, self.margin),
            head=max(own.head, self.margin + HEAD_ROOM),
            foot=max(own.foot, self.margin + FOOT_ROOM),
        )

    def inner_is_left(self, number: int) -> bool:
        """Whether the bind of a page, numbered from 1, is at its left."""
        return (number % 2 == 1) != self.rtl
