"""An archive in files on this machine: a .warc, .warc.gz, .wacz, .arc or .arc.gz file, or a folder of them.

The files are indexed once into SQLite, in the cache folder, under a name made of the path, size and time of each, so
that files which changed are indexed again. Where the cache cannot be written, the index is in memory. A WACZ
(https://specs.webrecorder.net/wacz/1.1.1/) is read in place: nothing is unpacked, so no name in it leads anywhere.
"""

import hashlib
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from footlight.engines.warc import is_empty, record_at
from footlight.engines.warc.evidence_record import Artefact, artefact_at
from footlight.engines.warc.segments import joined_record
from footlight.errors import EnvironmentProblem
from footlight.file_replacement import draft_of
from footlight.input_record import open_file
from footlight.ledger.entries import Searched
from footlight.links.archives.archive import (
    MOVED_STATUSES,
    Body,
    Capture,
    Found,
    IndexAnswer,
    Match,
    NotArchived,
    Query,
    ReadAnswer,
    Redirected,
    SearchReport,
    Unreachable,
)
from footlight.links.archives.index_builder import VERSION, index_files, segmented_artefact
from footlight.links.archives.page_library import PageLibrary
from footlight.links.archives.url_key import prefix_key, urlkey
from footlight.user_folders import cache_folder

ENDINGS = (".warc", ".warc.gz", ".wacz", ".arc", ".arc.gz")
_MEMBER_SIZE = 8 * 2**30
_ROWS = (
    "SELECT urlkey, timestamp, original, mime, status, digest, record, redirect, soft, file, offset, inner "
    "FROM capture "
)
_READ_FILES = "SELECT file FROM capture UNION SELECT file FROM segment WHERE origin IN (SELECT record FROM capture)"
"""Those with a capture in them, or with a further segment of one."""
_ORDER = " ORDER BY urlkey, timestamp, id LIMIT ?"


def _default_cache() -> Path:
    """The folder of the indexes of archives."""
    return cache_folder() / "archives"


