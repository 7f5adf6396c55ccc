"""A publication as rules see it: its documents in the order of reading, its style sheets, its pictures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from footlight.engines.epub.publication import DOCUMENT, Document, Publication, leads
from footlight.engines.pillow import picture_size
from footlight.finding import Finding, Severity
from footlight.place import single_spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An EPUB as a reading system sees it."""

    shown: str
    documents: tuple[Document, ...]
    """In the order of the spine; the navigation document last where it is no part of that."""
    navigation: Document | None
    styles: Mapping[str, str]
    """By their paths, as `pictures`."""
    pictures: Mapping[str, tuple[int, int] | None]
    """Width and height in pixels; None for one that has none."""
    publication: Publication

    def values(self, name: str) -> tuple[str, ...]:
        """What the package's `<meta property=…>` of a name say."""
        return self.publication.package.values(name)

    def target(self, document: Document, href: str) -> tuple[Document | None, ET.Element | None]:
        """The document and the element that a link within the book leads to, as far as they are there."""
        path, fragment = leads(document, href)
        there = next((d for d in self.documents if d.path == path), None)
        return there, there.ids.get(fragment) if there else None

    def finding(self, code: str, message: str, *, hint: str = "", severity: Severity = Severity.WARNING) -> Finding:
        """A finding about the book."""
        hint = hint or "Look at your own templates/epub/ first."
        return Finding(code=code, message=message, hint=hint, severity=severity, file=self.shown)


def words(element: ET.Element | None) -> str:
    """The text of an element, white space made single, and none at its ends."""
    return single_spaced("".join(element.itertext())).strip() if element is not None else ""


def as_read(publication: Publication, shown: str) -> Book:
    """The book, its style sheets and pictures read. Raises DamagedError where one of those cannot be had."""
    package = publication.package
    nav = next(iter(package.items("nav")), None)
    listed = dict.fromkeys(item.path for item in (*package.spine(), *([nav] if nav else ())) if item.media == DOCUMENT)
    documents = {path: document for path in listed if (document := publication.document(path))}

    def of_kind(kind: str) -> Iterator[tuple[str, bytes]]:
        for item in package.items():
            if item.media.startswith(kind):
                yield item.path.removeprefix(package.folder), publication.container.read(item.path)

    return Book(
        shown=shown,
        documents=tuple(documents.values()),
        navigation=documents.get(nav.path) if nav else None,
        styles={name: data.decode("utf-8", "replace") for name, data in of_kind("text/css")},
        pictures={name: picture_size(data) for name, data in of_kind("image/")},
        publication=publication,
    )
