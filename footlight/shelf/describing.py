"""What an EPUB says of itself: the metadata of its package document (EPUB 3.3 section 5).

The file may be anybody's: sizes are bounded, a document type (and so every entity) is refused, a value that is not
there stays empty, and what cannot be read at all is said to be so.
"""

import posixpath
import re
import uuid
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from footlight.place import single_spaced
from footlight.shelf.book import Author, Book, Cover, Holding

PACKAGE_LIMIT = 4 * 2**20
"""Bytes of a package document that are read; that of a book of a thousand chapters has a fifth of it."""
_DAMAGE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError)
"""What zipfile raises for a file that is none, or is damaged, encrypted (RuntimeError), or packed in an unknown way."""
_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_UNDATED = "1980-01-01T00:00:00Z"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_PICTURES = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}
"""What OPDS 1.2, section 5.2.2, takes for a cover."""


class UnreadableError(Exception):
    """The file is no EPUB that can be described; its words say why."""


@dataclass(frozen=True, slots=True)
class _Package:
    path: str
    root: ET.Element
    refined: Mapping[str, Mapping[str, str]]
    """By identifier, what `<meta refines="#…" property="…">` says."""

    def texts(self, name: str) -> tuple[str, ...]:
        found = (single_spaced("".join(element.itertext())).strip() for element in self.root.iter(_DC + name))
        return tuple(text for text in found if text)

    def text(self, name: str) -> str:
        return next(iter(self.texts(name)), "")

    def refinement(self, element: ET.Element, name: str) -> str:
        return self.refined.get(element.get("id", ""), {}).get(name, "")


def describe(name: str, epub: Path, holdings: tuple[Holding, ...]) -> Book:
    """The book of an essay called `name`. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(epub) as archive:
            package = _package(archive)
            return _book(package, name, holdings, _cover(package, epub, archive))
    except (*_DAMAGE, ET.ParseError, UnicodeDecodeError) as error:
        raise UnreadableError(str(error)) from None


def _package(archive: zipfile.ZipFile) -> _Package:
    container = _parsed(archive, "META-INF/container.xml")
    path = next((e.get("full-path", "") for e in container.iter() if e.tag.endswith("}rootfile")), "")
    root = _parsed(archive, path)
    refined: dict[str, dict[str, str]] = defaultdict(dict)
    for meta in root.iter(_OPF + "meta"):
        target, what = meta.get("refines", ""), meta.get("property", "")
        if target.startswith("#"):
            refined[target[1:]].setdefault(what, single_spaced(meta.text or ""))
    return _Package(path, root, refined)


def _parsed(archive: zipfile.ZipFile, name: str) -> ET.Element:
    with archive.open(name) as member:
        data = member.read(PACKAGE_LIMIT + 1)
    if len(data) > PACKAGE_LIMIT:
        raise UnreadableError(f"{name} is larger than {PACKAGE_LIMIT} bytes")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableError(f"{name} has a document type")
    return ET.fromstring(data)  # noqa: S314 - without a document type there are no entities to unfold


def _book(package: _Package, name: str, holdings: tuple[Holding, ...], cover: Cover | None) -> Book:
    title, subtitle = _titles(package)
    dated = _DATE.match(package.text("date"))
    changed = (m.text or "" for m in package.root.iter(_OPF + "meta") if m.get("property") == "dcterms:modified")
    modified = single_spaced(next(changed, ""))
    return Book(
        name=name,
        identifier=_identifier(package.text("identifier") or name),
        title=title or name,
        subtitle=subtitle,
        authors=_authors(package),
        languages=package.texts("language"),
        published=dated[0] if dated else "",
        modified=modified if _MOMENT.match(modified) else _UNDATED,
        publisher=package.text("publisher"),
        rights=package.text("rights"),
        summary=package.text("description"),
        subjects=package.texts("subject"),
        holdings=holdings,
        cover=cover,
    )


def _titles(package: _Package) -> tuple[str, str]:
    """The main title and the subtitle."""
    found: dict[str, str] = {}
    for element in package.root.iter(_DC + "title"):
        kind = package.refinement(element, "title-type") or "main"
        found.setdefault(kind, single_spaced("".join(element.itertext())).strip())
    return found.get("main", ""), found.get("subtitle", "")


def _authors(package: _Package) -> tuple[Author, ...]:
    rows = []
    for element in package.root.iter(_DC + "creator"):
        name = single_spaced("".join(element.itertext()))
        if name and package.refinement(element, "role") in ("", "aut"):
            rows.append(Author(name=name, file_as=package.refinement(element, "file-as")))
    return tuple(dict.fromkeys(rows))


def _identifier(text: str) -> str:
    """An identifier as an IRI, which is what Atom takes for one."""
    known = urlsplit(text)
    if known.scheme in ("urn", "http", "https") and not re.search(r"\s", text):
        return text
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'footlight:{text}')}"


def _cover(package: _Package, epub: Path, archive: zipfile.ZipFile) -> Cover | None:
    """The manifest's item with the property `cover-image`, if it is a picture that is there."""
    names = frozenset(archive.namelist())
    for item in package.root.iter(_OPF + "item"):
        if "cover-image" not in item.get("properties", "").split():
            continue
        member = posixpath.normpath(posixpath.join(posixpath.dirname(package.path), unquote(item.get("href", ""))))
        media = item.get("media-type", "")
        if member in names and media in _PICTURES:
            return Cover(epub=epub, member=member, media=media, suffix=_PICTURES[media])
    return None


COVER_LIMIT = 16 * 2**20
"""Bytes of a cover that are read."""


def cover_bytes(cover: Cover) -> bytes:
    """The picture. Raises UnreadableError where it cannot be had, or is larger than `COVER_LIMIT`."""
    try:
        with zipfile.ZipFile(cover.epub) as archive, archive.open(cover.member) as member:
            data = member.read(COVER_LIMIT + 1)
    except _DAMAGE as error:
        raise UnreadableError(str(error)) from None
    if len(data) > COVER_LIMIT:
        raise UnreadableError(f"{cover.member} is larger than {COVER_LIMIT} bytes")
    return data
