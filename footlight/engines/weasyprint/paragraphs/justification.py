"""Justified lines: filled by spaces, and by glyphs that are drawn up to 2 % wider or narrower.

The glyphs come first: as long as they alone fill the line, its spaces are the face's own. A glyph is scaled by the text
matrix, so the characters, and with them the text layer, stay as they are. What hangs out of a line's ends, such as a
hyphen, is taken from the same tables as in the plan.
"""

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import count_expandable_spaces
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import pango
from weasyprint.text.line_break import line_size

from footlight.engines.weasyprint.foreign_types import Box, ContentStream
from footlight.engines.weasyprint.glyph_strings import draw_line
from footlight.engines.weasyprint.line_texts import resize_texts, texts_of
from footlight.engines.weasyprint.paragraphs.measures import LEFT_HANG, RIGHT_HANG, text_width
from footlight.engines.weasyprint.paragraphs.plans import PlannedLine
from footlight.engines.weasyprint.paragraphs.total_fit import GLYPH_SCALE

_STEPS = 400
"""Glyphs are scaled in steps of a quarter of a percent."""
_EXACT = 0.02
"""px by which a drawn text may differ from its box."""


def fill_line(line: Box, planned: PlannedLine, available_width: float, *, last: bool) -> float:
    """Fill a line; return by how much it hangs out of its beginning, as a negative offset in px."""
    first_text, last_text = edge_text(line, 0), edge_text(line, -1)
    before = _hang(first_text, 0, LEFT_HANG) if planned.number > 1 else 0.0
    behind = _hang(last_text, -1, RIGHT_HANG)
    extra = available_width + before + behind - line.width
    if last and extra >= 0:
        return -before
    gaps = count_expandable_spaces(line)
    text = float(sum(box.width for box in texts_of(line)))
    letters = text - gaps * planned.plan.paragraph.space
    scale = 1.0
    if letters > 0:
        wanted = max(-GLYPH_SCALE, min(GLYPH_SCALE, extra / letters))
        scale = 1.0 + round(wanted * _STEPS) / _STEPS
    spacing = (extra - (scale - 1.0) * text) / gaps if gaps else 0.0

    def resize(box: Box) -> None:
        box.width = box.width * scale + count_expandable_spaces(box) * spacing
        box.glyph_scale = scale
        box.justification_spacing = box.pango_layout.justification_spacing = spacing / scale

    resize_texts(line, resize)
    return -before


def edge_text(box: Box, side: int) -> Box | None:
    """The text box at an end of a line; None where something else stands there."""
    while not isinstance(box, boxes.TextBox):
        children = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
        if not children:
            return None
        box = children[side]
    return box if box.text else None


def _hang(box: Box | None, side: int, shares: dict[str, float]) -> float:
    """How much of the text at an end of the line hangs out of it, in px."""
    if box is None or box.text[side] not in shares:
        return 0.0
    return shares[box.text[side]] * text_width(box.text[side], box.style)


def draw_first_line(stream: ContentStream, box: Box, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
    """Replace `weasyprint.draw.text.draw_first_line`: draw a planned text as wide as its box.

    The plan adds up widths of a text that was shaped whole; a piece of it may differ by the kerning at its ends.
    """
    scale = box.__dict__.get("glyph_scale")
    if scale is not None:
        layout, spaces = box.pango_layout, count_expandable_spaces(box)
        # Said before it is shaped, since Pango shapes it anew when that changes.
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # noqa: FBT003 - a function in C
        line, _ = layout.get_first_line()
        width = line_size(line, box.style)[0]
        if box.style["letter_spacing"] != "normal":
            width -= box.style["letter_spacing"]  # `line_size` adds it behind the last letter
        missing = box.width / scale - width
        if spaces and abs(missing) > _EXACT:
            layout.justification_spacing += missing / spaces
            layout.set_text(layout.text, justify=True)
        if scale != 1.0:
            a, b, c, d, e, f = matrix.values
            matrix = Matrix(a * scale, b, c, d, e, f)
    return draw_line(stream, box, text_overflow, block_ellipsis, matrix)
