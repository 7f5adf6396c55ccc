"""What an editor would refuse in an EPUB although EPUBCheck and Ace pass it. `RULES`, at the end, gives the order."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from footlight.engines.css import Rule, colour, rules
from footlight.engines.epub.container_reader import DamagedEpubError
from footlight.engines.epub.publication import (
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
        path, fragment = link_destination(document, href)
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
    """The book, its style sheets and pictures read. Raises DamagedEpubError where one of those cannot be had."""
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


_MEANINGLESS = re.compile(r"(?:untitled|document|ch(?:apter)?[ _-]?\d*|section[ _-]?\d*|.*\.x?html?)", re.IGNORECASE)


def titles(book: Book) -> Iterator[Finding]:
    """An empty title, one that is the file's name, and an entry of the contents without words."""
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
    """A heading that skips a level, in a document or on the way from one to the next; one without words."""
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


_CALLS = frozenset({"noteref", "doc-noteref"})
_NOTES = frozenset({"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"})


def references(book: Book) -> Iterator[Finding]:
    """A call that leads to nothing or to something else than a note; a note that nothing calls."""
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


LEAST = 150
"""Pixels of the longer side, below which a picture is a smudge on the screens of e-readers (300 pixels an inch)."""


def small_pictures(book: Book) -> Iterator[Finding]:
    """A picture of pixels that is too small for any screen that reads books."""
    for name, size in book.pictures.items():
        if size and max(size) < LEAST:
            message = f"the picture {name} has {size[0]} × {size[1]} pixels"
            hint = "Put one of 600 pixels or more in its place, or an SVG."
            yield book.finding("epub-picture-small", message, hint=hint)


def words_for_pictures(book: Book) -> Iterator[Finding]:
    """Words for a picture that repeat its caption, or are a file's name: heard twice, or heard for nothing."""
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
                message = f"the words for {file} are its caption again: “{alt[:60]}”"
                yield book.finding("epub-alt-is-caption", message, hint=hint)
            elif alt and alt == file:
                yield book.finding(
                    "epub-alt-is-name", f"the words for {file} are the name of the file", hint="Describe it."
                )
            elif not alt and "alt" not in image.attrib and "presentation" not in semantic_types(image):
                yield book.finding("epub-alt-missing", f"{file} in {document.name} has no words", hint="Describe it.")


_SOFT = "\u00ad"


def hyphens(book: Book) -> Iterator[Finding]:
    """A document with soft hyphens in it."""
    for document in book.documents:
        number = sum(text.count(_SOFT) for text in document.root.itertext())
        if number:
            message = f"{document.name} holds {number} soft hyphen{'' if number == 1 else 's'}"
            yield book.finding("epub-soft-hyphen", message, hint="Take them out of the source.")


_PAGES = frozenset({"pageNavigation", "pageBreakMarkers", "printPageNumbers"})


def claims(book: Book) -> Iterator[Finding]:
    """Each feature that is claimed and is not there; a conformance that nobody evaluated."""
    for feature in book.values("schema:accessibilityFeature"):
        if feature in _SEEN and not _SEEN[feature](book):
            yield _false(book, f"claims '{feature}'")
    modes = set(book.values("schema:accessMode"))
    if "visual" in modes and not _images(book):
        yield _false(book, "claims that some of it must be seen, and holds no picture")
    if "visual" not in modes and _images(book):
        yield _false(book, "does not say that some of it must be seen, and holds pictures")
    if "textual" in book.values("schema:accessModeSufficient") and not _described(book):
        yield _false(book, "claims that its text suffices, and a picture has no words")
    if book.values("dcterms:conformsTo") and not book.values("a11y:certifiedBy"):
        yield _false(book, "claims conformance to a standard of accessibility and names nobody who evaluated it")
    if book.values("pageBreakSource") and not _page_list(book):
        yield _false(book, "names a source of its page numbers and has no list of pages")


def _false(book: Book, what: str) -> Finding:
    return book.finding("epub-claim-false", f"the EPUB {what}", severity=Severity.ERROR)


def _images(book: Book) -> list[str | None]:
    """The words for each picture in the text."""
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
    # A feature of the vocabulary of schema.org, and how it is seen in the book.
    "alternativeText": lambda book: bool(_images(book)) and _described(book),
    "tableOfContents": lambda book: _nav(book, "toc"),
    "structuralNavigation": _headed,
    "MathML": _mathml,
    **dict.fromkeys(_PAGES - {"pageBreakMarkers"}, _page_list),
    "pageBreakMarkers": _page_breaks,
}


LEAST_CONTRAST = 4.5
_BACKGROUNDS = ("background-color", "background")


def contrast(book: Book) -> Iterator[Finding]:
    """A rule whose own colour and background are too near to each other."""
    for name, rule in _rules(book):
        ink, paper = _colours(rule)
        if ink and paper and (ratio := _ratio(ink, paper)) < LEAST_CONTRAST:
            place = f"{name}, line {rule.line}"
            message = f"{place}: the contrast of `{rule.selector}` is {ratio:.1f}, less than {LEAST_CONTRAST}"
            yield book.finding("epub-contrast", message, hint="Take a darker ink or a lighter ground.")


def dark_pages(book: Book) -> Iterator[Finding]:
    """A rule that sets the ink and not the paper, or the paper and not the ink: on a dark page one of them is the
    reader's.
    """
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
    """The ink and the paper that a rule sets; its last declaration of each counts."""
    ink, paper = None, None
    for name, value in rule.declarations:
        if name == "color":
            ink = colour(value)
        elif name in _BACKGROUNDS:
            paper = colour(value)
    return ink, paper


def _ratio(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """WCAG's contrast ratio, from 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
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
    """What the rules find in an EPUB, which `shown` names; nothing where a picture or a style sheet cannot be read:
    others speak of that.
    """
    try:
        book = as_read(publication, shown)
    except DamagedEpubError:
        return ()
    return tuple(finding for rule in RULES for finding in rule(book))
