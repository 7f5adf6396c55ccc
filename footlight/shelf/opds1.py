"""A page of the catalogue as OPDS 1.2 (https://specs.opds.io/opds-1.2), which is Atom (RFC 4287)."""

import re
import uuid
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from footlight.shelf.catalogue_page import PER_PAGE, Feed, Kind, NavigationLink
from footlight.shelf.relative_addresses import build_address, depth, shelf_address
from footlight.shelf.shelf_book import Book

ENDING = ".xml"
MEDIA = "application/atom+xml;profile=opds-catalog"
SEARCH_MEDIA = "application/opensearchdescription+xml"
DESCRIPTION = "opensearch.xml"
_ACQUISITION = "http://opds-spec.org/acquisition"
_IMAGE, _THUMBNAIL = "http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail"
_FACET = "http://opds-spec.org/facet"
_SPACES = (
    ("", "http://www.w3.org/2005/Atom"),
    (":dc", "http://purl.org/dc/terms/"),
    (":opds", "http://opds-spec.org/2010/catalog"),
    (":opensearch", "http://a9.com/-/spec/opensearch/1.1/"),
    (":thr", "http://purl.org/syndication/thread/1.0"),
)
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets); a query may contain them."""


def feed_document(feed: Feed, *, searchable: bool) -> bytes:
    """Write a page; `searchable` where a server answers searches."""
    below = depth(feed.path)
    spaces = " ".join(f"xmlns{name}={quoteattr(address)}" for name, address in _SPACES)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<feed {spaces}>",
        f"<id>{_id(feed.path + (f'?{feed.query}' if feed.query else ''))}</id>",
        f"<title>{_text(feed.title)}</title>",
        f"<updated>{feed.updated}</updated>",
        "<author><name>Footlight</name></author>",
        *_links(feed, below, searchable=searchable),
        *_counts(feed),
        *(_navigation_entry(link, feed, below) for link in feed.navigation),
        *(book_entry(book, below) for book in feed.books),
        "</feed>",
    ]
    return ("\n".join(parts) + "\n").encode("utf-8")


def search_description(title: str) -> bytes:
    """Describe the search of the shelf (https://github.com/dewitt/opensearch, 1.1)."""
    template = f"search{ENDING}?query={{searchTerms}}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{_text(title[:16])}</ShortName>\n"
        "<Description>Titles, authors, subjects and years of the editions on this shelf</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n<OutputEncoding>UTF-8</OutputEncoding>\n"
        f"<Url type={quoteattr(_media(Kind.ACQUISITION))} template={quoteattr(template)}/>\n"
        "</OpenSearchDescription>\n"
    ).encode()


def _media(kind: Kind) -> str:
    return f"{MEDIA};kind={kind}"


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("", text))


def _id(path: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'footlight:shelf:{path}')}"


def _link(rel: str, address: str, media: str, more: str = "") -> str:
    return f'<link rel="{rel}" href={quoteattr(address)} type="{media}"{more}/>'


def _links(feed: Feed, below: int, *, searchable: bool) -> Iterator[str]:
    def to(path: str) -> str:
        return shelf_address(path + ENDING, below)

    itself = f"{to(feed.path)}?query={quote(feed.query, safe='')}" if feed.query else to(feed.path)
    yield _link("self", itself, _media(feed.kind))
    yield _link("start", to("index"), _media(Kind.NAVIGATION))
    if feed.up:
        yield _link("up", to(feed.up), _media(Kind.NAVIGATION))
    turns = (("first", 1), ("previous", feed.page - 1), ("next", feed.page + 1), ("last", feed.pages))
    for rel, number in turns if feed.pages > 1 else ():
        if turned := feed.page_path(number):
            yield _link(rel, to(turned), _media(feed.kind))
    if searchable:
        yield _link("search", shelf_address(DESCRIPTION, below), SEARCH_MEDIA)
    for group in feed.facets:
        for link in group.links:
            more = f" title={_attribute(link.title)} opds:facetGroup={_attribute(group.title)}"
            more += f' thr:count="{link.count}"' + (' opds:activeFacet="true"' if link.active else "")
            yield _link(_FACET, to(link.path), _media(link.kind), more)


def _counts(feed: Feed) -> Iterator[str]:
    """OpenSearch's counts of a list in pages (OPDS 1.2, section 2.4, as in RFC 5005)."""
    if feed.kind is Kind.ACQUISITION:
        yield f"<opensearch:totalResults>{feed.total}</opensearch:totalResults>"
        yield f"<opensearch:itemsPerPage>{PER_PAGE}</opensearch:itemsPerPage>"
        yield f"<opensearch:startIndex>{(feed.page - 1) * PER_PAGE + 1}</opensearch:startIndex>"


def _navigation_entry(link: NavigationLink, feed: Feed, below: int) -> str:
    more = f' thr:count="{link.count}"' if link.count else ""
    counted = "1 edition" if link.count == 1 else f"{link.count} editions"
    return (
        f"<entry>\n<title>{_text(link.title)}</title>\n<id>{_id(link.path)}</id>\n<updated>{feed.updated}</updated>\n"
        f'<content type="text">{_text(link.summary or counted)}</content>\n'
        f"{_link(link.rel, shelf_address(link.path + ENDING, below), _media(link.kind), more)}\n</entry>"
    )


@lru_cache(maxsize=16384)
def book_entry(book: Book, below: int) -> str:
    """Write a book's entry. It is the same on every page that is `below` folders below the root."""
    return "\n".join(
        (
            "<entry>",
            f"<title>{_text(book.title)}</title>",
            f"<id>{_text(book.identifier)}</id>",
            f"<updated>{book.modified}</updated>",
            *(f"<author><name>{_text(author.name)}</name></author>" for author in book.authors),
            *(f"<dc:language>{_text(language)}</dc:language>" for language in book.languages),
            *([f"<dc:issued>{book.published}</dc:issued>"] if book.published else []),
            *([f"<dc:publisher>{_text(book.publisher)}</dc:publisher>"] if book.publisher else []),
            *(f"<category term={_attribute(subject)} label={_attribute(subject)}/>" for subject in book.subjects),
            *([f"<rights>{_text(book.rights)}</rights>"] if book.rights else []),
            *([f'<summary type="text">{_text(book.summary or book.subtitle)}</summary>'] if _has_summary(book) else []),
            *_cover(book, below),
            *(
                _link(_ACQUISITION, build_address(held.name, below), held.media,
                      f' title={_attribute(held.words)} length="{held.size}"')
                for held in book.holdings
            ),
            "</entry>",
        )
    )  # fmt: skip


def _has_summary(book: Book) -> bool:
    return bool(book.summary or book.subtitle)


def _cover(book: Book, below: int) -> Iterator[str]:
    if book.cover:
        address = shelf_address(book.cover_path, below)
        yield _link(_IMAGE, address, book.cover.media)
        yield _link(_THUMBNAIL, address, book.cover.media)
