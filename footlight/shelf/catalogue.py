"""The catalogue of a shelf: its pages as values. Other modules write them in a format.

index               the first page: titles, newest first, authors, years
titles/N  new/N     all books, by title, or by when they were published
authors/N           the authors, each leading to their books in  author/NAME/N
years/1             the years, each leading to its books in  year/YYYY/N
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain

from footlight.shelf.built_books import sorting_key
from footlight.shelf.catalogue_page import PER_PAGE, FacetGroup, Feed, Kind, NavigationLink
from footlight.shelf.shelf_book import Author, Book

ROOT = "index"
_MOST_FACETS = 40
"""Authors that are facets of a list of titles; the others are in the list of authors."""
_NEWEST = "http://opds-spec.org/sort/new"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of books that may run over several pages."""

    stem: str
    title: str
    up: str
    books: tuple[Book, ...]
    facets: tuple[FacetGroup, ...] = ()


class Catalogue:
    """The pages of a shelf. `books` are in the order of their titles."""

    def __init__(self, books: Sequence[Book], *, title: str) -> None:
        self.title = title
        self.books = tuple(books)
        self.updated = _latest(books)
        self._authors = _by_author(books)
        self._slugs = _slugs(self._authors)
        self._foremost = frozenset(sorted(self._authors, key=lambda a: -len(self._authors[a]))[:_MOST_FACETS])
        self._years = _by_year(books)
        self._listings = {listing.stem: listing for listing in self._all_listings()}

    def feeds(self) -> Iterator[Feed]:
        """Yield every page, the first one first."""
        yield self.root()
        for number in range(1, _pages(self._authors) + 1) if self._authors else ():
            yield self.authors(number)
        if self._years:
            yield self.years()
        for listing in self._listings.values():
            for number in range(1, _pages(listing.books) + 1):
                yield _page(listing, number)

    def feed(self, path: str) -> Feed | None:
        """Return the page at a path; None where there is none."""
        stem, _, number = path.rpartition("/")
        if path == ROOT:
            return self.root()
        if not re.fullmatch(r"[1-9]\d{0,6}", number):
            return None
        page = int(number)
        if stem == "authors":
            return self.authors(page) if self._authors and page <= _pages(self._authors) else None
        if stem == "years":
            return self.years() if self._years and page == 1 else None
        listing = self._listings.get(stem)
        return _page(listing, page) if listing and page <= _pages(listing.books) else None

    def root(self) -> Feed:
        """Return the first page."""
        all_titles, newest = (
            _link("All titles", "titles/1", len(self.books)),
            _link("Newest first", "new/1", len(self.books)),
        )
        authors, years = _link("Authors", "authors/1", len(self._authors)), _link("Years", "years/1", len(self._years))
        links = (
            replace(all_titles, summary="Every edition on the shelf, by title."),
            replace(newest, rel=_NEWEST, summary="By when they were first published."),
            replace(authors, kind=Kind.NAVIGATION, summary="Who wrote them."),
            replace(years, kind=Kind.NAVIGATION, summary="When they were first published."),
        )
        shown = tuple(link for link in links if link.count or link.kind is Kind.ACQUISITION)
        return Feed(
            path=ROOT, title=self.title, kind=Kind.NAVIGATION, updated=self.updated, navigation=shown, total=len(shown)
        )

    def authors(self, page: int) -> Feed:
        """Return a page of the list of authors, sorted by name."""
        rows = list(self._authors.items())
        shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
        links = (_link(author.name, f"{self._of(author)}/1", len(books)) for author, books in shown)
        return self._navigation("authors", "Authors", tuple(links), (page, _pages(rows), len(rows)))

    def years(self) -> Feed:
        """Return the list of the years in which something was published, the latest first."""
        links = tuple(_link(year, f"year/{year}/1", len(books)) for year, books in self._years.items())
        return self._navigation("years", "Years", links, (1, 1, len(links)))

    def found(self, query: str, books: Sequence[Book]) -> Feed:
        """Return the first books that a search found, as a page."""
        shown = tuple(books[:PER_PAGE])
        return Feed(
            path="search",
            title=f"“{query}”: {len(books)} found",
            kind=Kind.ACQUISITION,
            updated=_latest(shown),
            up=ROOT,
            books=shown,
            total=len(books),
            query=query,
        )

    def _navigation(
        self, stem: str, title: str, links: tuple[NavigationLink, ...], counts: tuple[int, int, int]
    ) -> Feed:
        page, pages, total = counts
        return Feed(
            path=f"{stem}/{page}", title=title, kind=Kind.NAVIGATION, updated=self.updated, up=ROOT, navigation=links,
            page=page, pages=pages, total=total,
        )  # fmt: skip

    def _all_listings(self) -> Iterator[Listing]:
        whole = _offered(self._author_facets(), self._year_facets())
        yield Listing("titles", "All titles", ROOT, self.books, whole)
        yield Listing("new", "Newest first", ROOT, _newest(self.books), whole)
        for author, books in self._authors.items():
            facets = _offered(self._author_facets(author)) if author in self._foremost else ()
            yield Listing(self._of(author), author.name, "authors/1", tuple(books), facets)
        for year, books in self._years.items():
            yield Listing(f"year/{year}", year, "years/1", tuple(books), _offered(self._year_facets(year)))

    def _of(self, author: Author) -> str:
        return f"author/{self._slugs[author]}"

    def _author_facets(self, active: Author | None = None) -> FacetGroup:
        """Return the authors of the most books, by name."""
        links = (
            replace(_link(author.name, f"{self._of(author)}/1", len(books)), active=author == active)
            for author, books in self._authors.items()
            if author in self._foremost
        )
        return FacetGroup(title="Author", links=tuple(links))

    def _year_facets(self, active: str = "") -> FacetGroup:
        links = (
            replace(_link(year, f"year/{year}/1", len(books)), active=year == active)
            for year, books in self._years.items()
        )
        return FacetGroup(title="Year", links=tuple(links))


