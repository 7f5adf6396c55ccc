"""The entries of essays' ledgers, for other programs."""

from collections.abc import Sequence
from pathlib import Path

from footlight.essay_files import EssayFile
from footlight.findings.finding import Finding, has_errors
from footlight.ledger.export_formats import ExportedEntry
from footlight.ledger.parser import read_ledger
from footlight.project import ledger_path
from footlight.reading.source_file import read_source


def exported_entries(files: Sequence[EssayFile]) -> tuple[tuple[ExportedEntry, ...], tuple[Finding, ...]]:
    """Return the entries of each ledger in the order of the file, and what is wrong with any of them."""
    rows: list[ExportedEntry] = []
    findings: list[Finding] = []
    for file in files:
        source, found = read_source(file)
        if source is None:
            findings += found
            continue
        book = ledger_path(file.path)
        ledger, found = read_ledger(book, file=str(Path(file.shown).with_name(book.name)))
        findings += found
        if not has_errors(found):
            title = source.meta.title or source.words_of_name
            rows += [ExportedEntry(essay=source.name, title=title, entry=entry) for entry in ledger.entries]
    return tuple(rows), tuple(findings)
