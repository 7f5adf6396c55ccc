"""The geometry of a cover that wraps a book: back, spine and front in one piece, with bleed all round.

All lengths are in mm. Places are measured from the upper left corner of the file's page, which includes the bleed.
"""

from dataclasses import dataclass

from footlight.essay.layout import Box
from footlight.press.paper import MM_PER_INCH

SAFE = 0.25 * MM_PER_INCH
"""Least distance of words from a cut or a fold: IngramSpark's distance for covers, the widest that a shop asks
(https://help.ingramspark.com/hc/en-us/articles/5338636202637, seen 2026-11-25); KDP asks for half."""
SPINE_CLEAR = 0.0625 * MM_PER_INCH
"""Least distance of the spine's text from its folds: the cover may be shifted by as much when it is bound
(KDP, https://kdp.amazon.com/en_US/help/topic/G201953020; IngramSpark, as above)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrap:
    """The measures of a cover."""

    width: float
    """Width of a trimmed page."""
    height: float
    spine: float
    bleed: float
    from_right: bool = False
    """Whether the book is bound at its right: then the front is the left panel."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the file's page, with bleed."""
        return 2 * (self.width + self.bleed) + self.spine, self.height + 2 * self.bleed

    @property
    def spine_x(self) -> float:
        """Left edge of the spine."""
        return self.bleed + self.width

    @property
    def front_x(self) -> float:
        """Left edge of the front."""
        return self.bleed if self.from_right else self.spine_x + self.spine

    @property
    def back_x(self) -> float:
        """Left edge of the back."""
        return self.spine_x + self.spine if self.from_right else self.bleed

    def zones(self) -> tuple[Box, ...]:
        """Return the areas for words: on back, front and spine, away from cuts and folds."""
        y, high = self.bleed + SAFE, self.height - 2 * SAFE
        panels = [Box(x=x + SAFE, y=y, width=self.width - 2 * SAFE, height=high) for x in (self.back_x, self.front_x)]
        across = self.spine - 2 * SPINE_CLEAR
        spine = [Box(x=self.spine_x + SPINE_CLEAR, y=y, width=across, height=high)] if across > 0 else []
        return (*panels, *spine)
