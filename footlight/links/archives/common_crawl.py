"""Common Crawl: the indexes of its crawls, and the records that they name, each a range of a WARC file.

https://index.commoncrawl.org lists the crawls in collinfo.json, and has a CDX server for each, which is a pywb's:
rows are JSON Lines, and an index without any answers 404. A row names a file of https://data.commoncrawl.org, an offset
and a length; those bytes are a gzip member with one record. No page of Common Crawl shows a capture to a reader, so a
capture has no address of its own: its evidence is the record.

There is a crawl a month. Of each year the newest is asked, because an index may be asked 24 times a minute; a crawl
that is named (`commoncrawl+https://index.commoncrawl.org/CC-MAIN-2013-20`) is asked alone.
"""

import hashlib
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from footlight.engines.warc import Record, record_at
from footlight.engines.web.messages import MEBIBYTE, Purpose, Request, Response, Transport
from footlight.errors import UsageError
from footlight.links.archives.archive import (
    Body,
    Capture,
    Excluded,
    Found,
    IndexAnswer,
    NotArchived,
    Query,
    ReadAnswer,
    Redirected,
    Unreachable,
    cdx_timestamp,
)
from footlight.links.archives.playback import failure, first_captures, index_json, index_request, matching_captures
from footlight.links.archives.url_key import urlkey

COMMON_CRAWL = "https://index.commoncrawl.org"
_DATA = {COMMON_CRAWL: "https://data.commoncrawl.org"}
"""Where the files are of which an index names parts; with any other index, on its own host."""
_LARGEST = 16 * MEBIBYTE
"""Bytes of one record, packed; Common Crawl cuts pages at one mebibyte."""
_YEAR = re.compile(r"CC-MAIN-(?:\d{4}-(?=\d{4}\b))?(\d{4})")
_PLACE = re.compile(r"(https?://[^#]+)#(\d{1,15})-(\d{1,9})")
"""A locator: a file, the offset of a record and its length."""
_FILE = re.compile(r"[\w./=-]{1,500}\.w?arc\.gz")


