"""One essay to its editions. Nothing appears in build/ unless every edition was made and the gate is passed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from footlight.errors import EngineError
from footlight.findings.finding import Finding, has_errors, ordered, strict
from footlight.settings.epub_options import VARIANT_ENDINGS
from footlight.settings.values import ENDINGS, Edition
from footlight.workflows.build.annotated_essay import Prepared, prepare
from footlight.workflows.build.freshness import PAGES, STAMP, common_inputs, stamp
from footlight.workflows.build.job import Job
from footlight.workflows.build.publication import publish, withdraw
from footlight.workflows.processes.setter import Here, Setter

if TYPE_CHECKING:  # importing it is what is put off
    from footlight.engines.templates import Templates
    from footlight.workflows.build.all_editions import Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a job."""

    name: str
    findings: tuple[Finding, ...]
    products: tuple[str, ...] = ()
    """Their names in build/NAME/; empty where nothing was made."""
    pages: int = 0
    notes: int = 0
    lost: int = 0
    markdown: str = ""
    """In which Markdown the source was read, and why."""


def build_essay(job: Job, setter: Setter | None = None) -> Outcome:
    """Makes an essay's editions and publishes them; `setter` lays pages out in another process, where one is given.

    Raises UsageError for a broken template or configuration, EnvironmentProblem where the machine lacks something.
    """
    name = job.essay.name
    templates: list[Templates] = []
    prepared, found = prepare(job.essay, job.project, job.config, lambda: templates.append(_templates(job)))
    findings = _weighed(found, job)
    if prepared is None or has_errors(findings):
        return Outcome(name=name, findings=ordered(findings))
    from footlight.workflows.build.all_editions import make  # noqa: PLC0415 - `_templates` did, while pandoc was at work

    try:
        made = make(prepared, job, setter or Here(), templates[0])
    except EngineError as error:
        hint = error.hint or "This is worth a report to the makers of Footlight, with the essay."
        broken = Finding(code="engine", message=str(error), hint=hint, file=prepared.source.shown)
        return Outcome(name=name, findings=ordered([*findings, broken]))
    findings += _weighed(made.findings, job)
    if not has_errors(findings):
        _publish(made, prepared, job)
    return Outcome(
        name=name,
        findings=ordered(findings),
        products=tuple(made.products) if not has_errors(findings) else (),
        pages=len(made.layout.pages) if made.layout else 0,
        notes=len(prepared.on_paper.notes),
        markdown=f"{prepared.choice.dialect.title}, because {prepared.choice.why}",
        lost=sum(not note.url and note.entry is not None for note in prepared.on_paper.notes),
    )


def _weighed(findings: tuple[Finding, ...], job: Job) -> tuple[Finding, ...]:
    return strict(findings) if job.config.build.strict else findings


def _templates(job: Job) -> "Templates":
    """The project's templates, compiled; and all that makes editions of them, imported."""
    from footlight.workflows.build import all_editions  # noqa: PLC0415 - it takes as long as pandoc takes with a short essay

    if Edition.EPUB in job.editions:
        from footlight.workflows.build import epub_edition  # noqa: F401, PLC0415 - as above
    return all_editions.templates(job)


def _publish(made: "Made", prepared: Prepared, job: Job) -> None:
    """Moves the products into build/NAME/, takes away those that are no longer asked for, and leaves a stamp."""
    name = job.essay.name
    folder = job.project.build / name
    products = dict(made.products)
    inputs = (*common_inputs(job.project, job.essay.path), *prepared.inputs)
    products[STAMP] = stamp(folder, inputs, job.key, products)
    publish(folder, products, last=STAMP)
    withdraw(folder, [known for known in product_names(name) if known not in products])


def product_names(name: str) -> tuple[str, ...]:
    """Everything that a build can leave in build/NAME/."""
    files = (*ENDINGS.values(), *VARIANT_ENDINGS.values(), ".onix.xml", ".links.json")
    return (*(f"{name}{ending}" for ending in files), PAGES)
