"""A table that goes over several pages has its head on each of them.

WeasyPrint tries the rows below the head as if something stood on the page already, so that no rule that avoids a break
is broken; where that leaves no place for a break, it drops the head, and then breaks between any rows. Four rows of
which one is tall are such a table: all are the first two or the last two, which are not to stand alone. The head is
words of the source, and who reads the next page needs it more than two rows need each other. So such a table is laid
out again, with its head, and breaks between any rows; if one row alone is taller than what the head leaves of the page,
within that row. Only a head that takes more than half of a page is left out.

At an upgrade: compare `all_groups_layout` within `weasyprint.layout.table.table_layout`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import table as table_module
from weasyprint.layout.block import remove_placeholders
from weasyprint.layout.table import table_layout as original_table_layout

from footlight.engines.weasyprint.foreign_types import Box, LayoutState

_original_earlier_page_break = table_module._find_earlier_page_break  # noqa: SLF001 - as below
_NOWHERE, _BETWEEN_ROWS, _WITHIN_ROWS = range(3)
_EVERYWHERE = (_BETWEEN_ROWS, _WITHIN_ROWS)
"""Where a table may break although its style sheet avoids it, in the order in which it is tried."""
_breaks = [_NOWHERE]
"""Of the table that is laid out, and of those around it."""


def table_layout(  # noqa: PLR0913, PLR0917 - WeasyPrint's signature
    context: LayoutState,
    table: Box,
    bottom_space: float,
    skip_stack: Any,  # noqa: ANN401 - passed on
    containing_block: Any,  # noqa: ANN401 - as above
    page_is_empty: bool,  # noqa: FBT001 - as above
    absolute_boxes: list[Box],
    fixed_boxes: list[Box],
) -> Any:  # noqa: ANN401 - as above
    """Replace `weasyprint.layout.block.table_layout`: lay a table out anew where it lost its head."""

    def made(breaks: int) -> Any:  # noqa: ANN401 - as above
        places = (context, table, bottom_space, skip_stack, containing_block, page_is_empty)
        with _may_break(breaks, table):
            return original_table_layout(*places, absolute_boxes, fixed_boxes)

    room = context.page_bottom - bottom_space - table.position_y
    result = made(_NOWHERE)
    if not _lost_head(table, result[0]):
        return result
    for breaks in (*_EVERYWHERE, _NOWHERE):
        remove_placeholders(context, [result[0]], absolute_boxes, fixed_boxes)
        result = made(breaks)
        if not _lost_head(table, result[0]) and not (breaks == _WITHIN_ROWS and _is_tall(result[0], room)):
            break
    return result


def _lost_head(table: Box, laid_out: Box | None) -> bool:
    """Whether a table has a head that is missing in what stands on a page."""
    if laid_out is None or not (table.children and table.children[0].is_header):
        return False
    return not (laid_out.children and laid_out.children[0].is_header)


def _is_tall(table: Box, room: float) -> bool:
    """Whether the head of a table takes more than half of the room that it has, px."""
    return bool(table.children[0].height > room / 2)


@contextmanager
def _may_break(breaks: int, table: Box) -> Iterator[None]:
    """Lay a table out with breaks where they are avoided.

    Where a group of rows avoids breaks, WeasyPrint lays it out as on an empty page, whose first row it divides.
    """
    groups = [group for group in table.children if breaks == _WITHIN_ROWS and not group.is_header]
    styles = [group.style for group in groups]
    _breaks.append(breaks)
    try:
        for group in groups:
            group.style = group.style.copy()
            group.style["break_inside"] = "avoid"
        yield
    finally:
        _breaks.pop()
        for group, style in zip(groups, styles, strict=True):
            group.style = style


def find_earlier_page_break(context: LayoutState, element: Box, index: int, previous: list[Box], *rest: Any) -> Any:  # noqa: ANN401 - passed on
    """Replace `weasyprint.layout.table._find_earlier_page_break`, which goes back to where a break is not avoided."""
    if previous and _breaks[-1] != _NOWHERE:
        return previous, {index: None}
    return _original_earlier_page_break(context, element, index, previous, *rest)
