"""Build all editions of an annotated essay. Half of this is imported while pandoc still reads the essay."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from footlight.editions.colophon import Production, make_colophon
from footlight.editions.fragments import Fragments, make_fragments
from footlight.editions.page_document import HouseStyle
from footlight.editions.style_properties import page_properties, text_face
from footlight.engines.pandoc import WriteHtml, write_html
from footlight.essay.document import Annotated
from footlight.essay.layout import Layout
from footlight.findings.finding import Finding, Severity
from footlight.interrupts import interrupts_held
from footlight.project import Project
from footlight.settings.themes import NotesIn
from footlight.settings.values import ENDINGS, ON_SCREEN, Config, Edition
from footlight.settings.wording import Wording
from footlight.workflows.build.annotated_essay import Prepared
from footlight.workflows.build.composition import Compositor, EditionText, LaidText, expected_notes
from footlight.workflows.build.essay_look import Look
from footlight.workflows.build.freshness import PAGES
from footlight.workflows.build.job import Job
from footlight.workflows.build.kept_readings import KeptUnder
from footlight.workflows.build.manifest import ENDING, manifest
from footlight.workflows.build.screen_places import by_paper
from footlight.workflows.processes.build_store import key_of
from footlight.workflows.processes.setter import PendingLayout, Setter

if TYPE_CHECKING:  # importing them is deferred
    from footlight.editions.epub.assembly import Draft
    from footlight.editions.own_face import OwnFace
    from footlight.engines.pdf.document_facts import Links
    from footlight.workflows.build.epub_edition import Cover
    from footlight.workflows.build.print_edition import PrintPages
    from footlight.workflows.build.source_check import Finished
    from footlight.workflows.build.source_counts import SourceCounts


MakeBound = Callable[[bytes, EditionText, Config, Project, Setter], tuple[bytes | None, tuple[Finding, ...]]]
"""Makes a PDF of the finished print pages; None where it cannot be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeEditions:
    """The editions of an essay, ready to be published."""

    products: Mapping[str, bytes]
    """By their names in build/NAME/."""
    findings: tuple[Finding, ...]
    layout: Layout | None
    """Of the reading edition."""
    pages: Mapping[Edition, int]
    """How many each edition on paper has that was made."""


def make_editions(
    prepared: Prepared, job: Job, setter: Setter, look: Look, counts: "Callable[[], SourceCounts]"
) -> MadeEditions:
    """Make every edition that the job asks for. `counts` gives those of the source, once.

    Raises EngineError and what `build_essay` raises.
    """
    job = replace(job, project=look.project, config=look.config)
    production = Production(moment=job.moment, editor=job.config.notes.editor)
    paper, screen = edition_texts(prepared, production, house_style(look, prepared.words), look.face)
    count = cache(counts)

    def look_through(finished: "Finished", so_far: tuple[Finding, ...]) -> tuple[Finding, ...]:
        from footlight.workflows.build.source_check import source_findings  # noqa: PLC0415 - as above

        return source_findings(prepared.source, count().inventory, finished, (*prepared.findings, *so_far))

    made = set_editions(paper, screen, job, setter, look, look_through=look_through, meanwhile=count)
    findings, layout = made.findings, made.layout
    listed = manifest(job.essay.name, prepared.on_paper, layout, made.places, findings, words=prepared.words)
    return MadeEditions(
        products={**made.products, f"{job.essay.name}{ENDING}": listed},
        findings=(*findings, *_missing_links(count().missing, prepared.source.shown)),
        layout=layout,
        pages=made.pages,
    )


