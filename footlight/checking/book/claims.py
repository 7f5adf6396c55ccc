"""Nothing is claimed of a book's accessibility that it does not have (EPUB Accessibility 1.1, sections 2 and 3)."""

from collections.abc import Callable, Iterator

from footlight.checking.book.opened import Book
from footlight.engines.epub.publication import OPS_TYPE, XHTML
from footlight.finding import Finding, Severity

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
        if "cover" not in document.root.get(OPS_TYPE, "")
    ]


def _described(book: Book) -> bool:
    return all(_images(book))


def _nav(book: Book, kind: str) -> bool:
    navs = book.navigation.all("nav") if book.navigation else ()
    return any(kind in nav.get(OPS_TYPE, "").split() and nav.find(f".//{XHTML}a") is not None for nav in navs)


def _page_list(book: Book) -> bool:
    return _nav(book, "page-list")


def _page_breaks(book: Book) -> bool:
    return any("pagebreak" in e.get(OPS_TYPE, "").split() for d in book.documents for e in d.root.iter())


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
