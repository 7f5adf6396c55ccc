"""An annotated essay to what is made of it. Half of this is imported while pandoc still reads the essay."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from footlight.editions.colophon import FACE, Production, make_colophon
from footlight.editions.fragments import Fragments, make_fragments
from footlight.editions.page_document import HouseStyle
from footlight.engines.operating_system import interrupts_held
from footlight.engines.package_versions import installed_version
from footlight.engines.pandoc import pandoc_version
from footlight.engines.templates import Templates
from footlight.essay.document import Annotated, Source
from footlight.essay.layout import Layout
from footlight.findings.finding import Finding, Severity
from footlight.settings.values import Edition
from footlight.workflows.build.annotated_essay import Prepared
from footlight.workflows.build.composition import Composition
from footlight.workflows.build.edition_text import Text, set_notes
from footlight.workflows.build.freshness import PAGES
from footlight.workflows.build.job import Job
from footlight.workflows.build.manifest import manifest
from footlight.workflows.build.source_check import source_findings
from footlight.workflows.processes.setter import Promise, Setter

if TYPE_CHECKING:  # importing it is what is put off
    from footlight.editions.epub.assembly import Draft
    from footlight.workflows.build.epub_cover import Cover


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made of an essay."""

    products: Mapping[str, bytes]
    """By their names in build/NAME/."""
    findings: tuple[Finding, ...]
    layout: Layout | None
    """Of the reading edition."""


def templates(job: Job) -> Templates:
    """The project's templates, compiled as far as the job needs them."""
    found = Templates(job.project.template_folders)
    if Edition.EPUB in job.editions:
        found.compile("epub/")
    return found


def make(prepared: Prepared, job: Job, setter: Setter, templates: Templates) -> Made:
    """Every edition that the job asks for. Raises EngineError and what `build_essay` raises."""
    house = HouseStyle(templates=templates, words=prepared.words, notes_read=job.config.notes.reading_order)
    production = Production(pandoc=pandoc_version(), moment=job.moment, editor=job.config.notes.editor)
    paper, screen = _texts(prepared, production, house)
    products: dict[str, bytes] = {}
    findings: tuple[Finding, ...] = ()
    layouts: dict[Edition, Layout] = {}
    places: Mapping[int, str] = {}
    composition = Composition(text=paper, project=job.project, setter=setter, tallest=job.config.notes.tallest)
    begun = composition.begin(job.config.page) if set(job.editions) - {Edition.EPUB} else None
    draft = _draft(screen, job, setter) if Edition.EPUB in job.editions else None
    missing = _missing_links(prepared.source)  # here, because another process still lays the pages out
    if begun:
        pdfs, findings, layouts = _pdfs(composition, begun, job)
        products |= pdfs
    if draft:
        files, places, found = _screen(draft, screen, composition, layouts, job)
        products |= files
        findings += found
    notes, layout = prepared.on_paper.notes, layouts.get(Edition.READING)
    set_on_paper = set_notes(prepared.on_paper, paper.fragments)
    findings += (*paper.fragments.findings, *composition.findings)
    so_far = (*prepared.findings, *findings)
    findings += source_findings(prepared.source, products, layout, set_on_paper, so_far)
    products[f"{job.essay.name}.links.json"] = manifest(job.essay.name, notes, layout, places, findings)
    return Made(products=products, findings=(*findings, *missing), layout=layout)


def _missing_links(source: Source) -> tuple[Finding, ...]:
    """What a build says of places where a link seems to be missing: how many, and which command shows them."""
    from footlight.workflows.links.missing_links import count_unrecorded  # noqa: PLC0415 - imported while pages are laid out

    number = count_unrecorded(source)
    if not number:
        return ()
    message = f"{number} {'place' if number == 1 else 'places'} where a link seems to be missing"
    hint = "Run `footlight links find` to see where."
    return (Finding(code="links-missing", severity=Severity.INFO, message=message, hint=hint, file=source.shown),)


