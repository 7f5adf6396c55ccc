"""The rules in their order."""

from collections.abc import Callable, Iterator

from footlight.checking.book.claims import claims
from footlight.checking.book.colours import contrast, dark_pages
from footlight.checking.book.headings import headings
from footlight.checking.book.hyphens import hyphens
from footlight.checking.book.opened import Book, as_read
from footlight.checking.book.pictures import small_pictures, words_for_pictures
from footlight.checking.book.references import references
from footlight.checking.book.titles import titles
from footlight.engines.epub.container import DamagedError
from footlight.engines.epub.publication import Publication
from footlight.finding import Finding

Rule = Callable[[Book], Iterator[Finding]]
RULES: tuple[Rule, ...] = (
    titles, headings, references, words_for_pictures, small_pictures, hyphens, claims, contrast, dark_pages,
)  # fmt: skip


def check_book(publication: Publication, shown: str) -> tuple[Finding, ...]:
    """What the rules find in an EPUB, which `shown` names; nothing where a picture or a style sheet cannot be read:
    others speak of that.
    """
    try:
        book = as_read(publication, shown)
    except DamagedError:
        return ()
    return tuple(finding for rule in RULES for finding in rule(book))
