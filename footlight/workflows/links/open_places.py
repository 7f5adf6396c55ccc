"""The open places of an essay: the questions that a person has to decide, and writing the decisions into the ledger."""

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
from footlight.markdown.markdown_text import MarkdownText, markdown_text
from footlight.project import ledger_path
from footlight.textmatch.places import Lines, quote_at
from footlight.workflows.links.missing_links import MissingLinks, find_missing_links, place_name

_SHORT = 80
"""Characters; a shorter sentence, such as "(See", is shown with the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EssayQuestions:
    """An essay and the questions about its open places."""

    missing: MissingLinks
    questions: tuple[Question, ...]
    """One for each place, in the order of the text; those that a person decided only where they are asked for."""


def open_questions(
    file: EssayFile, *, mentioned: bool = False, decided: bool = False
) -> tuple[EssayQuestions | None, tuple[Finding, ...]]:
    """Return the questions about an essay: undecided entries of its ledger, and places that the ledger does not know.

    With `decided`, also what a person decided already. None if the essay or its ledger cannot be read.
    """
    missing, findings = find_missing_links(file, mentioned=mentioned)
    if missing is None:
        return None, findings
    text = missing.source.text
    places = dict(missing.anchored)
    entries = [entry for entry in missing.entries if entry.id in places and (decided or not entry.status.decided)]
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
    return EssayQuestions(missing=missing, questions=questions), findings


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


def write_decisions(missing: MissingLinks, decided: Sequence[Entry]) -> None:
    """Write decided entries into the essay's ledger, new ones in the order of the text.

    Raises LedgerError if the ledger cannot be edited; it is not changed then.
    """
    path = ledger_path(missing.source.path)
    ledger, findings = read_ledger(path)
    if has_errors(findings):
        raise LedgerError(f"{path.name} can no longer be read", hint="Run `footlight links find` to see why.")
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


def current_entry(missing: MissingLinks, name: str) -> Entry | None:
    """Return the entry as the ledger has it now; another process may have changed it."""
    ledger, _ = read_ledger(ledger_path(missing.source.path))
    return next((entry for entry in ledger.entries if entry.id == name), None)
