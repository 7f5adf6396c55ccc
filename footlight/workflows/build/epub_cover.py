"""The cover of an EPUB whose source names none: a page that is set, and drawn as a picture."""

from collections.abc import Callable
from dataclasses import dataclass

from footlight.editions.epub.content_documents import BookSetup
from footlight.editions.epub.cover_page import WIDTH, cover_html
from footlight.errors import EngineError
from footlight.findings.finding import Finding, Severity
from footlight.project import Project
from footlight.settings.epub_options import CoverForm
from footlight.workflows.build.edition_text import Text
from footlight.workflows.processes.setter import Setter, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A drawn cover; empty where the source names a picture."""

    jpeg: bytes = b""
    pdf: bytes = b""
    """The page that it is a picture of."""


def begin_cover(text: Text, project: Project, setter: Setter) -> Callable[[], Cover]:
    """Hands the page of the cover to a setter, which promises it."""
    if text.annotated.essay.cover:
        return Cover
    setup = BookSetup(annotated=text.annotated, colophon=text.colophon, house=text.house)
    templates = text.house.templates
    sheet = Sheet(
        html=cover_html(setup, text.fragments),
        styles=(*templates.styles("fonts.css"), *templates.styles("cover-image.css")),
        base=project.template_folders[0],
        folders=project.template_folders,
        picture=WIDTH,
    )
    promise = setter.begin(sheet)

    def cover() -> Cover:
        pages = promise()
        return Cover(jpeg=pages.picture, pdf=pages.pdf)

    return cover


def cover_in_form(cover: Cover, form: CoverForm, text: Text) -> tuple[bytes, tuple[Finding, ...]]:
    """The cover in the form that is wished for, if the page can be drawn in it; empty where none was drawn."""
    if form is CoverForm.JPEG or not cover.pdf:
        return cover.jpeg, ()
    from footlight.engines.pdf.page_svg import page_svg  # noqa: PLC0415 - few covers are drawn so

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
