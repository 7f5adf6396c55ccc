"""Where in a text pandoc does not come to an end.

Some marks that are never closed make pandoc's Markdown reader try again and again: a paragraph of a few kilobytes takes
it longer than a book. When it was stopped, the paragraphs with most marks are given to it one by one, each for a short
time; the first that it does not finish with either is the place.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from footlight.engines.pandoc import ReaderOptions, SlowTextError, read_markdown
from footlight.errors import EngineError

_MOST = 4
"""Paragraphs that are tried."""
_SECONDS = 3
"""Seconds of processor time for each paragraph that is tried so; an ordinary one takes a hundredth."""
_MARK = re.compile(r"[^\w\s,;?/\u0080-\U0010ffff]")
_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")


class SlowPlace(NamedTuple):
    """A paragraph on which pandoc does not end."""

    line: int
    """1-based, of its beginning."""
    mark: str
    """The mark that stands in it most often."""
    times: int


def slow_place(text: str, reader: str) -> SlowPlace | None:
    """Find the paragraph on which pandoc does not end; None where none of those that were tried is one."""
    paragraphs = sorted(_paragraphs(text), key=lambda one: one[0], reverse=True)[:_MOST]
    for times, start, words in paragraphs:
        try:
            read_markdown(words, options=ReaderOptions(format=reader, seconds=_SECONDS))
        except SlowTextError:
            marks = _MARK.findall(words)
            mark = max(dict.fromkeys(marks), key=marks.count, default="")
            return SlowPlace(line=text.count("\n", 0, start) + 1, mark=mark, times=min(times, marks.count(mark)))
        except EngineError:
            continue
    return None


def _paragraphs(text: str) -> Iterator[tuple[int, int, str]]:
    """Each paragraph: the number of marks in it, where it begins, and its words."""
    for match in _PARAGRAPH.finditer(text):
        marks = len(_MARK.findall(match[0]))
        if marks:
            yield marks, match.start(), match[0]
