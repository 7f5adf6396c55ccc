"""The documents of a catalogue: each page in both formats, and each book by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from footlight.shelf import opds1, opds2
from footlight.shelf.catalogue import Catalogue
from footlight.shelf.catalogue_page import Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file of the catalogue."""

    path: str
    """From the shelf's root."""
    media: str
    data: bytes


def both_formats(feed: Feed, *, searchable: bool) -> tuple[Document, Document]:
    """Return a page as OPDS 1.2 and as OPDS 2.0."""
    first = opds1.feed_document(feed, searchable=searchable)
    second = opds2.feed_document(feed, searchable=searchable)
    return (
        Document(path=feed.path + opds1.ENDING, media=f"{opds1.MEDIA};kind={feed.kind}", data=first),
        Document(path=feed.path + opds2.ENDING, media=opds2.MEDIA, data=second),
    )


def static_documents(catalogue: Catalogue) -> Iterator[Document]:
    """Yield the whole catalogue as files for any web server; searching needs `footlight serve`."""
    for feed in catalogue.feeds():
        yield from both_formats(feed, searchable=False)
    for book in catalogue.books:
        path = opds2.publication_path(book) + opds2.ENDING
        yield Document(path=path, media=opds2.PUBLICATION, data=opds2.publication_document(book))
