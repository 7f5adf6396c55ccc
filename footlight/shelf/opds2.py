"""A page of the catalogue as OPDS 2.0 (https://drafts.opds.io/opds-2.0), which extends Readium's Web Publication
Manifest.
"""

import json
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from footlight.shelf.catalogue_page import PER_PAGE, Feed, Kind, NavigationLink
from footlight.shelf.relative_addresses import build_address, depth, shelf_address
from footlight.shelf.shelf_book import Author, Book

ENDING = ".json"
MEDIA = "application/opds+json"
PUBLICATION = "application/opds-publication+json"
_ACQUISITION = "http://opds-spec.org/acquisition"


def feed_document(feed: Feed, *, searchable: bool) -> bytes:
    """Write a page; `searchable` where a server answers searches."""
    below = depth(feed.path)
    value: dict[str, Any] = {"metadata": _metadata(feed), "links": _links(feed, below, searchable=searchable)}
    if feed.kind is Kind.NAVIGATION:
        value["navigation"] = [_navigation_link(link, below) for link in feed.navigation]
    if feed.facets:
        value["facets"] = [
            {"metadata": {"title": group.title}, "links": [_facet(link, below) for link in group.links]}
            for group in feed.facets
        ]
    if feed.kind is Kind.ACQUISITION:  # a book's text is made once for all pages that list it
        books = ",".join(publication_json(book, below) for book in feed.books)
        return _bytes(f'{_json(value)[:-1]},"publications":[{books}]}}')
    return _bytes(_json(value))


def publication_document(book: Book) -> bytes:
    """Write the document of one book, to which its `self` link leads."""
    return _bytes(publication_json(book, depth(publication_path(book))))


@lru_cache(maxsize=16384)
def publication_json(book: Book, below: int) -> str:
    """Write a book as a JSON object. It is the same on every page that is `below` folders below the root."""
    return _json(_publication(book, below))


def _json(value: Any) -> str:  # noqa: ANN401 - whatever JSON takes
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _bytes(text: str) -> bytes:
    return f"{text}\n".encode("utf-8", "replace")


def publication_path(book: Book) -> str:
    """Return the path of a book's own document from the shelf's root, without an ending."""
    return f"book/{book.name}"


def _metadata(feed: Feed) -> dict[str, Any]:
    value: dict[str, Any] = {"title": feed.title, "modified": feed.updated}
    if feed.kind is Kind.ACQUISITION:
        value["numberOfItems"] = feed.total
    if feed.pages > 1:
        value |= {"itemsPerPage": PER_PAGE, "currentPage": feed.page}
    return value


def _links(feed: Feed, below: int, *, searchable: bool) -> list[dict[str, Any]]:
    def to(path: str) -> str:
        return shelf_address(path + ENDING, below)

    itself = f"{to(feed.path)}?query={quote(feed.query, safe='')}" if feed.query else to(feed.path)
    links: list[dict[str, Any]] = [
        {"rel": "self", "href": itself, "type": MEDIA},
        {"rel": "start", "href": to("index"), "type": MEDIA},
    ]
    if feed.up:
        links.append({"rel": "up", "href": to(feed.up), "type": MEDIA})
    turns = (("first", 1), ("previous", feed.page - 1), ("next", feed.page + 1), ("last", feed.pages))
    for rel, number in turns if feed.pages > 1 else ():
        if turned := feed.page_path(number):
            links.append({"rel": rel, "href": to(turned), "type": MEDIA})
    if searchable:
        template = f"{to('search')}{{?query}}"
        links.append({"rel": "search", "href": template, "type": MEDIA, "templated": True})
    return links


def _navigation_link(link: NavigationLink, below: int) -> dict[str, Any]:
    value: dict[str, Any] = {
        "href": shelf_address(link.path + ENDING, below), "title": link.title, "type": MEDIA, "rel": link.rel,
    }  # fmt: skip
    return value | ({"properties": {"numberOfItems": link.count}} if link.count else {})


def _facet(link: NavigationLink, below: int) -> dict[str, Any]:
    value = _navigation_link(link, below)
    del value["rel"]
    return value | ({"rel": "self"} if link.active else {})


def _publication(book: Book, below: int) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "@type": "http://schema.org/Book",
        "identifier": book.identifier,
        "title": book.title,
        "modified": book.modified,
    }
    optional = {
        "subtitle": book.subtitle,
        "author": [_author(author) for author in book.authors],
        "language": list(book.languages),
        "published": book.published if len(book.published) == 10 else "",
        "publisher": book.publisher,
        "description": book.summary,
        "subject": list(book.subjects),
    }
    metadata |= {name: value for name, value in optional.items() if value}
    links = [{"rel": "self", "href": shelf_address(publication_path(book) + ENDING, below), "type": PUBLICATION}]
    links += [
        {"rel": _ACQUISITION, "href": build_address(held.name, below), "type": held.media, "title": held.words}
        for held in book.holdings
    ]
    value: dict[str, Any] = {"metadata": metadata, "links": links}
    if book.cover:
        value["images"] = [{"href": shelf_address(book.cover_path, below), "type": book.cover.media}]
    return value


def _author(author: Author) -> dict[str, str]:
    return {"name": author.name} | ({"sortAs": author.file_as} if author.file_as else {})
