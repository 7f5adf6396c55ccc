"""The pages of an archive in a full-text index: SQLite's FTS5 over titles, headings, texts and the words of links.

One page stands for all captures of an address (`url_key.loose_key`). Texts are kept as terms (`search_terms`), so that
all languages are searched alike. `index_builder` fills the tables, in a file or in memory.
"""

import math
import sqlite3
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from footlight.links.archives.url_key import loose_key
from footlight.links.captured_page import slug_words
from footlight.links.search_terms import terms

SCHEMA = """
CREATE TABLE page (id INTEGER PRIMARY KEY, key TEXT UNIQUE, url TEXT, title TEXT, published TEXT, author TEXT, first
TEXT, capture INTEGER);
CREATE VIRTUAL TABLE words USING fts5(title, headings, body, tokenize="unicode61 remove_diacritics 0 tokenchars '.~'");
CREATE VIRTUAL TABLE rarity USING fts5vocab(words, row);
CREATE TABLE listed (target TEXT, day TEXT);
CREATE TABLE link (id INTEGER PRIMARY KEY, page INTEGER, target TEXT, url TEXT, words TEXT, context TEXT, heading
INTEGER);
CREATE VIRTUAL TABLE said USING fts5(words, context, tokenize="unicode61 remove_diacritics 0 tokenchars '.~'");
"""
INDEXES = """
CREATE INDEX IF NOT EXISTS link_target ON link (target);
CREATE INDEX IF NOT EXISTS link_page ON link (page);
"""
HEADING_SEPARATOR = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingLink:
    """A link to a page from another page's text."""

    source: int
    """The id of the page that links."""
    words: tuple[str, ...]
    context: tuple[str, ...]
    """Terms around the link, its own words included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPage:
    """A page as search and ranking read it."""

    id: int
    key: str
    url: str
    title: str
    published: date | None
    """As the page or its address states it."""
    first: date
    """When it was first captured."""
    author: str
    capture: int
    title_terms: tuple[str, ...]
    slug_terms: tuple[str, ...]
    named: frozenset[str]
    """The terms of title and address."""
    headings: tuple[frozenset[str], ...]
    heading_terms: frozenset[str]
    body: Mapping[str, Sequence[int]]
    """The positions of each term among the body's terms."""
    length: int
    """Of the body, in terms."""
    norm: float
    """Of the body as a vector of `vector_weight`s."""
    running: str
    """The body's terms in order, each between spaces, to search for phrases."""

    @property
    def dated(self) -> date:
        """When it was written; where that is not known, when it was first captured."""
        return self.published or self.first


