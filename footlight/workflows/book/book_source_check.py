"""Hold the editions of a book against the inventory of each essay: each is looked for in its own section."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from footlight.checking.layout_gate import ExpectedNote
from footlight.checking.source_completeness import Product, documents_product, same_address
from footlight.checking.web_gate import open_page, section_product
from footlight.editions.books.sections import Section
from footlight.engines.epub.container_reader import DamagedEpubError
from footlight.engines.epub.publication_reader import Publication, open_publication
from footlight.essay.document import LinksAsNotes
from footlight.essay.inventory import Target
from footlight.essay.layout import Layout, unspaced
from footlight.essay.siblings import Siblings
from footlight.findings.finding import Finding
from footlight.workflows.build.composition import EditionText
from footlight.workflows.build.source_check import Finished, lost_of, web_links


def book_source_findings(
    text: EditionText, made: Finished, siblings: Siblings, so_far: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Words and links of each essay's source that an edition of the book lacks and that no finding so far names."""
    name = text.annotated.essay.source.name
    epub = made.products.get(f"{name}.epub")
    on_paper = _Paper(text, made.layout, made) if f"{name}.pdf" in made.products and made.layout else None
    on_screen = _opened(epub) if epub else None
    page = made.products.get(f"{name}.html")
    on_web = open_page(page) if page else None
    found: list[Finding] = []
    for section in text.sections:
        products = [*(on_paper.product(section) if on_paper else ()), *_on_screen(section, on_screen)]
        products += [section_product(on_web, section.opening)] if on_web else []
        links = tuple(_web_links(section, siblings))
        found += lost_of(section.shown, section.inventory, links, products, so_far)
    return tuple(found)


def _web_links(section: Section, siblings: Siblings) -> Iterator[Target]:
    """The links that lead to the web, without those that lead to other essays of the book."""
    for link in web_links(section.inventory, section.meta):
        if not siblings.reference(link.address, section.source.path.parent, link.address):
            yield link


class _Paper:
    """The reading PDF, divided into sections."""

    def __init__(self, text: EditionText, layout: Layout, made: Finished) -> None:
        self._addresses = frozenset(same_address(target) for _, target in made.links)
        pages = layout.pages_by_anchor()
        starts = []
        for section in text.sections:
            page = layout.pages[max(1, pages.get(section.opening, 1)) - 1]
            at = layout.text.find(unspaced(section.title), page.start.offset)
            starts.append(at if at >= 0 else page.start.offset)
        ends = pairwise([*starts, len(layout.text)])
        self._texts = {
            section.key: layout.text[start:end] for section, (start, end) in zip(text.sections, ends, strict=True)
        }
        self._notes: dict[str, list[ExpectedNote]] = {}
        for note in made.notes:
            self._notes.setdefault(note.note.section, []).append(note)

    def product(self, section: Section) -> tuple[Product, ...]:
        """What the PDF shows of a section."""
        notes = (words for note in self._notes.get(section.key, ()) for words in note.words)
        product = Product(
            name="the PDF",
            text="\n".join([self._texts[section.key], *notes]),
            addresses=self._addresses,
            on_paper=section.meta.links_as_notes is not LinksAsNotes.NONE,
        )
        return (product,)


def _opened(epub: bytes) -> Publication | None:
    try:
        return open_publication(epub)
    except DamagedEpubError:  # the gate says so
        return None


def _on_screen(section: Section, book: Publication | None) -> tuple[Product, ...]:
    """What the EPUB shows of a section: its document."""
    home = book.home(section.opening) if book else None
    return (documents_product([home]),) if home else ()
