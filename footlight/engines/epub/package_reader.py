"""The package document: metadata, manifest and spine of an EPUB (EPUB 3.3, section 5).

Values that are missing are empty; only a damaged document raises.
"""

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from footlight.engines.epub.container_reader import Container, DamagedEpubError, parse_xml
from footlight.textmatch.places import single_spaced

PACKAGE_LIMIT = 4 * 2**20
"""Bytes of a package document. That of a book of a thousand chapters has a fifth of them."""
_CONTAINER = "META-INF/container.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of the manifest."""

    id: str
    path: str
    """In the container."""
    media: str
    """Its media type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A parsed package document."""

    path: str
    root: ET.Element
    refined: Mapping[str, Mapping[str, str]]
    """By identifier, the properties that `<meta refines="#…" property="…">` gives, and their values."""

    @property
    def folder(self) -> str:
        """The folder of the document, with a slash at its end; empty at the top of the container."""
        folder = posixpath.dirname(self.path)
        return f"{folder}/" if folder else ""

    def elements(self, name: str) -> Iterator[ET.Element]:
        """The elements of a name in Dublin Core."""
        return self.root.iter(_DC + name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Their texts, without empty ones."""
        return tuple(self.each(name))

    def each(self, name: str) -> Iterator[str]:
        """Iterate over the same."""
        for element in self.elements(name):
            if text := single_spaced("".join(element.itertext())).strip():
                yield text

    def values(self, name: str) -> tuple[str, ...]:
        """The texts of the `meta` elements with a property."""
        metas = self.root.iter(_OPF + "meta")
        return tuple(single_spaced(meta.text or "") for meta in metas if meta.get("property") == name)

    def refinement(self, element: ET.Element, name: str) -> str:
        """The value of a property that refines an element; empty where there is none."""
        return self.refined.get(element.get("id", ""), {}).get(name, "")

    def items(self, with_property: str = "") -> tuple[Item, ...]:
        """The items of the manifest in its order; with `with_property`, such as `nav`, only those that have it."""
        elements = self.root.iter(_OPF + "item")
        if with_property:
            elements = (item for item in elements if with_property in item.get("properties", "").split())
        return tuple(self._item(element) for element in elements)

    def _item(self, item: ET.Element) -> Item:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), unquote(item.get("href", ""))))
        return Item(id=item.get("id", ""), path=path, media=item.get("media-type", ""))

    def spine(self) -> tuple[Item, ...]:
        """The items in reading order. Raises DamagedEpubError where one is not in the manifest."""
        known = {item.id: item for item in self.items()}
        wanted = [ref.get("idref", "") for ref in self.root.iter(f"{_OPF}itemref")]
        for name in wanted:
            if name not in known:
                raise DamagedEpubError(f"the spine names '{name}', which the manifest lacks")
        return tuple(known[name] for name in wanted)


def read_package(container: Container) -> Package:
    """Read the package document that the container names first. Raises DamagedEpubError."""
    rootfiles = (e.get("full-path", "") for e in _root(container, _CONTAINER).iter() if e.tag.endswith("}rootfile"))
    path = next(rootfiles, "")
    root = _root(container, path)
    refined: dict[str, dict[str, str]] = defaultdict(dict)
    for meta in root.iter(_OPF + "meta"):
        target, what = meta.get("refines", ""), meta.get("property", "")
        if target.startswith("#"):
            refined[target[1:]].setdefault(what, single_spaced(meta.text or ""))
    return Package(path=path, root=root, refined=refined)


def _root(container: Container, name: str) -> ET.Element:
    data = container.read(name, PACKAGE_LIMIT)
    # No package document needs a document type, and without one no entity can expand.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise DamagedEpubError(f"{name} has a document type")
    return parse_xml(data)
