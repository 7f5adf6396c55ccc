"""From an essay's fragments to its EPUB: trees, documents, what leads into them, the package, the zip."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from footlight.editions.epub.container_writer import File, pack
from footlight.editions.epub.content_documents import Setting, make_documents
from footlight.editions.epub.document_parts import Book, make_book
from footlight.editions.epub.embedded_faces import pack_faces
from footlight.editions.epub.metadata import Metadata, make_metadata, paged
from footlight.editions.epub.note_views import captures_of
from footlight.editions.epub.package_document import make_package
from footlight.editions.epub.package_images import pack_pictures
from footlight.editions.epub.page_list import mark_pages
from footlight.editions.epub.xhtml import Mending
from footlight.editions.fragments import Fragments
from footlight.essay.layout import Pagination

_EVERYWHERE = "".join(map(chr, range(0x20, 0x7F))) + "–—‘’“”…"
"""Characters that each face keeps, whatever the book holds: a reader sets its own words in the face as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A book but for what its pages on paper tell: the marks of the pages, and the list of them."""

    book: Book
    setting: Setting
    metadata: Metadata
    documents: Sequence[File]
    others: Sequence[File]

    def files(self, pagination: Pagination | None = None, cover: File | None = None) -> list[File]:
        """The files of the EPUB in their order, with the pages of an edition on paper and a cover where there are any.

        Raises UsageError where a template of the project's own is wrong.
        """
        documents, pages = mark_pages(self.documents, pagination) if pagination else (list(self.documents), [])
        metadata = paged(self.metadata, pagination.source if pagination and pages else "")
        files = [*documents, *([cover] if cover else []), *self.others]
        return [*make_package(self.book, self.setting, metadata, pages, files), *files]

    def pack(self, files: Sequence[File]) -> bytes:
        """The zip of the files."""
        return pack(files, self.setting.colophon.made_at)


def draft_epub(setting: Setting, fragments: Fragments, folders: Sequence[Path]) -> Draft:
    """The EPUB of an essay as far as it goes without pages; `folders` are the project's template folders, which hold
    the faces.

    Raises UsageError where a template or a face of the project's own is wrong, EngineError where a fragment is not
    well formed, OSError where a picture or a face cannot be read.
    """
    annotated, colophon, frame = setting.annotated, setting.colophon, setting.frame
    pictures = pack_pictures(annotated.essay.images)
    places = {uri: file.name for uri, file in pictures.items()}
    from_right = annotated.essay.source.meta.direction == "rtl"
    mending = Mending(pictures=places, captures=captures_of(annotated), from_right=from_right)
    book = make_book(fragments, colophon, mending)
    documents = make_documents(book, setting)
    styles = "\n".join(frame.templates.styles("epub.css"))
    letters = frozenset(_EVERYWHERE).union(*(file.data.decode() for file in documents))
    others = [
        File(name="epub.css", data=styles.encode(), media="text/css", id="styles"),
        *pictures.values(),
        *pack_faces(styles, letters, folders),
    ]
    headings = any(text.headings for text in book.texts)
    metadata = make_metadata(setting, list(pictures.values()), headings=headings)
    return Draft(book=book, setting=setting, metadata=metadata, documents=documents, others=others)
