"""Editorial rules on an EPUB: faults that EPUBCheck and Ace do not report. `RULES`, at the end, gives the order.

The sections: titles and headings; notes; pictures; text; accessibility claims; colours.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from footlight.engines.css import Rule, colour, rules
from footlight.engines.epub.container_reader import DamagedEpubError
from footlight.engines.epub.publication_reader import (
    EPUB_TYPE,
    XHTML,
    XHTML_MEDIA_TYPE,
    Document,
    Publication,
    link_destination,
    semantic_types,
)
from footlight.engines.pillow import image_size
from footlight.findings.finding import Finding, Severity
from footlight.textmatch.places import single_spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An EPUB's documents, style sheets and pictures, read for the rules."""

    shown: str
    documents: tuple[Document, ...]
    """In spine order; the navigation document comes last where it is not in the spine."""
    navigation: Document | None
    styles: Mapping[str, str]
    """Style sheets by path."""
    pictures: Mapping[str, tuple[int, int] | None]
    """Width and height in pixels by path; None for a picture without pixels."""
    publication: Publication

    def values(self, name: str) -> tuple[str, ...]:
        """Values of the package's `<meta property="NAME">` elements."""
        return self.publication.package.values(name)

    def target(self, document: Document, href: str) -> tuple[Document | None, ET.Element | None]:
        """The document and the element that an internal link leads to; None for what does not exist."""
        path, fragment = link_destination(document, href)
        there = next((d for d in self.documents if d.path == path), None)
        return there, there.ids.get(fragment) if there else None

    def finding(self, code: str, message: str, *, hint: str = "", severity: Severity = Severity.WARNING) -> Finding:
        """Make a finding about the book."""
        hint = hint or "Look at your own templates/epub/ first."
        return Finding(code=code, message=message, hint=hint, severity=severity, file=self.shown)


def words(element: ET.Element | None) -> str:
    """The text of an element with normalized white space."""
    return single_spaced("".join(element.itertext())).strip() if element is not None else ""


def as_read(publication: Publication, shown: str) -> Book:
    """Read a book's style sheets and pictures. Raises DamagedEpubError where one cannot be unpacked."""
    package = publication.package
    nav = next(iter(package.items("nav")), None)
    listed = dict.fromkeys(
        item.path for item in (*package.spine(), *([nav] if nav else ())) if item.media == XHTML_MEDIA_TYPE
    )
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
        pictures={name: image_size(data) for name, data in of_kind("image/")},
        publication=publication,
    )


# Titles and headings


_MEANINGLESS = re.compile(r"(?:untitled|document|ch(?:apter)?[ _-]?\d*|section[ _-]?\d*|.*\.x?html?)", re.IGNORECASE)


def titles(book: Book) -> Iterator[Finding]:
    """Documents have a title that is not their file name, and entries of the contents have words."""
    for document in book.documents:
        title = words(next(document.all("title"), None))
        if not title:
            yield book.finding("epub-title-empty", f"{document.name} has no title")
        elif _MEANINGLESS.fullmatch(title):
            yield book.finding("epub-title-empty", f"{document.name} is titled '{title}', which tells a reader nothing")
    for link in book.navigation.all("a") if book.navigation else ():
        if not words(link):
            yield book.finding("epub-entry-empty", f"an entry of the contents has no words: {link.get('href', '')}")


_LEVELS = {f"{XHTML}h{level}": level for level in range(1, 7)}


def headings(book: Book) -> Iterator[Finding]:
    """Headings skip no level within a document, and have words."""
    for document in book.documents:
        above = 0
        for element in document.root.iter():
            level = _LEVELS.get(str(element.tag))
            if level is None:
                continue
            if not words(element) and element.find(f".//{XHTML}img[@alt]") is None:
                yield book.finding("epub-heading-empty", f"a heading of level {level} in {document.name} has no words")
            if above and level > above + 1:
                message = (
                    f"“{words(element)[:60]}” in {document.name} is a heading of level {level} under one of {above}"
                )
                hint = "Give it the level below the heading that it belongs to."
                yield book.finding("epub-heading-skipped", message, hint=hint)
            above = level


# Notes


_CALLS = frozenset({"noteref", "doc-noteref"})
_NOTES = frozenset({"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"})


