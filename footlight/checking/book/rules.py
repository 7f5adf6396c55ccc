"""The rules in their order."""

from collections.abc import Callable, Iterator

from footlight.checking.book.claims import claims
from footlight.checking.book.colours import contrast, dark_pages
from footlight.checking.book.headings import headings
from footlight.checking.book.hyphens import hyphens
from footlight.checking.book.opened import Book, BrokenBookError, open_book
from footlight.checking.book.pictures import small_pictures, words_for_pictures
from footlight.checking.book.references import references
from footlight.checking.book.titles import titles
from footlight.finding import Finding

Rule = Callable[[Book], Iterator[Finding]]
RULES: tuple[Rule, ...] = (
    titles, headings, references, words_for_pictures, small_pictures, hyphens, claims, contrast, dark_pages,
)  # fmt: skip


def check_book(data: bytes, shown: str) -> tuple[Finding, ...]:
    """What the rules find in an EPUB, which `shown` names; nothing where it cannot be opened: others speak of that."""
    try:
        book = open_book(data, shown)
    except BrokenBookError:
        return ()
    return tuple(finding for rule in RULES for finding in rule(book))
