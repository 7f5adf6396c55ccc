"""The places of an essay of which nobody has decided, put to people; and what they said, put into the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass

from footlight.essay_files import EssayFile
from footlight.findings.finding import Finding, has_errors
from footlight.ledger.anchoring import Anchored, anchor_all
from footlight.ledger.entries import Entry
from footlight.ledger.parser import read_ledger
from footlight.ledger.writer import LedgerError, write_entries
from footlight.links.decisions.decision import new_entry
from footlight.links.decisions.questionnaire import Question
from footlight.links.markdown.markdown_text import MarkdownText, markdown_text
from footlight.project import ledger_path
from footlight.textmatch.places import Lines, quote_at
from footlight.workflows.links.missing_links import Missing, find_missing, place_name

_SHORT = 80
"""Characters; a sentence with fewer, such as "(See", is shown with the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """An essay and the questions about it."""

    missing: Missing
    questions: tuple[Question, ...]
    """Of which nobody has decided, in the order of the text."""


def inquire(file: EssayFile, *, mentioned: bool = False) -> tuple[Inquiry | None, tuple[Finding, ...]]:
    """The questions about an essay: its ledger's entries and the places that the ledger does not know yet.

    None where the essay or its ledger cannot be read.
    """
    missing, findings = find_missing(file, mentioned=mentioned)
    if missing is None:
        return None, findings
    text = missing.source.text
    places = dict(missing.anchored)
    entries = [entry for entry in missing.entries if entry.id in places and not entry.status.decided]
    names = {entry.id for entry in missing.entries}
    for place in missing.places:
        if missing.entry_at(place) is None:
            name = place_name(place, text, names)
            names.add(name)
            places[name] = Anchored(start=place.start, end=place.end)
            entries.append(new_entry(name, place.kind, quote_at(text, place.start, place.end)))
    entries.sort(key=lambda entry: (places[entry.id].start, places[entry.id].end))
    text_views, lines = markdown_text(text), Lines(text)
    questions = tuple(_question(entry, places[entry.id], text_views, lines) for entry in entries)
    return Inquiry(missing=missing, questions=questions), findings


def _question(entry: Entry, at: Anchored, text: MarkdownText, lines: Lines) -> Question:
    start = min(at.start, text.sentence(max(0, at.start - 1))[0])
    end = max(at.end, text.sentence(at.end)[1])
    if end - start < _SHORT:
        start = min(start, text.sentence(max(0, start - 1))[0])
    source = text.source
    return Question(
        entry=entry,
        line=lines.at(at.start)[0],
        before=source[start : at.start].lstrip(),
        words=source[at.start : at.end],
        after=source[at.end : end].rstrip(),
    )


def put_decisions(missing: Missing, decided: Sequence[Entry]) -> None:
    """Have these entries in the essay's ledger, new ones where their places are in the text.

    Raises LedgerError where the ledger cannot be written into; then it is left alone.
    """
    path = ledger_path(missing.source.path)
    ledger, findings = read_ledger(path)
    if has_errors(findings):
        raise LedgerError(f"{path.name} cannot be read any more", hint="`footlight links find` says why.")
    changed = {entry.id: entry for entry in decided}
    standing = {entry.id for entry in ledger.entries}
    new = [entry for name, entry in changed.items() if name not in standing]
    entries = [*(changed.get(entry.id, entry) for entry in ledger.entries), *new]
    if new:
        places, _ = anchor_all(missing.source.text, entries, missing.source.shown)
        ordered = [entry for entry in entries if entry.id in places]
        ordered.sort(key=lambda entry: places[entry.id].start)
        entries = [*ordered, *(entry for entry in entries if entry.id in changed and entry.id not in places)]
    write_entries(path, entries if new else list(changed.values()))


def entry_now(missing: Missing, name: str) -> Entry | None:
    """The entry as the ledger has it at this moment: another process may have written since."""
    ledger, _ = read_ledger(ledger_path(missing.source.path))
    return next((entry for entry in ledger.entries if entry.id == name), None)
