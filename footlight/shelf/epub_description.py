"""The description of a book, from the metadata of its EPUB's package document (EPUB 3.3, section 5).

A value that the EPUB does not give is empty.
"""

import re
import uuid
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from footlight.engines.epub.container_reader import Container, open_container
from footlight.engines.epub.package_reader import Package, read_package
from footlight.shelf.shelf_book import Author, Book, Cover, Holding
from footlight.textmatch.places import single_spaced

_UNDATED = "1980-01-01T00:00:00Z"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_PICTURES = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}
"""Media types of covers in OPDS 1.2 (section 5.2.2), and endings for them."""


def describe(name: str, epub: Path, holdings: tuple[Holding, ...]) -> Book:
    """Describe the book of an essay called `name`. Raises DamagedEpubError."""
    with closing(open_container(epub)) as container:
        package = read_package(container)
    return _book(package, name, holdings, _cover(package, epub, container))


def _book(package: Package, name: str, holdings: tuple[Holding, ...], cover: Cover | None) -> Book:
    title, subtitle = _titles(package)
    dated = _DATE.match(_first_published(package) or _first(package, "date"))
    modified = next(iter(package.values("dcterms:modified")), "")
    return Book(
        name=name,
        identifier=_identifier(_first(package, "identifier") or name),
        title=title or name,
        subtitle=subtitle,
        authors=_authors(package),
        languages=package.texts("language"),
        published=dated[0] if dated else "",
        modified=modified if _MOMENT.match(modified) else _UNDATED,
        publisher=_first(package, "publisher"),
        rights=_first(package, "rights"),
        summary=_first(package, "description"),
        subjects=package.texts("subject"),
        holdings=holdings,
        cover=cover,
    )


def _first(package: Package, name: str) -> str:
    """Return the text of the first Dublin Core element of this name; empty where there is none."""
    return next(package.each(name), "")


def _first_published(package: Package) -> str:
    """Return the date that our own books give beside their source; `dc:date` is the day of the edition."""
    dates = (package.refinement(element, "dcterms:issued") for element in package.elements("source"))
    return next(filter(None, (*dates, *package.values("dcterms:created"))), "")


def _titles(package: Package) -> tuple[str, str]:
    """Return the main title and the subtitle."""
    found: dict[str, str] = {}
    for element in package.elements("title"):
        kind = package.refinement(element, "title-type") or "main"
        found.setdefault(kind, single_spaced("".join(element.itertext())).strip())
    return found.get("main", ""), found.get("subtitle", "")


def _authors(package: Package) -> tuple[Author, ...]:
    rows = []
    for element in package.elements("creator"):
        name = single_spaced("".join(element.itertext()))
        if name and package.refinement(element, "role") in ("", "aut"):
            rows.append(Author(name=name, file_as=package.refinement(element, "file-as")))
    return tuple(dict.fromkeys(rows))


def _identifier(text: str) -> str:
    """Turn an identifier into an IRI, which Atom requires."""
    try:
        scheme = urlsplit(text).scheme
    except ValueError:  # it may be as odd as http://[
        scheme = ""
    if scheme in ("urn", "http", "https") and not re.search(r"\s", text):
        return text
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'footlight:{text}')}"


def _cover(package: Package, epub: Path, container: Container) -> Cover | None:
    """Return the manifest item with the property `cover-image`, if it is an image that exists."""
    for item in package.items("cover-image"):
        if item.media in _PICTURES and container.holds(item.path):
            return Cover(epub=epub, member=item.path, media=item.media, suffix=_PICTURES[item.media])
    return None


COVER_LIMIT = 16 * 2**20
"""Largest cover, in bytes, that is read."""


def cover_bytes(cover: Cover) -> bytes:
    """Read a cover. Raises DamagedEpubError where it cannot be read, or is larger than `COVER_LIMIT`."""
    with closing(open_container(cover.epub)) as container:
        return container.read(cover.member, COVER_LIMIT)