def _draft(screen: Text, job: Job, setter: Setter) -> "tuple[Draft, Callable[[], Cover]]":
    """The EPUB but for its pages, and its cover, which is being set meanwhile."""
    from footlight.workflows.build import epub_cover, epub_edition  # noqa: PLC0415 - an edition in print needs no EPUB

    cover = epub_cover.begin_cover(screen, job.project, setter)
    return epub_edition.draft(screen, job.project, job.config.epub), cover


def _screen(
    drafted: "tuple[Draft, Callable[[], Cover]]",
    screen: Text,
    composition: Composition,
    layouts: Mapping[Edition, Layout],
    job: Job,
) -> tuple[dict[str, bytes], Mapping[int, str], tuple[Finding, ...]]:
    """The EPUB and what goes with it, with the pages of its edition on paper, which the next build may take over."""
    from footlight.workflows.build import epub_edition, paper_pages  # noqa: PLC0415 - as above

    name, config = job.essay.name, job.config
    products: dict[str, bytes] = {}
    pagination = None
    draft, cover = drafted
    aim = paper_pages.aim(config, job.editions, composition.text, job.key.toolchain)
    if aim:
        known = None if aim.edition in layouts else paper_pages.read_kept(job.project.build / name, aim)
        pagination = known or paper_pages.paginate(aim, layouts.get(aim.edition), composition, config)
        products[PAGES] = paper_pages.kept(pagination, aim)
    made = epub_edition.finish(draft, screen, pagination, cover())
    products |= {f"{name}{ending}": data for ending, data in made.products.items()}
    places = epub_edition.by_paper(made.places, screen.annotated, composition.text.annotated)
    return products, places, made.findings


def _texts(prepared: Prepared, production: Production, house: HouseStyle) -> tuple[Text, Text]:
    """What is set on paper and what on screen: mostly the same pieces, and a colophon each."""
    on_paper = replace(production, weasyprint=installed_version("weasyprint"), face=FACE)
    with tempfile.TemporaryDirectory(prefix="footlight-") as folder:
        style = Path(folder, "style.csl")
        style.write_text(prepared.style.text, encoding="utf-8", newline="\n")

        def text(annotated: Annotated, production: Production, fragments: Fragments | None) -> Text:
            listed = not prepared.style.cites_in_notes
            fragments = fragments or make_fragments(annotated, prepared.words, style, bibliography=listed)
            colophon = make_colophon(annotated, prepared.entries, prepared.words, production)
            return Text(annotated=annotated, fragments=fragments, colophon=colophon, house=house)

        paper = text(prepared.on_paper, on_paper, None)
        same = prepared.on_screen is prepared.on_paper
        return paper, text(prepared.on_screen, production, paper.fragments if same else None)


def _pdfs(
    composition: Composition, begun: Promise, job: Job
) -> tuple[dict[str, bytes], tuple[Finding, ...], dict[Edition, Layout]]:
    """The PDFs that are asked for; where trim and margins agree, one layout serves both."""
    with interrupts_held():
        from footlight.workflows.build import bound_editions, page_editions, print_edition  # noqa: PLC0415 - while the setter is at work

    name, config, text = job.essay.name, job.config, composition.text
    products: dict[str, bytes] = {}
    laid = page_editions.lay_out(composition, config.page, begun)
    reading, found = page_editions.reading_pdf(laid.pdf, text, job.config)
    findings = laid.findings + found + page_editions.gate(reading, text, laid)
    layouts = {Edition.READING: laid.layout}
    if Edition.READING in job.editions:
        products[f"{name}.pdf"] = reading
    if {Edition.PRINT, *bound_editions.BOUND} & set(job.editions):
        printed = print_edition.print_edition(laid, config.page, composition, config.ticket)
        findings += printed.findings
        layouts[Edition.PRINT] = printed.layout
        if Edition.PRINT in job.editions:
            products[f"{name}-print.pdf"] = printed.pdf
        inside = bound_editions.Inside(text=text, pdf=printed.pdf)
        bound, found = bound_editions.bind(inside, job.editions, config, job.project, composition.setter)
        products |= bound
        findings += found
    return products, findings, layouts
