"""Search a normalized text for the words of a quote, and weigh each match by the context around it."""

from collections.abc import Iterable
from dataclasses import dataclass

from footlight.textmatch.normalization import normalize, normalize_prefix, normalize_suffix
from footlight.textmatch.places import CONTEXT, Quote
from footlight.textmatch.similarity import partial_similarity, similarity

MANY = 200
"""Occurrences that are considered; words that occur more often do not identify a place by themselves."""
_PIECES = (12, 24, CONTEXT)
"""Characters of context next to the place by which a place without words is searched."""
_LEAST = 8
"""A context of fewer characters identifies no place, and its similarity means nothing."""
_CHANCE = 0.6
"""The similarity of two unrelated stretches of English of 40 and 52 characters."""
_EDITED = 0.6
"""Words that are less similar than this were not edited but replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMatch:
    """A place that may be meant, in offsets of the normalized text."""

    start: int
    end: int
    before: float = 0.0
    """Characters of the prefix that still stand before it; `after` of the suffix."""
    after: float = 0.0

    @property
    def weight(self) -> float:
        """Characters of context on both sides; at most `2 * CONTEXT`."""
        return self.before + self.after


class QuoteSearch:
    """A normalized quote, ready to be searched for."""

    __slots__ = ("exact", "prefix", "suffix")

    def __init__(self, quote: Quote) -> None:
        self.exact = normalize(quote.exact)
        self.prefix, self.suffix = normalize_prefix(quote.prefix), normalize_suffix(quote.suffix)

    @property
    def context(self) -> int:
        """Characters of context in the quote."""
        return min(CONTEXT, len(self.prefix.strip())) + min(CONTEXT, len(self.suffix.strip()))

    def verbatim(self, text: str) -> list[QuoteMatch]:
        """Return where the whole quote stands; nothing for a quote without words."""
        needle = normalize(self.prefix + self.exact + self.suffix)
        if not needle.strip():
            return []
        lead, tail = len(self.prefix), len(needle) - len(self.suffix)
        found = [at for at in _occurrences(text, needle) if self._whole_words(text, at, at + len(needle))]
        return [QuoteMatch(start=at + lead, end=at + max(lead, tail)) for at in found]

    def likely(self, text: str) -> list[QuoteMatch]:
        """Return where the exact words stand or, if there are none, a piece of the context; most context first."""
        if self.exact.strip():
            starts: Iterable[int] = _occurrences(text, self.exact)
            if len(list(starts)) >= MANY:
                starts = self._with_near_context(text)
        else:
            starts = self._point_matches(text)
        matches = [self._weighed(text, start, start + len(self.exact)) for start in sorted(set(starts))]
        return sorted(matches, key=lambda match: -match.weight)

    def reworded(self, text: str) -> list[QuoteMatch]:
        """Return where words similar to the exact ones stand between an unchanged prefix and suffix."""
        tail, head = self.prefix[-2 * _LEAST :], self.suffix[: 2 * _LEAST]
        if not self.exact.strip() or min(len(tail.strip()), len(head.strip())) < _LEAST:
            return []
        matches = []
        for at in _occurrences(text, tail):
            start = at + len(tail)
            end = text.find(head, start, start + 2 * (len(self.exact) + len(head)))
            if end >= 0 and similarity(self.exact, text[start:end]) >= _EDITED:
                matches.append(self._weighed(text, start, end))
        return matches

    def _whole_words(self, text: str, start: int, end: int) -> bool:
        """Tell whether a match is whole words: `see`, which a person wrote without context, is not in `overseer`."""
        first = text[max(0, start - 1) : start + 1] if not self.prefix else ""
        last = text[end - 1 : end + 1] if not self.suffix else ""
        return not any(len(pair) == 2 and pair.isalnum() for pair in (first, last))

    def _with_near_context(self, text: str) -> list[int]:
        """Return where the exact words stand with sixteen characters of context on one side, or else with eight."""
        found: list[int] = []
        for length in (2 * _LEAST, _LEAST):
            lead = self.prefix[-length:]
            found = [at + len(lead) for at in _occurrences(text, lead + self.exact)]
            found += _occurrences(text, self.exact + self.suffix[:length])
            if found:
                break
        return found

    def _point_matches(self, text: str) -> Iterable[int]:
        """Yield where the prefix ends, and where the suffix begins."""
        yield from (at + length for length, at in _rare(text, [self.prefix[-length:] for length in _PIECES]))
        yield from (at for _, at in _rare(text, [self.suffix[:length] for length in _PIECES]))

    def _weighed(self, text: str, start: int, end: int) -> QuoteMatch:
        room = CONTEXT + CONTEXT // 2
        before = _kept_context(self.prefix[::-1], text[max(0, start - room) : start][::-1])
        return QuoteMatch(start=start, end=end, before=before, after=_kept_context(self.suffix, text[end : end + room]))


def _occurrences(text: str, needle: str) -> list[int]:
    found: list[int] = []
    at = text.find(needle)
    while at >= 0 and len(found) < MANY:
        found.append(at)
        at = text.find(needle, at + 1)
    return found


def _rare(text: str, pieces: list[str]) -> list[tuple[int, int]]:
    """Return the occurrences of the first piece that is rare enough, each with the length of the piece."""
    for piece in pieces:
        if piece.strip() and len(found := _occurrences(text, piece)) < MANY:
            return [(len(piece), at) for at in found]
    return []


def _kept_context(context: str, window: str) -> float:
    """Return how many characters of a context stand in the window; both begin at the place and run away from it."""
    context, window = context.strip()[:CONTEXT], window.lstrip()
    if window.startswith(context):
        return len(context)
    run = next(number for number, one in enumerate(context) if window[number : number + 1] != one)
    if len(context) < _LEAST or len(window) < len(context):
        return run
    like = partial_similarity(context, window[: len(context) + 12])
    return max(run, len(context) * (like - _CHANCE) / (1 - _CHANCE))
