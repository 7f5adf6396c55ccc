"""WeasyPrint's lines, ended where the plan of their paragraph says.

Four functions of `weasyprint.layout.inline` are replaced. While a planned line is laid out, the layout context has it
as `planned_line`; boxes within a line (notes, inline blocks) are laid out meanwhile, so the outer line is put back.

| function | what ours does |
|---|---|
| `get_next_linebox` | looks the line up in its paragraph's plan: it alone knows line box, block and skip stack |
| `split_inline_box` | lets a planned line be as wide as it is: spaces that are to shrink look like an overflow |
| `split_text_box` | cuts the text where the line ends, with the widths of the plan: nothing is shaped or tried |
| `text_align` | fills the line (`justification`) |
"""

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import Layout, create_layout, line_size

from footlight.engines.weasyprint import script_justification, text_layer_spaces
from footlight.engines.weasyprint.foreign_types import Box, LayoutState, Style
from footlight.engines.weasyprint.paragraphs.justification import edge_text, fill_line
from footlight.engines.weasyprint.paragraphs.measures import text_width
from footlight.engines.weasyprint.paragraphs.plans import (
    MadeLine,
    PlannedLine,
    forget_plan,
    keep_first_plan,
    key_of,
    plan_for,
)
from footlight.engines.weasyprint.paragraphs.total_fit import Kind

_original_get_next_linebox = inline.get_next_linebox
_original_split_inline_box = inline.split_inline_box

_ENDLESS = 2.0**20
"""px that a planned line may be wider than its room while it is laid out."""
_MADE = "footlight_made_lines"
"""The entry of a line box's `__dict__` with its lines as they were laid out last."""
_KEPT = "footlight_kept_lines"
"""... as they were laid out in an earlier layout. One is taken only where it is to stand in the same place, for the
places of its boxes would differ in their last digits, and so the bytes, from those of a line that is made there."""
_BESIDE_FLOAT = "beside_float"
_SOFT_HYPHEN = "\u00ad"


def get_next_linebox(context: LayoutState, line_box: Box, *how: Any) -> Any:  # noqa: ANN401 - passed on
    """Replace `weasyprint.layout.inline.get_next_linebox`: lay out the line as planned, where it is.

    A line that was laid out before is copied: for pages that are made again, and for the lines that WeasyPrint tries at
    the end of a page.
    """
    if not hasattr(context, "unplanned"):  # a layout that WeasyPrint makes without us, as in a test
        return _original_get_next_linebox(context, line_box, *how)
    planned = _look_up(context, line_box, *how)
    key = _key(context, line_box, *how)
    if key is not None and (again := _made_before(line_box, key, planned, *how)) is not None:
        return again
    outer = context.planned_line
    context.planned_line = planned
    block, absolute_boxes, fixed_boxes = how[3:6]
    out_of_flow = len(absolute_boxes) + len(fixed_boxes)
    try:
        found = _original_get_next_linebox(context, line_box, *how)
    finally:
        context.planned_line = outer
    line, resume_at = found
    if planned is not None and line is not None:
        line.planned = planned
        if not planned.last and planned.plan.measures.text[planned.place.end - 1] == " ":
            last_text = edge_text(line, -1)
            if last_text is not None:
                last_text.space_dropped = True
    if line is not None and key is not None and not context.excluded_shapes:
        whole = len(absolute_boxes) + len(fixed_boxes) == out_of_flow  # nothing of it is laid out elsewhere
        if whole and (planned is not None or not _has_leader(line)):
            inset = line.position_x - block.content_box_x()
            asked, stood = (block.content_box_x(), how[0]), (line.position_x, line.position_y)
            made = MadeLine(planned, line, inset, resume_at, asked, stood)
            line_box.__dict__.setdefault(_MADE, {})[key] = made
    return found


def _key(context: LayoutState, line_box: Box, *how: Any) -> tuple[Any, ...] | None:  # noqa: ANN401 - as above
    """What the layout of a line depends on besides its plan; None where it depends on more."""
    _, _, skip_stack, block, _, _, *first_styles = how
    if context.excluded_shapes or any(first_styles):
        return None
    return context.round, block.width, line_box.text_indent, key_of(skip_stack)


