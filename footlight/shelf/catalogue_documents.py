"""Every document of a catalogue: both formats of each page, and the search's description."""

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


def both(feed: Feed, *, searchable: bool) -> tuple[Document, Document]:
    """A page in both formats."""
    first = opds1.written(feed, searchable=searchable)
    second = opds2.written(feed, searchable=searchable)
    return (
        Document(path=feed.path + opds1.ENDING, media=f"{opds1.MEDIA};kind={feed.kind}", data=first),
        Document(path=feed.path + opds2.ENDING, media=opds2.MEDIA, data=second),
    )


def still(catalogue: Catalogue) -> Iterator[Document]:
    """The whole catalogue as files that any web server can hand out; searching needs `footlight serve`."""
    for feed in catalogue.feeds():
        yield from both(feed, searchable=False)
    for book in catalogue.books:
        path = opds2.alone(book) + opds2.ENDING
        yield Document(path=path, media=opds2.PUBLICATION, data=opds2.publication(book))
