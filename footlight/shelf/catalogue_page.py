"""A page of the catalogue, independent of the format in which it is written."""

from dataclasses import dataclass
from enum import StrEnum

from footlight.shelf.shelf_book import Book

PER_PAGE = 50
"""Books, or entries of a list, on one page: what an e-reader can show without a long wait."""


class Kind(StrEnum):
    """A feed that leads to other feeds, and a feed of books (OPDS 1.2, section 2)."""

    NAVIGATION = "navigation"
    ACQUISITION = "acquisition"


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationLink:
    """An entry of a navigation feed, or a facet."""

    title: str
    path: str
    """From the shelf's root, without an ending."""
    kind: Kind
    count: int = 0
    """How many books it leads to; 0 where that is not said."""
    rel: str = "subsection"
    summary: str = ""
    active: bool = False
    """Whether a facet is the one that is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetGroup:
    """A group of links to parts of the same list."""

    title: str
    links: tuple[NavigationLink, ...]


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
    navigation: tuple[NavigationLink, ...] = ()
    books: tuple[Book, ...] = ()
    facets: tuple[FacetGroup, ...] = ()
    total: int = 0
    """Books, or entries, of all pages together."""
    page: int = 1
    pages: int = 1
    query: str = ""
    """The words of a search; empty on every other page."""

    def page_path(self, page: int) -> str:
        """Return the path of another page of the same list; empty where there is none."""
        return f"{self.path.rpartition('/')[0]}/{page}" if 1 <= page <= self.pages else ""
