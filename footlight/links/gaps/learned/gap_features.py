"""What a weight table looks at in a gap: the words and marks around it, as rows of the table.

A feature is a combination such as (mark, word before, word after), hashed to a row. Two combinations may share a row;
there are so many rows that this costs little.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from footlight.links.gaps.learned.word_sequence import EDGE, WordSequence

ROWS = 4_194_301
"""Rows of a table, most of which weigh nothing; a prime, so that a remainder mixes well."""
_A, _B, _C = 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35
_DASHES = frozenset("–—-")
_STOPS = frozenset(".!?…。！？")
_MOST_OPEN = 4
_AROUND = 60
"""Gaps on either side in which the same mark is counted."""
_LONGEST_BRACKET = 200
"""Words; a pair farther apart is no pair."""
_NUMBERS: dict[str, int] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How often a writer puts each mark, as a bucket of the logarithm of its number in 1,000 words."""

    buckets: dict[str, int]
    dashes: int
    """Which kinds of dash the text has: bits for –, — and a spaced hyphen."""


def habits(blocks: Iterable[WordSequence]) -> Habits:
    """Return the habits of a text."""
    counts: Counter[str] = Counter()
    words = 1
    for block in blocks:
        counts.update(block.marks)
        words += len(block.tokens)
    dashes = 0
    for bit, dash in enumerate((" – ", "—", " - ", " — ")):
        dashes |= (counts[dash] > 0) << bit
    buckets = {mark: min(7, int(math.log2(1 + count * 4000 / (words + 1000)))) for mark, count in counts.items()}
    return Habits(buckets=buckets, dashes=dashes)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """A block prepared for its gaps: gap `i` stands before word `i`."""

    words: WordSequence
    classes: list[int]
    """The class of each word."""
    before: list[int]
    """Words from the beginning of the sentence to each gap."""
    after: list[int]
    """Words from each gap to the end of the sentence."""
    brackets: list[int]
    """0 where no bracket is open at the gap or in its mark, 1 where it is closed later, 2 where it is never closed."""
    kind: int
    habits: Habits


def block_view(words: WordSequence, kind: int, own: Habits, classes: bytes) -> BlockView:
    """Prepare a block; `classes` are those of the vocabulary."""
    marks, count = words.marks, len(words.tokens)
    stops = [False] * (count + 1)
    stops[0] = stops[count] = True
    for i, mark in enumerate(marks):
        if len(mark) > 1 and i < count and words.capitals[i] and not _STOPS.isdisjoint(mark):
            stops[i] = True
    before, since = [], 0
    for stop in stops:
        before.append(since)
        since = 1 if stop else since + 1
    after, since = [0] * (count + 1), 0
    for i in range(count, -1, -1):
        after[i] = since
        since = 1 if stops[i] else since + 1
    return BlockView(
        words=words,
        classes=[classes[token] for token in words.tokens],
        before=before,
        after=after,
        brackets=_brackets(marks),
        kind=kind,
        habits=own,
    )


CLASSES = 6
"""Of marks: a blank or nothing; two blanks; a colon; a dash; the edge of a block; any other."""
TWO_BLANKS = 1


def mark_class(view: BlockView, i: int) -> int:
    """Return the class of the mark in gap `i`, which has a threshold of its own."""
    mark = view.words.marks[i]
    if i in (0, len(view.words.tokens)):
        return 4
    if view.words.two_blanks[i]:
        return TWO_BLANKS
    if mark in (" ", ""):
        return 0
    bare = mark.strip()
    if bare in (":", "："):
        return 2
    return 3 if bare in ("–", "—", "-", "--") else 5


def mark_number(mark: str) -> int:
    """Return the number of a mark."""
    number = _NUMBERS.get(mark)
    if number is None:
        number = _NUMBERS[mark] = crc32(mark.encode()) & 0x3FFFFFFF
    return number


def plain_rows(mark: int, left: int, right: int, capital: int) -> tuple[int, int]:
    """Return the rows of the two nearest words, by which most gaps are told to be sound."""
    return (mark * _A + left * _B + 1) % ROWS, (mark * _A + (right * 4 + capital) * _B + 2) % ROWS


