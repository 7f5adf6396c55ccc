"""Pages put into the tables of a `Library`, and taken out again."""

import sqlite3
from collections.abc import Iterable
from datetime import date

from footlight.links.archives.page_library import BETWEEN
from footlight.links.archives.url_key import loose_key
from footlight.links.captured_page import Page, listed_date
from footlight.links.search_terms import terms

_CONTEXT = 160
"""Characters on either side of a link that count as what was said of its target."""
_BODY_TERMS = 60_000


def shelve(connection: sqlite3.Connection, page: Page, *, first: date, capture: int) -> None:
    """Add a page to the tables, unless its address is there already."""
    body = terms(page.body)[:_BODY_TERMS]
    published = page.published.isoformat() if page.published else None
    row = loose_key(page.url), page.url, page.title, published, page.author
    added = connection.execute(
        "INSERT OR IGNORE INTO page (key, url, title, published, author, first, capture) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*row, first.isoformat(), capture),
    )
    if not added.rowcount:
        return
    number = added.lastrowid
    connection.execute(
        "INSERT INTO words (rowid, title, headings, body) VALUES (?, ?, ?, ?)",
        (number, " ".join(terms(page.title)), BETWEEN.join(" ".join(terms(h)) for h in page.headings), " ".join(body)),
    )
    for link in page.links:
        day = listed_date(page, link)
        if day is not None:
            connection.execute("INSERT INTO listed VALUES (?, ?)", (loose_key(link.href), day.isoformat()))
        if link.furniture or not link.href.startswith(("http://", "https://")) or loose_key(link.href) == row[0]:
            continue
        context = page.text[max(page.main[0], link.start - _CONTEXT) : min(page.main[1], link.end + _CONTEXT)]
        said = " ".join(terms(link.words)), " ".join(terms(context))
        kept = connection.execute(
            "INSERT INTO link (page, target, url, words, context) VALUES (?, ?, ?, ?, ?)",
            (number, loose_key(link.href), link.href, *said),
        )
        connection.execute("INSERT INTO said (rowid, words, context) VALUES (?, ?, ?)", (kept.lastrowid, *said))


def date_from_lists(connection: sqlite3.Connection) -> None:
    """Give pages that do not say when they were written the date that lists of the site put beside them, if they
    agree.
    """
    agreed = connection.execute(
        "SELECT target, min(day) FROM listed GROUP BY target HAVING min(day) = max(day)"
    ).fetchall()
    connection.executemany(
        "UPDATE page SET published = ? WHERE key = ? AND published IS NULL", [(d, k) for k, d in agreed]
    )


def unshelve(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Take pages out again that turned out to be none."""
    for key in keys:
        for (number,) in connection.execute("SELECT id FROM page WHERE key = ?", (key,)).fetchall():
            connection.execute("DELETE FROM words WHERE rowid = ?", (number,))
            connection.execute("DELETE FROM said WHERE rowid IN (SELECT id FROM link WHERE page = ?)", (number,))
            connection.execute("DELETE FROM link WHERE page = ?", (number,))
            connection.execute("DELETE FROM page WHERE id = ?", (number,))
