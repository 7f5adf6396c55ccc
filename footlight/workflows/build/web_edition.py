"""The web edition of an essay or a book, checked by its gate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from footlight.checking.web_gate import check_page
from footlight.editions.epub.content_documents import BookSetup
from footlight.editions.web.inner_files import inner_pictures
from footlight.editions.web.web_document import Inside, web_document, whole_document
from footlight.findings.finding import Finding
from footlight.project import Project
from footlight.workflows.build.composition import EditionText, expected_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class WebProduct:
    """The web edition."""

    html: bytes = b""
    """Empty where none is made."""
    places: Mapping[str, str] = field(default_factory=dict)
    """The identifier of each note's place in it, by the identifier of the note."""
    findings: tuple[Finding, ...] = ()


def web_edition(text: EditionText, project: Project) -> WebProduct:
    """Make the web edition and check it. Raises what `web_document` raises, and OSError for a picture."""
    setup = BookSetup(annotated=text.annotated, colophon=text.colophon, house=text.house)
    inside = Inside(pictures=inner_pictures(text.annotated.essay.images))
    if text.book:
        from footlight.editions.books.web_book import web_book_content  # noqa: PLC0415 - most builds are of essays

        made = whole_document(setup, partial(web_book_content, text.book, setup), project.template_folders, inside)
    else:
        made = web_document(setup, text.fragments, project.template_folders, inside)
    html = made.encode()
    checked = check_page(html, expected_notes(text), text.annotated.essay.source.shown)
    return WebProduct(html=html, places=checked.places, findings=checked.findings)
