"""Each document and each entry of the contents has a title that says something: a reader is shown it, or hears it."""

import re
from collections.abc import Iterator

from footlight.checking.book.opened import Book, words
from footlight.finding import Finding

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
