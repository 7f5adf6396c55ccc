"""Search of the shelf: a book is found if its title, names, subjects or year contain every word of the query."""

import re
import unicodedata
from collections.abc import Sequence

from footlight.shelf.shelf_book import Book

QUERY_LIMIT = 200
"""Characters of a query that are used."""


class Index:
    """The texts of books that are searched."""

    def __init__(self, books: Sequence[Book]) -> None:
        self._rows = [(_normalized(book.title), _normalized(_about(book)), book) for book in books]

    def find(self, query: str) -> tuple[Book, ...]:
        """Return the books that contain all words of a query, those first whose titles do."""
        words = re.findall(r"\w+", _normalized(query[:QUERY_LIMIT]))
        if not words:
            return ()
        hits = [(title, book) for title, about, book in self._rows if all(w in title or w in about for w in words)]
        in_title = [book for title, book in hits if all(word in title for word in words)]
        elsewhere = [book for title, book in hits if not all(word in title for word in words)]
        return (*in_title, *elsewhere)


def _about(book: Book) -> str:
    names = (part for author in book.authors for part in (author.name, author.file_as))
    return " ".join((book.subtitle, book.publisher, book.year, *names, *book.subjects, *book.languages))


def _normalized(text: str) -> str:
    """Remove case and accents, so that `Gogol` finds `Gógol`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
