"""One essay to its editions. Nothing appears in build/ unless every edition was made and the gate is passed."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from footlight.errors import EngineError
from footlight.findings.finding import Finding, has_errors, ordered, strict
from footlight.settings.epub_options import VARIANT_ENDINGS
from footlight.settings.values import ENDINGS, Edition
from footlight.workflows.build.annotated_essay import prepare
from footlight.workflows.build.freshness import (
    PAGES,
    STAMP,
    BuildRecord,
    common_inputs,
    file_hash,
    input_hashes,
    kept_records,
    new_record,
    read_records,
    stamp,
)
from footlight.workflows.build.job import Job
from footlight.workflows.build.manifest import ENDING as MANIFEST_ENDING
from footlight.workflows.build.manifest import merged
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
    folder = job.project.build / name
    # The hashes of what is read are taken before it is read: what is saved during the build is built again next time.
    old = read_records(folder)
    inputs = input_hashes(folder, common_inputs(job.project, job.essay.path))
    inputs[os.path.relpath(job.project.config, folder)] = job.key.config
    templates: list[Templates] = []
    prepared, found = prepare(job.essay, job.project, job.config, lambda: templates.append(_templates(job)))
    findings = _weighed(found, job)
    if prepared is None or has_errors(findings):
        return Outcome(name=name, findings=ordered(findings))
    inputs |= input_hashes(folder, prepared.inputs)
    from footlight.workflows.build.all_editions import make  # noqa: PLC0415 - `_templates` did, while pandoc was at work

    try:
        made = make(prepared, job, setter or Here(), templates[0])
    except EngineError as error:
        hint = error.hint or "This is worth a report to the makers of Footlight, with the essay."
        broken = Finding(code="engine", message=str(error), hint=hint, file=prepared.source.shown)
        return Outcome(name=name, findings=ordered([*findings, broken]))
    findings += _weighed(made.findings, job)
    if not has_errors(findings):
        _publish(made, job, old, inputs)
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


def _publish(made: "Made", job: Job, old: Sequence[BuildRecord], inputs: Mapping[str, str]) -> None:
    """Move the products into build/NAME/ with a stamp, and take away those that no build of today's sources made.

    A build of single editions takes nothing away, and its manifest tells of the other editions as well.
    """
    name = job.essay.name
    folder = job.project.build / name
    products = dict(made.products)
    listed = f"{name}{MANIFEST_ENDING}"
    record = new_record(job.key, inputs, products)
    for other in old:
        if job.others and other.of_same_sources(record) and file_hash(folder / listed) == other.products.get(listed):
            products[listed] = merged(products[listed], (folder / listed).read_bytes())
            record = new_record(job.key, inputs, products)
            break
    kept = kept_records(folder, old, record, others=job.others)
    products[STAMP] = stamp([*kept, record])
    publish(folder, products, last=STAMP)
    if not job.others:
        standing = {*products, *(product for other in kept for product in other.products)}
        withdraw(folder, [known for known in product_names(name) if known not in standing])


def product_names(name: str) -> tuple[str, ...]:
    """Everything that a build can leave in build/NAME/."""
    files = (*ENDINGS.values(), *VARIANT_ENDINGS.values(), ".onix.xml", ".links.json")
    return (*(f"{name}{ending}" for ending in files), PAGES)
