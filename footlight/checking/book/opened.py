"""An EPUB opened for rules: its package, its documents in the order of reading, its style sheets, its pictures."""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from footlight.checking.epub import DAMAGE
from footlight.finding import Finding, Severity
from footlight.place import single_spaced

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS_TYPE = "{http://www.idpf.org/2007/ops}type"
_OPF = "{http://www.idpf.org/2007/opf}"
_DOCUMENT = "application/xhtml+xml"


class BrokenBookError(Exception):
    """It cannot be read; `check_notes` says so already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document of the book."""

    name: str
    """From the package document."""
    root: ET.Element
    ids: Mapping[str, ET.Element]

    def all(self, *names: str) -> Iterator[ET.Element]:
        """Its elements of these names, in their order."""
        wanted = {XHTML + name for name in names}
        return (element for element in self.root.iter() if element.tag in wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An EPUB as a reading system sees it."""

    shown: str
    package: ET.Element
    documents: tuple[Document, ...]
    """In the order of the spine; the navigation document last where it is no part of that."""
    navigation: Document | None
    styles: Mapping[str, str]
    pictures: Mapping[str, bytes]

    def values(self, name: str) -> tuple[str, ...]:
        """What the package's `<meta property=…>` of a name say."""
        metas = self.package.iter(_OPF + "meta")
        return tuple(single_spaced(meta.text or "") for meta in metas if meta.get("property") == name)

    def target(self, document: Document, href: str) -> tuple[Document | None, ET.Element | None]:
        """The document and the element that a link within the book leads to, as far as they are there."""
        parts = urlsplit(href)
        name = posixpath.normpath(posixpath.join(posixpath.dirname(document.name), unquote(parts.path)))
        there = document if not parts.path else next((d for d in self.documents if d.name == name), None)
        return there, there.ids.get(unquote(parts.fragment)) if there else None

    def finding(self, code: str, message: str, *, hint: str = "", severity: Severity = Severity.WARNING) -> Finding:
        """A finding about the book."""
        hint = hint or "Look at your own templates/epub/ first."
        return Finding(code=code, message=message, hint=hint, severity=severity, file=self.shown)


def types(element: ET.Element) -> frozenset[str]:
    """What an element is said to be, by epub:type and by role."""
    return frozenset(f"{element.get(OPS_TYPE, '')} {element.get('role', '')}".split())


def words(element: ET.Element | None) -> str:
    """The text of an element, white space made single, and none at its ends."""
    return single_spaced("".join(element.itertext())).strip() if element is not None else ""


def open_book(data: bytes, shown: str) -> Book:
    """The EPUB in `data`. Raises BrokenBookError where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _opened(archive, shown)
    except DAMAGE as error:
        raise BrokenBookError(str(error)) from None


def _opened(archive: zipfile.ZipFile, shown: str) -> Book:
    container = ET.fromstring(archive.read("META-INF/container.xml"))  # noqa: S314 - it is our own
    path = next(e.attrib["full-path"] for e in container.iter() if e.tag.endswith("}rootfile"))
    folder = posixpath.dirname(path)
    package = ET.fromstring(archive.read(path))  # noqa: S314 - as above
    items = {item.attrib["id"]: item for item in package.iter(_OPF + "item")}
    order = [items[ref.attrib["idref"]] for ref in package.iter(_OPF + "itemref")]
    navs = [item for item in items.values() if "nav" in item.get("properties", "").split()]
    listed = dict.fromkeys(item.attrib["href"] for item in [*order, *navs] if item.get("media-type") == _DOCUMENT)
    documents = tuple(_document(unquote(name), archive.read(posixpath.join(folder, unquote(name)))) for name in listed)

    def of_kind(kind: str) -> Iterator[tuple[str, bytes]]:
        for item in items.values():
            if item.get("media-type", "").startswith(kind):
                name = unquote(item.attrib["href"])
                yield name, archive.read(posixpath.join(folder, name))

    nav = unquote(navs[0].attrib["href"]) if navs else ""
    return Book(
        shown=shown,
        package=package,
        documents=documents,
        navigation=next((document for document in documents if document.name == nav), None),
        styles={name: data.decode("utf-8", "replace") for name, data in of_kind("text/css")},
        pictures=dict(of_kind("image/")),
    )


def _document(name: str, data: bytes) -> Document:
    root = ET.fromstring(data)  # noqa: S314 - it is our own
    return Document(name=name, root=root, ids={e.attrib["id"]: e for e in root.iter() if e.get("id")})
