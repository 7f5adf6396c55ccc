"""The text of a source, and the words of a line as a page may show them, by which its place is found there."""

import re
from collections.abc import Callable
from pathlib import Path

_ADDRESSES = re.compile(r"\]\([^)\n]*\)|\]\[[^\]\n]*\]|<[^>\n]*>|https?://\S+|\{[^}\n]*\}")
"""What stands in a line of the source and on no page."""
_LONGEST = 90
"""Characters."""


def source_text(path: Path) -> str:
    """The text of a source; empty where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    except OSError:
        return ""


def words_of_lines(source: str) -> Callable[[int, int], str]:
    """A function from line and column, both 1-based and 0 where they are not known, to the words that stand there."""
    lines = source.splitlines()

    def words(line: int, column: int = 0) -> str:
        if not 0 < line <= len(lines):
            return ""
        start = max(0, column - 1 - _LONGEST // 3)
        return _ADDRESSES.sub(" ", lines[line - 1][start:])[:_LONGEST].strip()

    return words
