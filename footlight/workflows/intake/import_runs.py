"""Import sources: read each, convert its items in several processes, write them in their order.

One bad item ends nothing: it is a finding, and the next one follows. Items that were imported from the same content
before are not converted again, so that a run that was stopped goes on where it was.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from footlight.engines.operating_system import core_count
from footlight.errors import EngineError, FootlightError
from footlight.essay_files import lone_essay
from footlight.findings.finding import Finding, has_errors
from footlight.intake.conversion import Conversion, convert
from footlight.intake.item import Item, ItemKind
from footlight.intake.link_fates import Fate, LinkAccount
from footlight.intake.parcel import Parcel
from footlight.intake.reader_table import reader_for
from footlight.reading.source_inventory import take_inventory
from footlight.workflows.build.leftovers import clear_source
from footlight.workflows.intake.acquisition import Acquisition, open_source, picture_sources, with_redirects
from footlight.workflows.intake.essay_writing import Names, Outcome, Written, write_essay
from footlight.workflows.intake.folder_reading import read_folder
from footlight.workflows.intake.import_record import digest_of, read_records, write_record
from footlight.workflows.pictures import Fetching, fetch_pictures
from footlight.workflows.processes.pool import Progress, map_in_processes, no_progress

_BATCH = 48
"""Items that are converted together; few enough to hold in memory, many enough to keep processes at work."""
_PICTURES = re.compile(r"!\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?")
_FEW = 4
"""Items for which no processes are started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How an import runs."""

    folder: Path
    """Where essays are written: source/ or a folder in it."""
    acquisition: Acquisition
    dry_run: bool = False
    pictures: bool = True
    """Whether pictures on the web are fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one item, or of a source that gave none."""

    origin: str
    essay: Path | None = None
    outcome: Outcome = Outcome.FAILED
    links: LinkAccount = field(default_factory=LinkAccount)
    notes: int = 0
    pictures: int = 0
    places: int = 0
    """Emptied links, which are places in the ledger."""
    changes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    item: Item
    digest: str
    essay: Path | None
    """Of an item that was imported before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What the items of one source are imported with."""

    names: Names
    options: ImportOptions
    fetching: Fetching
    progress: Progress


def import_sources(
    sources: Sequence[str], cwd: Path, options: ImportOptions, progress: Progress = no_progress
) -> Iterator[Imported]:
    """Import sources, one after the other, and yield what became of each item.

    Raises EnvironmentProblem where an archive cannot be opened, or nothing can be written.
    """
    if not options.dry_run:
        clear_source(options.folder)
    records = read_records(options.folder)
    names = Names(options.folder, tuple(records.values()))
    done = 0

    def counted(words: str) -> None:
        progress(f"{done} done, {words}" if done > _FEW else words)

    def imported(batch: list[_Job], run: _Run) -> Iterator[Imported]:
        nonlocal done
        for one in _imported(batch, run):
            done += 1
            yield one

    for source in sources:
        batch: list[_Job] = []
        run = _Run(
            names=names,
            options=options,
            fetching=picture_sources(source, cwd, options.acquisition),
            progress=counted,
        )
        for found in _items(source, cwd, options, progress):
            if isinstance(found, Finding):
                yield Imported(origin=source, findings=(found,))
                continue
            digest = digest_of(found)
            record = records.get(found.key)
            if record and record.digest == digest and record.essay.is_file():
                yield Imported(origin=found.origin, essay=record.essay, outcome=Outcome.UNCHANGED)
                continue
            item = with_redirects(found, run.fetching, options.acquisition)
            batch.append(_Job(item=item, digest=digest, essay=record.essay if record else None))
            if len(batch) >= _BATCH:
                yield from imported(batch, run)
                batch = []
        yield from imported(batch, run)


def _items(source: str, cwd: Path, options: ImportOptions, progress: Progress) -> Iterator[Item | Finding]:
    progress(f"opening {source}")
    for opened in open_source(source, cwd, options.acquisition):
        if isinstance(opened, Parcel):
            yield from _read(opened)
        else:
            yield opened


def _read(parcel: Parcel) -> Iterator[Item | Finding]:
    """The items of a parcel; a finding where it is of no known format, or holds nothing."""
    try:
        reader = reader_for(parcel)
        is_folder = parcel.path is not None and parcel.path.is_dir()
        if reader is None and not is_folder:
            yield Finding(
                code="import-unknown-format",
                message="this is no page and no other format that can be imported",
                hint="docs/import.md lists the formats. Is it the file that you mean?",
                file=parcel.name,
            )
            return
        found = False
        for one in reader.items(parcel) if reader else read_folder(parcel):
            found = found or isinstance(one, Item) or has_errors([one])
            yield one
        if not found:
            yield Finding(
                code="import-empty",
                message="there is no essay in it",
                hint="Is it the file that you mean? Some exports are several files.",
                file=parcel.name,
            )
    except OSError as error:
        yield Finding(
            code="import-unknown-format",
            message=f"it cannot be read: {error.strerror or error}",
            hint="Check its permissions.",
            file=parcel.name,
        )


def _imported(batch: Sequence[_Job], run: _Run) -> Iterator[Imported]:
    """Convert the items of a batch, in several processes where they are many, and write them in their order."""
    jobs = [job.item for job in batch]
    if len(jobs) <= _FEW or core_count() < 2:
        results: Iterator[Conversion | Finding] = (_convert(item, run.progress) for item in jobs)
    else:
        results = map_in_processes(_convert, jobs, min(core_count(), len(jobs)), run.progress)
    for job, result in zip(batch, results, strict=True):
        if isinstance(result, Finding):
            yield Imported(origin=job.item.origin, findings=(result,))
        else:
            yield _written(job, result, run)


def _convert(item: Item, progress: Progress) -> Conversion | Finding:
    progress(f"converting {item.title or item.origin}"[:100])
    try:
        return convert(item)
    except EngineError as error:
        return Finding(
            code="import-unknown-format",
            message=f"its text cannot be converted: {error}",
            hint="Please report it with the source.",
            file=item.origin,
        )


def _written(job: _Job, conversion: Conversion, run: _Run) -> Imported:
    item = job.item
    findings = (*conversion.findings, *_losses(item, conversion))
    account = _account(conversion)
    if has_errors(findings):
        return Imported(origin=item.origin, links=account, findings=findings)
    essay = job.essay or run.names.essay_for(conversion.name, item.key, conversion)
    try:
        done = write_essay(essay, item, conversion, known=job.essay is not None, dry_run=run.options.dry_run)
    except FootlightError as error:
        if error.exit_code == 3:
            raise
        failed = Finding(code="import-unknown-format", message=str(error), hint=error.hint, file=item.origin)
        return Imported(origin=item.origin, essay=essay, links=account, findings=(*findings, failed))
    findings = (*findings, *done.findings, *_pictures(done, conversion, run))
    if not run.options.dry_run and done.outcome is not Outcome.LEFT_OUT:
        write_record(essay, item, done.conversion)  # last, so that what is recorded is whole, its pictures included
    return Imported(
        origin=item.origin,
        essay=essay,
        outcome=done.outcome,
        links=account,
        notes=conversion.notes,
        pictures=len(conversion.pictures),
        places=len(conversion.places),
        changes=done.changes,
        findings=findings,
    )


def _lost_links(conversion: Conversion) -> Counter[str]:
    """The addresses that should stand in the Markdown and do not, by a reader that is not pandoc.

    The two readers differ now and then (a blank in an address, a bracket in words): targets in the text count too.
    """
    if not conversion.expected_links:
        return Counter()
    found = Counter(_compared(one.address) for one in take_inventory(conversion.body, 0).links)
    wanted = Counter(map(_compared, conversion.expected_links))
    missing = wanted - found
    return missing - Counter({address: _targets(address, conversion.body) - found[address] for address in missing})


def _compared(address: str) -> str:
    return address.removeprefix("mailto:")


def _targets(address: str, body: str) -> int:
    """How often an address stands in the text as the target of a link."""
    return len(re.findall(rf"[(<:]{re.escape(address)}[)>]", body))


def _losses(item: Item, conversion: Conversion) -> Iterator[Finding]:
    lost = _lost_links(conversion)
    if lost:
        yield Finding(
            code="import-link-lost",
            message=f"{lost.total()} of {len(conversion.expected_links)} links would be lost: {' '.join([*lost][:5])}",
            hint="This is a fault of Footlight: please report it with the page.",
            file=item.origin,
        )
    notes = len(re.findall(r"^\[\^[^\]\n]+\]:", conversion.body, re.MULTILINE))
    if notes < conversion.notes:
        yield Finding(
            code="import-note-lost",
            message=f"{conversion.notes - notes} of {conversion.notes} footnotes would be lost",
            hint="This is a fault of Footlight: please report it with the page.",
            file=item.origin,
        )
    if _is_empty(item, conversion) and not has_errors(conversion.findings):
        yield Finding(
            code="import-empty",
            message="there is no text in it that could be an essay",
            hint="Open it in a browser. Is it a list of links, or a page that shows its text only to some readers?",
            file=item.origin,
        )


def _is_empty(item: Item, conversion: Conversion) -> bool:
    """Whether nothing is there to be read: no text at all, or on a page only pictures."""
    words = _PICTURES.sub("", conversion.body) if item.kind is ItemKind.PAGE else conversion.body
    return not words.strip()


def _account(conversion: Conversion) -> LinkAccount:
    """The account of the links, with those lost that do not stand in the Markdown."""
    lost = _lost_links(conversion)
    if not lost:
        return conversion.links
    return LinkAccount(
        fates=tuple(
            replace(one, fate=Fate.LOST) if one.fate.stands and _compared(one.address) in lost else one
            for one in conversion.links.fates
        )
    )


def _pictures(done: Written, conversion: Conversion, run: _Run) -> Iterator[Finding]:
    """Fetch the pictures that stand on the web."""
    options = run.options
    skipped = options.dry_run or not options.pictures or done.outcome in (Outcome.LEFT_OUT, Outcome.CONFLICT)
    shown = (*conversion.pictures, *([conversion.cover] if conversion.cover else []))
    if skipped or all(one.attached is not None for one in shown):
        return
    run.progress(f"pictures of {done.essay.name}")
    for one in fetch_pictures(lone_essay(done.essay, done.essay.name), run.fetching):
        if isinstance(one, Finding) and one.code == "picture-not-fetched":
            yield one
