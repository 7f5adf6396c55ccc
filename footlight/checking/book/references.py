"""Every reference to a note leads to a note, and every note is called: also those that no ledger knows."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from footlight.checking.book.opened import Book, words
from footlight.engines.epub.publication import Document, types
from footlight.finding import Finding, Severity

_CALLS = frozenset({"noteref", "doc-noteref"})
_NOTES = frozenset({"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"})


def references(book: Book) -> Iterator[Finding]:
    """A call that leads to nothing or to something else than a note; a note that nothing calls."""
    called = set()
    for document, call in _calls(book):
        home, note = book.target(document, call.get("href", ""))
        if home is None or note is None or not types(note) & _NOTES:
            message = f"the call “{words(call)}” in {document.name} does not lead to a note"
            yield book.finding("epub-call-unresolved", message, severity=Severity.ERROR)
        else:
            called.add((home.name, note.get("id")))
    for document in book.documents:
        for element in document.root.iter():
            if types(element) & _NOTES and (document.name, element.get("id")) not in called:
                message = f"nothing calls the note “{words(element)[:60]}” in {document.name}"
                yield book.finding("epub-note-uncalled", message)


def _calls(book: Book) -> Iterator[tuple[Document, ET.Element]]:
    for document in book.documents:
        yield from ((document, link) for link in document.all("a") if types(link) & _CALLS)
