"""Headings go down one level at a time (WCAG 2.2, technique G141): who hears a book finds the way by them."""

from collections.abc import Iterator

from footlight.checking.book.opened import Book, words
from footlight.engines.epub.publication import XHTML
from footlight.finding import Finding

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
