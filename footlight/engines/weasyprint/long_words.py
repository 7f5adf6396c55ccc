"""A word without end, broken line by line in time that grows with its length.

WeasyPrint shapes all of a word to find where its first line ends, then all of the rest to find the second, and tries
every place at which a dictionary would divide it: 200,000 letters without a blank took over two minutes. Here no more
than some lines of such a word are shown to it, and it is broken anywhere, where a style sheet lets it be broken at all.

At an upgrade: tests/test_line_breaks.py counts what is shaped. If it passes without this module, remove the module.
"""

from math import inf
from typing import Any

from weasyprint.layout import inline

from footlight.engines.weasyprint.foreign_types import LayoutState

LONGEST_WORD = 2_000
"""Letters of a word that is laid out as any other. The longest words that have been printed have some two hundred."""
_LETTERS_IN_AN_EM = 16
"""Letters that a line has room for in a width of one font size, and more; the narrowest ones take a fifth."""
_FEWEST = 200
"""Letters that are shown in any case."""
_original_split_first_line = inline.split_first_line
_UNDIVIDED = "footlight_undivided"
"""The entry of a style's `__dict__` with a copy of it in which no word is divided."""


def split_first_line(
    text: str,
    style: Any,  # noqa: ANN401 - WeasyPrint is untyped
    context: LayoutState | None,
    max_width: float | None,
    *rest: Any,  # noqa: ANN401 - passed on
    **named: Any,  # noqa: ANN401 - passed on
) -> Any:  # noqa: ANN401 - as above
    """Replace `weasyprint.layout.inline.split_first_line`: of a word without end, look at its beginning alone."""
    size = style["font_size"]
    if len(text) <= LONGEST_WORD or max_width is None or max_width == inf or not size:
        return _original_split_first_line(text, style, context, max_width, *rest, **named)
    shown = max(_FEWEST, int(max(0, max_width) / size * _LETTERS_IN_AN_EM))
    head = text[:shown]
    if " " not in text[: LONGEST_WORD + 1]:
        found = _original_split_first_line(head, _undivided(style), context, max_width, *rest, **named)
        resume_at = found[2]
        # A line that ends near the end of what was shown might have gone on.
        if resume_at is not None and resume_at <= len(head.encode()) // 2:
            return found
    return _original_split_first_line(text, style, context, max_width, *rest, **named)


def has_word_without_end(text: str) -> bool:
    """Whether a text has a word that is longer than any is."""
    start = 0
    while len(text) - start > LONGEST_WORD:
        blank = text.rfind(" ", start, start + LONGEST_WORD + 1)
        if blank < 0:
            return True
        start = blank + 1
    return False


def _undivided(style: Any) -> Any:  # noqa: ANN401 - as above
    if style["hyphens"] == "none":
        return style
    known = vars(style).get(_UNDIVIDED)
    if known is None:
        known = vars(style)[_UNDIVIDED] = style.copy()
        known["hyphens"] = "none"
    return known