def _made_before(line_box: Box, key: tuple[Any, ...], planned: PlannedLine | None, position_y: float, *how: Any) -> Any:  # noqa: ANN401 - as above
    """A line that was laid out before, and where the text goes on; None where it was not, or ended elsewhere."""
    _, _, block, *_ = how
    made = line_box.__dict__.get(_MADE, {}).get(key)
    if made is None and (kept := line_box.__dict__.get(_KEPT, {}).pop(key, None)) is not None:
        moved = (kept.line.position_x, kept.line.position_y) != kept.stood
        if kept.planned == planned and kept.asked == (block.content_box_x(), position_y) and not moved:
            line = kept.line.deepcopy()
            line_box.__dict__.setdefault(_MADE, {})[key] = MadeLine(planned, line, *kept[2:])
            return line, kept.resume_at
    if made is None or made.planned != planned:
        return None
    line = made.line.deepcopy()
    # All that WeasyPrint does with a line that it has laid out is to move it as a whole.
    line.translate(block.content_box_x() + made.inset - line.position_x, position_y - line.position_y)
    line.position_y = position_y
    return line, made.resume_at


def forget_lines(line_box: Box) -> None:
    """Forget what was laid out of a paragraph, for its words have changed."""
    for name in (_MADE, _KEPT, _BESIDE_FLOAT):
        line_box.__dict__.pop(name, None)
    forget_plan(line_box)


def keep_first_lines(line_box: Box) -> None:
    """Have a paragraph begin as it began when it was laid out first; lines that come out the same are taken again."""
    line_box.__dict__.pop(_BESIDE_FLOAT, None)
    if made := line_box.__dict__.pop(_MADE, None):
        line_box.__dict__[_KEPT] = made
    keep_first_plan(line_box)


def begin_lines_anew(line_box: Box) -> None:
    """Have a paragraph begin as it began when it was laid out first; its lines are taken again in other places, too."""
    line_box.__dict__.pop(_BESIDE_FLOAT, None)
    keep_first_plan(line_box)


def _has_leader(line: Box) -> bool:
    """Whether dots fill a line (`leader()`): these are laid out when the line is finished."""
    return any(getattr(box, "is_leader", False) for box in line.descendants())


def _look_up(context: LayoutState, line_box: Box, position_y: float, *how: Any) -> PlannedLine | None:  # noqa: ANN401 - as above
    """The planned line that begins here; None where the line is broken in WeasyPrint's way."""
    _, skip_stack, block, _, _, *first_styles = how
    if line_box.style["text_align_all"] != "justify" or any(first_styles):
        return None
    if any(shape.position_y + shape.margin_height() > position_y for shape in context.excluded_shapes):
        if _BESIDE_FLOAT not in line_box.__dict__:
            line_box.__dict__[_BESIDE_FLOAT] = True  # a paragraph is counted once, not each of its lines
            context.unplanned["beside a float"] += 1
        return None
    plan = plan_for(context, line_box, block.width, skip_stack)
    if plan is None:
        return None
    skip = inline.skip_first_whitespace(line_box, skip_stack)
    return None if skip == "continue" else plan.line_at(skip)


def _planned(context: LayoutState) -> PlannedLine | None:
    """The planned line that is laid out; None where WeasyPrint breaks the line, and in contexts of its own."""
    return getattr(context, "planned_line", None)


def split_inline_box(context: LayoutState, box: Box, position_x: float, max_x: float, *rest: Any) -> Any:  # noqa: ANN401 - passed on
    """Replace `weasyprint.layout.inline.split_inline_box`: a planned line does not overflow."""
    if _planned(context) is not None and isinstance(box, boxes.LineBox):
        max_x += _ENDLESS
    return _original_split_inline_box(context, box, position_x, max_x, *rest)


