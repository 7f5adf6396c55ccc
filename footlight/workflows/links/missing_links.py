"""The places of an essay where a link is missing, matched with the entries of its ledger."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footlight.essay.document import Source
from footlight.essay_files import EssayFile
from footlight.findings.finding import Finding, Severity, has_errors
from footlight.ledger.anchoring import Anchored, anchor_all
from footlight.ledger.entries import DESCRIBED, Entry
from footlight.ledger.parser import read_ledger
from footlight.links.gaps import find, is_learned
from footlight.project import ledger_path
from footlight.reading.source_file import read_source
from footlight.textmatch.places import Lines, Place, quote_at, single_spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLinks:
    """An essay, the places found in it, and the entries of its ledger with their places."""

    source: Source
    places: tuple[Place, ...]
    entries: tuple[Entry, ...]
    anchored: dict[str, Anchored]
    """The place of each entry, by its id."""

    def entry_at(self, place: Place, *, but: Collection[str] = ()) -> Entry | None:
        """Return the ledger's entry for a place, except those whose ids are in `but`.

        An entry with the same quote counts even if its place is another one, because two empty list items have the same
        words and differ in their order only.
        """
        known = self.entry_within(place.start, place.end, but=but)
        if known is not None:
            return known
        words = quote_at(self.source.text, place.start, place.end)
        return next((entry for entry in self.entries if entry.id not in but and entry.quote == words), None)

    def entry_within(self, start: int, end: int, *, but: Collection[str] = ()) -> Entry | None:
        """Return the ledger's entry for a stretch of the source or a part of it, except those in `but`.

        A point may touch an entry's place; two links side by side each have their own entry.
        """
        for entry in self.entries:
            if entry.id in but:
                continue
            known = self.anchored.get(entry.id)
            if known is None:
                continue
            point = start == end or known.start == known.end
            if known.start < end + point and start < known.end + point:
                return entry
        return None

    def account_of(self, start: int, end: int) -> Entry | None:
        """Return the entry that accounts for a link that fails; one that only describes it does not."""
        entry = self.entry_within(start, end)
        return None if entry is not None and entry.kind == DESCRIBED and not entry.status.decided else entry


def find_missing_links(file: EssayFile, *, mentioned: bool) -> tuple[MissingLinks | None, tuple[Finding, ...]]:
    """Find the places of a file where a link is missing; None if the file or its ledger cannot be read."""
    source, findings = read_source(file)
    if source is None:
        return None, findings
    book = ledger_path(file.path)
    ledger, found = read_ledger(book, file=str(Path(file.shown).with_name(book.name)))
    if has_errors(found):
        return None, found
    anchored, lost = anchor_all(source.text, ledger.entries, file.shown)
    places = find(source.text, lang=_lang(source), mentioned=mentioned)
    missing = MissingLinks(source=source, places=places, entries=ledger.entries, anchored=anchored)
    return missing, (*found, *lost)


def count_unrecorded(source: Source) -> int:
    """Count the places where a link seems to be missing and that the ledger does not know.

    Needs neither pandoc nor a network. The ledger is read only if there are such places. 0 if it cannot be read, which
    is reported elsewhere.
    """
    places = find(source.text, lang=_lang(source))
    if not places:
        return 0
    ledger, findings = read_ledger(ledger_path(source.path))
    if has_errors(findings):
        return 0
    anchored, _ = anchor_all(source.text, ledger.entries, source.shown)
    missing = MissingLinks(source=source, places=places, entries=ledger.entries, anchored=anchored)
    return sum(missing.entry_at(place) is None for place in places)


def _lang(source: Source) -> str:
    """Return the language that somebody names; empty if nobody does, so that the rules guess it."""
    return source.meta.lang if source.meta.lang_is_given else ""


def place_name(place: Place, text: str, taken: Collection[str]) -> str:
    """Make an id for a new entry from the words of its place, or from those before it."""
    words = place.anchor or text[place.start : place.end] or single_spaced(text[max(0, place.start - 40) : place.start])
    stem = "-".join(re.findall(r"[a-z0-9]+", words.lower())[-4:]) or "place"
    number = 1
    while (name := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return name


def place_row(place: Place, source: Source, lines: Lines) -> dict[str, Any]:
    """Return a place as `--json` prints it, with 1-based lines and columns, in characters."""
    line, column = lines.at(place.start)
    end_line, end_column = lines.at(place.end)
    quote = quote_at(source.text, place.start, place.end)
    return {
        "file": source.shown,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "kind": place.kind,
        "exact": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "rule": place.code,
        "found_by": "model" if is_learned(place) else "rule",
        "confidence": round(place.confidence, 3),
        "why": place.why,
    }


def place_finding(place: Place, entry: Entry | None, source: Source, lines: Lines) -> Finding:
    """Return a place as a finding."""
    line, column = lines.at(place.start)
    known = f"; the ledger has it as '{entry.id}', {entry.status}" if entry else ""
    hint = "" if entry else "Run `footlight links recover` to look for it."
    return Finding(
        code=f"link-{place.kind}",
        severity=Severity.INFO if entry else Severity.WARNING,
        message=f"a link is missing here: {place.why or place.kind}{known}",
        hint=hint,
        file=source.shown,
        line=line,
        column=column,
    )
