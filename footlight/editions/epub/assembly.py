"""Assemble an EPUB: documents, resources, package, zip."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from footlight.editions.epub.chapters import make_book
from footlight.editions.epub.container_writer import File, pack
from footlight.editions.epub.content_documents import BookSetup, captures_of, make_documents
from footlight.editions.epub.metadata import Metadata, make_metadata, paged
from footlight.editions.epub.package_document import Navigation, essay_navigation, make_package
from footlight.editions.epub.page_list import mark_pages
from footlight.editions.epub.publication_resources import (
    is_clear,
    pack_faces,
    pack_pictures,
    without_unused_bold,
    without_unused_families,
)
from footlight.editions.epub.xhtml import Adaptation
from footlight.editions.fragments import Fragments
from footlight.editions.special_styles import ON_SCREENS, special_styles
from footlight.engines.templates import Templates
from footlight.essay.layout import Pagination
from footlight.essay.tree import plain

_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
EVERYWHERE = "".join(map(chr, range(0x20, 0x7F))) + "–—‘’“”…"
"""Characters that every font subset keeps: reading systems set words of their own in the book's font."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A book without what depends on the layout on paper: page marks and page list."""

    navigation: Navigation
    setup: BookSetup
    metadata: Metadata
    documents: Sequence[File]
    others: Sequence[File]

    def files(self, pagination: Pagination | None = None, cover: File | None = None) -> list[File]:
        """List the EPUB's files in order, with page marks for `pagination` and with the cover, where given.

        Raises UsageError where a template of the project is wrong.
        """
        documents, pages = mark_pages(self.documents, pagination) if pagination else (list(self.documents), [])
        metadata = paged(self.metadata, pagination.source if pagination and pages else "")
        files = [*documents, *([cover] if cover else []), *self.others]
        return [*make_package(self.navigation, self.setup, metadata, pages, files), *files]

    def pack(self, files: Sequence[File]) -> bytes:
        """Zip the files."""
        return pack(files, self.setup.colophon.made_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The documents of an EPUB in reading order, and what leads to them."""

    documents: Sequence[File]
    navigation: Navigation
    headings: bool
    """Whether the text has any."""


def draft_epub(setup: BookSetup, make_content: Callable[[Adaptation], Content], folders: Sequence[Path]) -> Draft:
    """Make all of an EPUB that does not depend on page numbers.

    `make_content` makes its documents; `folders` are the project's template folders; fonts are looked up there. Raises
    UsageError where a template or a
    font of the project is wrong, EngineError where a fragment is not well formed, OSError where a picture or a font
    cannot be read.
    """
    annotated, house = setup.annotated, setup.house
    pictures = pack_pictures(annotated.essay.images)
    places = {uri: file.name for uri, file in pictures.items()}
    from_right = annotated.essay.source.meta.direction == "rtl"
    sheets = house.templates.styles("epub.css")
    adaptation = Adaptation(
        pictures=places,
        clear=frozenset(file.name for file in pictures.values() if is_clear(file)),
        captures=captures_of(annotated.notes),
        from_right=from_right,
        styled=styled_classes(house.templates, "epub.css", *(name for name, _ in ON_SCREENS)),
    )
    content = make_content(adaptation)
    documents = content.documents
    styles = without_unused_families(without_unused_bold(sheets, documents), sheets[0])
    whole = "".join(file.data.decode() for file in documents)
    styles = "\n".join((styles, *special_styles(house.templates, ON_SCREENS, whole)))
    letters = frozenset(EVERYWHERE).union(whole)
    others = [
        File(name="epub.css", data=styles.encode(), media="text/css", id="styles"),
        *pictures.values(),
        *pack_faces(styles, letters, folders, house.packed_faces),
    ]
    metadata = make_metadata(setup, list(pictures.values()), headings=content.headings)
    return Draft(navigation=content.navigation, setup=setup, metadata=metadata, documents=documents, others=others)


def styled_classes(templates: Templates, *names: str) -> frozenset[str]:
    """The classes that the style sheets of some names have rules for."""
    return frozenset(_CLASS.findall("\n".join(sheet for name in names for sheet in templates.styles(name))))


def essay_content(setup: BookSetup, fragments: Fragments, adaptation: Adaptation) -> Content:
    """Make the documents of an essay."""
    book = make_book(fragments, setup.colophon, adaptation)
    title = plain(setup.annotated.essay.title) or setup.annotated.essay.source.name
    return Content(
        documents=make_documents(book, setup),
        navigation=essay_navigation(book, setup, title),
        headings=any(text.headings for text in book.texts),
    )