class CommonCrawl:
    """The crawls of the index server at the address `root`, or the one that its path names."""

    def __init__(self, transport: Transport, name: str, root: str) -> None:
        self.name = name
        self._transport = transport
        parts = urlsplit(root)
        self._host = f"{parts.scheme}://{parts.netloc}"
        self._crawl = parts.path.strip("/")

    def captures(self, query: Query) -> IndexAnswer:
        """Query the index of each crawl. What some do not answer is no answer, unless others have something."""
        crawls = self._crawls()
        if isinstance(crawls, Unreachable | Excluded):
            return crawls
        rows: list[Capture] = []
        trouble: Unreachable | Excluded | None = None
        for crawl in crawls:
            found = self._rows(crawl, query)
            if isinstance(found, Unreachable | Excluded):
                trouble = trouble or found
            else:
                rows += found
        answer = matching_captures(first_captures(rows) if query.first else rows, query)
        return answer if isinstance(answer, Found) or trouble is None else trouble

    def read(self, capture: Capture) -> ReadAnswer:
        """Read the body of a capture from its record."""
        place = _PLACE.fullmatch(capture.locator)
        if place is None:
            return NotArchived()
        part = self._part(place[1], int(place[2]), int(place[3]))
        if not isinstance(part, bytes):
            return part
        record = record_at(BytesIO(part), 0, 0)
        return _answer(record, capture) if record else Unreachable(why="what stands at the place of the record is none")

    def close(self) -> None:
        """Nothing to close."""

    def _part(self, file: str, start: int, length: int) -> bytes | NotArchived | Unreachable | Excluded:
        """The bytes of a file from `start` on."""
        if not 0 < length <= _LARGEST:
            return Unreachable(why="the record is too large")
        wanted = ("Range", f"bytes={start}-{start + length - 1}")
        outcome = self._transport.send(
            Request(url=file, purpose=Purpose.CAPTURE, headers=(wanted,), max_bytes=_LARGEST)
        )
        failed = failure(outcome)
        if failed is not None or not isinstance(outcome, Response):
            return failed or NotArchived()
        if outcome.status == 404:
            return NotArchived()
        whole = outcome.status == 206 and not outcome.truncated
        return outcome.body if whole else Unreachable(why=f"{file} gave no part of itself")

    def _crawls(self) -> list[str] | Unreachable | Excluded:
        """The addresses of the CDX servers to ask."""
        if self._crawl:
            return [f"{self._host}/{self._crawl}-index"]
        outcome = self._transport.send(index_request(f"{self._host}/collinfo.json", accepts=_is_list))
        failed = failure(outcome)
        if failed is not None or not isinstance(outcome, Response):
            return failed or Unreachable(why="no answer")
        try:
            named = [str(row["id"]) for row in index_json(outcome.body)]
        except (ValueError, TypeError, KeyError, RecursionError):
            return Unreachable(why="its list of crawls is none")
        of_year: dict[str, str] = {}
        for crawl in named:  # the newest first
            if year := _YEAR.fullmatch(crawl) or _YEAR.match(crawl):
                of_year.setdefault(year[1], crawl)
        return [f"{self._host}/{crawl}-index" for crawl in of_year.values()] or Unreachable(why="it lists no crawl")

    def _rows(self, crawl: str, query: Query) -> list[Capture] | Unreachable | Excluded:
        parameters = {"url": query.url, "matchType": query.match.value, "output": "json", "limit": str(query.limit)}
        outcome = self._transport.send(index_request(f"{crawl}?{urlencode(parameters)}", accepts=_is_rows))
        failed = failure(outcome)
        if failed is not None or not isinstance(outcome, Response):
            return failed or Unreachable(why="no answer")
        if outcome.status == 404:
            if b"no captures" in outcome.body.lower():
                return []
            if self._crawl:
                raise UsageError(f"there is no crawl at {crawl}", hint="Look at the end of its address.")
        if outcome.status != 200:
            return Unreachable(why=f"{crawl} answered {outcome.status}")
        lines = outcome.body.split(b"\n")
        try:
            rows = [index_json(line) for line in (lines[:-1] if outcome.truncated else lines) if line.strip()]
            return list(self._captures(rows))
        except (ValueError, TypeError, KeyError, RecursionError):
            return Unreachable(why="the answer of its index is not a list of captures")

    def _captures(self, rows: list[dict[str, Any]]) -> Iterator[Capture]:
        data = _DATA.get(self._host, self._host)
        for row in rows:
            file, offset, length = str(row["filename"]), int(row["offset"]), int(row["length"])
            if not _FILE.fullmatch(file) or ".." in file:
                continue
            original, status = str(row["url"]), str(row.get("status", ""))
            yield Capture(
                urlkey=urlkey(original),
                timestamp=str(row["timestamp"]),
                original=original,
                mime=str(row.get("mime-detected") or row.get("mime", "")),
                status=int(status) if status.isascii() and status.isdigit() else 0,
                digest=str(row.get("digest", "")).removeprefix("sha1:"),
                locator=f"{data}/{file}#{offset}-{length}",
            )


def _answer(record: Record, capture: Capture) -> ReadAnswer:
    """What a record says of a capture; nothing where it is another one's."""
    if urlkey(record.target) != capture.urlkey or cdx_timestamp(record.when) != capture.timestamp:
        return NotArchived()
    if 300 <= record.status < 400:
        try:
            return Redirected(to=urljoin(capture.original, record.header("location")))
        except ValueError:
            return Redirected(to="")
    if record.status not in (200, 203, 206) or record.kind == "revisit":
        return NotArchived()
    return Found(
        value=Body(
            data=record.body,
            content_type=record.header("content-type"),
            sha256=hashlib.sha256(record.body).hexdigest(),
            truncated=record.truncated,
        )
    )


def _is_list(response: Response) -> bool:
    return response.body.lstrip().startswith(b"[")


def _is_rows(response: Response) -> bool:
    return not response.body.strip() or response.body.lstrip().startswith(b"{")