def split_text_box(
    context: LayoutState,
    box: Box,
    available_width: float | None,
    skip: int | None,
    *args: Any,  # noqa: ANN401 - passed on
    **kwargs: Any,  # noqa: ANN401 - passed on
) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
    """Replace `weasyprint.layout.inline.split_text_box`: cut a text of a planned line where the line ends.

    A width of None asks for the rest of a text, not for a line. `skip` and the resume index are offsets in UTF-8 bytes.
    """
    planned = _planned(context)
    if planned is None or available_width is None or box.text == "\n" or "serial" not in box.__dict__:
        return text_layer_spaces.split_text_box(context, box, available_width, skip, *args, **kwargs)
    measures, place = planned.plan.measures, planned.place
    last = measures.run_at(place.end - 1)
    ends_here = not planned.last and last.box.serial == box.serial
    data = box.text.encode()
    stop_byte = len(data)
    if ends_here and place.end - last.start < len(last.starts):
        stop_byte = last.starts[place.end - last.start]
    begin, stop = (at if len(data) == len(box.text) else len(data[:at].decode()) for at in (skip or 0, stop_byte))
    text = box.text[begin:stop]
    if ends_here:
        text = text.rstrip(" ")
    hyphen = ends_here and place.kind is Kind.HYPHENATED
    piece = _piece(context, box, begin, text, hyphen=hyphen) if text and box.style["font_size"] else None
    return piece, stop_byte if ends_here else None, False


def _piece(context: LayoutState, box: Box, begin: int, text: str, *, hyphen: bool) -> Box:
    """A text box with a part of the text of another, which begins at a character of it."""
    measured = context.planned_line.plan.measures.texts[box.serial]
    width = measured.x[begin + len(text)] - measured.x[begin]
    if hyphen:
        text = text.rstrip(_SOFT_HYPHEN) + box.style["hyphenate_character"]
        width += text_width(box.style["hyphenate_character"], box.style)
    height, baseline = measured.height, measured.baseline
    layout: Layout
    if measured.uniform:
        shaping = _PlannedLayout if context.kept_pages is None else _LastingLayout
        layout = shaping(text, measured.direction)
    else:
        layout = create_layout(text, box.style, context, None, 0)
        line, _ = layout.get_first_line()
        width, height = line_size(line, box.style)
        baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
        layout.deactivate()
    piece = box.copy_with_text(text)
    piece.width, piece.height, piece.pango_layout = width, height, layout
    # As in WeasyPrint's own function: the margins are the half leading, so that the box is as high as the line.
    piece.margin_top = piece.margin_bottom = (measured.line_height - height) / 2
    piece.baseline = baseline + piece.margin_top
    script_justification.level(piece)
    if begin and box.text[:begin].isspace():
        piece.space_passed_over = True
    return piece


class _PlannedLayout(Layout):  # type: ignore[misc]  # WeasyPrint is untyped
    """A layout that asks nothing of Pango before it is drawn: `reactivate` makes it a whole one."""

    def __init__(self, text: str, direction: int) -> None:  # super's shapes the text
        self.text = text
        self.first_line_direction = direction
        self.justification_spacing = 0
        self.max_width = None


class _LastingLayout(_PlannedLayout):
    """A layout that stays a whole one when it is drawn: the line may be drawn again on a page that is edited."""

    def deactivate(self) -> None:
        """Keep what Pango shaped."""

    def reactivate(self, style: Style) -> None:
        """Have Pango shape the text, where it has not yet."""
        if self.__dict__.get("style") is not style:
            super().reactivate(style)


def text_align(context: LayoutState, line: Box, available_width: float, last: bool) -> float:  # noqa: FBT001 - WeasyPrint's signature
    """Replace `weasyprint.layout.inline.text_align`: fill a planned line; its offset from the start side, in px."""
    planned = _planned(context)
    if planned is None:
        return script_justification.text_align(context, line, available_width, last)
    indent = line.text_indent if line.style["direction"] == "rtl" else 0.0
    return fill_line(line, planned, available_width, last=last) + indent
