"""What a page says of the book that it is about, told by the ISBN that it states: a shop's, a library's, a publisher's.

Such a page's own author and day are those of the shop's entry, if anything; the book's have statements of their own. A
review of a book and a chapter of one state its ISBN as well, and are pages as any other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from footlight.press.isbn import isbn_13

_METAS = ("book:isbn", "books:isbn", "og:isbn", "isbn")
_OTHER_WORK = re.compile(r"article|posting|report|review|chapter|essay", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"(?<![0-9A-Za-z])(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9Xx](?![0-9A-Za-z])")


def stated_book(
    metas: Mapping[str, Sequence[str]], linked: Sequence[dict[str, Any]], url: str
) -> dict[str, Any] | None:
    """Return what a page states of a book, with the keys of schema.org's Book; None where it states no ISBN.

    Where its address has an ISBN as well, another than the page states, the page is about another book.
    """
    kinds = [(one, str(one.get("@type"))) for one in linked]
    books = [one for one, kind in kinds if "Book" in kind]
    is_book = any("book" in text.lower() for text in metas.get("og:type", ()))
    if metas.get("citation_title") or (not is_book and any(_OTHER_WORK.search(kind) for _, kind in kinds)):
        return None
    stated = {isbn for text in _isbns(metas, books) if (isbn := isbn_13(text))}
    asked = {isbn for found in _IN_ADDRESS.findall(unquote(url)) if (isbn := isbn_13(found))}
    if not stated or (asked and not asked & stated):
        return None
    book = next((one for one in books if isbn_13(str(one.get("isbn", ""))) in stated), {})
    names = [text for text in metas.get("book:author", ()) if "://" not in text]
    told = {"author": names, "datePublished": next(iter(metas.get("book:release_date", ())), "")}
    return {key: value for key, value in told.items() if value} | book


def _isbns(metas: Mapping[str, Sequence[str]], books: Sequence[dict[str, Any]]) -> Iterator[str]:
    for name in _METAS:
        yield from metas.get(name, ())
    for book in books:
        several = book.get("isbn")
        yield from (str(one) for one in (several if isinstance(several, list) else [several]) if one)
