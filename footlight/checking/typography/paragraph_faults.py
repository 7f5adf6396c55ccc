"""Faults within a paragraph: loose and tight lines, ladders of hyphens, rivers, stacked words, runts."""

import itertools
import re
import statistics
import unicodedata
from collections.abc import Iterator, Sequence

from footlight.checking.typography.faults import Fault, Kind
from footlight.checking.typography.text_block import PlacedLine
from footlight.settings.check_options import CheckOptions

Paragraph = Sequence[PlacedLine]
"""The lines of one paragraph, two or more, in order."""

_WIDE = 1.25
"""A gap of a river is wider than so many spaces of the face: what is narrower does not catch the eye."""
_OVER = 0.5
"""Gaps over each other share so many spaces of the face."""
_NO_LETTER = re.compile(r"[\W_]")
_CALL = re.compile(r"\d+$")


def word_space(placed: PlacedLine, space: float) -> float | None:
    """The median word space of a line as a ratio to the face's own; None for a line that is not justified.

    Chinese and Japanese have no word spaces: the gaps beside a Latin word in their lines are another matter.
    """
    words = placed.line.words
    letters = "".join(word.text for word in words)
    if 2 * _wide(letters) > len(letters):
        return None
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(words)]
    return statistics.median(gaps) / space if gaps and placed.full else None


def uneven_lines(paragraph: Paragraph, space: float, limits: CheckOptions) -> Iterator[Fault]:
    """Lines that are too loose or too tight. The last line is set with the face's own space."""
    for placed in paragraph[:-1]:
        ratio = word_space(placed, space)
        if ratio is None:
            continue
        if ratio > limits.loose:
            yield _at(Kind.LOOSE, placed, ratio)
        elif ratio < limits.tight:
            yield _at(Kind.TIGHT, placed, ratio)


def ladders(paragraph: Paragraph, limits: CheckOptions) -> Iterator[Fault]:
    """Successive lines that end in hyphens."""
    run: list[PlacedLine] = []
    for placed in paragraph[:-1]:
        if placed.line.hyphenated:
            run.append(placed)
            continue
        yield from _ladder(run, limits)
        run = []
    yield from _ladder(run, limits)


def _ladder(run: Sequence[PlacedLine], limits: CheckOptions) -> Iterator[Fault]:
    if len(run) >= limits.ladder:
        ends = " / ".join(placed.line.words[-1].text for placed in run)
        yield _at(Kind.LADDER, run[-1], len(run), ends)


def rivers(paragraph: Paragraph, space: float, limits: CheckOptions) -> Iterator[Fault]:
    """Wide gaps that lie over each other in successive lines; each river once, with its whole length."""
    open_rivers: dict[tuple[float, float], int] = {}
    lines = paragraph[:-1]
    for number, placed in enumerate(lines):
        grown: dict[tuple[float, float], int] = {}
        went_on: set[tuple[float, float]] = set()
        for gap in _wide_gaps(placed, space):
            above = [other for other in open_rivers if min(other[1], gap[1]) - max(other[0], gap[0]) > _OVER * space]
            went_on.update(above)
            grown[gap] = max((open_rivers[other] for other in above), default=0) + 1
        ended = [length for gap, length in open_rivers.items() if gap not in went_on and length >= limits.river]
        yield from (_at(Kind.RIVER, lines[number - 1], length) for length in ended)
        open_rivers = grown
    yield from (_at(Kind.RIVER, lines[-1], length) for length in open_rivers.values() if length >= limits.river)


def _wide_gaps(placed: PlacedLine, space: float) -> Iterator[tuple[float, float]]:
    words = placed.line.words
    for a, b in itertools.pairwise(words):
        if b.x0 - a.x1 >= _WIDE * space:
            yield a.x1, b.x0


def stacks(paragraph: Paragraph, limits: CheckOptions) -> Iterator[Fault]:
    """Successive lines that begin, or that end, with the same word of two letters or more."""
    yield from _stacks(paragraph, 0, limits)
    yield from _stacks(paragraph[:-1], -1, limits)


def _stacks(lines: Paragraph, side: int, limits: CheckOptions) -> Iterator[Fault]:
    words = [_NO_LETTER.sub("", placed.line.words[side].text).lower() for placed in lines]
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and words[end] == words[start]:
            continue
        if end - start >= limits.stack and len(words[start]) > 1:
            yield _at(Kind.STACK, lines[end - 1], end - start, lines[start].line.words[side].text)
        start = end


def runts(paragraph: Paragraph, limits: CheckOptions) -> Iterator[Fault]:
    """A last line of a few letters. A call at its end is no letter; a character of Chinese or Japanese counts twice."""
    last = paragraph[-1]
    letters = _NO_LETTER.sub("", _CALL.sub("", "".join(word.text for word in last.line.words)))
    number = len(letters) + _wide(letters)
    if number < limits.runt:
        yield _at(Kind.RUNT, last, number)


def _wide(text: str) -> int:
    """How many characters are as wide as they are high, as those of Chinese and Japanese (Unicode, UAX #11)."""
    return 0 if text.isascii() else sum(unicodedata.east_asian_width(character) in "WF" for character in text)


def _at(kind: Kind, placed: PlacedLine, amount: float, words: str = "") -> Fault:
    return Fault(kind=kind, page=placed.page + 1, line=placed.number, amount=amount, words=words or placed.line.text)
