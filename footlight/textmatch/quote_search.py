"""Where in a folded text the words of a quote may stand, and how much of its context stands round them."""

from collections.abc import Iterable
from dataclasses import dataclass

from footlight.textmatch.normalization import folded, folded_prefix, folded_suffix
from footlight.textmatch.places import CONTEXT, Quote
from footlight.textmatch.similarity import likeness, likeness_of_part

MANY = 200
"""Occurrences that are looked at; words that occur more often tell no place by themselves."""
_PIECES = (12, 24, CONTEXT)
"""Lengths of context, from the place on, by which a place without words is looked for."""
_LEAST = 8
"""A context of fewer characters tells neither where reworded text stands nor, by likeness, anything."""
_CHANCE = 0.6
"""Two stretches of English, of 40 and 52 characters, that have nothing to do with each other are as like as this."""
_SLIGHTLY = 0.6
"""Words that are less like than this were not edited but replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place that may be meant, in offsets of the folded text."""

    start: int
    end: int
    before: float = 0.0
    """Characters of the prefix that still stand before it."""
    after: float = 0.0

    @property
    def weight(self) -> float:
        """Characters of context in all; at most `2 * CONTEXT`."""
        return self.before + self.after


class Words:
    """A quote folded, ready to be looked for."""

    __slots__ = ("exact", "prefix", "suffix")

    def __init__(self, quote: Quote) -> None:
        self.exact = folded(quote.exact)
        self.prefix, self.suffix = folded_prefix(quote.prefix), folded_suffix(quote.suffix)

    @property
    def context(self) -> int:
        """How many characters of context there are to weigh."""
        return min(CONTEXT, len(self.prefix.strip())) + min(CONTEXT, len(self.suffix.strip()))

    def verbatim(self, text: str) -> list[Spot]:
        """Where all of it stands; none for a quote without words."""
        needle = folded(self.prefix + self.exact + self.suffix)
        if not needle.strip():
            return []
        lead, tail = len(self.prefix), len(needle) - len(self.suffix)
        found = [at for at in _occurrences(text, needle) if self._whole_words(text, at, at + len(needle))]
        return [Spot(start=at + lead, end=at + max(lead, tail)) for at in found]

    def likely(self, text: str) -> list[Spot]:
        """Where the exact words stand or, without such, where a piece of the context does; heaviest first."""
        if self.exact.strip():
            starts: Iterable[int] = _occurrences(text, self.exact)
            if len(list(starts)) >= MANY:
                starts = self._beside(text)
        else:
            starts = self._between(text)
        spots = [self._weighed(text, start, start + len(self.exact)) for start in sorted(set(starts))]
        return sorted(spots, key=lambda spot: -spot.weight)

    def reworded(self, text: str) -> list[Spot]:
        """Where words like the exact ones stand between a prefix and a suffix that did not change."""
        tail, head = self.prefix[-2 * _LEAST :], self.suffix[: 2 * _LEAST]
        if not self.exact.strip() or min(len(tail.strip()), len(head.strip())) < _LEAST:
            return []
        spots = []
        for at in _occurrences(text, tail):
            start = at + len(tail)
            end = text.find(head, start, start + 2 * (len(self.exact) + len(head)))
            if end >= 0 and likeness(self.exact, text[start:end]) >= _SLIGHTLY:
                spots.append(self._weighed(text, start, end))
        return spots

    def _whole_words(self, text: str, start: int, end: int) -> bool:
        """Whether a quote that a person wrote without context, `see`, is not found in a word, `overseer`."""
        first = text[max(0, start - 1) : start + 1] if not self.prefix else ""
        last = text[end - 1 : end + 1] if not self.suffix else ""
        return not any(len(pair) == 2 and pair.isalnum() for pair in (first, last))

    def _beside(self, text: str) -> list[int]:
        """Where the exact words stand with the nearest characters of their context, the fewer the more have changed."""
        found: list[int] = []
        for length in (2 * _LEAST, _LEAST):
            lead = self.prefix[-length:]
            found = [at + len(lead) for at in _occurrences(text, lead + self.exact)]
            found += _occurrences(text, self.exact + self.suffix[:length])
            if found:
                break
        return found

    def _between(self, text: str) -> Iterable[int]:
        """Where the prefix ends, and where the suffix begins."""
        yield from (at + length for length, at in _rare(text, [self.prefix[-length:] for length in _PIECES]))
        yield from (at for _, at in _rare(text, [self.suffix[:length] for length in _PIECES]))

    def _weighed(self, text: str, start: int, end: int) -> Spot:
        room = CONTEXT + CONTEXT // 2
        before = _standing(self.prefix[::-1], text[max(0, start - room) : start][::-1])
        return Spot(start=start, end=end, before=before, after=_standing(self.suffix, text[end : end + room]))


def _occurrences(text: str, needle: str) -> list[int]:
    found: list[int] = []
    at = text.find(needle)
    while at >= 0 and len(found) < MANY:
        found.append(at)
        at = text.find(needle, at + 1)
    return found


def _rare(text: str, pieces: list[str]) -> list[tuple[int, int]]:
    """The occurrences of the first piece that is rare enough, each with the piece's length."""
    for piece in pieces:
        if piece.strip() and len(found := _occurrences(text, piece)) < MANY:
            return [(len(piece), at) for at in found]
    return []


def _standing(context: str, window: str) -> float:
    """How many characters of a context stand in the window; both begin at the place and lead away from it."""
    context, window = context.strip()[:CONTEXT], window.lstrip()
    if window.startswith(context):
        return len(context)
    run = next(number for number, one in enumerate(context) if window[number : number + 1] != one)
    if len(context) < _LEAST or len(window) < len(context):
        return run
    like = likeness_of_part(context, window[: len(context) + 12])
    return max(run, len(context) * (like - _CHANCE) / (1 - _CHANCE))