def _offered(*groups: FacetGroup) -> tuple[FacetGroup, ...]:
    """Return the groups that leave a choice."""
    return tuple(group for group in groups if len(group.links) > 1)


def _link(title: str, path: str, count: int) -> NavigationLink:
    return NavigationLink(title=title, path=path, kind=Kind.ACQUISITION, count=count)


def _page(listing: Listing, number: int) -> Feed:
    shown = listing.books[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Feed(
        path=f"{listing.stem}/{number}",
        title=listing.title,
        kind=Kind.ACQUISITION,
        updated=_latest(listing.books),
        up=listing.up,
        books=shown,
        facets=listing.facets,
        total=len(listing.books),
        page=number,
        pages=_pages(listing.books),
    )


def _pages(rows: Mapping[Author, list[Book]] | Sequence[object]) -> int:
    return max(1, -(-len(rows) // PER_PAGE))


def _latest(books: Sequence[Book]) -> str:
    return max((book.modified for book in books), default="1980-01-01T00:00:00Z")


def _newest(books: Sequence[Book]) -> tuple[Book, ...]:
    """Sort books by date, the latest first; of one day by title; those without a date last."""
    return tuple(sorted(books, key=lambda book: book.published, reverse=True))


def _by_author(books: Sequence[Book]) -> dict[Author, list[Book]]:
    found: dict[str, list[Book]] = defaultdict(list)
    for book in books:
        for author in book.authors:
            found[author.name].append(book)
    known = {a.name: a for a in sorted(chain.from_iterable(b.authors for b in books), key=lambda a: a.file_as)}
    return {known[name]: found[name] for name in sorted(found, key=lambda n: sorting_key(known[n].sorted_by))}


def _by_year(books: Sequence[Book]) -> dict[str, list[Book]]:
    found: dict[str, list[Book]] = defaultdict(list)
    for book in books:
        if book.year:
            found[book.year].append(book)
    return dict(sorted(found.items(), reverse=True))


def _slugs(authors: Mapping[Author, list[Book]]) -> dict[Author, str]:
    """Return a path for each author: letters of ASCII, with some digits of a hash of the name where those letters are
    too few or not unique.
    """
    plain = {author: _slug(author.name) for author in authors}
    shared = Counter(plain.values())
    return {
        author: slug if slug and shared[slug] == 1 and author.name.isascii() else f"{slug}-{_digits(author)}".strip("-")
        for author, slug in plain.items()
    }


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60]


def _digits(author: Author) -> str:
    return sha256(author.name.encode("utf-8")).hexdigest()[:8]
