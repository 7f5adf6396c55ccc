"""Long lines folded at blanks for a terminal, which itself breaks them within words.

What stands between backticks stays together: a command that is copied from two lines is two commands. Only what a
person reads at a terminal is folded; a pipe and a file get each line whole.
"""

import os
import re
import unicodedata
from typing import TextIO

_PIECE = re.compile(r"(?:`[^`]*`|[^\s`]|`)+")
_COLUMNS = re.compile(r" *\S.*? {2,}(?=\S)")
"""What stands before the second column of a list: a command, and blanks."""
_DEEPER = 4
"""Cells by which lines that go on are indented."""
_LEAST = 20
"""Cells below which a column is too narrow to be read."""


def width_of(stream: TextIO) -> int:
    """The width of the terminal that a stream is, in cells; 0 for any other stream."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError):
        return 0


def fold(line: str, width: int) -> str:
    """Fold a line to a width in cells; 0 leaves it as it is. What goes on is indented, or stands in its column."""
    if not width or cells_of(line) <= width:
        return line
    indent = len(line) - len(line.lstrip(" "))
    columns = _COLUMNS.match(line)
    if columns is None or not line[indent:].strip():
        return "\n".join(_folded(line[indent:], " " * indent, " " * (indent + _DEEPER), width))
    head, rest = columns[0], line[columns.end() :]
    if width - len(head) >= _LEAST:
        return "\n".join(_folded(rest, head, " " * len(head), width))
    below = " " * (indent + _DEEPER)
    return "\n".join([head.rstrip(), *_folded(rest, below, below, width)])


def _folded(words: str, first: str, other: str, width: int) -> list[str]:
    lines, now = [], first
    empty = True
    for piece in _PIECE.findall(words):
        if not empty and cells_of(now) + 1 + cells_of(piece) > width:
            lines.append(now)
            now, empty = other, True
        now += piece if empty else f" {piece}"
        empty = False
    return [*lines, now]


def cells_of(text: str) -> int:
    """How many cells of a terminal a text takes: two for a wide character, none for a mark above another."""
    return sum(0 if unicodedata.combining(one) else 1 + (unicodedata.east_asian_width(one) in "WF") for one in text)
