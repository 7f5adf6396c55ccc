"""Lines of other scripts, with straight edges: justified as wide as they have to be, indented where they begin.

To stretch a space it becomes a run of its own, which is set in the first face, though the words beside it are in
another, whose space was measured when the line was broken. The line is then drawn narrower or wider than its box: its
edge is ragged, and from the right it gapes. What is lost is given back to the spaces.

A first line from right to left is indented by WeasyPrint at its end, at the left. It belongs at the right.
"""

import re
from typing import Any

from weasyprint.layout import inline
from weasyprint.layout.inline import count_expandable_spaces
from weasyprint.text.line_break import line_size

_align = inline.text_align

_OTHER_SCRIPTS = re.compile("[\u0530-\u1dff\u2c00-\ud7ff\uf900-\ufdff\ufe70-\uffef\U00010000-\U0003ffff]")
"""Letters beyond Latin, Greek and Cyrillic, which the house's face has whole."""


def stretch(box: Any) -> None:  # noqa: ANN401 - WeasyPrint is untyped
    """Sets the spaces of a justified text so that it is as wide as its box."""
    layout, spaces = box.pango_layout, count_expandable_spaces(box)
    if not spaces or not getattr(box, "justification_spacing", 0) or not _OTHER_SCRIPTS.search(box.text):
        return
    layout.reactivate(box.style)
    line, _ = layout.get_first_line()
    width, _ = line_size(line, box.style)
    layout.deactivate()
    layout.justification_spacing += (box.width - width) / spaces


def aligned(context: Any, line: Any, width: float, last: bool) -> float:  # noqa: ANN401, FBT001 - theirs, which it stands for
    """WeasyPrint's `text_align`: how far, in px, from where lines begin; from the right, with the indent."""
    offset: float = _align(context, line, width, last)
    return offset + line.text_indent if line.style["direction"] == "rtl" else offset
