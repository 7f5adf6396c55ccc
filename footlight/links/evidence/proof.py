"""Proof of a printed address from what was kept: the record is there, its bytes are those that the ledger knows, the
quoted line stands in it, and in one of an entry's captures the address itself (`witness` says how).

An entry that a person accepted without any capture stands on that person's word, and that is said.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime

from footlight.findings.finding import Finding, Severity
from footlight.ledger.entries import Entry, Evidence, Status
from footlight.links.evidence.evidence_file import artefact_id
from footlight.links.evidence.witness import Witness

_AGAIN = "Take the ledger and the captures from one copy, or run `footlight links recover` again."


def printed(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries whose address may stand in an edition."""
    return tuple(entry for entry in entries if entry.status.printed and entry.url)


def on_a_persons_word(entry: Entry) -> bool:
    """Whether nothing but a person vouches for the address: no capture is named behind it."""
    return entry.status is Status.ACCEPTED and not any(row.artefact for row in entry.evidence)


def wanted(entries: Iterable[Entry], name: str) -> frozenset[str]:
    """The ids of the records in the file `name` on which these entries rest."""
    rows = (row for entry in entries for row in entry.evidence)
    return frozenset(artefact_id(row.artefact) for row in rows if _is_kept(row, name))


def doubts(entry: Entry, witnesses: Mapping[str, Witness], name: str) -> Iterator[Finding]:
    """What speaks against a printed entry; nothing where it is proven. Where the entry stands is left to the caller.

    `witnesses` are the records of the file `name` that could be read, by their ids.
    """
    if on_a_persons_word(entry):
        who = entry.named or "the editor"
        yield Finding(
            code="evidence-word",
            message=f"'{entry.id}' stands on the word of {who}; no capture of it is kept",
            severity=Severity.INFO,
        )
        return
    rows = [row for row in entry.evidence if row.artefact]
    if not rows:
        hint = "Run `footlight links recover` with the archive that showed it."
        yield Finding(code="evidence-none", message=f"no capture is kept behind '{entry.id}'", hint=hint)
        return
    shown = False
    for row in rows:
        if not _is_kept(row, name):
            yield _elsewhere(entry, row, name)
        elif (seen := witnesses.get(artefact_id(row.artefact))) is None:
            message = f"the capture {artefact_id(row.artefact)} behind '{entry.id}' is not in {name}, or is damaged"
            yield Finding(code="evidence-missing", message=message, hint=_AGAIN)
        else:
            yield from _against(entry, row, seen)
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


def _against(entry: Entry, row: Evidence, seen: Witness) -> Iterator[Finding]:
    """What in a capture is otherwise than its line of evidence says."""
    what = f"the capture of {seen.target} behind '{entry.id}'"
    if row.sha256 != seen.sha256:
        yield Finding(code="evidence-changed", message=f"{what} has not the SHA-256 of the ledger", hint=_AGAIN)
    if row.url and row.url != seen.target:
        yield Finding(code="evidence-other", message=f"{what} is not of {row.url}, as the ledger says", hint=_AGAIN)
    if row.seen and not _same_moment(row.seen, seen.when):
        yield Finding(code="evidence-other", message=f"{what} is not of {row.seen}, as the ledger says", hint=_AGAIN)
    if not seen.quotes(row.line):
        yield Finding(code="evidence-no-line", message=f"the quoted line does not stand in {what}", hint=_AGAIN)


def _same_moment(said: datetime | date, when: datetime) -> bool:
    if isinstance(said, datetime):
        return said.astimezone(UTC) == when.replace(microsecond=0)
    return said == when.date()