def gap_rows(view: BlockView, i: int) -> list[int]:
    """Return the rows of the features of gap `i`."""
    words = view.words
    tokens, capitals, marks, linked = words.tokens, words.capitals, words.marks, words.linked
    count = len(tokens)
    mark = marks[i]
    m = mark_number(mark) * _A
    left, left_capital = (tokens[i - 1], capitals[i - 1]) if i else (EDGE, 0)
    right, right_capital = (tokens[i], capitals[i]) if i < count else (EDGE, 0)
    before = _beyond(tokens, marks, i - 2, i - 1) if i > 1 else EDGE
    after = _beyond(tokens, marks, i + 1, i + 1) if i + 1 < count else EDGE
    second = capitals[i + 1] if i + 1 < count else 0
    past = capitals[i - 2] if i > 1 else 0
    links = (linked[i - 1] if i else False) + 2 * (linked[i] if i < count else False)
    since, until = min(view.before[i], 12), min(view.after[i], 8)
    same = _same_in_sentence(view, i, mark) if len(mark) > 1 else 0
    shape = right_capital * 16 + left_capital * 4 + past
    bracket = view.brackets[i]
    bucket = view.habits.buckets.get(mark, 0)
    near, far, farther = _class_at(view, i - 1), _class_beyond(view, i - 2, i - 1), _class_beyond(view, i - 3, i - 2)
    near_right, far_right = _class_at(view, i), _class_beyond(view, i + 1, i + 1)
    farther_right = _class_beyond(view, i + 2, i + 2)
    return [
        (m + left * _B + 1) % ROWS,
        (m + (right * 4 + right_capital) * _B + 2) % ROWS,
        (m + 3) % ROWS,
        (m + left * _B + right * _C + 4) % ROWS,
        (m + before * _B + left * _C + 5) % ROWS,
        (m + right * _B + after * _C + 6) % ROWS,
        (m + before * _B + right * _C + 7) % ROWS,
        (m + left * _B + after * _C + 8) % ROWS,
        (m + (shape * 4 + second) * _B + links * _C + 9) % ROWS,
        (m + since * _B + until * _C + 10) % ROWS,
        (m + bucket * _B + view.habits.dashes * _C + 11) % ROWS,
        (m + same * _B + (bracket * 8 + view.kind) * _C + 12) % ROWS,
        (m + (right * 4 + right_capital) * _B + since * _C + 13) % ROWS,
        (m + links * _B + shape * _C + 14) % ROWS,
        (m + left * _B + (right_capital * 9 + until) * _C + 15) % ROWS,
        (left * _B + right * _C + 16) % ROWS,
        (m + left * _B + bracket * _C + 17) % ROWS,
        (m + (right * 4 + right_capital) * _B + bracket * _C + 18) % ROWS,
        (m + near * _B + near_right * _C + 19) % ROWS,
        (m + (far * 256 + near) * _B + near_right * _C + 20) % ROWS,
        (m + near * _B + (near_right * 256 + far_right) * _C + 21) % ROWS,
        (m + left * _B + near_right * _C + 22) % ROWS,
        (m + near * _B + (right * 4 + right_capital) * _C + 23) % ROWS,
        (m + (farther * 256 + far) * _B + near * _C + 24) % ROWS,
        (m + near_right * _B + (far_right * 256 + farther_right) * _C + 25) % ROWS,
        (m + (far * 256 + near) * _B + (near_right * 256 + far_right) * _C + 26) % ROWS,
    ]


_BEYOND_CLASSES = 255
"""The class of what lies beyond a block."""
_MARK_CLASSES, _KINDS_OF_MARKS = 200, 50
"""From this class on, marks take the place of the word behind them."""


def _class_at(view: BlockView, word: int) -> int:
    return view.classes[word] if 0 <= word < len(view.classes) else _BEYOND_CLASSES


def _class_beyond(view: BlockView, word: int, mark: int) -> int:
    """Return the class of a word farther off, or of the mark before it where that is more than a blank."""
    if not 0 <= word < len(view.classes):
        return _BEYOND_CLASSES
    between = view.words.marks[mark]
    return view.classes[word] if between in (" ", "") else _MARK_CLASSES + mark_number(between) % _KINDS_OF_MARKS


def _brackets(marks: Sequence[str]) -> list[int]:
    states = [0] * len(marks)
    opened: list[int] = []
    spans: list[tuple[int, int]] = []
    for i, mark in enumerate(marks):
        for character in mark:
            if character in "(（":
                opened.append(i)
            elif character in ")）" and opened:
                spans.append((opened.pop(), i))
    for at in opened[:_MOST_OPEN]:
        states[at:] = [2] * (len(marks) - at)
    for start, end in spans:
        if end - start < _LONGEST_BRACKET:
            states[start:end] = [1] * (end - start)
    return states


def _beyond(tokens: Sequence[int], marks: Sequence[str], word: int, mark: int) -> int:
    """Return a word two places off, or the mark before it where that is more than a blank."""
    between = marks[mark]
    return tokens[word] if between in (" ", "") else mark_number(between)


def _same_in_sentence(view: BlockView, i: int, mark: str) -> int:
    # Bounded, because a sentence may be as long as a hostile text.
    first, past = min(view.before[i] - 1, _AROUND), min(view.after[i], _AROUND)
    marks = view.words.marks[i - first : i + past]
    dash = not _DASHES.isdisjoint(mark)
    found = sum(1 for other in marks if len(other) > 1 and (other == mark or (dash and not _DASHES.isdisjoint(other))))
    return min(found, 3)
