"""Lists within lists within lists, deeper than anything can be read or set.

Pandoc reads a thousand levels in forty seconds of processor time, only for the tree to be refused for its depth. The
indents of the lines tell as much at once, and they know the line.
"""

import re

_DEEPEST = 200
"""Levels. With 120 there is no room left on a page, and with 200 the text cannot be set; essays have up to five."""
_ITEM = re.compile(r"^([ \t]*)(?:[-+*]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_TAB = 4
"""Columns, as pandoc counts them."""


def deep_list(text: str) -> int:
    """The 1-based line on which lists are nested too deeply; 0 where none are."""
    if not re.search(rf"^[ \t]{{{_DEEPEST // _TAB},}}(?:[-+*]|\d)", text, re.MULTILINE):
        return 0
    indents: list[int] = []
    for item in _ITEM.finditer(text):
        indent = len(item[1].expandtabs(_TAB))
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        if len(indents) > _DEEPEST:
            return text.count("\n", 0, item.start()) + 1
    return 0
