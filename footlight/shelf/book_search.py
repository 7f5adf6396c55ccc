"""Searching the shelf: every word of the query in the title, the names, the subjects or the year of a book."""

import re
import unicodedata
from collections.abc import Sequence

from footlight.shelf.shelf_book import Book

QUERY_LIMIT = 200
"""Characters of a query that are read."""


class Index:
    """Books by the words that they can be found by."""

    def __init__(self, books: Sequence[Book]) -> None:
        self._rows = [(_folded(book.title), _folded(_about(book)), book) for book in books]

    def find(self, query: str) -> tuple[Book, ...]:
        """The books that have all words of a query, those first that have them in their titles."""
        words = re.findall(r"\w+", _folded(query[:QUERY_LIMIT]))
        if not words:
            return ()
        hits = [(title, book) for title, about, book in self._rows if all(w in title or w in about for w in words)]
        in_title = [book for title, book in hits if all(word in title for word in words)]
        elsewhere = [book for title, book in hits if not all(word in title for word in words)]
        return (*in_title, *elsewhere)


def _about(book: Book) -> str:
    names = (part for author in book.authors for part in (author.name, author.file_as))
    return " ".join((book.subtitle, book.publisher, book.year, *names, *book.subjects, *book.languages))


def _folded(text: str) -> str:
    """Without case and accents: who types `Gogol` finds `Gógol`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
