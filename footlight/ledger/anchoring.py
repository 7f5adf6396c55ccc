"""Finds the place of a ledger's entry in the source again after edits, or says that it cannot.

First the quote is looked for with all its context. Where that is gone, each occurrence of the exact words is weighed
by how many characters of the context still stand round it; then words that changed a little are looked for between a
context that did not. What is not unmistakable is never attached.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from footlight.findings.finding import Finding, Severity
from footlight.ledger.entries import Entry, Status
from footlight.textmatch.normalization import Folded
from footlight.textmatch.places import CONTEXT, Lines, Quote, single_spaced
from footlight.textmatch.quote_search import Spot, Words

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?![ \t]*\r?\n)(?:[^\n]*\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_LONG = 15
"""Exact words of as many characters are known without their context."""
_MARGIN = 4
"""Characters of context by which the best place must lead."""
_FEW, _ENOUGH, _PLENTY = 5, 16, 32
"""Characters of context that tell: the least for short words, enough for them, enough for a place without words."""

_GAP = 80
"""Characters in which the white space between two paragraphs ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """The place is `source[start:end]`."""

    start: int
    end: int
    score: float = 1.0
    """1 where all words stand as they were quoted; else the share of the context that still stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """The quote fits several places equally well."""

    offsets: tuple[int, ...]
    """Where they start, in order; at most a few hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The quote fits no place."""


Outcome = Anchored | Ambiguous | Missing


def anchor(source: str, quote: Quote) -> Outcome:
    """The place of a quote in a Markdown source; never within its front matter."""
    return _Source(source).find(quote)


def anchor_all(source: str, entries: Sequence[Entry], file: str) -> tuple[dict[str, Anchored], tuple[Finding, ...]]:
    """The place of each entry, by its id, and a finding for each that has none.

    `file` is the source's path as findings show it. A rejected entry has its place where it can be found and no
    finding. Of entries with different quotes at one place only the one that fits best keeps it.
    """
    text = _Source(source)
    found = {entry.id: text.find(entry.quote) for entry in entries}
    rivals = _rivals(entries, found)
    lines: Lines | None = None
    places: dict[str, Anchored] = {}
    findings = []
    for entry in entries:
        outcome = found[entry.id]
        if isinstance(outcome, Anchored) and entry.id not in rivals:
            places[entry.id] = outcome
        elif entry.status is not Status.REJECTED:
            lines = lines or Lines(source)
            findings.append(_finding(entry, outcome, rivals.get(entry.id, ""), lines, file))
    return places, tuple(findings)


def _rivals(entries: Sequence[Entry], found: Mapping[str, Outcome]) -> dict[str, str]:
    """Entries whose place belongs to another, each with the id of that one."""
    holders: dict[tuple[int, int], tuple[float, Entry]] = {}
    rivals: dict[str, str] = {}
    for entry in entries:
        outcome = found[entry.id]
        if entry.status is Status.REJECTED or not isinstance(outcome, Anchored):
            continue
        place = (outcome.start, outcome.end)
        score, holder = holders.setdefault(place, (outcome.score, entry))
        if holder.quote == entry.quote:
            continue
        if outcome.score > score:
            holders[place] = (outcome.score, entry)
            rivals[holder.id] = entry.id
        else:
            rivals[entry.id] = holder.id
    return rivals


def _finding(entry: Entry, outcome: Outcome, rival: str, lines: Lines, file: str) -> Finding:
    """What the author reads of an entry without a place: an error where a person decided or an address is printed."""
    line = column = 0
    quote = entry.quote
    words = single_spaced(quote.exact.strip() or f"{quote.prefix[-25:]}|{quote.suffix[:25]}")
    words = words if len(words) <= 60 else f"{words[:59]}…"
    hint = f"Correct exact, prefix and suffix of [[link]] id = '{entry.id}', or delete that entry."
    match outcome:
        case Anchored():
            line, column = lines.at(outcome.start)
            code, message = "ledger-same-place", f"the entry '{entry.id}' leads to the place of the entry '{rival}'"
        case Ambiguous():
            line, column = lines.at(outcome.offsets[0])
            others = ", ".join(str(lines.at(offset)[0]) for offset in outcome.offsets[1:6])
            more = " and more" if len(outcome.offsets) > 6 else ""
            code = "ledger-ambiguous"
            message = f"'{words}' of the entry '{entry.id}' stands here and on lines {others}{more}"
            hint = f"Lengthen prefix and suffix of [[link]] id = '{entry.id}' until they fit one place only."
        case Missing():
            code, message = "ledger-lost-place", f"'{words}' of the entry '{entry.id}' is no longer in the text"
        case _:
            assert_never(outcome)
    grave = entry.status.decided or entry.status.printed
    severity = Severity.ERROR if grave else Severity.WARNING
    return Finding(code=code, message=message, severity=severity, hint=hint, file=file, line=line, column=column)


class _Source:
    """A source, folded once for all the quotes that are looked for in it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._folded = Folded(source)
        front = _FRONT_MATTER.match(source)
        self._body = front.end() if front else 0

    def find(self, quote: Quote) -> Outcome:
        """The place of one quote."""
        words, text = Words(quote), self._folded.text
        whole = self._in_body(words.verbatim(text))
        if whole:
            return self._anchored(whole[0], 1.0) if len(whole) == 1 else self._ambiguous(whole)
        spots = self._in_body(words.likely(text))
        if not words.exact.strip():
            return self._point(words, spots)
        return self._by_words(words, spots)

    def _by_words(self, words: Words, spots: Sequence[Spot]) -> Outcome:
        """The place of exact words, by what stands round them."""
        best = spots[0].weight if spots else 0.0
        leading = [spot for spot in spots if best - spot.weight < _MARGIN]
        if best < max(_ENOUGH, words.context / 2):  # perhaps the place is another, at which the words were edited
            reworded = self._in_body(words.reworded(self._folded.text))
            leading = reworded or leading
        if not leading:
            return Missing()
        known = leading[0].weight >= max(_FEW, min(_ENOUGH, words.context / 2)) or len(words.exact) >= _LONG
        if not known:
            return Missing()
        return self._one(words, leading)

    def _point(self, words: Words, spots: Sequence[Spot]) -> Outcome:
        """A place without words of its own: it follows the prefix, if that stands at all."""
        need = max(_ENOUGH, min(_PLENTY, words.context / 2))
        prefix = min(_ENOUGH, len(words.prefix.strip()))
        spots = [s for s in spots if s.weight >= need and (s.before >= prefix or self._at_break(s))]
        leading = [spot for spot in spots if spots[0].weight - spot.weight < _MARGIN]
        if not leading:
            return Missing()
        first = min(leading, key=lambda spot: spot.start)
        if all(spot.start - first.start <= CONTEXT for spot in leading):
            return self._one(words, [first])  # the ends of one gap, into which words were put
        return self._one(words, leading)

    def _one(self, words: Words, leading: Sequence[Spot]) -> Outcome:
        if len(leading) > 1:
            return self._ambiguous(leading)
        share = leading[0].weight / words.context if words.context else 0.0
        return self._anchored(leading[0], round(min(share, 0.99), 3))

    def _at_break(self, spot: Spot) -> bool:
        """Whether the spot is between two paragraphs, so that a prefix that is gone was another paragraph's."""
        at = self._folded.back(spot.start)
        before, after = self._source[max(self._body, at - _GAP) : at], self._source[at : at + _GAP]
        space = before[len(before.rstrip()) :] + after[: len(after) - len(after.lstrip())]
        return space.count("\n") >= 2 or not before.strip()

    def _in_body(self, spots: Sequence[Spot]) -> list[Spot]:
        return [spot for spot in spots if self._folded.back(spot.start) >= self._body]

    def _anchored(self, spot: Spot, score: float) -> Anchored:
        return Anchored(start=self._folded.back(spot.start), end=self._folded.back(spot.end), score=score)

    def _ambiguous(self, spots: Sequence[Spot]) -> Ambiguous:
        return Ambiguous(offsets=tuple(sorted(self._folded.back(spot.start) for spot in spots)))
