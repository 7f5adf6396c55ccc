"""Notes beside the text: each stands in the outer margin of the page of its call, level with the call where it can.

They take no room from the text. While pages are filled, `MarginNoteContext` only counts them as placed; when all pages
are finished, however often they were made, the notes that each calls are laid out in its margin. Where several want the
same place, each stands below the one before it, and all move up if the last would leave the block. A page that has no
room for all has the last ones below its block: whoever asked for the layout sees it from their places, and asks for
another one with some of them at the foot.

WeasyPrint calls notes in the margin "notes" too, and sets those of `position: note()` in one area, without regard to
their calls; ours stay footnotes to it, so that calls, tags and the gate know one kind.
"""

from collections.abc import Iterable, Iterator
from math import inf
from typing import Any

from weasyprint import document as document_module
from weasyprint.css.tokens import Dimension
from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import FootnoteAreaBox, LineBox
from weasyprint.layout.absolute import absolute_layout
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.layout.block import block_level_layout

from footlight.engines.weasyprint.box_structure import PT_PER_PX
from footlight.engines.weasyprint.footnote_layout import FootnoteContext
from footlight.engines.weasyprint.foreign_types import Box, HtmlElement, LayoutState
from footlight.essay.layout import NoteColumn

CLASS = "fl-margin"
"""The class of a note that stands in the margin (templates/note.html)."""

_layout_document = document_module.layout_document


class MarginNoteArea(FootnoteAreaBox):  # type: ignore[misc]  # WeasyPrint is untyped
    """The notes in the margin of a page."""


class MarginNoteContext(FootnoteContext):
    """A layout context in which some notes take no room from the text."""

    column: NoteColumn

    def layout_footnote(self, footnote: Box) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
        """Place a note on the page; True where it must not stand there."""
        if not _is_beside(footnote):
            return super().layout_footnote(footnote)
        self.footnotes.remove(footnote)
        return False

    def unlayout_footnote(self, footnote: Box) -> None:
        """Take a note off the page, with its line."""
        if not _is_beside(footnote):
            super().unlayout_footnote(footnote)
        elif footnote not in self.footnotes:
            self.footnotes.append(footnote)

    def report_footnote(self, footnote: Box) -> None:
        """Move a note to the next page; one in the margin stays with its line, wherever that goes."""
        if not _is_beside(footnote):
            super().report_footnote(footnote)


def _is_beside(note: Box) -> bool:
    return note.element is not None and CLASS in note.element.get("class", "").split()


def adopt_column(context: FootnoteContext, column: NoteColumn) -> None:
    """Turn a context into one that sets notes in a column of the margin."""
    context.__class__ = MarginNoteContext
    context.column = column


def layout_document(html: HtmlElement, root_box: Box, context: LayoutState) -> Iterator[Box]:
    """Replace `weasyprint.document.layout_document`: lay all pages out, then the notes in their margins."""
    pages: Iterable[Box] = _layout_document(html, root_box, context)
    placed: set[int] = set()
    for page in pages:
        add_margin_notes(context, page, placed)
        yield page


def add_margin_notes(context: LayoutState, page: Box, placed: set[int]) -> None:
    """Lay out the notes in the margin of a finished page; `placed` are the identities of those of earlier pages."""
    if isinstance(context, MarginNoteContext) and (calls := _calls(page, placed)):
        page.children = (*page.children, _area(context, page, calls))


def _calls(page: Box, placed: set[int]) -> list[tuple[Box, float]]:
    """The notes in the margin that a page calls, each with the baseline of its line, px from the page's top.

    `placed` are the identities of those that stand on earlier pages: the head of a table calls its notes on every page.
    """
    calls = []
    for line in _lines(page):
        for box in line.descendants():
            if box.footnote is not None and _is_beside(box.footnote) and id(box.footnote) not in placed:
                placed.add(id(box.footnote))
                calls.append((box.footnote, float(line.position_y + line.baseline)))
    return calls


def _area(context: MarginNoteContext, page: Box, calls: list[tuple[Box, float]]) -> Box:
    """Lay out the notes that a page calls in its outer margin."""
    gap, width = context.column.gap / PT_PER_PX, context.column.width / PT_PER_PX
    left, top = page.content_box_x(), page.content_box_y()
    style = page.style.anonymous_style.copy()
    style["width"] = Dimension(width, "px")
    area = MarginNoteArea(page, style)
    column = left - gap - width if page.page_type.side == "left" else left + page.width + gap
    area.position_x, area.position_y = column, top
    area.children = [note for note, _ in calls]
    absolute: list[Box] = []
    context.create_block_formatting_context()
    area = block_level_layout(
        context,
        build.create_anonymous_boxes(area.deepcopy()),
        -inf,
        None,
        page,
        absolute_boxes=absolute,
        fixed_boxes=absolute,
    )[0]
    # In text from the right a block is at the right of its room, which here is the page.
    area.translate(dx=column - area.content_box_x())
    _stack(area.children, [baseline for _, baseline in calls], (top, top + page.height))
    for box in absolute:
        absolute_layout(context, box, page, absolute, bottom_space=0, skip_stack=None)
    context.finish_block_formatting_context()
    area.height = page.height
    layout_box_backgrounds(page, area, context.get_image_from_uri)
    return area


def _stack(notes: list[Box], baselines: list[float], room: tuple[float, float]) -> None:
    """Move notes, which stand below each other, so that each begins level with its call, and none covers another.

    `baselines` are those of the lines of the calls, `room` the upper and the lower edge of the block; all in px.
    """
    top, bottom = room
    tops, lowest = [], top
    for note, call in zip(notes, baselines, strict=True):
        own = next(_baselines(note), None)
        level = lowest if own is None else note.position_y + call - own
        tops.append(max(level, lowest))
        lowest = tops[-1] + note.margin_height()
    for index in reversed(range(len(notes))):
        tops[index] = max(min(tops[index], bottom - notes[index].margin_height()), top)
        bottom = tops[index]
    lowest = top
    for note, wanted in zip(notes, tops, strict=True):
        note.translate(dy=max(wanted, lowest) - note.position_y)
        lowest = note.position_y + note.margin_height()


def _baselines(box: Box) -> Iterator[float]:
    for line in _lines(box):
        yield float(line.position_y + line.baseline)


def _lines(box: Box) -> Iterator[Box]:
    """The lines of a box, in order; a line within a line, of an inline block, is not one of them."""
    for child in getattr(box, "children", ()):
        if isinstance(child, LineBox):
            yield child
        else:
            yield from _lines(child)
