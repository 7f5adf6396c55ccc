"""One essay to its editions. Nothing appears in build/ unless every edition was made and the gate is passed."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from footlight.config import ENDINGS, Config, Edition
from footlight.ebook import VARIANT_ENDINGS
from footlight.editions.colophon import FACE, Press, make_colophon
from footlight.editions.fragments import Fragments, make_fragments
from footlight.editions.page import Frame
from footlight.engines.pandoc import pandoc_version
from footlight.engines.templates import Templates
from footlight.engines.versions import installed
from footlight.errors import EngineError
from footlight.essay import Annotated
from footlight.finding import Finding, has_errors, ordered
from footlight.layout import Layout
from footlight.pipeline.freshness import PAGES, STAMP, common_inputs, stamp
from footlight.pipeline.interrupts import interrupts_wait
from footlight.pipeline.manifest import manifest
from footlight.pipeline.preparing import Prepared, prepare
from footlight.pipeline.publishing import publish, withdraw
from footlight.pipeline.sheets import begin
from footlight.pipeline.text import Text
from footlight.pipeline.typesetting import Here, Setter
from footlight.project import Project

if TYPE_CHECKING:  # importing it is what is put off
    from footlight.editions.epub.making import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One essay to be built."""

    path: Path
    project: Project
    config: Config
    editions: tuple[Edition, ...]
    key: str
    """Of the stamp: program, engines, editions and moment."""
    moment: datetime | None = None
    """SOURCE_DATE_EPOCH, where it is set."""


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


