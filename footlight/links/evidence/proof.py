"""Prove printed addresses from the kept captures: each record is there, has the SHA-256 of the ledger and contains the
quoted line, and one of an entry's captures shows the address (`CaptureContent.shows`).

An entry that a person accepted without a capture rests on that person's word, which a finding says.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime

from footlight.findings.finding import Finding, Severity
from footlight.ledger.entries import Entry, Evidence, Status
from footlight.links.evidence.capture_content import CaptureContent
from footlight.links.evidence.evidence_file import referenced_record

_AGAIN = "Take the ledger and the captures from one copy, or run `footlight links recover` again."


def printed_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries whose address an edition may print."""
    return tuple(entry for entry in entries if entry.status.printed and entry.url)


def rests_on_person(entry: Entry) -> bool:
    """Whether the address rests on a person's word alone: the entry names no capture."""
    return entry.status is Status.ACCEPTED and not any(row.artefact for row in entry.evidence)


def needed_records(entries: Iterable[Entry], name: str) -> frozenset[str]:
    """The ids of the records of the file `name` that these entries name."""
    rows = (row for entry in entries for row in entry.evidence)
    return frozenset(referenced_record(row.artefact) for row in rows if _is_kept(row, name))


def proof_findings(entry: Entry, captures: Mapping[str, CaptureContent], name: str) -> Iterator[Finding]:
    """Findings against a printed entry, none where it is proven; the caller adds file and line.

    `captures` are the records of the file `name` that could be read, by their ids.
    """
    if rests_on_person(entry):
        who = entry.named or "the editor"
        yield Finding(
            code="evidence-word",
            message=f"'{entry.id}' rests on the word of {who}; no capture of it is kept",
            severity=Severity.INFO,
        )
        return
    rows = [row for row in entry.evidence if row.artefact]
    if not rows and any(row.what == "source" and entry.url in row.line for row in entry.evidence):
        return  # the essay lists the address itself
    if not rows:
        hint = "Run `footlight links recover` with the archive that showed it."
        yield Finding(code="evidence-none", message=f"no capture is kept behind '{entry.id}'", hint=hint)
        return
    shown = False
    for row in rows:
        if not _is_kept(row, name):
            yield _elsewhere(entry, row, name)
        elif (seen := captures.get(referenced_record(row.artefact))) is None:
            message = (
                f"the capture {referenced_record(row.artefact)} behind '{entry.id}' is not in {name}, or is damaged"
            )
            yield Finding(code="evidence-missing", message=message, hint=_AGAIN)
        else:
            yield from _differences(entry, row, seen)
            shown = shown or seen.shows(entry.url)
    if not shown:
        message = f"no kept capture shows the address of '{entry.id}', {entry.url}"
        yield Finding(code="evidence-no-address", message=message, hint=_AGAIN)


def _is_kept(row: Evidence, name: str) -> bool:
    return row.artefact.partition("#")[0] == name


def _elsewhere(entry: Entry, row: Evidence, name: str) -> Finding:
    return Finding(
        code="evidence-elsewhere",
        message=f"the evidence of '{entry.id}' names {row.artefact.partition('#')[0]!r:.80}, which was not opened",
        hint=f"Evidence is kept in {name}, beside the ledger; run `footlight links recover` again.",
    )


def _differences(entry: Entry, row: Evidence, seen: CaptureContent) -> Iterator[Finding]:
    """Findings where a capture differs from its row of evidence."""
    what = f"the capture of {seen.target} behind '{entry.id}'"
    if row.sha256 != seen.sha256:
        yield Finding(code="evidence-changed", message=f"{what} does not have the SHA-256 of the ledger", hint=_AGAIN)
    if row.url and row.url != seen.target:
        yield Finding(code="evidence-other", message=f"{what} is not of {row.url}, as the ledger says", hint=_AGAIN)
    if row.seen and not _same_moment(row.seen, seen.when):
        yield Finding(code="evidence-other", message=f"{what} is not of {row.seen}, as the ledger says", hint=_AGAIN)
    if not seen.quotes(row.line):
        yield Finding(code="evidence-no-line", message=f"{what} does not contain the quoted line", hint=_AGAIN)


def _same_moment(stated: datetime | date, when: datetime) -> bool:
    if isinstance(stated, datetime):
        return stated.astimezone(UTC) == when.replace(microsecond=0)
    return stated == when.date()