def house_style(look: Look, words: Wording) -> HouseStyle:
    """The style of a look, with the words of a language."""
    return HouseStyle(
        templates=look.templates,
        words=words,
        properties=page_properties(look.templates),
        notes_read=look.config.notes.reading_order,
        packed_faces=look.face.packed() if look.face else {},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEditions:
    """The editions that a text was set in."""

    products: Mapping[str, bytes]
    """By their names in the product folder."""
    findings: tuple[Finding, ...]
    layout: Layout | None
    """Of the reading edition."""
    pages: Mapping[Edition, int]
    """As in `MadeEditions`."""
    places: Mapping[str, Mapping[str, str]]
    """By the names of the media `epub` and `web`: the place of each note there, by its identifier on paper."""


LookThrough = Callable[["Finished", tuple[Finding, ...]], tuple[Finding, ...]]
"""Holds the source of a text against what was made of it; the findings so far name what needs no second one."""


def set_editions(  # noqa: PLR0913 - both media, and all that they are set with
    paper: EditionText,
    screen: EditionText,
    job: Job,
    setter: Setter,
    look: Look,
    *,
    look_through: LookThrough,
    meanwhile: Callable[[], object] | None = None,
) -> SetEditions:
    """Set a text, an essay's or a book's, in every edition that the job asks for.

    `meanwhile` is called while pages are laid out, where there are any. The findings are those of `look_through` as
    well, which is called while the reading PDF is checked.
    """
    on_web: dict[str, bytes] = {}
    files: dict[str, bytes] = {}
    findings: tuple[Finding, ...] = ()
    layouts: dict[Edition, Layout] = {}
    places: dict[str, Mapping[str, str]] = {}
    compositor = Compositor(
        text=paper,
        project=job.project,
        setter=setter,
        tallest=job.config.notes.tallest,
        beside=look.notes is NotesIn.MARGIN,
        toolchain=job.key.toolchain,
        kept=KeptUnder(key_of(job.key.toolchain, job.project.build / job.essay.name) if paper.book else "", job.anew),
    )
    # From here on the setter lays out the pages, in another process where it has one: a cover first, because that is
    # done beside what follows.
    cover = _begin_cover(screen, job, setter) if Edition.EPUB in job.editions else None
    pending = compositor.begin(job.config.page) if set(job.editions) - ON_SCREEN else None
    draft = _draft_epub(screen, job) if cover else None
    if Edition.WEB in job.editions:
        on_web, places["web"], findings = _make_web(screen, paper, job)
    if pending and meanwhile:
        meanwhile()
    laid = _lay_out(compositor, pending, job) if pending else None
    printing = _print_pages(laid, compositor, job) if laid and _printed(job) else None
    layouts |= {Edition.READING: laid.layout} if laid else {}
    layouts |= {Edition.PRINT: printing.laid.layout} if printing else {}
    if draft and cover:  # while another process still writes the PDF
        files, places["epub"], of_epub = _finish_epub((draft, cover), screen, compositor, layouts, job)
        findings += of_epub
        del draft, cover  # which hold all documents of the EPUB
    findings += (*(laid.findings if laid else ()), *paper.fragments.findings, *compositor.findings)
    of_source: list[Finding] = []

    def hold_against_source(reading: Mapping[str, bytes], links: "Links") -> None:
        with interrupts_held():
            from footlight.workflows.build.source_check import Finished  # noqa: PLC0415 - as above

        made = {**on_web, **reading, **files}
        layout, notes = layouts.get(Edition.READING), expected_notes(paper)
        of_source.extend(look_through(Finished(products=made, layout=layout, links=links, notes=notes), findings))

    pdfs: dict[str, bytes] = {}
    of_pdfs: tuple[Finding, ...] = ()
    if laid:
        pdfs, of_pdfs = _make_pdfs(laid, printing, compositor, job, hold_against_source)
    else:
        hold_against_source({}, ())
    products = {**on_web, **pdfs, **files}
    return SetEditions(
        products=products,
        findings=(*findings, *of_pdfs, *of_source),
        layout=layouts.get(Edition.READING),
        pages=_page_counts(products, layouts, job),
        places=places,
    )


def _make_pdfs(
    laid: LaidText,
    printing: "PrintPages | None",
    compositor: Compositor,
    job: Job,
    hold_against_source: "Callable[[Mapping[str, bytes], Links], None]",
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Finish and check all PDFs: that of the print edition beside the reading one, where other processes are wanted."""
    from footlight.workflows.build.reading_edition import reading_pdf  # noqa: PLC0415 - `_lay_out` has imported it

    name, bindings = job.essay.name, list(_bindings(job))
    wanted = Edition.READING in job.editions

    made: list[tuple[bytes, tuple[Finding, ...]]] = []
    if compositor.text.book and not bindings:  # checks take a hundred megabytes, as much as waits there
        laid.written()
        compositor.setter.rest()
    with _print_beside(printing, compositor) as printed:

        def meanwhile(data: bytes, links: "Links") -> None:
            hold_against_source({f"{name}.pdf": data} if wanted else {}, links)
            made.append(printed())

        data, findings = reading_pdf(laid, compositor.text, job.config, compositor.kept, meanwhile)
    products = {f"{name}.pdf": data} if wanted else {}
    ((pressed, of_print),) = made
    products |= {f"{name}{ENDINGS[Edition.PRINT]}": pressed} if Edition.PRINT in job.editions else {}
    findings += of_print
    for edition, make in bindings:
        bound, found = make(pressed, compositor.text, job.config, job.project, compositor.setter)
        products |= {f"{name}{ENDINGS[edition]}": bound} if bound else {}
        findings += found
    return products, findings


def _page_counts(products: Mapping[str, bytes], layouts: Mapping[Edition, Layout], job: Job) -> dict[Edition, int]:
    """Count the pages of the editions that were made; a print edition may have blank ones that no layout has."""
    name, made = job.essay.name, {}
    if f"{name}.pdf" in products:
        made[Edition.READING] = len(layouts[Edition.READING].pages)
    if printed := products.get(f"{name}{ENDINGS[Edition.PRINT]}"):
        from footlight.engines.pdf.page_placement import count_pages  # noqa: PLC0415 - as above

        made[Edition.PRINT], _ = count_pages(printed)
    return made


def _missing_links(number: int, shown: str) -> tuple[Finding, ...]:
    """Say at how many places a link seems to be missing, at the end of a build."""
    if not number:
        return ()
    message = f"{number} {'place' if number == 1 else 'places'} where a link seems to be missing"
    hint = "Run `footlight links find` to see where."
    return (Finding(code="links-missing", severity=Severity.INFO, message=message, hint=hint, file=shown),)


def _make_web(
    screen: EditionText, paper: EditionText, job: Job
) -> tuple[dict[str, bytes], Mapping[str, str], tuple[Finding, ...]]:
    """Make the web edition."""
    from footlight.workflows.build.web_edition import web_edition  # noqa: PLC0415 - an edition in print needs none

    made = web_edition(screen, job.project)
    name = f"{job.essay.name}{ENDINGS[Edition.WEB]}"
    places = {note: f"{name}#{place}" for note, place in made.places.items()}
    return {name: made.html} if made.html else {}, by_paper(places, screen.annotated, paper.annotated), made.findings


def _begin_cover(screen: EditionText, job: Job, setter: Setter) -> "Callable[[], Cover]":
    """Begin to set the EPUB's cover."""
    from footlight.workflows.build import epub_edition  # noqa: PLC0415 - an edition in print needs no EPUB

    return epub_edition.begin_cover(screen, job.project, setter)


def _draft_epub(screen: EditionText, job: Job) -> "Draft":
    """Make the EPUB except for its page list and its cover."""
    from footlight.workflows.build import epub_edition  # noqa: PLC0415 - as above

    return epub_edition.draft(screen, job.project, job.config.epub)


def _finish_epub(
    begun: "tuple[Draft, Callable[[], Cover]]",
    screen: EditionText,
    compositor: Compositor,
    layouts: Mapping[Edition, Layout],
    job: Job,
) -> tuple[dict[str, bytes], Mapping[str, str], tuple[Finding, ...]]:
    """Finish the EPUB with the pages of its edition on paper, which are kept for the next build."""
    from footlight.workflows.build import epub_edition, epub_pagination  # noqa: PLC0415 - as above

    name, config = job.essay.name, job.config
    products: dict[str, bytes] = {}
    draft, cover = begun
    kept = epub_pagination.Kept(folder=job.project.build / name, toolchain=job.key.toolchain)
    pagination, pages, findings = epub_pagination.pages_named(config, job.editions, layouts, compositor, kept)
    if pages:
        products[PAGES] = pages
    made = epub_edition.finish(draft, screen, pagination, cover())
    products |= {f"{name}{ending}": data for ending, data in made.products.items()}
    places = by_paper(made.places, screen.annotated, compositor.text.annotated)
    return products, places, (*findings, *made.findings)


def edition_texts(
    prepared: Prepared,
    production: Production,
    house: HouseStyle,
    own: "OwnFace | None",
    write: WriteHtml = write_html,
) -> tuple[EditionText, EditionText]:
    """Return the text for paper and the text for screens: mostly the same HTML, with a colophon each.

    `write` calls pandoc.
    """
    on_paper = in_face(production, house, own)
    with tempfile.TemporaryDirectory(prefix="footlight-") as folder:
        style = Path(folder, "style.csl")
        style.write_text(prepared.style.text, encoding="utf-8", newline="\n")

        def text(annotated: Annotated, production: Production, fragments: Fragments | None) -> EditionText:
            listed = not prepared.style.cites_in_notes
            fragments = fragments or make_fragments(annotated, prepared.words, style, bibliography=listed, write=write)
            colophon = make_colophon(annotated, prepared.entries, prepared.words, production)
            return EditionText(annotated=annotated, fragments=fragments, colophon=colophon, house=house)

        paper = text(prepared.on_paper, on_paper, None)
        same = prepared.on_screen is prepared.on_paper
        return paper, text(prepared.on_screen, production, paper.fragments if same else None)


def in_face(production: Production, house: HouseStyle, own: "OwnFace | None") -> Production:
    """The production of an edition on paper, which is set in a face."""
    face = text_face(house.properties)
    characters = own.facts["regular"].characters if own and own.family == face else frozenset[int]()
    return replace(production, face=face, characters=characters)


def _lay_out(compositor: Compositor, pending: PendingLayout, job: Job) -> LaidText:
    """Wait for the pages."""
    with interrupts_held():
        # Imported here: meanwhile another process lays the pages out.
        from footlight.workflows.build import reading_edition, source_check  # noqa: F401, PLC0415

        if _printed(job):
            from footlight.workflows.build import print_edition  # noqa: F401, PLC0415
    return compositor.lay_out(job.config.page, pending)


@contextmanager
def _print_beside(
    printing: "PrintPages | None", compositor: Compositor
) -> Iterator[Callable[[], tuple[bytes, tuple[Finding, ...]]]]:
    """Make the print PDF, that of a book beside what the block does where other processes are wanted."""
    if printing is None:
        yield lambda: (b"", ())
        return
    from footlight.workflows.build.print_edition import print_pdf  # noqa: PLC0415 - `_lay_out` has imported it
    from footlight.workflows.processes.fork_beside import beside  # noqa: PLC0415 - as above

    wanted = bool(compositor.text.book and compositor.setter.has_company)
    if wanted:
        printing.laid.written()  # a fork cannot wait for another process
    with beside(partial(print_pdf, printing, compositor), wanted=wanted) as printed:
        yield printed


def _print_pages(laid: LaidText, compositor: Compositor, job: Job) -> "PrintPages":
    """Lay out the print edition."""
    from footlight.workflows.build.print_edition import print_pages  # noqa: PLC0415 - `_lay_out` has imported it

    return print_pages(laid, job.config.page, compositor, job.config.ticket)


def _printed(job: Job) -> bool:
    """Tell whether an edition is asked for that begins with the print pages."""
    return bool({Edition.PRINT, Edition.BOOKLET, Edition.COVER} & set(job.editions))


def _bindings(job: Job) -> "Iterator[tuple[Edition, MakeBound]]":
    """Yield what makes the booklet and the cover, as far as they are asked for; few builds import them."""
    if Edition.BOOKLET in job.editions:
        with interrupts_held():
            from footlight.workflows.build.booklet_edition import booklet_edition  # noqa: PLC0415 - as above
        yield Edition.BOOKLET, booklet_edition
    if Edition.COVER in job.editions:
        with interrupts_held():
            from footlight.workflows.build.cover_edition import cover_edition  # noqa: PLC0415 - as above
        yield Edition.COVER, cover_edition