def references(book: Book) -> Iterator[Finding]:
    """Every call leads to a note, and every note is called."""
    called = set()
    for document, call in _calls(book):
        home, note = book.target(document, call.get("href", ""))
        if home is None or note is None or not semantic_types(note) & _NOTES:
            message = f"the call “{words(call)}” in {document.name} does not lead to a note"
            yield book.finding("epub-call-unresolved", message, severity=Severity.ERROR)
        else:
            called.add((home.name, note.get("id")))
    for document in book.documents:
        for element in document.root.iter():
            if semantic_types(element) & _NOTES and (document.name, element.get("id")) not in called:
                message = f"nothing calls the note “{words(element)[:60]}” in {document.name}"
                yield book.finding("epub-note-uncalled", message)


def _calls(book: Book) -> Iterator[tuple[Document, ET.Element]]:
    for document in book.documents:
        yield from ((document, link) for link in document.all("a") if semantic_types(link) & _CALLS)


# Pictures


LEAST = 150
"""Least length of the longer side in pixels: half an inch on an e-reader's screen (300 pixels an inch)."""


def small_pictures(book: Book) -> Iterator[Finding]:
    """No picture is too small for the screen of an e-reader."""
    for name, size in book.pictures.items():
        if size and max(size) < LEAST:
            message = f"the picture {name} has {size[0]} × {size[1]} pixels"
            hint = "Put one of 600 pixels or more in its place, or an SVG."
            yield book.finding("epub-picture-small", message, hint=hint)


def words_for_pictures(book: Book) -> Iterator[Finding]:
    """The text alternative of a picture is neither missing, nor its caption again, nor the file's name."""
    for document in book.documents:
        captions = {
            id(image): words(figure.find(f".//{XHTML}figcaption"))
            for figure in document.all("figure")
            for image in figure.iter(f"{XHTML}img")
        }
        for image in document.all("img"):
            alt = " ".join(image.get("alt", "").split())
            file = unquote(image.get("src", "")).rpartition("/")[2]
            if alt and alt == captions.get(id(image)):
                hint = 'Say what is to be seen: ![the caption](file){alt="what is to be seen"}.'
                message = f"the description of {file} repeats its caption: “{alt[:60]}”"
                yield book.finding("epub-alt-is-caption", message, hint=hint)
            elif alt and alt == file:
                message = f"the description of {file} is only the file's name"
                yield book.finding("epub-alt-is-name", message, hint="Describe what the picture shows.")
            elif not alt and "alt" not in image.attrib and "presentation" not in semantic_types(image):
                message = f"the picture {file} in {document.name} has no description"
                yield book.finding("epub-alt-missing", message, hint="Describe what the picture shows.")


# Text


_SOFT = "\u00ad"


def hyphens(book: Book) -> Iterator[Finding]:
    """No document contains soft hyphens: Kindle displays them, and searches miss words that contain one."""
    for document in book.documents:
        number = sum(text.count(_SOFT) for text in document.root.itertext())
        if number:
            message = f"{document.name} holds {number} soft hyphen{'' if number == 1 else 's'}"
            yield book.finding("epub-soft-hyphen", message, hint="Take them out of the source.")


# Accessibility claims


_PAGES = frozenset({"pageNavigation", "pageBreakMarkers", "printPageNumbers"})


def claims(book: Book) -> Iterator[Finding]:
    """Accessibility features that are claimed exist, and claimed conformance names its evaluator."""
    for feature in book.values("schema:accessibilityFeature"):
        if feature in _SEEN and not _SEEN[feature](book):
            yield _false(book, f"claims '{feature}'")
    modes = set(book.values("schema:accessMode"))
    if "visual" in modes and not _images(book):
        yield _false(book, "claims the access mode 'visual' and holds no picture")
    if "visual" not in modes and _images(book):
        yield _false(book, "holds pictures and does not claim the access mode 'visual'")
    if "textual" in book.values("schema:accessModeSufficient") and not _described(book):
        yield _false(book, "claims that its text suffices, but a picture has no description")
    if book.values("dcterms:conformsTo") and not book.values("a11y:certifiedBy"):
        yield _false(book, "claims conformance to an accessibility standard and does not name who evaluated it")
    if book.values("pageBreakSource") and not _page_list(book):
        yield _false(book, "names a source of its page numbers and has no page list")


def _false(book: Book, what: str) -> Finding:
    return book.finding("epub-claim-false", f"the EPUB {what}", severity=Severity.ERROR)