def build_essay(job: Job, setter: Setter | None = None) -> Outcome:
    """Makes an essay's editions and publishes them; `setter` lays pages out in another process, where one is given.

    Raises UsageError for a broken template or configuration, EnvironmentProblem where the machine lacks something.
    """
    name = job.path.stem
    prepared, findings = prepare(job.path, job.project, job.config)
    if prepared is None:
        return Outcome(name=name, findings=ordered(findings))
    try:
        made = _make(prepared, job, setter or Here())
    except EngineError as error:
        hint = error.hint or "This is worth a report to the makers of Footlight, with the essay."
        broken = Finding(code="engine", message=str(error), hint=hint, file=prepared.source.shown)
        return Outcome(name=name, findings=ordered([*findings, broken]))
    findings += made.findings
    if not has_errors(findings):
        _publish(made, prepared, job)
    return Outcome(
        name=name,
        findings=ordered(findings),
        products=tuple(made.products) if not has_errors(findings) else (),
        pages=len(made.layout.pages) if made.layout else 0,
        notes=len(prepared.on_paper.notes),
        lost=sum(not note.url and note.entry is not None for note in prepared.on_paper.notes),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    products: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    layout: Layout | None


def _make(prepared: Prepared, job: Job, setter: Setter) -> _Made:
    frame = Frame(
        templates=Templates(job.project.template_folders), words=prepared.words, notes_read=job.config.notes_read
    )
    press = Press(pandoc=pandoc_version(), moment=job.moment, editor=job.config.editor)
    paper, screen = _texts(prepared, press, frame)
    products: dict[str, bytes] = {}
    findings: tuple[Finding, ...] = ()
    layouts: dict[Edition, Layout] = {}
    places: Mapping[int, str] = {}
    on_paper = bool(set(job.editions) - {Edition.EPUB})
    if on_paper:
        begin(setter, paper, job.config.page, job.project)
    draft = _draft(screen, job, None if on_paper else setter) if Edition.EPUB in job.editions else None
    if on_paper:
        pdfs, findings, layouts = _pdfs(paper, job, setter)
        products |= pdfs
    if draft:
        files, places, found = _screen(draft, _Texts(paper=paper, screen=screen), layouts, job, setter)
        products |= files
        findings += found
    notes, layout = prepared.on_paper.notes, layouts.get(Edition.READING)
    products[f"{job.path.stem}.links.json"] = manifest(job.path.stem, notes, layout, places, findings)
    return _Made(products=products, findings=findings, layout=layout)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """What is set on paper and what on screen."""

    paper: Text
    screen: Text


def _draft(screen: Text, job: Job, idle: Setter | None) -> "Draft":
    """The EPUB but for its pages; a setter that is idle is given the cover meanwhile."""
    from footlight.pipeline import screens  # noqa: PLC0415 - an edition in print needs no EPUB

    if idle:
        screens.begin_cover(screen, job.project, idle)
    return screens.draft(screen, job.project, job.config.epub)


def _screen(
    draft: "Draft", texts: _Texts, layouts: Mapping[Edition, Layout], job: Job, setter: Setter
) -> tuple[dict[str, bytes], Mapping[int, str], tuple[Finding, ...]]:
    """The EPUB and what goes with it, with the pages of its edition on paper, which the next build may take over."""
    from footlight.pipeline import paging, printing, screens  # noqa: PLC0415 - as above

    name, config = job.path.stem, job.config
    products: dict[str, bytes] = {}
    pagination = None
    if layouts:
        screens.begin_cover(texts.screen, job.project, setter)
    cover = screens.finish_cover(texts.screen, setter)
    aim = paging.aim(config, job.editions, texts.paper, job.key.partition(" ")[0])
    if aim:
        known = None if aim.edition in layouts else paging.read_kept(job.project.build / name, aim)
        lay_out = printing.setting(setter, texts.paper, job.project, config.tallest_note)
        pagination = known or paging.paginate(aim, layouts.get(aim.edition), texts.paper, config, lay_out)
        products[PAGES] = paging.kept(pagination, aim)
    made = screens.finish(draft, texts.screen, pagination, cover)
    products |= {f"{name}{ending}": data for ending, data in made.products.items()}
    places = screens.by_paper(made.places, texts.screen.annotated, texts.paper.annotated)
    return products, places, made.findings


def _texts(prepared: Prepared, press: Press, frame: Frame) -> tuple[Text, Text]:
    """What is set on paper and what on screen: mostly the same pieces, and a colophon each."""
    on_paper = replace(press, weasyprint=installed("weasyprint"), face=FACE)
    with tempfile.TemporaryDirectory(prefix="footlight-") as folder:
        style = Path(folder, "style.csl")
        style.write_text(prepared.style.text, encoding="utf-8")

        def text(annotated: Annotated, press: Press, fragments: Fragments | None) -> Text:
            listed = not prepared.style.cites_in_notes
            fragments = fragments or make_fragments(annotated, prepared.words, style, bibliography=listed)
            colophon = make_colophon(annotated, prepared.entries, prepared.words, press)
            return Text(annotated=annotated, fragments=fragments, colophon=colophon, frame=frame)

        paper = text(prepared.on_paper, on_paper, None)
        same = prepared.on_screen is prepared.on_paper
        return paper, text(prepared.on_screen, press, paper.fragments if same else None)


def _pdfs(text: Text, job: Job, setter: Setter) -> tuple[dict[str, bytes], tuple[Finding, ...], dict[Edition, Layout]]:
    """The PDFs that are asked for; where trim and margins agree, one layout serves both."""
    with interrupts_wait():
        from footlight.pipeline import binding, pages, printing  # noqa: PLC0415 - while the setter is at work

    name, config = job.path.stem, job.config
    products: dict[str, bytes] = {}
    laid = pages.finish(setter, text, config.page, job.project, config.tallest_note)
    reading, found = pages.reading_pdf(laid.pdf, text, job.config)
    findings = laid.findings + found + pages.gate(reading, text, laid.layout)
    layouts = {Edition.READING: laid.layout}
    if Edition.READING in job.editions:
        products[f"{name}.pdf"] = reading
    if {Edition.PRINT, *binding.BOUND} & set(job.editions):
        lay_out = printing.setting(setter, text, job.project, config.tallest_note)
        printed = printing.print_edition(laid, config.page, text, config.ticket, lay_out)
        findings += printed.findings
        layouts[Edition.PRINT] = printed.layout
        if Edition.PRINT in job.editions:
            products[f"{name}-print.pdf"] = printed.pdf
        inside = binding.Inside(text=text, pdf=printed.pdf)
        bound, found = binding.bind(inside, job.editions, config, job.project, setter)
        products |= bound
        findings += found
    return products, findings, layouts


def _publish(made: _Made, prepared: Prepared, job: Job) -> None:
    """Moves the products into build/NAME/, takes away those that are no longer asked for, and leaves a stamp."""
    name = job.path.stem
    folder = job.project.build / name
    products = dict(made.products)
    inputs = (*common_inputs(job.project, job.path), *prepared.inputs)
    products[STAMP] = stamp(folder, inputs, job.key, products)
    publish(folder, products, last=STAMP)
    withdraw(folder, [known for known in product_names(name) if known not in products])


def product_names(name: str) -> tuple[str, ...]:
    """Everything that a build can leave in build/NAME/."""
    files = (*ENDINGS.values(), *VARIANT_ENDINGS.values(), ".onix.xml", ".links.json")
    return (*(f"{name}{ending}" for ending in files), PAGES)
