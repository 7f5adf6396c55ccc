"""Recover the missing links of essays, one process for each core, and write what was found into the ledgers."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from footlight.engines.operating_system import core_count
from footlight.essay_files import EssayFile
from footlight.findings.finding import Finding
from footlight.ledger.entries import DESCRIBED, Entry
from footlight.ledger.writer import write_entries
from footlight.links.evidence.evidence_file import EvidenceError
from footlight.links.recovery import EssayFacts, Recovery, recover
from footlight.links.recovery.listed_links import listed_links
from footlight.project import ledger_path
from footlight.textmatch.places import quote_at
from footlight.workflows.links.export_archives import local_archive
from footlight.workflows.links.kept_evidence import drop_evidence, evidence_finding, keep_evidence
from footlight.workflows.links.missing_links import MissingLinks, find_missing_links, place_name
from footlight.workflows.links.opened_archives import ArchiveSession, Search, Told
from footlight.workflows.processes.pool import map_in_processes, no_progress


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveredEssay:
    """The result for one essay."""

    missing: MissingLinks | None
    recoveries: tuple[Recovery, ...]
    findings: tuple[Finding, ...]
    silent: tuple[tuple[str, str], ...] = ()
    """Hosts of archives that did not answer, and why; their captures were not searched."""
    unread: tuple[str, ...] = ()
    """Files of archives in which no capture can be read."""


def recover_essays(files: Sequence[EssayFile], search: Search, told: Told = no_progress) -> Iterator[RecoveredEssay]:
    """Yield the result for each essay, in order; `told` receives progress messages.

    Raises EnvironmentProblem if a local archive cannot be read, or the request budget cannot be written.
    """
    for spec in search.archives:
        if spec.path is not None:
            local_archive(spec.path)  # indexed once here, before other processes open it
    work = [(file, search) for file in files]
    processes = min(core_count(), len(work))
    if processes <= 1:
        with closing(ArchiveSession(search, told)) as session:
            yield from (_recover_essay(file, session) for file, _ in work)
        return
    yield from map_in_processes(_one, work, processes, told)


def _one(job: tuple[EssayFile, Search], told: Told) -> RecoveredEssay:
    file, search = job
    return _recover_essay(file, _session(os.getpid(), search, told))


@cache
def _session(process: int, search: Search, told: Told) -> ArchiveSession:  # noqa: ARG001 - a fork needs its own
    return ArchiveSession(search, told)


def _recover_essay(file: EssayFile, session: ArchiveSession) -> RecoveredEssay:
    missing, findings = find_missing_links(file, mentioned=session.search.mentioned)
    if missing is None:
        return RecoveredEssay(missing=None, recoveries=(), findings=findings)
    facts = _facts(missing)
    archives = session.archives(missing.source, facts, missing.places)
    known = {entry.id: entry for entry in missing.entries}
    decided = [(at.start, at.end) for name, at in missing.anchored.items() if known[name].status.decided]
    text = missing.source.text
    listed = [
        one for one in listed_links(text) if not any(s <= one.place.end and one.place.start <= e for s, e in decided)
    ]
    taken = {(one.place.start, one.place.end) for one in listed}
    found = recover(
        text, facts, [p for p in missing.places if (p.start, p.end) not in taken], archives, decided=decided
    )
    found = tuple(sorted((*found, *listed), key=lambda one: (one.place.start, one.place.end)))
    if session.search.keep:
        try:
            found = keep_evidence(file.path, found, archives)
        except EvidenceError as error:
            return RecoveredEssay(
                missing=None, recoveries=(), findings=(*findings, evidence_finding(error, file.shown))
            )
    return RecoveredEssay(
        missing=missing, recoveries=found, findings=findings, silent=session.silent, unread=session.unread
    )


def _facts(missing: MissingLinks) -> EssayFacts:
    meta = missing.source.meta
    day = meta.date.first_day if meta.date else None
    return EssayFacts(title=meta.title, author=meta.byline, date=day, url=meta.url, lang=meta.lang)


def write_ledger(missing: MissingLinks, recoveries: Sequence[Recovery]) -> Path:
    """Write what was found into the essay's ledger and return its path; a person's decisions stay as they are.

    Raises LedgerError if the ledger cannot be edited; it is not changed then.
    """
    path = ledger_path(missing.source.path)
    names = {entry.id for entry in missing.entries}
    entries: list[Entry] = []
    text = missing.source.text
    for recovery in recoveries:
        known = missing.entry_at(recovery.place, but={entry.id for entry in entries})
        name = known.id if known else place_name(recovery.place, text, names)
        names.add(name)
        entries.append(_entry(name, text, recovery, known))
    write_entries(path, entries)
    drop_evidence(missing.source.path, missing.entries)
    return path


def _entry(name: str, text: str, recovery: Recovery, known: Entry | None) -> Entry:
    return Entry(
        id=name,
        kind=known.kind if known and known.kind != DESCRIBED else recovery.place.kind,
        quote=known.quote if known else quote_at(text, recovery.place.start, recovery.place.end),
        supplied=known.supplied if known else "",
        status=recovery.status,
        reason=recovery.reason,
        url=recovery.url,
        title=recovery.title,
        author=recovery.author,
        site=recovery.site,
        issued=recovery.issued,
        archive_url=recovery.archive_url,
        archived=recovery.archived,
        method=recovery.method,
        score=recovery.score,
        note=known.note if known else "",
        evidence=recovery.evidence,
        candidates=recovery.candidates,
        searched=recovery.searched,
    )
