"""The captures behind an essay's ledger: kept during recovery, and used to prove every printed address."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from footlight.engines.warc.evidence_record import Damage, evidence_members, read_back
from footlight.findings.finding import Finding, has_errors, ordered
from footlight.input_record import open_file
from footlight.ledger.entries import Entry
from footlight.ledger.parser import entry_lines, read_ledger
from footlight.links.archives.archive import Archive
from footlight.links.evidence.capture_collection import EvidenceCollector
from footlight.links.evidence.capture_content import CaptureContent, read_capture
from footlight.links.evidence.evidence_file import EvidenceError, add_records, remove_records
from footlight.links.evidence.proof import needed_records, printed_entries, proof_findings, rests_on_person
from footlight.links.recovery import Recovery
from footlight.project import evidence_path, ledger_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The result of proving the addresses of one essay."""

    printed: int
    """The number of addresses that editions may print."""
    proven: int
    on_word: int
    """The number of addresses that rest on a person's word."""
    findings: tuple[Finding, ...]


def keep_evidence(essay: Path, recoveries: Sequence[Recovery], archives: Sequence[Archive]) -> tuple[Recovery, ...]:
    """Put the captures behind the recoveries into the essay's evidence file; return recoveries that name them.

    Raises EvidenceError if that file is damaged, EnvironmentProblem if it cannot be written.
    """
    path = evidence_path(essay)
    collector = EvidenceCollector(archives, path.name)
    # What the essay lists itself needs no capture: the list is the evidence.
    listed = [one for one in recoveries if one.evidence and all(row.what == "source" for row in one.evidence)]
    done = [collector.with_evidence(recovery) for recovery in recoveries if recovery not in listed]
    add_records(path, [artefact for one in done for artefact in one.artefacts])
    kept = [*listed, *(one.recovery for one in done)]
    return tuple(sorted(kept, key=lambda one: (one.place.start, one.place.end)))


def evidence_finding(error: EvidenceError, shown: str) -> Finding:
    """Report a damaged evidence file; nothing of the essay was written."""
    file = str(Path(shown).with_name(evidence_path(Path(shown)).name))
    return Finding(code="evidence-damaged", message=str(error), hint=error.hint, file=file)


def drop_evidence(essay: Path, before: Sequence[Entry]) -> None:
    """Remove captures that entries needed `before` and none needs now. Raises as above."""
    path = evidence_path(essay)
    ledger, findings = read_ledger(ledger_path(essay))
    if not has_errors(findings):
        remove_records(path, needed_records(before, path.name) - needed_records(ledger.entries, path.name))


def verify_essay(essay: Path, shown: str) -> Verified:
    """Prove the addresses that an essay's editions print from the kept captures; no other file is opened."""
    book, file = ledger_path(essay), evidence_path(essay)
    name = str(Path(shown).with_name(book.name))
    ledger, findings = read_ledger(book, file=name)
    if has_errors(findings):
        return Verified(printed=0, proven=0, on_word=0, findings=findings)
    entries = printed_entries(ledger.entries)
    names = needed_records(entries, file.name)
    captures, found = (
        _captures(file, str(Path(shown).with_name(file.name)), names) if names or file.exists() else ({}, ())
    )
    lines = entry_lines(book, entries)
    proven = 0
    said: list[Finding] = []
    for entry in entries:
        against = list(proof_findings(entry, captures, file.name))
        proven += not against
        said += [replace(doubt, file=name, line=lines.get(entry.id, 0)) for doubt in against]
    on_word = sum(map(rests_on_person, entries))
    return Verified(printed=len(entries), proven=proven, on_word=on_word, findings=ordered((*findings, *found, *said)))


def _captures(file: Path, shown: str, names: frozenset[str]) -> tuple[dict[str, CaptureContent], tuple[Finding, ...]]:
    """Return the undamaged records with these ids, and what is wrong with the file."""
    if Path(os.path.realpath(file)).parent != Path(os.path.realpath(file.parent)):
        message = "the evidence file is a symbolic link to another folder, and was not opened"
        return {}, (
            Finding(
                code="evidence-elsewhere", message=message, hint="Put the file itself into this folder.", file=shown
            ),
        )
    if not file.is_file():
        hint = "Copy it from where the ledger comes from, or run `footlight links recover` again."
        message = "the file of the captures that the ledger names is missing"
        return {}, (Finding(code="evidence-no-file", message=message, hint=hint, file=shown),)
    captures: dict[str, CaptureContent] = {}
    found: list[Finding] = []
    with open_file(file) as stream:
        for member in evidence_members(stream):
            if isinstance(member, Damage):
                found.append(_damaged(member, shown))
            elif member.artefact.record_id in names and (record := read_back(member.artefact)):
                captures[member.artefact.record_id] = read_capture(record)
    return captures, tuple(found)


def _damaged(damage: Damage, shown: str) -> Finding:
    return Finding(
        code="evidence-damaged",
        message=f"damaged at byte {damage.offset}: {damage.why}",
        hint="Restore the file from a copy, or move it away and run `footlight links recover` again.",
        file=shown,
    )
