r"""Square brackets that open nothing, made plain before pandoc reads them.

Pandoc's Markdown reader tries each `[` as a link, and goes back where none closes it. With twenty of them in a
paragraph it does not end within a minute, and ten that stand in each other take as long. Brackets that cannot be a link
are therefore escaped, `\[`: they are printed as they stand. Other readers of pandoc (`commonmark`, `gfm`) are not
troubled.
"""

import re

from footlight.reading.dialects.protected import Protected

_MOST_OPEN = 6
"""Brackets of a paragraph that may stay open; each one more doubles pandoc's time, which is half a second for 12."""
_DEEPEST = 4
"""How deep brackets may stand in each other: a picture in a link in a note in a bracket."""
_PARAGRAPH_END = re.compile(r"\n[ \t>]*\n")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)


def escape_open_brackets(text: str) -> tuple[str, tuple[int, ...]]:
    """Escape the brackets of paragraphs in which many are open or nested; also return the offset of the first of each
    paragraph.
    """
    if text.count("[") <= _DEEPEST:
        return text, ()
    protected = Protected(text)
    escaped: list[int] = []
    paragraphs = []
    start = 0
    for end in (*(match.start() for match in _PARAGRAPH_END.finditer(text)), len(text)):
        if text.count("[", start, end) > _DEEPEST and (found := _hopeless(text, start, end, protected)):
            escaped += found
            paragraphs.append(min(found))
        start = end
    pieces, at = [], 0
    for offset in sorted(escaped):
        pieces.append(text[at:offset])
        at = offset
    return "\\".join([*pieces, text[at:]]), tuple(paragraphs)


def _hopeless(text: str, start: int, end: int, protected: Protected) -> list[int]:
    """Offsets of the brackets of a paragraph that stand too deep, or are too many that stay open."""
    stack: list[tuple[int, int]] = []
    """Open brackets: where each stands, and how deep others stand in it."""
    nested: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
        at = match.start()
        if match[0][0] == "\\" or protected.holds(at):
            continue
        if match[0] == "[":
            stack.append((at, 0))
        elif stack:
            opened, depth = stack.pop()
            if depth >= _DEEPEST:
                nested += [opened, at]
            if stack:
                stack[-1] = stack[-1][0], max(stack[-1][1], depth + 1)
    still_open = [at for at, _ in stack]
    return nested + (still_open if len(still_open) > _MOST_OPEN else [])