class PageLibrary:
    """The pages of one archive. `connection` has the tables of `SCHEMA`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.page = lru_cache(maxsize=1500)(self._page)
        self.incoming_links = lru_cache(maxsize=4000)(self._said_of)
        self.rarity = lru_cache(maxsize=200_000)(self._rarity)
        self._counts: dict[str, int] = {}
        self.outgoing_keys = lru_cache(maxsize=1500)(self._linked_from)
        self.incoming_terms = lru_cache(maxsize=4000)(self._said_to)
        self.linking_pages = lru_cache(maxsize=4000)(self._sources_of)
        self.linking_count = lru_cache(maxsize=20_000)(self._linking_to)
        self.size: int = connection.execute("SELECT count(*) FROM page").fetchone()[0]

    def find(self, query: Sequence[str], column: str, limit: int) -> list[int]:
        """Pages by BM25 of any of the terms in `title`, `headings` or `body`, best first."""
        if not query:
            return []
        rows = self._db.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank, rowid LIMIT ?", (_any_of(query, column), limit)
        )
        return [row[0] for row in rows]

    def find_by_links(self, query: Sequence[str], column: str, limit: int) -> list[int]:
        """Pages by BM25 of any of the terms in the `words` or the `context` of links to them, best first."""
        if not query:
            return []
        rows = self._db.execute(
            "SELECT page.id FROM (SELECT rowid AS at FROM said WHERE said MATCH ? ORDER BY rank, rowid LIMIT ?) "
            "JOIN link ON link.id = at JOIN page ON page.key = link.target",
            (_any_of(query, column), limit),
        )
        return list(dict.fromkeys(row[0] for row in rows))

    def by_key(self, url: str) -> int | None:
        """The page of an address."""
        row = self._db.execute("SELECT id FROM page WHERE key = ?", (loose_key(url),)).fetchone()
        return row[0] if row else None

    def most_linked(self, limit: int) -> list[int]:
        """The pages that the texts of most other pages link to."""
        rows = self._db.execute(
            "SELECT page.id FROM page JOIN link ON link.target = page.key GROUP BY page.id "
            "ORDER BY count(DISTINCT link.page) DESC, page.id LIMIT ?",
            (limit,),
        )
        return [row[0] for row in rows]

    def before(self, day: date, limit: int) -> list[int]:
        """The newest pages that are not newer than a day."""
        rows = self._db.execute(
            "SELECT id FROM page WHERE coalesce(published, first) <= ? "
            "ORDER BY coalesce(published, first) DESC, id LIMIT ?",
            (day.isoformat(), limit),
        )
        return [row[0] for row in rows]

    def after(self, day: date, limit: int) -> list[int]:
        """The oldest pages that are newer than a day."""
        rows = self._db.execute(
            "SELECT id FROM page WHERE coalesce(published, first) > ? ORDER BY coalesce(published, first), id LIMIT ?",
            (day.isoformat(), limit),
        )
        return [row[0] for row in rows]

    def between(self, first: date, last: date, limit: int) -> list[int]:
        """Pages of these days, the most linked first."""
        rows = self._db.execute(
            "SELECT id FROM page WHERE coalesce(published, first) BETWEEN ? AND ? "
            "ORDER BY (SELECT count(*) FROM link WHERE link.target = page.key) DESC, id LIMIT ?",
            (first.isoformat(), last.isoformat(), limit),
        )
        return [row[0] for row in rows]

    def titles(self) -> dict[int, str]:
        """Every page's title."""
        return dict(self._db.execute("SELECT id, title FROM page"))

    def pages_with(self, term: str) -> int:
        """How many pages contain a term."""
        if not self._counts:
            self._counts = dict(self._db.execute("SELECT term, doc FROM rarity"))
        return self._counts.get(term, 0)

    def _rarity(self, term: str) -> float:
        """Inverse document frequency (Spärck Jones 1972), scaled: 0 for a term of every page, 1 for one of no page."""
        size = max(self.size, 2)
        return max(0.0, math.log((size + 1) / (self.pages_with(term) + 0.5)) / math.log((size + 1) / 0.5))

    def vector_weight(self, term: str, count: int) -> float:
        """The weight of a term that occurs `count` times in a text: tf·idf (Salton and Buckley 1988), damped."""
        return (1 + math.log(count)) * self.rarity(term)

    def _said_of(self, key: str) -> tuple[IncomingLink, ...]:
        rows = self._db.execute("SELECT page, words, context FROM link WHERE target = ? ORDER BY id LIMIT 400", (key,))
        return tuple(IncomingLink(source=r[0], words=tuple(r[1].split()), context=tuple(r[2].split())) for r in rows)

    def _linked_from(self, page: int) -> frozenset[str]:
        return frozenset(row[0] for row in self._db.execute("SELECT target FROM link WHERE page = ?", (page,)))

    def _linking_to(self, key: str) -> int:
        row = self._db.execute("SELECT count(DISTINCT page) FROM link WHERE target = ?", (key,)).fetchone()
        return int(row[0])

    def _said_to(self, key: str) -> frozenset[str]:
        return frozenset(term for said in self.incoming_links(key) for term in said.words)

    def _sources_of(self, key: str) -> frozenset[int]:
        return frozenset(row[0] for row in self._db.execute("SELECT page FROM link WHERE target = ?", (key,)))

    def days(self) -> dict[int, int]:
        """The ordinal of the day of each page."""
        rows = self._db.execute("SELECT id, coalesce(published, first) FROM page")
        return {number: date.fromisoformat(day).toordinal() for number, day in rows}

    def links_between(self) -> list[tuple[int, int]]:
        """Pairs of pages of which the first links to the second, each once."""
        return self._db.execute(
            "SELECT DISTINCT link.page, page.id FROM link JOIN page ON page.key = link.target ORDER BY 1, 2"
        ).fetchall()

    def _page(self, number: int) -> LibraryPage:
        row = self._db.execute(
            "SELECT key, url, page.title, published, first, author, capture, words.title, headings, body FROM page "
            "JOIN words ON words.rowid = page.id WHERE page.id = ?",
            (number,),
        ).fetchone()
        title, slug = tuple(row[7].split()), tuple(terms(slug_words(row[1])))
        body = _places(row[9])
        headings = tuple(frozenset(heading.split()) for heading in row[8].split(HEADING_SEPARATOR) if heading)
        return LibraryPage(
            id=number,
            key=row[0],
            url=row[1],
            title=row[2],
            published=date.fromisoformat(row[3]) if row[3] else None,
            first=date.fromisoformat(row[4]),
            author=row[5],
            capture=row[6],
            title_terms=title,
            slug_terms=slug,
            named=frozenset((*title, *slug)),
            headings=headings,
            heading_terms=frozenset().union(*headings),
            body=body,
            length=row[9].count(" ") + 1,
            norm=math.sqrt(sum(self.vector_weight(term, len(places)) ** 2 for term, places in body.items())),
            running=f" {row[9]} ",
        )


def _places(running: str) -> Mapping[str, Sequence[int]]:
    found: dict[str, array[int]] = {}
    for at, term in enumerate(running.split()):
        found.setdefault(term, array("I")).append(at)
    return found


def _any_of(query: Sequence[str], column: str) -> str:
    """An FTS5 query. Terms contain no quotation mark, so quotation marks around them are enough."""
    quoted = " OR ".join(f'"{term}"' for term in dict.fromkeys(query))
    return f"{{{column}}} : ({quoted})"
