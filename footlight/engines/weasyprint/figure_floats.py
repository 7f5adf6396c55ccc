"""Figures that find no room go to the head of the next page, and the text runs on into the hole.

WeasyPrint breaks the page before a figure that does not fit, and leaves the rest of it empty. But it can carry a float
over: what of a float does not fit on its page is laid out at the head of the next one, and text flows below it. So a
figure of the text that does not fit becomes such a float, of which nothing stood on the page before. In its place stays
an empty box, which takes the figure with it if the lines before it move. Who listens hears the figure behind the
paragraph that goes over the page (`box_structure`).

No figure passes another one, a heading of the first rank, or the end of the text: those have `clear: both` in
templates/page.css, which WeasyPrint takes to the next page while a float is on its way.

At an upgrade: compare `_in_flow_layout` with the release before, and the places in `weasyprint.layout.page.make_page`
where broken floats are laid out, and where a page that has room for nothing else is made.
"""

from typing import Any, NamedTuple

from weasyprint.css.tokens import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, page
from weasyprint.layout.block import block_level_layout, remove_placeholders
from weasyprint.layout.percent import resolve_percentages

from footlight.engines.weasyprint.foreign_types import Box, LayoutState
from footlight.engines.weasyprint.line_grid import TEXT, leading_of, to_grid, with_next_on_grid

_original_in_flow_layout = block._in_flow_layout  # noqa: SLF001 - the function that breaks pages between blocks
_original_float_layout = page.float_layout

_LEAST_ROOM = 3
"""Lines of room below which text that runs on would be a scrap."""


class _InFlow(NamedTuple):
    """The parameters of `_in_flow_layout`, in their order."""

    context: LayoutState
    box: Box
    place: int
    child: Box
    new_children: list[Box]
    page_is_empty: bool
    absolute_boxes: list[Box]
    fixed_boxes: list[Box]
    adjoining_margins: list[float]
    bottom_space: float
    position_y: float
    skip_stack: Any
    first_letter_style: Any
    first_line_style: Any
    discard: bool
    next_page: Any
    max_lines: Any


def in_flow_layout(*args: Any) -> Any:  # noqa: ANN401 - passed on
    """Replace `weasyprint.layout.block._in_flow_layout`: carry a figure that has no room over to the next page."""
    given = _InFlow(*args)
    if (kept_pages := getattr(given.context, "kept_pages", None)) is not None:
        kept_pages.visit(given.child)
    if _may_move(given) and not _fits(given):
        given.new_children.append(_carried_over(given.context, given.child, given.box, given.place))
        margins, after = given.adjoining_margins, (given.next_page, given.new_children, given.max_lines)
        return False, False, None, given.position_y, margins, *after
    result = _original_in_flow_layout(*args)
    return with_next_on_grid(result, given.child, given.box, given.context)


def _may_move(given: _InFlow) -> bool:
    """Whether a block is a figure that may go to the next page, where it does not fit."""
    child, box, context = given.child, given.box, given.context
    if child.element_tag != "figure" or box.element_tag != TEXT or "fl-listing" in child.element.get("class", ""):
        return False
    lines_left = (context.page_bottom - given.bottom_space - child.position_y) / leading_of(box)
    return (
        bool(given.new_children or not given.page_is_empty)
        and given.skip_stack is None
        and not context.in_column
        and given.place + 1 < len(box.children)
        and (lines_left >= _LEAST_ROOM or bool(context.broken_out_of_flow))
    )


def _fits(given: _InFlow) -> bool:
    """Whether a figure has room on the page, and passes no other. It is laid out on trial, and taken back."""
    context, child = given.context, given.child
    if context.broken_out_of_flow:
        return False
    place = child.position_x, child.position_y
    resolve_percentages(child, given.box)
    trial: list[Box] = []
    laid, resume_at, *_ = block_level_layout(
        context,
        child,
        given.bottom_space,
        None,
        given.box,
        page_is_empty=False,
        absolute_boxes=trial,
        fixed_boxes=trial,
        adjoining_margins=list(given.adjoining_margins),
    )
    child.position_x, child.position_y = place
    if laid is None:
        return False
    bottom = laid.border_box_y() + laid.border_height()
    remove_placeholders(context, [laid], trial, trial)
    return resume_at is None and not context.overflows_page(given.bottom_space, bottom)


def _carried_over(context: LayoutState, child: Box, containing_block: Box, index: int) -> Box:
    """The empty box in a figure's place; the figure itself waits for the next page."""
    figure = child.copy()
    figure.style = child.style.copy()
    figure.style["float"] = "left"
    figure.style["width"] = Dimension(100, "%")
    figure.style["margin_top"] = Dimension(0, "px")
    figure.home = containing_block.element
    figure.carried_from = context.current_footnote_area.page.content_box_x()
    empty = figure.copy_with_children([])
    empty.style = figure.style.copy()
    empty.style["anchor"] = ""
    empty.is_place = True
    for side in ("top", "right", "bottom", "left"):
        for property_ in (f"margin_{side}", f"padding_{side}", f"border_{side}_width"):
            setattr(empty, property_, 0)
    empty.width = empty.height = 0
    empty.index = index
    context.add_broken_out_of_flow(empty, figure, containing_block, None)
    return empty


def float_layout(context: LayoutState, box: Box, containing_block: Box, *args: Any) -> Any:  # noqa: ANN401 - passed on
    """Replace `weasyprint.layout.page.float_layout`: lay out what was carried over from the page before."""
    if "carried_from" not in box.__dict__:
        return _original_float_layout(context, box, containing_block, *args)
    # Left and right pages have other margins. WeasyPrint would take the block's place on the page before.
    here = containing_block.copy()
    here.position_x += context.current_footnote_area.page.content_box_x() - box.carried_from
    laid, resume_at = _original_float_layout(context, box, here, *args)
    shapes = context.excluded_shapes
    if len(shapes) > 1 and context.overflows_page(0, laid.border_box_y() + laid.border_height()):
        # Below another one it has no room: it waits for one page more.
        remove_placeholders(context, [laid], args[0], args[1])
        empty = _carried_over(context, box, containing_block, 0)
        # Lines avoid this box as well. Within the figure above it, it is in no line's way.
        above = shapes[-1]
        empty.position_x, empty.position_y = above.position_x, above.position_y + above.margin_height() / 2
        return empty, None
    laid.margin_bottom += to_grid(laid.margin_height(), leading_of(containing_block), laid.margin_bottom)
    return laid, resume_at


def root_of_page(context: LayoutState, root: Box, bottom_space: float, resume_at: Any, *how: Any) -> Any:  # noqa: ANN401 - WeasyPrint's tuple
    """Lay the root element out on a page, on which figures that were carried over may leave no room for the text.

    WeasyPrint's `make_page` makes such a page where the text goes on with a block. Where it goes on within a paragraph,
    the place is one of characters, which WeasyPrint takes for one of boxes, and fails.
    """
    result = block_level_layout(context, root, bottom_space, resume_at, *how)
    if result[0] is not None:
        return result
    emptied = box = root.deepcopy()
    place = resume_at
    while box.element_tag != TEXT:
        if not place or not isinstance(box, boxes.ParentBox):
            return result
        ((index, place),) = place.items()
        box = box.children[index]
    box.children = []
    box.force_fragmentation = True  # it is as high as the page, so that nothing behind the text stands on it
    containing_block, _, *lists = how
    page, *_ = block_level_layout(context, emptied, bottom_space, resume_at, containing_block, True, *lists)  # noqa: FBT003 - WeasyPrint's order
    return page, resume_at, *result[2:]
