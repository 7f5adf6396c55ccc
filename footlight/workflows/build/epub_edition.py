"""The EPUB of an essay, its variants and its record, held against the gate."""

from collections.abc import Mapping
from dataclasses import dataclass

from footlight.checking.epub_gate import check_notes
from footlight.editions.epub.assembly import Draft, draft_epub
from footlight.editions.epub.content_documents import BookSetup
from footlight.editions.epub.cover_page import cover_file
from footlight.editions.epub.metadata import paged
from footlight.editions.epub.onix import onix
from footlight.editions.epub.variants import make_variant
from footlight.essay.document import Annotated, NoteKind
from footlight.essay.layout import Pagination
from footlight.findings.finding import Finding
from footlight.project import Project
from footlight.settings.epub_options import VARIANT_ENDINGS, EpubOptions
from footlight.workflows.build.edition_text import Text, set_notes
from footlight.workflows.build.epub_cover import Cover, cover_in_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What is on screen of an essay."""

    products: Mapping[str, bytes]
    """By the ending of their names."""
    places: Mapping[int, str]
    """Where in the EPUB each note stands, by its number."""
    findings: tuple[Finding, ...]


def draft(text: Text, project: Project, ebook: EpubOptions) -> Draft:
    """The EPUB as far as it goes while pages are still being set."""
    setup = BookSetup(annotated=text.annotated, colophon=text.colophon, house=text.house, ebook=ebook)
    return draft_epub(setup, text.fragments, project.template_folders)


def finish(draft: Draft, text: Text, pagination: Pagination | None, cover: Cover) -> Screen:
    """The files, and what does not hold of them; `cover` is the drawn one."""
    essay, ebook = text.annotated.essay, draft.setup.ebook
    drawn, findings = cover_in_form(cover, ebook.cover, text)
    files = draft.files(pagination, cover_file(essay.cover, drawn))
    products = {".epub": draft.pack(files)}
    notes = set_notes(text.annotated, text.fragments)
    checked = check_notes(products[".epub"], notes, essay.source.shown)
    findings += checked.findings
    if ebook.variants and drawn != cover.jpeg:
        files = draft.files(pagination, cover_file(essay.cover, cover.jpeg))
    for variant in ebook.variants:
        ending = VARIANT_ENDINGS[variant]
        products[ending] = draft.pack(make_variant(variant, files))
        findings += check_notes(products[ending], notes, essay.source.shown).findings
    if ebook.onix:
        products[".onix.xml"] = onix(draft.setup, paged(draft.metadata, pagination.source if pagination else ""))
    return Screen(products=products, places=checked.places, findings=tuple(dict.fromkeys(findings)))


def by_paper(places: Mapping[int, str], on_screen: Annotated, on_paper: Annotated) -> Mapping[int, str]:
    """The places by the numbers that the notes have on paper, where links are notes on paper only."""
    if on_screen is on_paper:
        return places
    shared = [note for note in on_paper.notes if note.kind is not NoteKind.LINK]
    pairs = zip(shared, on_screen.notes, strict=True)
    return {paper.number: places[screen.number] for paper, screen in pairs if screen.number in places}
