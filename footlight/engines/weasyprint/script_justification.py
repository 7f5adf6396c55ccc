"""Lines of scripts other than Latin, Greek and Cyrillic: three corrections of WeasyPrint's lines.

Width. To stretch a space, WeasyPrint gives it letter spacing; Pango then makes the space a run of its own and sets it
in the first font of the style. The words beside it are in another font, because the first one lacks their script, and
so was the space when the line was broken. The two spaces differ in width: the line is drawn narrower or wider than its
box, so its edge is ragged, and from right to left it has a gap. `stretch` gives the difference to the spaces.

Indent. WeasyPrint moves the first line of a paragraph to the right by `text-indent`. From right to left the indent
belongs at the right, so `text_align` moves the line back.

Height. A line with words of a second font is a little higher than others, by what the fonts' heights differ in. `level`
keeps all on the grid.

At an upgrade: tests/test_other_scripts.py measures all. If its tests pass without these corrections, remove them.
"""

import re

from weasyprint.layout import inline
from weasyprint.layout.inline import count_expandable_spaces
from weasyprint.text.line_break import line_size, strut

from footlight.engines.weasyprint.foreign_types import Box, LayoutState
from footlight.engines.weasyprint.wide_characters import spread

_original_text_align = inline.text_align

_OTHER_SCRIPTS = re.compile("[\u0530-\u1dff\u2c00-\ud7ff\uf900-\ufdff\ufe70-\uffef\U00010000-\U0003ffff]")
"""Letters beyond Latin, Greek and Cyrillic. The house's font has all of those, so that no second font is met."""


def stretch(box: Box) -> None:
    """Set the spaces of a justified text box so that the text is as wide as the box."""
    layout, spaces = box.pango_layout, count_expandable_spaces(box)
    if not spaces or not getattr(box, "justification_spacing", 0) or not _OTHER_SCRIPTS.search(box.text):
        return
    layout.reactivate(box.style)
    line, _ = layout.get_first_line()
    width, _ = line_size(line, box.style)
    layout.deactivate()
    layout.justification_spacing += (box.width - width) / spaces


def level(box: Box) -> None:
    """Set a text of a second font on the baseline that the first one has in lines of this height.

    WeasyPrint centres the height of the font that a text is drawn in, so words of two fonts pull a line apart, and the
    lines of a page leave their grid.
    """
    if box.style["line_height"] == "normal" or not _OTHER_SCRIPTS.search(box.text):
        return
    _, baseline = strut(box.style)
    lower = baseline - box.baseline
    box.baseline = baseline
    box.margin_top += lower
    box.margin_bottom -= lower


def text_align(context: LayoutState, line: Box, available_width: float, last: bool) -> float:  # noqa: FBT001 - WeasyPrint's signature
    """Replace `weasyprint.layout.inline.text_align`: the offset of a line, in px, with the indent from the right."""
    justified = line.style["text_align_all"] == "justify" and (not last or line.style["text_align_last"] == "justify")
    if justified and line.style["direction"] == "ltr":
        spread(line, available_width)
    offset: float = _original_text_align(context, line, available_width, last)
    return offset + line.text_indent if line.style["direction"] == "rtl" else offset
