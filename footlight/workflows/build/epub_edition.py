"""The EPUB of an essay, its cover, its variants and its ONIX record, checked by the gate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from footlight.checking.epub_gate import check_notes
from footlight.editions.epub.assembly import Draft, draft_epub, essay_content
from footlight.editions.epub.content_documents import BookSetup
from footlight.editions.epub.cover_page import WIDTH, cover_file, cover_html
from footlight.editions.epub.metadata import paged
from footlight.errors import EngineError
from footlight.essay.layout import Pagination
from footlight.findings.finding import Finding, Severity
from footlight.project import Project
from footlight.settings.epub_options import VARIANT_ENDINGS, CoverForm, EpubOptions
from footlight.workflows.build.composition import EditionText, expected_notes
from footlight.workflows.processes.setter import LayoutJob, Setter


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A drawn cover; empty where the essay names a picture of its own."""

    jpeg: bytes = b""
    pdf: bytes = b""
    """The page that it is a picture of."""


def begin_cover(text: EditionText, project: Project, setter: Setter) -> Callable[[], Cover]:
    """Hand the page of the cover to a setter; the function that is returned waits for it."""
    if text.annotated.essay.cover:
        return Cover
    setup = BookSetup(annotated=text.annotated, colophon=text.colophon, house=text.house)
    templates = text.house.templates
    job = LayoutJob(
        html=cover_html(setup, text.fragments),
        styles=(*templates.styles("fonts.css"), *templates.styles("cover-image.css")),
        base=project.template_folders[0],
        folders=project.template_folders,
        picture=WIDTH,
    )
    pending = setter.begin(job)

    def cover() -> Cover:
        page = pending()
        return Cover(jpeg=page.picture, pdf=page.pdf)

    return cover


def _cover_in_form(cover: Cover, form: CoverForm, text: EditionText) -> tuple[bytes, tuple[Finding, ...]]:
    """Return the cover as JPEG or SVG, as configured, if the page can be drawn so; empty where none was drawn."""
    if form is CoverForm.JPEG or not cover.pdf:
        return cover.jpeg, ()
    from footlight.engines.pdf.page_svg import page_svg  # noqa: PLC0415 - few covers are SVG

    meta = text.annotated.essay.source.meta
    try:
        return page_svg(cover.pdf, ", ".join(filter(None, (text.colophon.title, meta.byline)))), ()
    except EngineError as error:
        finding = Finding(
            code="cover-not-svg",
            severity=Severity.WARNING,
            message=f"the cover is a JPEG, no SVG: {error}",
            hint="Letters, lines and plain fills can be; see cover.html and cover-image.css in your own templates/.",
            file=text.annotated.essay.source.shown,
        )
        return cover.jpeg, (finding,)


@dataclass(frozen=True, slots=True, kw_only=True)
class EpubProducts:
    """The EPUB and the files that go with it."""

    products: Mapping[str, bytes]
    """By the ending of their names."""
    places: Mapping[str, str]
    """The place of each note in the EPUB, by the identifier of the note."""
    findings: tuple[Finding, ...]


def draft(text: EditionText, project: Project, ebook: EpubOptions) -> Draft:
    """Make the EPUB except for its page list and its cover, which still wait for pages."""
    setup = BookSetup(annotated=text.annotated, colophon=text.colophon, house=text.house, ebook=ebook)
    if text.book:
        from footlight.editions.books.book_documents import book_content  # noqa: PLC0415 - most builds are of essays

        return draft_epub(setup, partial(book_content, text.book, setup), project.template_folders)
    return draft_epub(setup, partial(essay_content, setup, text.fragments), project.template_folders)


def finish(draft: Draft, text: EditionText, pagination: Pagination | None, cover: Cover) -> EpubProducts:
    """Finish the files and check them; `cover` is the drawn one."""
    essay, ebook = text.annotated.essay, draft.setup.ebook
    drawn, findings = _cover_in_form(cover, ebook.cover, text)
    files = draft.files(pagination, cover_file(essay.cover, drawn))
    products = {".epub": draft.pack(files)}
    notes = expected_notes(text)
    checked = check_notes(products[".epub"], notes, essay.source.shown)
    findings += checked.findings
    if ebook.variants and drawn != cover.jpeg:
        files = draft.files(pagination, cover_file(essay.cover, cover.jpeg))
    for variant in ebook.variants:
        from footlight.editions.epub.variants import make_variant  # noqa: PLC0415 - few projects ask for it

        ending = VARIANT_ENDINGS[variant]
        products[ending] = draft.pack(make_variant(variant, files))
        findings += check_notes(products[ending], notes, essay.source.shown).findings
    if ebook.onix:
        from footlight.editions.epub.onix import onix  # noqa: PLC0415 - as above

        products[".onix.xml"] = onix(draft.setup, paged(draft.metadata, pagination.source if pagination else ""))
    return EpubProducts(products=products, places=checked.places, findings=tuple(dict.fromkeys(findings)))
