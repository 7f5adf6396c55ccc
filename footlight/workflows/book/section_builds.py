"""Make the sections of a book: each essay is read, annotated and written as HTML by itself, several at a time."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from footlight.editions.books.sections import Section, SectionText, keyed_fragments, keyed_notes, pictures_of
from footlight.editions.colophon import imprint_of, lost_rows, newest_day
from footlight.editions.fragments import make_fragments
from footlight.engines.operating_system import core_count
from footlight.errors import EngineError
from footlight.essay.book import Chapter
from footlight.essay.document import Annotated, LinksAsNotes, Source
from footlight.essay.siblings import Siblings
from footlight.essay.tree import plain
from footlight.findings.finding import Finding, has_errors
from footlight.input_record import recorded
from footlight.project import Project
from footlight.settings.values import Config
from footlight.workflows.build.annotated_essay import Prepared, prepare
from footlight.workflows.build.source_counts import SourceCounts, count_source
from footlight.workflows.processes.build_store import BuildStore, canonical, key_of

_SAMPLE = 2_000
"""Characters of each text by which a colophon tells whether it is in the script of the face."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionJob:
    """A section to be made."""

    chapter: Chapter
    siblings: Siblings
    project: Project
    config: Config
    role: str = ""
    """The words for what it is, such as "Preface", which stand for a title that is missing."""
    program: str = ""
    """A hash of the program and its engines; where it is given, sections are kept for later builds."""
    anew: bool = False
    """Whether a section that an earlier build kept is made all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionOutcome:
    """What came of a job."""

    chapter: Chapter
    section: Section | None
    findings: tuple[Finding, ...]


def make_sections(jobs: Sequence[SectionJob], processes: int) -> Iterator[SectionOutcome]:
    """Yield what comes of each job, in their order. `processes` of 0 stands for one a core.

    Raises what `make_section` raises, and EnvironmentProblem where a process is killed.
    """
    store = BuildStore()
    keys = section_keys(jobs)
    wanted = ((index, job) for index, job in enumerate(jobs) if job.program and not job.anew)
    known = {index: outcome for index, job in wanted if (outcome := store.get(keys[index]))}
    made = _all_made([job for index, job in enumerate(jobs) if index not in known], processes)
    for index, job in enumerate(jobs):
        if index in known:
            yield known[index]
            continue
        outcome = next(made)
        if job.program and outcome.section is not None:
            store.put(keys[index], outcome, outcome.section.digests)
        yield outcome


def section_keys(jobs: Sequence[SectionJob]) -> list[str]:
    """A hash of all that each section is made of. What all have in common is put into words once."""
    words: dict[int, str] = {}

    def common(value: object) -> str:
        if id(value) not in words:
            words[id(value)] = canonical(value)
        return words[id(value)]

    own = [one.name for one in fields(SectionJob) if one.name not in {"siblings", "project", "config", "anew"}]
    return [
        key_of(
            "section",
            *map(common, (job.siblings, job.project, job.config)),
            *(canonical(getattr(job, name)) for name in own),
        )
        for job in jobs
    ]


def _all_made(jobs: Sequence[SectionJob], processes: int) -> Iterator[SectionOutcome]:
    wanted = min(processes or core_count(), len(jobs))
    if wanted <= 1:
        yield from map(make_section, jobs)
        return
    from footlight.workflows.processes.pool import map_in_processes  # noqa: PLC0415 - a book of one essay needs none

    yield from map_in_processes(_made, jobs, wanted, chunk=1)


def _made(job: SectionJob, _: Callable[[str], None]) -> SectionOutcome:
    return make_section(job)


def make_section(job: SectionJob) -> SectionOutcome:
    """Make a section; None, with the findings, where its essay has an error.

    Raises UsageError for a broken configuration, EnvironmentProblem where the machine lacks something.
    """
    with recorded() as record:
        file = job.chapter.file
        named = replace(file, given=replace(file.given, words=job.role)) if job.role else file
        counts: list[SourceCounts] = []

        def count(source: Source) -> None:
            """While pandoc reads it."""
            counts.append(count_source(source))

        prepared, findings = prepare(named, job.project, job.config, count, siblings=job.siblings)
        findings = tuple(finding for finding in findings if not (job.role and finding.code == "no-title"))
        if prepared is None or has_errors(findings):
            return SectionOutcome(chapter=job.chapter, section=None, findings=findings)
        try:
            section = _section(job, prepared, counts[0])
        except EngineError as error:
            hint = error.hint or "This is worth a report to the makers of Footlight, with the essay."
            broken = Finding(code="engine", message=str(error), hint=hint, file=prepared.source.shown)
            return SectionOutcome(chapter=job.chapter, section=None, findings=(*findings, broken))
    found = (*findings, *section.paper.fragments.findings)
    return SectionOutcome(chapter=job.chapter, section=replace(section, digests=record.digests), findings=found)


def _section(job: SectionJob, prepared: Prepared, counts: SourceCounts) -> Section:
    paper, source, meta = prepared.on_paper, prepared.source, prepared.source.meta
    wish = meta.links_as_notes
    with tempfile.TemporaryDirectory(prefix="footlight-") as folder:
        style = Path(folder, "style.csl")
        style.write_text(prepared.style.text, encoding="utf-8", newline="\n")
        listed = not prepared.style.cites_in_notes

        def text(annotated: Annotated) -> SectionText:
            fragments = make_fragments(annotated, prepared.words, style, bibliography=listed)
            key = job.chapter.key
            return SectionText(
                fragments=keyed_fragments(fragments, key),
                notes=keyed_notes(annotated.notes, key),
                addresses=tuple(replace(one, section=key) for one in annotated.addresses),
            )

        on_paper = text(paper)
        on_screen = on_paper if wish is not LinksAsNotes.PRINT else text(prepared.on_screen)
    return Section(
        chapter=job.chapter,
        source=replace(source, text="", siblings=Siblings()),
        title=plain(paper.essay.title),
        words=prepared.words,
        paper=on_paper,
        screen=on_screen,
        imprint=imprint_of(meta, prepared.words),
        lost=tuple(lost_rows(paper.notes, prepared.entries, prepared.words)),
        supplied=any(entry.supplied for entry in prepared.entries),
        newest=newest_day(paper, prepared.entries),
        sample=source.text[source.body_start : source.body_start + _SAMPLE],
        images=paper.essay.images,
        pictures=pictures_of(paper) if paper.essay.images else [],
        missing=counts.missing,
        inventory=counts.inventory,
        markdown=f"{prepared.choice.dialect.title}, because {prepared.choice.why}",
    )
