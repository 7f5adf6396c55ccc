"""A space that hangs out of the line, where WeasyPrint 70 breaks the text behind its first word.

A text that ends with a space, such as the one in front of a link, may fit its line except for that space. The space is
removed at the end of a line, so it does not count. `split_first_line` counts it, finds that the whole text is too wide,
and then sets the text's first word alone on the line: about one line in forty of a text full of links and code.

At an upgrade: tests/test_line_breaks.py sets texts at many widths. If it passes without this module, remove the module.
"""

from typing import Any

from weasyprint.layout import inline

from footlight.engines.weasyprint.foreign_types import Box, LayoutState

_original_split_text_box = inline.split_text_box
_COLLAPSING = frozenset({"normal", "nowrap", "pre-line"})
"""Values of `white-space` that remove a space at the end of a line."""
_MOST_LETTERS = 4
"""Greatest number of letters in a width of one font size: longer texts do not fit, and need no second look."""


def split_text_box(
    context: LayoutState,
    box: Box,
    available_width: float | None,
    skip: int | None,
    *args: Any,  # noqa: ANN401 - passed on
    **kwargs: Any,  # noqa: ANN401 - passed on
) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
    """Break a text as WeasyPrint does, but keep it whole where only its last space does not fit."""
    split = _original_split_text_box(context, box, available_width, skip, *args, **kwargs)
    if split[1] is None or not available_width or not box.text.endswith(" "):
        return split
    size = box.style["font_size"]
    rest = len(box.text.encode()) - (skip or 0)
    if rest > _MOST_LETTERS * available_width / size or box.style["white_space"] not in _COLLAPSING:
        return split
    whole = _original_split_text_box(context, box, available_width + size, skip, *args, **kwargs)
    if whole[0] is None or whole[1] is not None:
        return split
    hanging = inline.trailing_whitespace_size(context, whole[0])
    return whole if whole[0].width - hanging <= available_width else split
