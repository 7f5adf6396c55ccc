"""Essays whose missing links are looked for in archives: in as many processes as there are cores, then the ledger."""

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from footlight.errors import UsageError
from footlight.finding import Finding
from footlight.ledger import Entry
from footlight.ledger_writing import write_entries
from footlight.links.archives.local import LocalArchive
from footlight.links.recovery import EssayFacts, Recovery, recover
from footlight.pipeline.missing import Missing, find_missing
from footlight.place import quote_at, single_spaced
from footlight.project import ledger_path

_CHUNK = 4
"""Essays that a process takes at a time: few, so that all end together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is to be looked through, and for what."""

    archives: tuple[Path, ...]
    """WARC and WACZ files, or folders of them."""
    mentioned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What came of one essay."""

    missing: Missing | None
    recoveries: tuple[Recovery, ...]
    findings: tuple[Finding, ...]


def archive_path(spec: str, cwd: Path) -> Path:
    """The file or folder that an archive's specification names.

    Raises UsageError for one that is not there, and for archives behind a network, which this version cannot ask.
    """
    if re.match(r"(?:wayback|pywb|memento)\b|https?:", spec):
        hint = "Give a .warc, .warc.gz or .wacz file, or a folder of them."
        raise UsageError(f"'{spec}' is behind a network, and this version asks archives in files only", hint=hint)
    path = (cwd / spec).resolve()
    if not path.exists():
        raise UsageError(f"no archive {spec}", hint="Give a .warc, .warc.gz or .wacz file, or a folder of them.")
    return path


def recover_several(files: Sequence[tuple[Path, str]], search: Search) -> Iterator[Recovered]:
    """What comes of each essay, in their order. Raises EnvironmentProblem where an archive cannot be read."""
    for path in search.archives:
        LocalArchive(path)  # indexed once, here, before others open it
    work = [(path, shown, search) for path, shown in files]
    processes = min(len(os.sched_getaffinity(0)), len(work))
    if processes <= 1:
        yield from map(_one, work)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        yield from pool.map(_one, work, chunksize=_CHUNK)


def _one(job: tuple[Path, str, Search]) -> Recovered:
    path, shown, search = job
    missing, findings = find_missing(path, shown, mentioned=search.mentioned)
    if missing is None:
        return Recovered(missing=None, recoveries=(), findings=findings)
    archives = _opened(os.getpid(), search.archives)
    known = {entry.id: entry for entry in missing.entries}
    decided = [(at.start, at.end) for name, at in missing.anchored.items() if known[name].status.decided]
    found = recover(missing.source.text, _facts(missing), missing.places, archives, decided=decided)
    return Recovered(missing=missing, recoveries=found, findings=findings)


@cache
def _opened(process: int, paths: tuple[Path, ...]) -> tuple[LocalArchive, ...]:  # noqa: ARG001 - a fork needs its own
    return tuple(LocalArchive(path) for path in paths)


def _facts(missing: Missing) -> EssayFacts:
    meta = missing.source.meta
    day = meta.date.first_day if meta.date else None
    return EssayFacts(title=meta.title, author=meta.byline, date=day, url=meta.url, lang=meta.lang)


def write_ledger(missing: Missing, recoveries: Sequence[Recovery]) -> Path:
    """Writes what was found into the essay's ledger; what a person decided stays as it is. Gives the ledger's path.

    Raises LedgerError where the ledger cannot be rewritten; then it is left alone.
    """
    path = ledger_path(missing.source.path)
    names = {entry.id for entry in missing.entries}
    entries = []
    for recovery in recoveries:
        known = missing.entry_at(recovery.place)
        name = known.id if known else _name(missing.source.text, recovery, names)
        names.add(name)
        entries.append(_entry(name, missing.source.text, recovery, known))
    write_entries(path, entries)
    return path


def _name(text: str, recovery: Recovery, taken: set[str]) -> str:
    """A new id from the words of the place, or those before it."""
    place = recovery.place
    words = place.anchor or text[place.start : place.end] or single_spaced(text[max(0, place.start - 40) : place.start])
    stem = "-".join(re.findall(r"[a-z0-9]+", words.lower())[-4:]) or "place"
    number = 1
    while (name := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return name


def _entry(name: str, text: str, recovery: Recovery, known: Entry | None) -> Entry:
    return Entry(
        id=name,
        kind=known.kind if known else recovery.place.kind,
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