class LocalArchive:
    """The captures in files on this machine; `library` has their pages.

    Raises EnvironmentProblem where the path holds no WARC or cannot be read.
    """

    def __init__(self, path: Path, *, cache: Path | None = None, name: str = "", left_out: str = "") -> None:
        """`name` is that of the file which the records were made of, and `left_out` says what of it is not in them."""
        self._files = tuple(_warcs(path))
        self.name, self._shown = name or path.name, name
        self._left_out = left_out
        self.connection = _open_index(self._files, cache or _default_cache())
        self.library = PageLibrary(self.connection)
        self._feeds: tuple[Capture, ...] | None = None
        read = {file for (file,) in self.connection.execute(_READ_FILES)}
        self.unread = tuple(file for at, file in enumerate(self._files) if at not in read and not _is_sound(file))
        """Files in which there is no capture that can be read: what is not found may stand in them."""

    def captures(self, query: Query) -> IndexAnswer:
        """Query the index. The rows come in the order of urlkey and timestamp."""
        where, values = _condition(query)
        where += f" AND status IN {MOVED_STATUSES}" if query.moves else ""
        rows = self.connection.execute(_ROWS + where + _ORDER, (*values, query.limit)).fetchall()
        return Found(value=tuple(self._capture(row) for row in rows)) if rows else NotArchived()

    def capture_of(self, number: int) -> Capture | None:
        """The capture of that number, from which a page of the library was read."""
        row = self.connection.execute(_ROWS + "WHERE id = ?", (number,)).fetchone()
        return self._capture(row) if row else None

    def feeds(self) -> tuple[Capture, ...]:
        """Captures of XML with status 200, the newest first."""
        if self._feeds is None:
            rows = self.connection.execute(
                _ROWS + "WHERE status = 200 AND (mime LIKE '%xml' OR mime LIKE '%rss%' OR mime LIKE '%atom%') "
                "AND mime NOT LIKE '%xhtml%' AND mime NOT LIKE '%svg%' ORDER BY timestamp DESC LIMIT 200"
            )
            self._feeds = tuple(self._capture(row) for row in rows)
        return self._feeds

    def pages(self, limit: int = 1_000) -> tuple[Capture, ...]:
        """The newest good capture of each HTML page, in the order of their addresses."""
        rows = self.connection.execute(
            _ROWS + "WHERE status = 200 AND mime IN ('text/html', 'application/xhtml+xml') AND NOT soft "
            "GROUP BY urlkey HAVING timestamp = MAX(timestamp)" + _ORDER,
            (limit,),
        )
        return tuple(self._capture(row) for row in rows)

    def read(self, capture: Capture) -> ReadAnswer:
        """Read the body of a capture; of a revisit, the body that it repeats."""
        if 300 <= capture.status < 400:
            return Redirected(to=capture.redirect)
        file, offset, inner = capture.locator.rsplit(":", 2)
        try:
            with open_warc(Path(file)) as stream:
                record = record_at(stream, int(offset), int(inner))
        except (OSError, zipfile.BadZipFile, KeyError) as error:
            return Unreachable(why=f"{file}: {error}")
        if record is None:
            return Unreachable(why=f"{file}: no record at {offset} any more")
        if record.segment:
            record = joined_record(self._joined(record.record_id), record)
        if record.kind == "revisit":
            first = self._repeated(capture)
            return self.read(first) if first else NotArchived()
        body = Body(
            data=record.body,
            content_type=record.header("content-type"),
            sha256=hashlib.sha256(record.body).hexdigest(),
            truncated=record.truncated,
        )
        return Found(value=body)

    def artefact(self, capture: Capture) -> Artefact | None:
        """A copy of the capture's record; of a revisit, of what it repeats, with the revisit's address and moment."""
        joined = self._joined(capture.artefact.rpartition("#")[2])
        if joined is not None:
            return joined
        file, offset, inner = capture.locator.rsplit(":", 2)
        try:
            with open_warc(Path(file)) as stream:
                record = artefact_at(stream, int(offset), int(inner))
        except (OSError, zipfile.BadZipFile, KeyError):
            return None
        first = self._repeated(capture) if record is None else None
        if first is None or first.locator == capture.locator:
            return record
        same = self.artefact(first)
        return replace(same, target=capture.original, when=capture.when) if same else None

    def search_report(self) -> SearchReport:
        """All of it is searched, but for files that cannot be read."""
        where = f"{self.name}: index of {self.library.size} pages"
        unread = [Unreachable(why=f"{file.name}: no capture in it can be read") for file in self.unread]
        rows = (
            Searched(where=f"{self.name}: {file.name}", result="not searched: no capture in it can be read")
            for file in self.unread
        )
        said = [Searched(where=self.name, result=f"not searched: {self._left_out}")] if self._left_out else []
        ranked = Searched(where=where, result="ranked")
        return SearchReport(searched=(ranked, *said, *rows), blocked=tuple(unread))

    def asked(self) -> None:
        """None: a file gives the same answers on any day."""

    def close(self) -> None:
        """Close the index."""
        self.connection.close()

    def _joined(self, record: str) -> Artefact | None:
        """The capture whose first segment has this id; None for one that was not cut into segments."""
        return segmented_artefact(self.connection, record, self._files, open_warc)

    def _repeated(self, capture: Capture) -> Capture | None:
        row = self.connection.execute(
            _ROWS + "WHERE digest = ? AND digest != '' AND NOT revisit ORDER BY urlkey = ? DESC, timestamp LIMIT 1",
            (capture.digest, capture.urlkey),
        ).fetchone()
        return self._capture(row) if row else None

    def _capture(self, row: tuple[str, str, str, str, int, str, str, str, int, int, int, int]) -> Capture:
        file = self._files[row[9]]
        shown = self._shown or Path(file).name
        return Capture(
            urlkey=row[0],
            timestamp=row[1],
            original=row[2],
            mime=row[3],
            status=row[4],
            digest=row[5],
            artefact=f"{shown}#{row[6]}" if row[6] else shown,
            redirect=row[7],
            soft=bool(row[8]),
            locator=f"{file}:{row[10]}:{row[11]}",
        )


