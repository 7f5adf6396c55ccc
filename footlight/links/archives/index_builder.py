"""Build the index of an archive: its captures, and a library with one good page of each address.

The same steps serve WARC files (`index_files`) and archives on the network, whose captures come from their own index
and whose pages are read one by one: `create_tables`, then `add_capture` and `add_page`, then `finish_index`.
"""

import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin

from footlight.engines.warc import CONTINUATION, Record, records
from footlight.engines.warc.evidence_record import LARGEST, Artefact
from footlight.engines.warc.record_reader import RawRecord, raw_record_at
from footlight.engines.warc.segments import joined_artefact, joined_record
from footlight.links.archives.archive import Body, Capture, cdx_timestamp
from footlight.links.archives.page_library import HEADING_SEPARATOR, INDEXES, SCHEMA
from footlight.links.archives.soft_404_captures import SHORT, fingerprint, says_not_found, soft_404s
from footlight.links.archives.url_key import loose_key, urlkey
from footlight.links.captured_page import Page, listed_date, read_page, title_parts, without_site
from footlight.links.search_terms import terms

VERSION = 9
"""Of the index; a part of its name in the cache, so that an index of another version is not read."""

_CAPTURES = """
CREATE TABLE capture (id INTEGER PRIMARY KEY, urlkey TEXT, timestamp TEXT, original TEXT, mime TEXT, status INTEGER,
digest TEXT, record TEXT, redirect TEXT, revisit INTEGER, soft INTEGER DEFAULT 0, file INTEGER, offset INTEGER, inner
INTEGER);
CREATE TABLE segment (origin TEXT, number INTEGER, total INTEGER, file INTEGER, offset INTEGER, inner INTEGER);
CREATE INDEX segment_origin ON segment (origin, number);
CREATE TABLE seen (capture INTEGER, url TEXT, digest TEXT, mark TEXT, short INTEGER, says INTEGER);
CREATE INDEX seen_digest ON seen (digest);
"""
_INSERT = (
    "INSERT INTO capture "
    "(urlkey, timestamp, original, mime, status, digest, record, redirect, revisit, file, offset, inner) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_HTML = ("text/html", "application/xhtml+xml")
_SITE_NAME_SHARE = 0.3
"""Share of a host's titles that begin or end with the same words, from which these are the site's name."""
_CONTEXT = 160
"""Characters on either side of a link that count as its context."""
_BODY_TERMS = 60_000
_MOST_SEGMENTS = 10_000
"""Of one capture."""

OpenFile = Callable[[Path], AbstractContextManager[BinaryIO]]


def index_files(connection: sqlite3.Connection, files: Sequence[Path], open_file: OpenFile) -> None:
    """Index these WARCs. Damaged records are skipped; a file that cannot be opened gives no rows.

    A capture that was cut into segments is joined once all files are known, for they may stand in several.
    """
    create_tables(connection)
    cut: list[tuple[Record, int]] = []
    for number, file in enumerate(files):
        try:
            with open_file(file) as stream:
                for record in records(stream):
                    if record.segment and record.record_id:
                        _add_segment(connection, record, number)
                    if record.segment == 1:
                        cut.append((replace(record, body=b""), number))
                    elif record.kind != CONTINUATION:
                        _add_record(connection, record, number)
        except (OSError, zipfile.BadZipFile, EOFError):
            continue
    for record, number in cut:
        artefact = segmented_artefact(connection, record.record_id, files, open_file)
        _add_record(connection, joined_record(artefact, record), number)
    finish_index(connection)


def segmented_artefact(
    connection: sqlite3.Connection, origin: str, files: Sequence[Path], open_file: OpenFile
) -> Artefact | None:
    """Read the segments of a capture, whose first has this record id, and join them; None where they cannot be read."""
    rows = connection.execute(
        "SELECT max(total), file, offset, inner FROM segment WHERE origin = ? AND origin != '' "
        "GROUP BY number ORDER BY number LIMIT ?",
        (origin, _MOST_SEGMENTS),
    ).fetchall()
    parts: list[RawRecord] = []
    size = 0
    for _, file, offset, inner in rows:
        try:
            with open_file(files[file]) as stream:
                part = raw_record_at(stream, offset, inner)
        except (OSError, zipfile.BadZipFile, KeyError, EOFError):
            part = None
        if part is None or size > LARGEST:
            break
        parts.append(part)
        size += len(part.block)
    return joined_artefact(parts, max((total for total, *_ in rows), default=0))


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the tables of an index."""
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _CAPTURES + SCHEMA)


def finish_index(connection: sqlite3.Connection) -> None:
    """Set what depends on all pages together: first dates, dates from lists, error pages, site names in titles."""
    connection.executescript(INDEXES + "CREATE INDEX IF NOT EXISTS capture_key ON capture (urlkey, timestamp);")
    _set_first_dates(connection)
    _set_listed_dates(connection)
    _mark_soft_404s(connection)
    _strip_site_names(connection)
    connection.commit()


def add_capture(connection: sqlite3.Connection, capture: Capture) -> int:
    """Add a row for a capture that is in no file of this machine; gives its number."""
    revisit = capture.mime == "warc/revisit"
    row = (
        capture.urlkey, capture.timestamp, capture.original, capture.mime, capture.status, capture.digest, "",
        capture.redirect, revisit, 0, 0, 0,
    )  # fmt: skip
    return int(connection.execute(_INSERT, row).lastrowid or 0)


def add_page(connection: sqlite3.Connection, number: int, capture: Capture, body: Body) -> None:
    """Add the page of a capture: its fingerprint, and a row of the library unless it is an error page."""
    page = read_page(body.data, url=capture.original, content_type=body.content_type)
    says = says_not_found(page)
    connection.execute(
        "INSERT INTO seen VALUES (?, ?, ?, ?, ?, ?)",
        (number, capture.original, capture.digest, fingerprint(page), len(page.body.split()) <= SHORT, says),
    )
    if not says and page.text:
        _add_to_library(connection, page, first=capture.when.date(), capture=number)


def copy_fingerprints(connection: sqlite3.Connection) -> None:
    """Give captures that were not read the fingerprint of one with the same digest."""
    connection.execute(
        "INSERT INTO seen SELECT capture.id, capture.original, known.digest, known.mark, known.short, known.says "
        "FROM capture JOIN (SELECT * FROM seen WHERE digest != '' GROUP BY digest) AS known "
        "ON known.digest = capture.digest WHERE capture.status IN (0, 200, 203, 206) "
        "AND capture.id NOT IN (SELECT capture FROM seen)"
    )


def _add_segment(connection: sqlite3.Connection, record: Record, file: int) -> None:
    """Add a segment; of two that bear the same number, the first counts."""
    origin = record.record_id if record.segment == 1 else record.origin
    place = record.segment, record.total, file, record.offset, record.inner
    connection.execute("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)", (origin, *place))


def _add_record(connection: sqlite3.Connection, record: Record, file: int) -> None:
    mime = record.header("content-type").partition(";")[0].strip().lower()
    redirect = record.header("location") if 300 <= record.status < 400 else ""
    row = (
        urlkey(record.target), cdx_timestamp(record.when), record.target, mime, record.status, record.digest,
        record.record_id, _joined(record.target, redirect) if redirect else "", record.kind == "revisit", file,
        record.offset, record.inner,
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
    add_page(connection, number, capture, Body(data=record.body, content_type=record.header("content-type")))


def _add_to_library(connection: sqlite3.Connection, page: Page, *, first: date, capture: int) -> None:
    """Add a page and its links, unless there is a page of its address already."""
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
    headings = HEADING_SEPARATOR.join(" ".join(terms(heading)) for heading in page.headings)
    connection.execute(
        "INSERT INTO words (rowid, title, headings, body) VALUES (?, ?, ?, ?)",
        (number, " ".join(terms(page.title)), headings, " ".join(body)),
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


def _set_first_dates(connection: sqlite3.Connection) -> None:
    """Date each page by its first capture that is no redirect: files need not be in the order of time."""
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


def _set_listed_dates(connection: sqlite3.Connection) -> None:
    """Date pages that do not say when they were written by lists of the site that put one and the same date beside
    them.
    """
    agreed = connection.execute(
        "SELECT target, min(day) FROM listed GROUP BY target HAVING min(day) = max(day)"
    ).fetchall()
    connection.executemany(
        "UPDATE page SET published = ? WHERE key = ? AND published IS NULL", [(d, k) for k, d in agreed]
    )


def _mark_soft_404s(connection: sqlite3.Connection) -> None:
    """Mark error pages with status 200, and take them out of the library."""
    rows = connection.execute("SELECT url, mark, short, says, capture FROM seen").fetchall()
    bad = soft_404s((url, mark, bool(short), bool(says)) for url, mark, short, says, _ in rows)
    numbers = [(capture,) for url, mark, _, _, capture in rows if (url, mark) in bad]
    connection.executemany("UPDATE capture SET soft = 1 WHERE id = ?", numbers)
    kept = connection.execute("SELECT key FROM page JOIN capture ON capture.id = page.capture WHERE soft").fetchall()
    _remove_from_library(connection, [key for (key,) in kept])


def _remove_from_library(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    for key in keys:
        for (number,) in connection.execute("SELECT id FROM page WHERE key = ?", (key,)).fetchall():
            connection.execute("DELETE FROM words WHERE rowid = ?", (number,))
            connection.execute("DELETE FROM said WHERE rowid IN (SELECT id FROM link WHERE page = ?)", (number,))
            connection.execute("DELETE FROM link WHERE page = ?", (number,))
            connection.execute("DELETE FROM page WHERE id = ?", (number,))


def _strip_site_names(connection: sqlite3.Connection) -> None:
    """Take the site's name off the titles: words with which many titles of the host begin or end."""
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
        site = {part for (h, part), n in counts.items() if h == host and n > 3 and n > _SITE_NAME_SHARE * hosts[h]}
        short = without_site(title, frozenset({*site, named, f"www.{named}"}))
        if short != title:
            connection.execute("UPDATE page SET title = ? WHERE id = ?", (short, number))
            connection.execute("UPDATE words SET title = ? WHERE rowid = ?", (" ".join(terms(short)), number))


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return href
