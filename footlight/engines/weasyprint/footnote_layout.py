"""Footnotes in WeasyPrint's layout: they stay on the page of their call, and each is measured once.

Two things of `weasyprint.layout.LayoutContext` are changed by a subclass, whose class the context is given:

- `current_page_footnotes` is a list that is false (`_PinnedNotes`), so that no note is moved off the page of its call.
- `_update_footnote_area` adds up heights that were measured before. WeasyPrint lays out all notes of a page again
  whenever one comes or goes, which is half of its work on a text full of notes. Notes are blocks one below the other,
  so the sum of their heights is the height of the area, unless a style sheet makes their margins collapse into each
  other. Hence `heights_agree` compares the sums with the finished pages; where they differ, the document is laid out
  again in WeasyPrint's way (`exact`).
"""

from collections.abc import Sequence
from math import inf
from typing import Any

from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import FootnoteAreaBox
from weasyprint.layout import LayoutContext
from weasyprint.layout.block import block_level_layout

from footlight.engines.weasyprint.foreign_types import Box, LayoutState, Page

_TOLERANCE = 0.01
"""px by which a sum of heights may differ from the page, for rounding."""


class _PinnedNotes(list[Any]):
    """A list of notes that is false even when it holds some.

    `weasyprint.layout.block._linebox_layout` tries to save an orphan by moving the page's last notes to the next page:
    `while report and context.current_page_footnotes: context.report_footnote(…)`. Their calls stay, so a note would
    stand on another page than its call. Since this list is false, the loop does not start and the paragraph moves.
    At an upgrade, look for other places that ask whether the list is true: in 70.0 there is one more, in
    `layout/column.py`, so that in columns no note is moved either.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class FootnoteContext(LayoutContext):  # type: ignore[misc]  # WeasyPrint is untyped
    """A layout context with pinned notes and measured heights."""

    exact: bool
    """Whether the notes of a page are measured together, in WeasyPrint's way."""
    heights: dict[tuple[int, float], tuple[Any, float]]
    """Notes and their heights, in px, by the identity of the note's box and the width of the area."""
    sums: dict[int, float]
    """The sum of the heights on each page, by page number."""

    # WeasyPrint assigns a new list for each page and then changes it. The property makes a `_PinnedNotes` of each.
    @property
    def current_page_footnotes(self) -> list[Any]:
        """The notes of the page that is being laid out."""
        return self._notes

    @current_page_footnotes.setter
    def current_page_footnotes(self, notes: list[Any]) -> None:
        self._notes: list[Any] = _PinnedNotes(notes)
        self.page_begins()

    def page_begins(self) -> None:
        """Called where WeasyPrint begins a page, for `margin_notes`."""

    def _update_footnote_area(self) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
        """Set the height of the footnote area and the bottom of the page; False, since no note overflows.

        It mirrors the method that it overrides, except for where the height comes from. The return value tells
        `layout_footnote` whether the area overflows its `max-height`, which `_has_bounds` leaves to WeasyPrint.
        """
        notes: list[Any] = self._notes
        area = self.current_footnote_area
        self.sums.pop(self.current_page, None)
        # `len(notes)`, since the list itself is always false.
        if self.exact or self.in_column or not len(notes) or _has_bounds(area):
            self._notes = list(notes)  # the overridden method asks whether the list is true
            try:
                return super()._update_footnote_area()
            finally:
                self._notes = notes
        if area.height != "auto":
            self.page_bottom += area.margin_height()  # take back what the last call reserved
        area.height = self.sums[self.current_page] = sum(self._note_height(note) for note in notes)
        area.children = list(notes)
        self.page_bottom -= area.margin_height()
        return False

    def _note_height(self, note: Box) -> float:
        area = self.current_footnote_area
        key = (id(note), area.width)
        if key not in self.heights:
            area.children = [note]
            laid = block_level_layout(self, build.create_anonymous_boxes(area.deepcopy()), -inf, None, area.page)[0]
            # The note is kept too: as long as it lives, no other box can have the same id().
            self.heights[key] = note, laid.height
        return self.heights[key][1]


def _has_bounds(area: Box) -> bool:
    """Whether the footnote area has a height of its own, or bounds for it."""
    return bool(area.min_height != 0 or area.max_height != inf or area.style["height"] != "auto")


def adopt_context(context: LayoutState, *, exact: bool) -> FootnoteContext:
    """Turn a fresh context of WeasyPrint's into a `FootnoteContext`.

    Its class is replaced, because WeasyPrint makes the context itself, in `Document._build_layout_context`.
    """
    # A property does not hide an entry of `__dict__` that was there before it: the list is taken out of there.
    context._notes = _PinnedNotes(context.__dict__.pop("current_page_footnotes"))  # noqa: SLF001 - the name is ours
    context.exact, context.heights, context.sums = exact, {}, {}
    context.__class__ = FootnoteContext
    adopted: FootnoteContext = context
    return adopted


def heights_agree(context: FootnoteContext, pages: Sequence[Page]) -> bool:
    """Whether the footnote area of each finished page is as high as the sum that was used to fill the page."""
    for number, page in enumerate(pages, 1):
        children = page._page_box.children  # noqa: SLF001 - there is no public way to a page's boxes
        areas = [child for child in children if type(child) is FootnoteAreaBox]  # not that of `margin_notes`
        expected = context.sums.get(number)
        if expected is not None and any(abs(area.height - expected) > _TOLERANCE for area in areas):
            return False
    return True