def _images(book: Book) -> list[str | None]:
    """The text alternative of each picture in the text; the cover is left out."""
    return [
        image.get("alt")
        for document in book.documents
        for image in document.all("img")
        if "cover" not in document.root.get(EPUB_TYPE, "")
    ]


def _described(book: Book) -> bool:
    return all(_images(book))


def _nav(book: Book, kind: str) -> bool:
    navs = book.navigation.all("nav") if book.navigation else ()
    return any(kind in nav.get(EPUB_TYPE, "").split() and nav.find(f".//{XHTML}a") is not None for nav in navs)


def _page_list(book: Book) -> bool:
    return _nav(book, "page-list")


def _page_breaks(book: Book) -> bool:
    return any("pagebreak" in e.get(EPUB_TYPE, "").split() for d in book.documents for e in d.root.iter())


def _headed(book: Book) -> bool:
    return any(next(document.all(*(f"h{n}" for n in range(1, 7))), None) is not None for document in book.documents)


def _mathml(book: Book) -> bool:
    return any(
        str(e.tag).startswith("{http://www.w3.org/1998/Math/MathML}") for d in book.documents for e in d.root.iter()
    )


_SEEN: dict[str, Callable[[Book], bool]] = {
    # A schema.org accessibility feature, and how its presence is recognised.
    "alternativeText": lambda book: bool(_images(book)) and _described(book),
    "tableOfContents": lambda book: _nav(book, "toc"),
    "structuralNavigation": _headed,
    "MathML": _mathml,
    **dict.fromkeys(_PAGES - {"pageBreakMarkers"}, _page_list),
    "pageBreakMarkers": _page_breaks,
}


# Colours


LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3, for text of normal size."""
_BACKGROUNDS = ("background-color", "background")


def contrast(book: Book) -> Iterator[Finding]:
    """Text and background colour of a CSS rule have enough contrast."""
    for name, rule in _rules(book):
        ink, paper = _colours(rule)
        if ink and paper and (ratio := _ratio(ink, paper)) < LEAST_CONTRAST:
            place = f"{name}, line {rule.line}"
            message = f"{place}: the contrast of `{rule.selector}` is {ratio:.1f}, less than {LEAST_CONTRAST}"
            yield book.finding("epub-contrast", message, hint="Take a darker ink or a lighter ground.")


def dark_pages(book: Book) -> Iterator[Finding]:
    """A CSS rule sets text and background colour together: in a dark theme, the other one is the reading system's."""
    for name, rule in _rules(book):
        ink, paper = _colours(rule)
        if (ink is None) == (paper is None) or "prefers-color-scheme" in rule.media:
            continue
        what, other = ("a colour", "a background") if ink else ("a background", "a colour")
        message = f"{name}, line {rule.line}: `{rule.selector}` sets {what} without {other}"
        hint = "Leave colours to the reader, or set both, or put them into @media (prefers-color-scheme: …)."
        yield book.finding("epub-dark-page", message, hint=hint)


def _rules(book: Book) -> Iterator[tuple[str, Rule]]:
    return ((name, rule) for name, text in book.styles.items() for rule in rules(text))


_Colour = tuple[float, float, float] | None


def _colours(rule: Rule) -> tuple[_Colour, _Colour]:
    """Text and background colour that a rule sets; the last declaration of each counts."""
    ink, paper = None, None
    for name, value in rule.declarations:
        if name == "color":
            ink = colour(value)
        elif name in _BACKGROUNDS:
            paper = colour(value)
    return ink, paper


def _ratio(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """WCAG's contrast ratio, 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(parts: tuple[float, float, float]) -> float:
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


EpubRule = Callable[[Book], Iterator[Finding]]
RULES: tuple[EpubRule, ...] = (
    titles, headings, references, words_for_pictures, small_pictures, hyphens, claims, contrast, dark_pages,
)  # fmt: skip


def check_book(publication: Publication, shown: str) -> tuple[Finding, ...]:
    """Apply the rules to an EPUB that findings call `shown`.

    Returns nothing where a picture or a style sheet cannot be read: EPUBCheck reports that.
    """
    try:
        book = as_read(publication, shown)
    except DamagedEpubError:
        return ()
    return tuple(finding for rule in RULES for finding in rule(book))
