"""An EPUB as a reading system opens it: its package, and every document of it that holds links, parsed once."""

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
"""Bytes of all documents together that are read; the longest novels have ten million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that holds links."""

    path: str
    """Within the container."""
    name: str
    """From the package document."""
    root: ET.Element
    ids: Mapping[str, ET.Element]

    def all(self, *names: str) -> Iterator[ET.Element]:
        """Its XHTML elements of these names, in their order."""
        wanted = {XHTML + name for name in names}
        return (element for element in self.root.iter() if element.tag in wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The EPUB."""

    container: Container
    package: Package
    spine: tuple[str, ...]
    """The paths of the documents that are read one after the other."""
    documents: tuple[Document, ...]
    """Those of the spine first, in its order, then all else that holds links, the package document with them."""

    def document(self, path: str) -> Document | None:
        """The document that stands at a path."""
        return next((document for document in self.documents if document.path == path), None)

    def home(self, identifier: str) -> Document | None:
        """The document of the spine in which an identifier stands."""
        return next((d for d in self.documents[: len(self.spine)] if identifier in d.ids), None)


def open_publication(data: bytes) -> Publication:
    """The publication in an EPUB's bytes. Raises DamagedError, also where only one of its documents is damaged."""
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
        left -= len(data)
        yield _document(path, folder, parse_xml(data))


def _document(path: str, folder: str, root: ET.Element) -> Document:
    ids = {element.attrib["id"]: element for element in root.iter() if element.get("id")}
    return Document(path=path, name=path.removeprefix(folder), root=root, ids=ids)


def link_destination(document: Document, href: str) -> tuple[str, str]:
    """The path and the identifier that a link within the book leads to; empty for one that leads out or nowhere."""
    try:
        parts = urlsplit(href)
    except ValueError:  # an address such as http://[
        return "", ""
    if parts.scheme or parts.netloc:
        return "", ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), unquote(parts.path)))
    return path if parts.path else document.path, unquote(parts.fragment)


def semantic_types(element: ET.Element) -> frozenset[str]:
    """What an element is said to be, by epub:type and by role."""
    return frozenset(f"{element.get(EPUB_TYPE, '')} {element.get('role', '')}".split())
