"""An EPUB as a reading system opens it: its package document, and each document with links, parsed once."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from footlight.engines.epub.container_reader import MEMBER_LIMIT, Container, DamagedEpubError, open_container, parse_xml
from footlight.engines.epub.package_reader import Package, read_package

XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XHTML_MEDIA_TYPE = "application/xhtml+xml"
_WITH_LINKS = (XHTML_MEDIA_TYPE, "application/x-dtbncx+xml")
TEXT_LIMIT = 256 * 2**20
"""Bytes of all documents together. The longest novels have ten million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document with links: XHTML, an NCX, or the package document."""

    path: str
    """In the container."""
    name: str
    """Its path relative to the package document."""
    root: ET.Element
    ids: Mapping[str, ET.Element]

    def all(self, *names: str) -> Iterator[ET.Element]:
        """Its XHTML elements with some names, in document order."""
        wanted = {XHTML + name for name in names}
        return (element for element in self.root.iter() if element.tag in wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """An EPUB, with its documents parsed."""

    container: Container
    package: Package
    spine: tuple[str, ...]
    """The paths of the documents, in reading order."""
    documents: tuple[Document, ...]
    """The documents of the spine in its order, then the others with links, and the package document."""

    def document(self, path: str) -> Document | None:
        """The document with a path."""
        return next((document for document in self.documents if document.path == path), None)

    def home(self, identifier: str) -> Document | None:
        """The document of the spine that has an identifier."""
        return next((d for d in self.documents[: len(self.spine)] if identifier in d.ids), None)


def open_publication(data: bytes) -> Publication:
    """Open a publication from bytes. Raises DamagedEpubError, also where only one of its documents is damaged."""
    container = open_container(data)
    package = read_package(container)
    items = package.items()
    if not all(item.id for item in items):
        raise DamagedEpubError("an item of the manifest has no id")
    spine = tuple(dict.fromkeys(item.path for item in package.spine()))
    others = (item.path for item in items if item.media in _WITH_LINKS)
    documents = [
        *_documents(container, package.folder, dict.fromkeys([*spine, *others])),
        _document(package.path, package.folder, package.root),
    ]
    return Publication(container=container, package=package, spine=spine, documents=tuple(documents))


def _documents(container: Container, folder: str, paths: Iterable[str]) -> Iterator[Document]:
    left = TEXT_LIMIT
    for path in paths:
        data = container.read(path, min(left, MEMBER_LIMIT))
        left -= len(data)  # a bound for all documents, not only for each
        yield _document(path, folder, parse_xml(data))


def _document(path: str, folder: str, root: ET.Element) -> Document:
    ids = {element.attrib["id"]: element for element in root.iter() if element.get("id")}
    return Document(path=path, name=path.removeprefix(folder), root=root, ids=ids)


def link_destination(document: Document, href: str) -> tuple[str, str]:
    """The path and identifier that a link in a document leads to; both empty for a link out of the book."""
    try:
        parts = urlsplit(href)
    except ValueError:  # an address such as http://[
        return "", ""
    if parts.scheme or parts.netloc:
        return "", ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), unquote(parts.path)))
    return path if parts.path else document.path, unquote(parts.fragment)


def semantic_types(element: ET.Element) -> frozenset[str]:
    """The values of an element's `epub:type` and `role`."""
    return frozenset(f"{element.get(EPUB_TYPE, '')} {element.get('role', '')}".split())
