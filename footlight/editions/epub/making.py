"""From an essay's fragments to its EPUB: trees, documents, what leads into them, the package, the zip."""

from collections.abc import Sequence
from pathlib import Path

from footlight.editions.colophon import Colophon
from footlight.editions.epub.container import File, pack
from footlight.editions.epub.documents import Setting, make_documents
from footlight.editions.epub.faces import pack_faces
from footlight.editions.epub.metadata import make_metadata
from footlight.editions.epub.noting import captures_of
from footlight.editions.epub.package import make_package
from footlight.editions.epub.parts import make_book
from footlight.editions.epub.pictures import pack_pictures
from footlight.editions.epub.xhtml import Mending
from footlight.editions.fragments import Fragments
from footlight.editions.page import Frame
from footlight.essay import Annotated

_EVERYWHERE = "".join(map(chr, range(0x20, 0x7F))) + "–—‘’“”…"
"""Characters that each face keeps, whatever the book holds: a reader sets its own words in the face as well."""


def make_epub(
    annotated: Annotated, fragments: Fragments, colophon: Colophon, frame: Frame, folders: Sequence[Path]
) -> bytes:
    """The EPUB of an essay; `folders` are the project's template folders, which hold the faces.

    Raises UsageError where a template or a face of the project's own is wrong, EngineError where a fragment is not
    well formed, OSError where a picture or a face cannot be read.
    """
    pictures = pack_pictures(annotated.essay.images)
    places = {uri: file.name for uri, file in pictures.items()}
    from_right = annotated.essay.source.meta.direction == "rtl"
    mending = Mending(pictures=places, captures=captures_of(annotated), from_right=from_right)
    book = make_book(fragments, colophon, mending)
    setting = Setting(annotated=annotated, colophon=colophon, frame=frame)
    documents = make_documents(book, setting)
    styles = "\n".join(frame.templates.styles("epub.css"))
    letters = frozenset(_EVERYWHERE).union(*(file.data.decode() for file in documents))
    others = [
        File(name="epub.css", data=styles.encode(), media="text/css", id="styles"),
        *pictures.values(),
        *pack_faces(styles, letters, folders),
    ]
    headings = any(text.headings for text in book.texts)
    metadata = make_metadata(annotated, colophon.made_at, list(pictures.values()), headings=headings)
    package = make_package(book, setting, metadata, [*documents, *others])
    return pack([*package, *documents, *others], colophon.made_at)
