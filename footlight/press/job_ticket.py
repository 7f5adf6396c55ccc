"""The job ticket of a print edition: for whom it is printed, on what, and what the file calls itself."""

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
        """As the file says it."""
        return {PressStandard.X1A: "PDF/X-1a:2001", PressStandard.X4: "PDF/X-4"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What is ordered."""

    preset: Preset
    page: Page
    """Trim and margins as the project wants them, before the shop's minima."""
    stock: Stock | None = None
    """None where the shop computes the spine itself."""
    colour: bool = False
    """Whether colours stay; else everything is gray."""
    bleed: bool = False
    """Whether anything is printed up to the edge."""
    standard: PressStandard | None = None
    marks: bool = False
    """Whether crop marks stand outside the bleed."""
    rtl: bool = False
    """Whether the book opens from the other side: then the inner side of odd pages is the right one."""

    @property
    def sides(self) -> Sides:
        """How far the pages reach beyond the trim, in mm."""
        return self.preset.bleed if self.bleed else Sides()

    @property
    def margin(self) -> float:
        """The least margin at head, foot and fore edge that the shop asks for, in mm."""
        return self.preset.margin_with_bleed if self.bleed else self.preset.margin

    def page_for(self, pages: int) -> Page:
        """The page of a book of so many pages: what stands on it keeps its shop's margins for that number.

        Plain sizes are nobody's rule: there the margins stay as they were chosen.
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
        """Whether the bind of a page (1-based) is at its left."""
        return (number % 2 == 1) != self.rtl
