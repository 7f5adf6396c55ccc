"""The air around blocks, of which a page may have a line more or less, so that it ends well.

A block has the margins that its style has, and shares the style with the block that it is laid out from. So a margin is
changed in the style, which keeps its own margins beside it.
"""

from dataclasses import dataclass
from typing import Any

from footlight.engines.weasyprint.resolved_lengths import forget_lengths

AIR_DEMERITS = 15_000.0
"""What a line more or less counts as, beside lines that are looser than they need be."""
_MUCH_AIR = 1.9
"""Lines above and below a heading, from which on it may have one less."""
_OWN_MARGINS = "footlight_own_margins"
"""The entry of a style's `__dict__` with the margins that it has of its own, where they were changed."""


@dataclass(slots=True)
class AirChange:
    """A line more or less at a heading, a break, a list or a picture."""

    index: int
    """The page's."""
    style: Any
    margins: dict[str, float]
    """By how much each margin becomes wider, in px; less than nothing where it becomes narrower."""
    cost: float = AIR_DEMERITS

    @property
    def subject(self) -> int:
        """What is changed."""
        return id(self.style)

    def make(self) -> None:
        """Give the style these margins. Boxes share their style with the boxes that they are laid out from."""
        self.style.__dict__[_OWN_MARGINS] = {name: self.style[name] for name in self.margins}
        for name, more in self.margins.items():
            margin = self.style[name]
            self.style[name] = type(margin)(margin.value + more, margin.unit)
        forget_lengths(self.style)

    def undo(self) -> None:
        """Give it those of before. A style that has a change gets no second one, so these are its own."""
        take_back_air(self.style)


def has_other_air(style: Any) -> bool:  # noqa: ANN401 - a style of WeasyPrint's
    """Whether the margins of a style were changed for a page."""
    return _OWN_MARGINS in style.__dict__


def lines_of_air(style: Any, leading: float) -> float | None:  # noqa: ANN401 - as above
    """The lines that are free above and below a block; None where its margins are no lengths. `leading` in px."""
    margins = style["margin_top"], style["margin_bottom"]
    if any(getattr(margin, "unit", None) != "px" for margin in margins):
        return None
    return float(sum(margin.value for margin in margins)) / leading


def a_line_less(index: int, style: Any, leading: float) -> AirChange | None:  # noqa: ANN401 - as above
    """A line less of the air of a heading, above and below in proportion; None where it has not enough of it."""
    lines = lines_of_air(style, leading)
    if lines is None or lines < _MUCH_AIR or has_other_air(style):
        return None
    return AirChange(index, style, {name: -style[name].value / lines for name in ("margin_top", "margin_bottom")})


class Air:
    """The margins of a style that were made wider or narrower, to have it take them again."""

    def __init__(self, style: Any) -> None:  # noqa: ANN401 - a style of WeasyPrint's
        self._style = style
        self._own = dict(style.__dict__[_OWN_MARGINS])
        self._margins = {name: style[name] for name in self._own}

    @classmethod
    def of(cls, style: Any) -> "Air | None":  # noqa: ANN401 - as above
        """That of a style; None where its margins are its own."""
        return cls(style) if has_other_air(style) else None

    def take_back(self) -> None:
        """Give the style the margins that it had before pages were made."""
        take_back_air(self._style)

    def own(self, style: Any) -> None:  # noqa: ANN401 - as above
        """Give a copy of the style the margins that are its own."""
        for name, margin in self._own.items():
            style[name] = margin

    def give(self) -> None:
        """Have the style take these margins."""
        self._style.__dict__[_OWN_MARGINS] = dict(self._own)
        for name, margin in self._margins.items():
            self._style[name] = margin
        forget_lengths(self._style)


def take_back_air(style: Any) -> None:  # noqa: ANN401 - a style of WeasyPrint's
    """Give a style the margins that it had before pages were made."""
    if own := style.__dict__.pop(_OWN_MARGINS, None):
        for name, margin in own.items():
            style[name] = margin
        forget_lengths(style)
