"""No soft hyphens: Kindle shows them, searching stumbles over them, and reading systems hyphenate by themselves."""

from collections.abc import Iterator

from footlight.checking.book.opened import Book
from footlight.finding import Finding

_SOFT = "\u00ad"


def hyphens(book: Book) -> Iterator[Finding]:
    """A document with soft hyphens in it."""
    for document in book.documents:
        number = sum(text.count(_SOFT) for text in document.root.itertext())
        if number:
            message = f"{document.name} holds {number} soft hyphen{'' if number == 1 else 's'}"
            yield book.finding("epub-soft-hyphen", message, hint="Take them out of the source.")
