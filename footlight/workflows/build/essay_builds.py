"""Build essays: from the files of each to its products in build/NAME/, one essay in a process.

`build_essay` is the way of one essay from top to bottom. Nothing appears in build/ unless all editions were made and
none has an error.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from footlight.engines.operating_system import core_count
from footlight.errors import EngineError, FootlightError
from footlight.essay.document import Source
from footlight.findings.finding import Finding, has_errors, ordered, strict
from footlight.input_record import recorded
from footlight.interrupts import interrupts_held
from footlight.settings.values import ON_SCREEN, Edition
from footlight.workflows.build.annotated_essay import Prepared, prepare
from footlight.workflows.build.freshness import common_inputs, digests_read, input_hashes
from footlight.workflows.build.job import Job
from footlight.workflows.build.publication import publish_editions
from footlight.workflows.processes.fork_beside import beside
from footlight.workflows.processes.setter import LocalSetter, Setter, StylesAhead

if TYPE_CHECKING:  # importing them takes long, and is done while pandoc reads
    from footlight.workflows.build.all_editions import MadeEditions
    from footlight.workflows.build.essay_look import Look
    from footlight.workflows.build.source_counts import SourceCounts


_LONG = 50_000
"""Characters of a source from which on counting it takes longer than beginning a process that does it: 0.2 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a job."""

    name: str
    findings: tuple[Finding, ...]
    products: tuple[str, ...] = ()
    """Their names in build/NAME/; empty where nothing was made."""
    pages: int = 0
    """Of the reading edition; 0 where it was not made."""
    printed_pages: int = 0
    """Of the print edition, blank ones at its end among them."""
    notes: int = 0
    lost: int = 0
    """How many links have no address."""
    markdown: str = ""
    """In which Markdown the source was read, and why."""
    unplanned: tuple[tuple[str, int], ...] = ()
    """Why justified paragraphs were broken line by line and not as a whole, and how many for each reason."""


def build_essays(jobs: Sequence[Job], processes: int, setter: Setter | None = None) -> Iterator[Outcome]:
    """Yield the outcome of each job, in the order of the jobs. `processes` of 0 stands for one a core.

    `setter` lays out the pages where all is done in this process. Raises what `build_essay` raises, and
    EnvironmentProblem where a process is killed.
    """
    wanted = min(processes or core_count(), len(jobs))
    if wanted <= 1:
        setter = setter or LocalSetter()
        yield from (build_essay(job, setter) for job in jobs)
        return
    from footlight.workflows.processes.pool import map_in_processes  # noqa: PLC0415 - 20 ms that one essay need not wait

    yield from map_in_processes(_build, jobs, wanted, chunk=1)


@cache
def _setter() -> LocalSetter:
    """The setter of this process, for all essays that it builds: style sheets are parsed, and fonts opened, once."""
    return LocalSetter()


def _build(job: Job, _: Callable[[str], None]) -> Outcome:
    return build_essay(job, _setter())


def build_essay(job: Job, setter: Setter | None = None) -> Outcome:
    """Make an essay's editions and publish them. `setter` lays the pages out; without one this process does.

    Raises UsageError for a broken template or configuration, EnvironmentProblem where the machine lacks something.
    """
    folder = job.project.build / job.essay.name
    # What is not there is not read; the files that might be are hashed before anything is.
    inputs = input_hashes(folder, common_inputs(job.project, job.essay.path))
    inputs[os.path.relpath(job.project.config, folder)] = job.key.config
    with recorded() as record:
        outcome, products = set_essay(job, setter or LocalSetter())
    if outcome.products:
        publish_editions(products, job, inputs | digests_read(folder, record.digests))
    return outcome


def set_essay(job: Job, setter: Setter) -> tuple[Outcome, Mapping[str, bytes]]:
    """Make an essay's editions, and publish nothing. Raises what `build_essay` raises."""
    try:
        return _set(job, setter)
    except (FootlightError, OSError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - one essay's fault does not end the others
        from footlight.findings.fault_reports import fault_finding  # noqa: PLC0415 - hardly ever used

        return Outcome(name=job.essay.name, findings=(fault_finding(error, job.essay.shown),)), {}


def _set(job: Job, setter: Setter) -> tuple[Outcome, Mapping[str, bytes]]:
    begun: list[tuple[Look, Callable[[], SourceCounts]]] = []
    with ExitStack() as stack:

        def meanwhile(source: Source) -> None:
            work, wanted = partial(_counts, source), _counted_beside(source, job, setter)
            counts = stack.enter_context(beside(work, wanted=wanted))
            begun.append((_look(source, job, setter), counts))

        prepared, found = prepare(job.essay, job.project, job.config, meanwhile)
        findings = _weighed(found, job)
        if prepared is None or has_errors(findings):
            return Outcome(name=job.essay.name, findings=ordered(findings)), {}
        look, counts = begun[0]
        try:
            made = _make(prepared, job, setter, look, counts)
        except EngineError as error:
            hint = error.hint or "This is worth a report to the makers of Footlight, with the essay."
            broken = Finding(code="engine", message=str(error), hint=hint, file=prepared.source.shown)
            return Outcome(name=job.essay.name, findings=ordered([*findings, broken])), {}
    findings += _weighed((*look.findings, *made.findings), job)
    return _outcome(prepared, made, findings), made.products


def _counted_beside(source: Source, job: Job, setter: Setter) -> bool:
    """Whether another process should count the source, from the moment at which pandoc begins to read it.

    Where pages are laid out, this process has the time while the setter's is at work.
    """
    return setter.has_company and len(source.text) > _LONG and not set(job.editions) - ON_SCREEN


def _counts(source: Source) -> "SourceCounts":
    from footlight.workflows.build.source_counts import count_source  # noqa: PLC0415 - as below

    return count_source(source)


def _weighed(findings: tuple[Finding, ...], job: Job) -> tuple[Finding, ...]:
    return strict(findings) if job.config.build.strict else findings


def _look(source: Source, job: Job, setter: Setter) -> "Look":
    """Find out how an essay is set, tell the setter, and import all that makes editions."""
    with interrupts_held():  # engines in C are among what is imported
        from footlight.editions.page_document import page_styles  # noqa: PLC0415 - as above
        from footlight.workflows.build import all_editions  # noqa: F401, PLC0415 - as long as pandoc takes for a text
        from footlight.workflows.build.essay_look import look_of  # noqa: PLC0415 - as above

    look = look_of(source, job.project, job.config)
    folders = look.project.template_folders
    setter.expect(
        StylesAhead(styles=page_styles(look.config.page, look.templates, ""), base=folders[0], folders=folders)
    )
    if Edition.EPUB in job.editions:
        from footlight.workflows.build import epub_edition  # noqa: F401, PLC0415 - as above
    return look


def _make(
    prepared: Prepared, job: Job, setter: Setter, look: "Look", counts: "Callable[[], SourceCounts]"
) -> "MadeEditions":
    from footlight.workflows.build.all_editions import make_editions  # noqa: PLC0415 - `_look` has imported it

    return make_editions(prepared, job, setter, look, counts)


def _outcome(prepared: Prepared, made: "MadeEditions", findings: tuple[Finding, ...]) -> Outcome:
    return Outcome(
        name=prepared.source.name,
        findings=ordered(findings),
        products=tuple(made.products) if not has_errors(findings) else (),
        pages=made.pages.get(Edition.READING, 0),
        printed_pages=made.pages.get(Edition.PRINT, 0),
        notes=len(prepared.on_paper.notes),
        markdown=f"{prepared.choice.dialect.title}, because {prepared.choice.why}",
        unplanned=made.layout.unplanned if made.layout else (),
        lost=sum(not note.url and note.entry is not None for note in prepared.on_paper.notes),
    )