@contextmanager
def open_warc(file: Path) -> Iterator[BinaryIO]:
    """Open a WARC for reading; `FOLDER/NAME.wacz/archive/data.warc.gz` is one inside a WACZ."""
    wacz = next((parent for parent in file.parents if parent.suffix == ".wacz" and parent.is_file()), None)
    if wacz is None:
        with open_file(file) as stream:
            yield stream
        return
    with zipfile.ZipFile(wacz) as pack, pack.open(file.relative_to(wacz).as_posix()) as member:
        yield cast("BinaryIO", member)


def _is_sound(file: Path) -> bool:
    try:
        with open_warc(file) as stream:
            return is_empty(stream)
    except (OSError, zipfile.BadZipFile, KeyError, EOFError):
        return False


def _condition(query: Query) -> tuple[str, tuple[str, ...]]:
    key = urlkey(query.url)
    host = key.partition(")")[0]
    match query.match:
        case Match.EXACT:
            return "WHERE urlkey = ?", (key,)
        case Match.PREFIX:
            start = prefix_key(query.url)
            return "WHERE urlkey >= ? AND urlkey < ?", (start, start + "\U0010ffff")
        case Match.HOST:
            return "WHERE urlkey >= ? AND urlkey < ?", (host + ")", host + "*")
        case Match.DOMAIN:  # "," and ")" are the two characters after a host's own labels
            return "WHERE ((urlkey >= ? AND urlkey < ?) OR (urlkey >= ? AND urlkey < ?))", (
                host + ")", host + "*", host + ",", host + "-",
            )  # fmt: skip


def _warcs(path: Path) -> Iterator[Path]:
    try:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        files = [file for file in inside if file.name.lower().endswith(ENDINGS) and file.is_file()]
        if path.is_file() and not files:
            files = [path]  # a WARC without the usual ending
        for file in files:
            yield from _wacz_members(file) if file.name.lower().endswith(".wacz") else [file.resolve()]
    except (OSError, zipfile.BadZipFile) as error:
        raise EnvironmentProblem(f"{path} cannot be read: {error}") from None
    if not files:
        raise EnvironmentProblem(
            f"{path} holds no web archive",
            hint="An archive is a .warc, .warc.gz, .wacz, .arc or .arc.gz file, or a folder of them.",
        )


def _wacz_members(wacz: Path) -> Iterator[Path]:
    with zipfile.ZipFile(wacz) as pack:
        for info in pack.infolist():
            name = info.filename
            if name.startswith("archive/") and name.endswith(ENDINGS[:2]) and info.file_size < _MEMBER_SIZE:
                yield wacz.resolve() / name


def _open_index(files: tuple[Path, ...], cache: Path) -> sqlite3.Connection:
    """Open the cached index. A missing one is made and moved there whole, so that no process sees half of it."""
    place = cache / f"{_cache_name(files)}.sqlite"
    try:
        if place.is_file():
            return _open_cached(place)
        cache.mkdir(parents=True, exist_ok=True)
        # SQLite's own locks are not needed, for nobody knows the draft, and could be the same as that of the draft.
        with draft_of(place, private=True) as draft:
            address = f"{Path(draft.name).absolute().as_uri()}?nolock=1"
            with closing(sqlite3.connect(address, uri=True)) as new:
                index_files(new, files, open_warc)
        return _open_cached(place)
    except (OSError, sqlite3.Error):  # the disk may be full as well
        memory = sqlite3.connect(":memory:")
        index_files(memory, files, open_warc)
        return memory


def _open_cached(place: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{place.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        connection.execute("SELECT count(*) FROM capture").fetchone()
    except sqlite3.Error:
        connection.close()
        place.unlink(missing_ok=True)
        raise
    return connection


def _cache_name(files: tuple[Path, ...]) -> str:
    known = []
    for file in files:
        real = next((parent for parent in file.parents if parent.suffix == ".wacz" and parent.is_file()), file)
        state = real.stat()
        known.append(f"{file}\0{state.st_size}\0{state.st_mtime_ns}")
    return hashlib.sha256("\n".join([str(VERSION), *known]).encode()).hexdigest()[:32]
