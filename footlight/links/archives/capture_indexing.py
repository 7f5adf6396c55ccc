"""Filling the index of a local archive: its captures, and of each address one good page."""

import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin

from footlight.engines.warc import Record, records
from footlight.links.archives.archive import Body, Capture, stamp
from footlight.links.archives.library_rows import date_from_lists, shelve, unshelve
from footlight.links.archives.page_library import INDEXES, SCHEMA
from footlight.links.archives.soft_404_captures import SHORT, fingerprint, says_not_found, soft
from footlight.links.archives.url_key import loose_key, urlkey
from footlight.links.captured_page import read_page, title_parts, without_site
from footlight.links.search_terms import terms

VERSION = 7
"""Of the index; part of its name in the cache, so that one of another make is not read."""

_CAPTURES = """
CREATE TABLE capture (id INTEGER PRIMARY KEY, urlkey TEXT, timestamp TEXT, original TEXT, mime TEXT, status INTEGER,
digest TEXT, record TEXT, redirect TEXT, revisit INTEGER, soft INTEGER DEFAULT 0, file INTEGER, offset INTEGER, inner
INTEGER);
CREATE TABLE seen (capture INTEGER, url TEXT, digest TEXT, mark TEXT, short INTEGER, says INTEGER);
CREATE INDEX seen_digest ON seen (digest);
"""
_INSERT = (
    "INSERT INTO capture "
    "(urlkey, timestamp, original, mime, status, digest, record, redirect, revisit, file, offset, inner) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_HTML = ("text/html", "application/xhtml+xml")
_ON_MANY_TITLES = 0.3
"""Share of a host's titles that end or begin with a part, which then names the site."""

Open = Callable[[Path], AbstractContextManager[BinaryIO]]


def fill(connection: sqlite3.Connection, files: Sequence[Path], opened: Open) -> None:
    """Index these WARCs. Damaged records are passed over; a file that cannot be opened leaves no rows."""
    prepare(connection)
    for number, file in enumerate(files):
        try:
            with opened(file) as stream:
                for record in records(stream):
                    _add(connection, record, number)
        except (OSError, zipfile.BadZipFile, EOFError):
            continue
    settle(connection)


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables."""
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _CAPTURES + SCHEMA)


def settle(connection: sqlite3.Connection) -> None:
    """What only all pages together tell: first dates, dates in lists, error pages, the site's name in titles."""
    connection.executescript(INDEXES + "CREATE INDEX IF NOT EXISTS capture_key ON capture (urlkey, timestamp);")
    _date_first(connection)
    date_from_lists(connection)
    _put_out_soft(connection)
    _name_without_site(connection)
    connection.commit()


def enter(connection: sqlite3.Connection, capture: Capture) -> int:
    """A row of the index for a capture that stands in no file of this machine. Gives its number."""
    revisit = capture.mime == "warc/revisit"
    row = (
        capture.urlkey, capture.timestamp, capture.original, capture.mime, capture.status, capture.digest, "",
        capture.redirect, revisit, 0, 0, 0,
    )  # fmt: skip
    return int(connection.execute(_INSERT, row).lastrowid or 0)


def look_at(connection: sqlite3.Connection, number: int, capture: Capture, body: Body) -> None:
    """What the page of a capture says: its mark, and a place on the shelf where it is no error page."""
    page = read_page(body.data, url=capture.original, content_type=body.content_type)
    says = says_not_found(page)
    connection.execute(
        "INSERT INTO seen VALUES (?, ?, ?, ?, ?, ?)",
        (number, capture.original, capture.digest, fingerprint(page), len(page.body.split()) <= SHORT, says),
    )
    if not says and page.text:
        shelve(connection, page, first=capture.when.date(), capture=number)


def take_for_alike(connection: sqlite3.Connection) -> None:
    """Captures that were not read and have the digest of one that was say what that says."""
    connection.execute(
        "INSERT INTO seen SELECT capture.id, capture.original, known.digest, known.mark, known.short, known.says "
        "FROM capture JOIN (SELECT * FROM seen WHERE digest != '' GROUP BY digest) AS known "
        "ON known.digest = capture.digest WHERE capture.status IN (0, 200, 203, 206) "
        "AND capture.id NOT IN (SELECT capture FROM seen)"
    )


def _add(connection: sqlite3.Connection, record: Record, file: int) -> None:
    mime = record.header("content-type").partition(";")[0].strip().lower()
    redirect = record.header("location") if 300 <= record.status < 400 else ""
    row = (
        urlkey(record.target), stamp(record.when), record.target, mime, record.status, record.digest, record.record_id,
        _joined(record.target, redirect) if redirect else "", record.kind == "revisit", file, record.offset,
        record.inner,
    )  # fmt: skip
    number = connection.execute(_INSERT, row).lastrowid
    if record.status not in (200, 203, 206) or mime not in _HTML or record.kind == "revisit" or number is None:
        return
    known = connection.execute(
        "SELECT url, digest, mark, short, says FROM seen WHERE digest = ? AND url = ? LIMIT 1",
        (record.digest, record.target),
    ).fetchone()
    if known and record.digest:
        connection.execute("INSERT INTO seen VALUES (?, ?, ?, ?, ?, ?)", (number, *known))
        return
    capture = Capture(urlkey=row[0], timestamp=row[1], original=record.target, digest=record.digest)
    look_at(connection, number, capture, Body(data=record.body, content_type=record.header("content-type")))


def _date_first(connection: sqlite3.Connection) -> None:
    """Give each page the date of its first capture, redirects left out: files need not be in the order of time."""
    first: dict[str, str] = {}
    for original, timestamp in connection.execute(
        "SELECT original, timestamp FROM capture WHERE status BETWEEN 200 AND 206"
    ):
        key = loose_key(original)
        first[key] = min(first.get(key, timestamp), timestamp)
    for number, key in connection.execute("SELECT id, key FROM page").fetchall():
        stamped = first.get(key)
        if stamped:
            day = date(int(stamped[:4]), int(stamped[4:6]), int(stamped[6:8])).isoformat()
            connection.execute("UPDATE page SET first = ? WHERE id = ?", (day, number))


def _put_out_soft(connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT url, mark, short, says, capture FROM seen").fetchall()
    bad = soft((url, mark, bool(short), bool(says)) for url, mark, short, says, _ in rows)
    numbers = [(capture,) for url, mark, _, _, capture in rows if (url, mark) in bad]
    connection.executemany("UPDATE capture SET soft = 1 WHERE id = ?", numbers)
    kept = connection.execute("SELECT key FROM page JOIN capture ON capture.id = page.capture WHERE soft").fetchall()
    unshelve(connection, [key for (key,) in kept])


def _name_without_site(connection: sqlite3.Connection) -> None:
    """Take the site's name off the titles: what many titles of the host begin or end with."""
    titles = connection.execute("SELECT id, title, key FROM page").fetchall()
    counts: Counter[tuple[str, str]] = Counter()
    hosts: Counter[str] = Counter()
    for _, title, key in titles:
        host = key.partition(")")[0]
        hosts[host] += 1
        counts.update({(host, part.casefold()) for part in title_parts(title)})
    for number, title, key in titles:
        host = key.partition(")")[0]
        named = ".".join(reversed(host.split(",")))
        site = {part for (h, part), n in counts.items() if h == host and n > 3 and n > _ON_MANY_TITLES * hosts[h]}
        short = without_site(title, frozenset({*site, named, f"www.{named}"}))
        if short != title:
            connection.execute("UPDATE page SET title = ? WHERE id = ?", (short, number))
            connection.execute("UPDATE words SET title = ? WHERE rowid = ?", (" ".join(terms(short)), number))


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return href
