"""Align two versions of a text word by word, although one of them was edited.

First, runs of three words that occur once in each text are matched, and the longest chain of them in the same order is
kept (patience diff, by Bram Cohen, as in Git). Between them an optimal alignment fills in, where the stretches are
short enough; so the cost is nearly linear. Words without a partner are then matched among themselves, for passages that
moved.

difflib is not used because its time grows with the square of the length on texts with many common words.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from footlight.textmatch.similarity import common_stretches

_RUN = 3
_LONGEST_STRETCH = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """For each word of the first text, the index of its partner in the second, or -1."""

    partners: tuple[int, ...]

    def share(self, start: int, end: int) -> float:
        """Return the share of these words of the first text that have a partner."""
        inside = self.partners[max(start, 0) : max(end, 0)]
        return sum(at >= 0 for at in inside) / len(inside) if inside else 0.0

    def before(self, index: int) -> tuple[int, int]:
        """Return the nearest word before `index` with a partner, and the partner; (-1, -1) if there is none."""
        return next(((i, self.partners[i]) for i in range(index - 1, -1, -1) if self.partners[i] >= 0), (-1, -1))

    def after(self, index: int, length: int) -> tuple[int, int]:
        """Return the nearest word from `index` on with a partner, and the partner; both lengths if there is none."""
        found = next(((i, self.partners[i]) for i in range(index, len(self.partners)) if self.partners[i] >= 0), None)
        return found or (len(self.partners), length)


def align(one: Sequence[str], other: Sequence[str]) -> Alignment:
    """Match the words of `one` with those of `other`."""
    to = [-1] * len(one)
    _match(to, one, other)
    taken = set(to)
    mine = [i for i, at in enumerate(to) if at < 0]
    theirs = [at for at in range(len(other)) if at not in taken]
    if len(mine) >= _RUN and len(theirs) >= _RUN:  # what moved, such as footnotes
        rest = [-1] * len(mine)
        _match(rest, [one[i] for i in mine], [other[at] for at in theirs])
        for i, at in _lasting(rest):
            to[mine[i]] = theirs[at]
    return Alignment(partners=tuple(to))


def _lasting(to: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs in a row of at least `_RUN`; shorter rows are chance."""
    for i, at in enumerate(to):
        if at >= 0 and any(
            start >= 0 and list(to[start : start + _RUN]) == list(range(at - i + start, at - i + start + _RUN))
            for start in range(i - _RUN + 1, i + 1)
        ):
            yield i, at


def _match(to: list[int], one: Sequence[str], other: Sequence[str]) -> None:
    left = right = 0
    for start, at in [*_chain(_unique_runs(one, other)), (len(one), len(other))]:
        if start < left or at < right:  # overlaps the previous run
            if start + _RUN > left and at - start == right - left:
                for i in range(left, start + _RUN):
                    to[i] = i + at - start
                left, right = start + _RUN, at + _RUN
            continue
        _fill(to, one[left:start], other[right:at], left, right)
        for i in range(_RUN if start < len(one) else 0):
            to[start + i] = at + i
        left, right = start + _RUN, at + _RUN


def _fill(to: list[int], one: Sequence[str], other: Sequence[str], left: int, right: int) -> None:
    if not one or not other or len(one) * len(other) > _LONGEST_STRETCH**2:
        return
    for start, at, length in common_stretches(one, other):
        for i in range(length):
            to[left + start + i] = right + at + i


def _unique_runs(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Return the positions of runs that occur once in each text, in the order of `one`."""
    places: list[dict[tuple[str, ...], int]] = []
    for text in (one, other):
        runs = [tuple(text[i : i + _RUN]) for i in range(len(text) - _RUN + 1)]
        counts = Counter(runs)
        places.append({run: i for i, run in enumerate(runs) if counts[run] == 1})
    return [(i, places[1][run]) for run, i in places[0].items() if run in places[1]]


def _chain(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest chain of pairs that increases in both (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    below: list[int] = []
    for index, (_, at) in enumerate(pairs):
        pile = bisect_left(tops, at)
        below.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(at)
            piles.append(index)
        else:
            tops[pile], piles[pile] = at, index
    chain = []
    index = piles[-1] if piles else -1
    while index >= 0:
        chain.append(pairs[index])
        index = below[index]
    return chain[::-1]
