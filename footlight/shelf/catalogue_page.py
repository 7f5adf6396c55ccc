"""A page of the catalogue, whatever format it is then written in."""

from dataclasses import dataclass
from enum import StrEnum

from footlight.shelf.shelf_book import Book

PER_PAGE = 50
"""Books, or entries of a list, on one page: what an e-reader can show without long waiting."""


class Kind(StrEnum):
    """What OPDS 1.2 calls a feed that leads on, and one that has books (section 2)."""

    NAVIGATION = "navigation"
    ACQUISITION = "acquisition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An entry of a navigation feed, or a facet."""

    title: str
    path: str
    """From the shelf's root, without an ending."""
    kind: Kind
    count: int = 0
    """How many books are there; 0 where that is not said."""
    rel: str = "subsection"
    summary: str = ""
    active: bool = False
    """Of a facet: it is the one that is seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Ways to see a part of the same list."""

    title: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One page."""

    path: str
    """From the shelf's root, without an ending: `titles/1`."""
    title: str
    kind: Kind
    updated: str
    up: str = ""
    """The path of the feed above; empty for the root."""
    ways: tuple[Way, ...] = ()
    books: tuple[Book, ...] = ()
    facets: tuple[Facets, ...] = ()
    total: int = 0
    """Books, or entries, of all pages together."""
    page: int = 1
    pages: int = 1
    query: str = ""
    """What was searched for."""

    def turned_to(self, page: int) -> str:
        """The path of another page of the same list; empty where there is none."""
        return f"{self.path.rpartition('/')[0]}/{page}" if 1 <= page <= self.pages else ""
