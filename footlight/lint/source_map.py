"""Where a piece of a text that a dialect's passes have changed stands in the source.

The passes know of each line which line of the source it was. Within a changed line, the pieces that both have in the
same order are matched; what has no counterpart has no place, and nothing is said of it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher

_LONGEST = 1500
"""Characters of two lines, without what they have in common at their ends, that are matched."""
_SHORTEST = 4
"""Characters of a piece that counts as the same; shorter ones are the same by chance."""

_Piece = tuple[int, int, int]
"""Offset in the draft's line, offset in the source's line, length."""


class SourceMap:
    """Maps offsets of a draft to offsets of its source."""

    def __init__(self, source: str, draft: str, origins: Sequence[int]) -> None:
        self._source, self._draft = source, draft
        self._rows, self._lines = source.split("\n"), draft.split("\n")
        self._origins = origins
        self._row_starts, self._line_starts = _starts(self._rows), _starts(self._lines)
        self._pieces: dict[int, list[_Piece]] = {}

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The place of `draft[start:end]` in the source; None where not all of it stands there as it is."""
        first = self._offset(start)
        last = self._offset(end - 1) if end > start else first
        if first is None or last is None:
            return None
        found = (first, last + (end > start))
        return found if self._source[found[0] : found[1]] == self._draft[start:end] else None

    def _offset(self, offset: int) -> int | None:
        line = bisect_right(self._line_starts, offset) - 1
        row = (self._origins[line] if line < len(self._origins) else line + 1) - 1
        if row >= len(self._rows):
            return None
        column = offset - self._line_starts[line]
        if self._lines[line] == self._rows[row]:
            return self._row_starts[row] + column
        if line not in self._pieces:
            self._pieces[line] = _common(self._lines[line], self._rows[row])
        for at, there, length in self._pieces[line]:
            if at <= column < at + length:
                return self._row_starts[row] + there + column - at
        return None


def _starts(lines: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _common(line: str, row: str) -> list[_Piece]:
    head = _same(line, row)
    tail = _same(line[head:][::-1], row[head:][::-1])
    pieces = [(0, 0, head)] if head else []
    inner, there = line[head : len(line) - tail], row[head : len(row) - tail]
    if len(inner) + len(there) <= _LONGEST:
        blocks = SequenceMatcher(None, inner, there, autojunk=False).get_matching_blocks()
        pieces += [(head + b.a, head + b.b, b.size) for b in blocks if b.size >= _SHORTEST]
    if tail:
        pieces.append((len(line) - tail, len(row) - tail, tail))
    return pieces


def _same(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    least = min(len(one), len(other))
    return next((n for n in range(least) if one[n] != other[n]), least)
