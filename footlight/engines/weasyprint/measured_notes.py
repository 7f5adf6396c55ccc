"""Notes that are laid out once: to be measured while a page is filled, and to stand at its foot when it is full.

WeasyPrint lays out the notes of a page again when the page is full, and again when it makes the page again. A note that
is whole looks the same each time: it is copied, and moved to its place. This holds where notes are a pile of blocks
without margins of their own; where they are not (`stackable`), the area is laid out in WeasyPrint's way.
"""

from collections.abc import Mapping, Sequence
from math import inf
from types import MappingProxyType
from typing import NamedTuple

from weasyprint.formatting_structure import boxes, build
from weasyprint.layout.block import block_level_layout

from footlight.engines.weasyprint.foreign_types import Box, LayoutState


class MeasuredNote(NamedTuple):
    """A note that was laid out alone in a footnote area."""

    note: Box
    """The note before layout. It is kept: as long as it lives, no other box can have the same id()."""
    height: float
    """Of the area's content, px."""
    laid: Box | None
    """The note, laid out; None where it cannot be copied to another place."""
    inset: float
    """px from the left edge of the area's content to the note."""
    area: tuple[float, float] = (0.0, 0.0)
    """Where the area stood, px."""
    unplanned: Mapping[str, int] = MappingProxyType({})
    """How many of its paragraphs were broken line by line, by the reason."""


def measure_note(context: LayoutState, area: Box, note: Box) -> MeasuredNote:
    """Lay a note out alone in the footnote area of a page, which gets it as its only child."""
    out_of_flow: list[Box] = []
    area.children = [note]
    laid_area = block_level_layout(
        context,
        build.create_anonymous_boxes(area.deepcopy()),
        -inf,
        None,
        area.page,
        absolute_boxes=out_of_flow,
        fixed_boxes=out_of_flow,
    )[0]
    laid = laid_area.children[0] if len(laid_area.children) == 1 and not out_of_flow else None
    if laid is not None and not (_is_flat(laid) and laid.position_y == laid_area.content_box_y()):
        laid = None
    inset = laid.position_x - laid_area.content_box_x() if laid is not None else 0.0
    return MeasuredNote(note, laid_area.height, laid, inset)


def stackable(notes: Sequence[MeasuredNote]) -> bool:
    """Whether an area with these notes is a pile of copies of them."""
    return all(note.laid is not None for note in notes)


def stack_notes(context: LayoutState, area: Box, notes: Sequence[MeasuredNote]) -> Box:
    """Lay out a footnote area with notes that are `stackable`. `area` is the page's, before layout."""
    empty = area.copy()  # its notes are not needed
    empty.children = []
    laid_area = block_level_layout(context, empty, -inf, None, area.page)[0]
    left, y = laid_area.content_box_x(), laid_area.content_box_y()
    children = []
    for measured in notes:
        if measured.laid is not None:
            note = measured.laid.deepcopy()
            note.translate(left + measured.inset - note.position_x, y - note.position_y)
            note.position_y = y
            children.append(note)
        y += measured.height
    laid_area.children = children
    laid_area.height = sum(measured.height for measured in notes)
    return laid_area


def _is_flat(box: Box) -> bool:
    """Whether a block's margin, and those that collapse with it, are nothing, above and below."""
    if not isinstance(box, boxes.BlockBox) or box.margin_top or box.margin_bottom:
        return False
    return _edge_is_flat(box, 0) and _edge_is_flat(box, -1)


def _edge_is_flat(box: Box, index: int) -> bool:
    children = [child for child in box.children if child.is_in_normal_flow()]
    if not children or isinstance(children[index], boxes.LineBox):
        return True
    child = children[index]
    margin = child.margin_bottom if index else child.margin_top
    return not margin and (not isinstance(child, boxes.BlockBox) or _edge_is_flat(child, index))
