"""Notes while pages are laid out: which page they stay on, and how high they stand, measured once each.

WeasyPrint lays all notes of a page out again whenever one comes or goes, which is half of its work on a text full of
notes. Notes are blocks one below the other: each is laid out alone, once, and the heights are added up. That holds
unless a style sheet lets their margins fall together, so the sums are compared with the pages (`measured_well`).
"""

from collections.abc import Sequence
from math import inf
from typing import Any

from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import FootnoteAreaBox
from weasyprint.layout import LayoutContext
from weasyprint.layout.block import block_level_layout

_ENOUGH = 0.01
"""px by which a sum may be wrong, for the sake of rounding."""


class _Untouchable(list[Any]):
    """A page's notes, which say that they are none when WeasyPrint asks whether it may move one.

    To keep an orphan off the foot of a page, WeasyPrint moves that page's last note to the next page, though its call
    stays (`layout/block.py`, the `report` of `_linebox_layout`). For us the note stays and the paragraph moves.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class FootnoteContext(LayoutContext):  # type: ignore[misc]  # WeasyPrint is untyped
    """A layout in which a note never leaves the page of its call for the sake of an orphan."""

    exact: bool
    """Whether the notes of a page are measured together, as WeasyPrint does."""
    heights: dict[tuple[int, float], tuple[Any, float]]
    """Notes and their heights, in px, by the identity of their box and the width of their area."""
    sums: dict[int, float]
    """The height of the notes on each page as it was added up, by its number."""

    @property
    def current_page_footnotes(self) -> list[Any]:
        """The notes of the page that is being laid out."""
        return self._kept

    @current_page_footnotes.setter
    def current_page_footnotes(self, notes: list[Any]) -> None:
        self._kept: list[Any] = _Untouchable(notes)

    def _update_footnote_area(self) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
        notes: list[Any] = self._kept
        area = self.current_footnote_area
        self.sums.pop(self.current_page, None)
        if self.exact or self.in_column or not len(notes) or _limited(area):
            self._kept = list(notes)  # to be measured they have to be there
            try:
                return super()._update_footnote_area()
            finally:
                self._kept = notes
        if area.height != "auto":
            self.page_bottom += area.margin_height()
        area.height = self.sums[self.current_page] = sum(self._alone(note) for note in notes)
        area.children = list(notes)
        self.page_bottom -= area.margin_height()
        return False

    def _alone(self, note: Any) -> float:  # noqa: ANN401 - as above
        area = self.current_footnote_area
        key = (id(note), area.width)
        if key not in self.heights:
            area.children = [note]
            laid = block_level_layout(self, build.create_anonymous_boxes(area.deepcopy()), -inf, None, area.page)[0]
            self.heights[key] = note, laid.height  # the note is kept, so that no other gets its identity
        return self.heights[key][1]


def _limited(area: Any) -> bool:  # noqa: ANN401 - as above
    """Whether the area has a height of its own, or bounds for it."""
    return bool(area.min_height != 0 or area.max_height != inf or area.style["height"] != "auto")


def adopt_context(context: Any, *, exact: bool) -> FootnoteContext:  # noqa: ANN401 - as above
    """WeasyPrint's context, made one of ours."""
    context._kept = _Untouchable(context.__dict__.pop("current_page_footnotes"))  # noqa: SLF001 - ours from here on
    context.exact, context.heights, context.sums = exact, {}, {}
    context.__class__ = FootnoteContext
    adopted: FootnoteContext = context
    return adopted


def heights_agree(context: FootnoteContext, pages: Sequence[Any]) -> bool:
    """Whether the notes stand as high on every page as was reckoned when it was filled."""
    for number, page in enumerate(pages, 1):
        areas = [child for child in page._page_box.children if isinstance(child, FootnoteAreaBox)]  # noqa: SLF001 - no public way
        reckoned = context.sums.get(number)
        if reckoned is not None and any(abs(area.height - reckoned) > _ENOUGH for area in areas):
            return False
    return True
