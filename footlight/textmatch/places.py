"""Places in a Markdown source: offsets, lines and columns, and the quote that finds a place again after edits.

A place is anchored by its words as in the text quote selector of the W3C Web Annotation Data Model
(https://www.w3.org/TR/annotation-model/#text-quote-selector): `exact`, `prefix` and `suffix` are source text with
each run of white space made one space.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

CONTEXT = 40
"""Characters of source text that a quote keeps on either side of a place, after white space is made single."""

_SPACE = re.compile(r"\s{2,}|[^\S ]")  # as \s+, but single blanks are passed over


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The words of a place and the words around it."""

    exact: str = ""
    """The words of the link; empty if none remain, so that the place is a point."""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place where a link is missing, as a rule of `links.gaps` reports it."""

    start: int
    """Offset in characters in the Markdown source; the place is `source[start:end]`."""
    end: int
    """`end == start` for a point between two characters."""
    kind: str
    """How the link is missing: hollow, emptied, dangling, mentioned, archive-rewritten or undefined-reference."""
    code: str
    """The rule that found it."""
    confidence: float
    """How sure the rule is, from 0 to 1."""
    why: str = ""
    """What the rule saw, in a phrase for a writer."""
    anchor: str = ""
    """The words of the link, without markup; empty if none remain."""


def single_spaced(text: str) -> str:
    """Return the text with each run of white space made one space."""
    return _SPACE.sub(" ", text)


def quote_at(source: str, start: int, end: int) -> Quote:
    """Return the quote that anchors `source[start:end]`, with `CONTEXT` characters on each side."""
    before, after = source[max(0, start - 4 * CONTEXT) : start], source[end : end + 4 * CONTEXT]
    return Quote(
        exact=single_spaced(source[start:end]),
        prefix=single_spaced(before)[-CONTEXT:],
        suffix=single_spaced(after)[:CONTEXT],
    )


class Lines:
    """Turns offsets of a source into lines and columns, both 1-based, columns in characters."""

    __slots__ = ("_starts",)

    def __init__(self, source: str) -> None:
        self._starts = [0]
        for row in source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(row))

    def at(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset."""
        line = bisect_right(self._starts, offset)
        if line == len(self._starts) and line > 1 and self._starts[-1] == self._starts[-2]:
            line -= 1
        return line, offset - self._starts[line - 1] + 1
