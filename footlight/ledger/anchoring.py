"""Find the place of a ledger's entry in the source again after edits, or report that it cannot be found.

First the quote is searched with all its context. If that is gone, each occurrence of the exact words is weighed by how
many characters of the context still stand around it; then words that changed a little are searched between a context
that did not change. An entry is never attached to a place that is not certain.

The method is that of text quote selectors (W3C Web Annotation Data Model). It is our own because the implementations
that exist, such as Apache Annotator, are JavaScript for the DOM of a web page.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from footlight.findings.finding import Finding, Severity
from footlight.ledger.entries import Entry, Status
from footlight.textmatch.normalization import NormalizedText
from footlight.textmatch.places import CONTEXT, Lines, Quote, single_spaced
from footlight.textmatch.quote_search import QuoteMatch, QuoteSearch

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?![ \t]*\r?\n)(?:[^\n]*\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_LONG = 15
"""Characters; exact words of this length are recognized without context."""
_MARGIN = 4
"""Characters of context that the best place must have more than the second best."""
_FEW, _ENOUGH, _PLENTY = 5, 16, 32
"""Characters of context that are needed: least for short words, enough for them, enough for a place without words."""

MOST_AT_A_PLACE = 20
"""Entries for one place of a text; a program wrote more than that. A sentence with all its sources has five."""
_GAP = 80
"""Characters within which the white space between two paragraphs ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """The place was found: `source[start:end]`."""

    start: int
    end: int
    score: float = 1.0
    """1 where all words stand as quoted; else the share of the context that still stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """The quote fits several places equally well."""

    offsets: tuple[int, ...]
    """Their starts, in order; at most a few hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The quote fits no place."""


Outcome = Anchored | Ambiguous | Missing


def anchor(source: str, quote: Quote) -> Outcome:
    """Find the place of a quote in a Markdown source; never in its front matter."""
    return _Source(source).find(quote)


def anchor_all(source: str, entries: Sequence[Entry], file: str) -> tuple[dict[str, Anchored], tuple[Finding, ...]]:
    """Return the place of each entry, by its id, and a finding for each entry without a place.

    `file` is the source's path as findings show it. A rejected entry without a place has no finding. Of several entries
    with different quotes at one place, only the one that fits best keeps it.
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
    findings += _crowds(source, entries, places, file)
    return places, tuple(findings)


def _crowds(source: str, entries: Sequence[Entry], places: Mapping[str, Anchored], file: str) -> Iterator[Finding]:
    """Report the places at which more entries stand than a person puts there."""
    ids: dict[tuple[int, int], list[str]] = {}
    for entry in entries:
        if entry.id in places and entry.status is not Status.REJECTED:
            ids.setdefault((places[entry.id].start, places[entry.id].end), []).append(entry.id)
    for (start, _), there in ids.items():
        if len(there) > MOST_AT_A_PLACE:
            line, column = Lines(source).at(start)
            yield Finding(
                code="ledger-crowded-place",
                message=f"{len(there):,} entries have this place, '{there[0]}' and '{there[-1]}' among them",
                severity=Severity.WARNING,
                hint="Delete those that say the same, or mark them as rejected.",
                file=file,
                line=line,
                column=column,
            )


def _rivals(entries: Sequence[Entry], found: Mapping[str, Outcome]) -> dict[str, str]:
    """Return the entries whose place belongs to another entry, each with the id of the other."""
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
    """Report an entry without a place: an error if a person decided it or its address is printed, else a warning."""
    line = column = 0
    quote = entry.quote
    words = single_spaced(quote.exact.strip() or f"{quote.prefix[-25:]}|{quote.suffix[:25]}")
    words = words if len(words) <= 60 else f"{words[:59]}…"
    hint = f"Correct exact, prefix and suffix of [[link]] id = '{entry.id}', or delete that entry."
    match outcome:
        case Anchored():
            line, column = lines.at(outcome.start)
            code, message = "ledger-same-place", f"the entries '{entry.id}' and '{rival}' have the same place"
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
    """A source, normalized once for all the quotes that are searched in it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._normalized = NormalizedText(source)
        front = _FRONT_MATTER.match(source)
        self._body = front.end() if front else 0

    def find(self, quote: Quote) -> Outcome:
        """Find the place of one quote."""
        search, text = QuoteSearch(quote), self._normalized.text
        whole = self._in_body(search.verbatim(text))
        if whole:
            return self._anchored(whole[0], 1.0) if len(whole) == 1 else self._ambiguous(whole)
        matches = self._in_body(search.likely(text))
        if not search.exact.strip():
            return self._point(search, matches)
        return self._by_words(search, matches)

    def _by_words(self, search: QuoteSearch, matches: Sequence[QuoteMatch]) -> Outcome:
        """Find the place of exact words by the context around them."""
        best = matches[0].weight if matches else 0.0
        leading = [match for match in matches if best - match.weight < _MARGIN]
        if best < max(_ENOUGH, search.context / 2):  # perhaps the words were edited, and these are others like them
            reworded = self._in_body(search.reworded(self._normalized.text))
            leading = reworded or leading
        if not leading:
            return Missing()
        known = leading[0].weight >= max(_FEW, min(_ENOUGH, search.context / 2)) or len(search.exact) >= _LONG
        if not known:
            return Missing()
        return self._one(search, leading)

    def _point(self, search: QuoteSearch, matches: Sequence[QuoteMatch]) -> Outcome:
        """Find a place without words of its own: it follows the prefix, if that still stands."""
        need = max(_ENOUGH, min(_PLENTY, search.context / 2))
        prefix = min(_ENOUGH, len(search.prefix.strip()))
        matches = [s for s in matches if s.weight >= need and (s.before >= prefix or self._at_break(s))]
        leading = [match for match in matches if matches[0].weight - match.weight < _MARGIN]
        if not leading:
            return Missing()
        first = min(leading, key=lambda match: match.start)
        if all(match.start - first.start <= CONTEXT for match in leading):
            return self._one(search, [first])  # both ends of a gap into which words were inserted
        return self._one(search, leading)

    def _one(self, search: QuoteSearch, leading: Sequence[QuoteMatch]) -> Outcome:
        if len(leading) > 1:
            return self._ambiguous(leading)
        share = leading[0].weight / search.context if search.context else 0.0
        return self._anchored(leading[0], round(min(share, 0.99), 3))

    def _at_break(self, match: QuoteMatch) -> bool:
        """Tell whether a match lies between two paragraphs: a lost prefix then belonged to another paragraph."""
        at = self._normalized.source_offset(match.start)
        before, after = self._source[max(self._body, at - _GAP) : at], self._source[at : at + _GAP]
        space = before[len(before.rstrip()) :] + after[: len(after) - len(after.lstrip())]
        return space.count("\n") >= 2 or not before.strip()

    def _in_body(self, matches: Sequence[QuoteMatch]) -> list[QuoteMatch]:
        return [match for match in matches if self._normalized.source_offset(match.start) >= self._body]

    def _anchored(self, match: QuoteMatch, score: float) -> Anchored:
        return Anchored(
            start=self._normalized.source_offset(match.start),
            end=self._normalized.source_offset(match.end),
            score=score,
        )

    def _ambiguous(self, matches: Sequence[QuoteMatch]) -> Ambiguous:
        return Ambiguous(offsets=tuple(sorted(self._normalized.source_offset(match.start) for match in matches)))
