"""A server with the Wayback Machine's interface over one WARC: array CDX with resume keys, raw playback, availability
with its wrong answers; and the Wayback Machine's failures when a test sets them.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl

from warcio.archiveiterator import ArchiveIterator

from footlight.links.archives.url_key import host_of, prefix_key, urlkey

_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_PLAYBACK = re.compile(r"/web/(\d{1,14})id_/(https?://.*)")
Answer = tuple[str, list[tuple[str, str]], bytes]


class WaybackServer:
    """The WSGI application. `asked` lists the requests; `trouble` gives for a path a failure, or None."""

    def __init__(self, warc: Path) -> None:
        self.rows, self.payloads = _read(warc)
        self.asked: list[tuple[float, str]] = []
        self.trouble: Callable[[str], Answer | None] = lambda _: None
        self.truthful = False
        """Whether the availability service names captures; else it says that there are none."""
        self.page = 5000

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answers one request."""
        path = environ["PATH_INFO"].encode("latin-1").decode()
        query = environ["QUERY_STRING"]
        self.asked.append((time.time(), path + (f"?{query}" if query else "")))
        status, headers, body = self.trouble(path) or self._answer(path, query)
        if not any(name == "Content-Length" for name, _ in headers):
            headers = [*headers, ("Content-Length", str(len(body)))]
        start(status, headers)
        return [body]

    def paths(self, part: str) -> list[str]:
        """What was asked, as far as it holds this part."""
        return [path for _, path in self.asked if part in path]

    def _answer(self, path: str, query: str) -> Answer:
        played = _PLAYBACK.fullmatch(path + (f"?{query}" if query else ""))
        if played:
            return self._play(played[1], played[2])
        if path == "/cdx/search/cdx":
            return "200 OK", [("Content-Type", "application/json")], json.dumps(self._index(query)).encode()
        if path == "/wayback/available":
            return "200 OK", [("Content-Type", "application/json")], json.dumps(self._available(query)).encode()
        return "404 Not Found", [], b"no such service"

    def _index(self, query: str) -> list[list[str]]:
        asked = {key: values[0] for key, values in parse_qs(query).items()}
        rows: Iterable[dict[str, str]] = [r for r in self.rows if matches(r, asked["url"], asked["matchType"])]
        for rule in (value for key, value in parse_qsl(query) if key == "filter"):
            field, _, pattern = rule.lstrip("!").partition(":")
            rows = [r for r in rows if bool(re.fullmatch(pattern, r[field])) != rule.startswith("!")]
        if asked.get("collapse") == "urlkey":
            rows = [next(group) for _, group in groupby(rows, key=lambda r: r["urlkey"])]
        rows = list(rows)
        start = int(asked.get("resumeKey", "0"))
        stop = start + min(int(asked["limit"]), self.page)
        names = asked["fl"].split(",")
        page = [[row[name] for name in names] for row in rows[start:stop]]
        more: list[list[str]] = [[], [str(stop)]] if stop < len(rows) else []
        return [names, *page, *more] if page else []

    def _available(self, query: str) -> dict[str, Any]:
        url = parse_qs(query)["url"][0]
        row = next((r for r in self.rows if r["urlkey"] == urlkey(url)), None)
        if row is None or not self.truthful:
            return {"url": url, "archived_snapshots": {}}
        closest = {
            "status": row["statuscode"],
            "available": True,
            "url": f"http://web.archive.org/web/{row['timestamp']}/{row['original']}",
            "timestamp": row["timestamp"],
        }
        return {"url": url, "archived_snapshots": {"closest": closest}}

    def _play(self, timestamp: str, url: str) -> Answer:
        rows = [r for r in self.rows if r["urlkey"] == urlkey(url)]
        if not rows:
            return "404 Not Found", [("Content-Type", "text/html")], b"<h1>Hrm. This URL has not been archived.</h1>"
        nearest = min(rows, key=lambda r: abs(int(r["timestamp"]) - int(timestamp)))
        if nearest["timestamp"] != timestamp:
            location = f"/web/{nearest['timestamp']}id_/{nearest['original']}"
            return "302 Found", [("Location", location)], b""
        status, headers, body = self.payloads[nearest["urlkey"], nearest["payload"]]
        when = datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return status, [*headers, ("Memento-Datetime", format_datetime(when, usegmt=True))], body


def matches(row: dict[str, str], url: str, match: str) -> bool:
    match match:
        case "exact":
            return row["urlkey"] == urlkey(url)
        case "prefix":
            return row["urlkey"].startswith(prefix_key(url))
        case "host":
            return host_of(row["original"]) == host_of(url)
        case _:
            return f".{host_of(row['original'])}".endswith(f".{host_of(url)}")


def _read(warc: Path) -> tuple[list[dict[str, str]], dict[tuple[str, str], Answer]]:
    rows: list[dict[str, str]] = []
    payloads: dict[tuple[str, str], Answer] = {}
    with warc.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=False):
            head = record.rec_headers.get_header
            url = head("WARC-Target-URI")
            when = _digits(head("WARC-Date"))
            revisit = record.rec_type == "revisit"
            http = record.http_headers
            payload = _digits(head("WARC-Refers-To-Date")) if revisit else when
            values = (
                urlkey(url), when, url, "warc/revisit" if revisit else http.get_header("Content-Type").split(";")[0],
                "-" if revisit else http.get_statuscode(), head("WARC-Payload-Digest").removeprefix("sha1:"), "1",
            )  # fmt: skip
            rows.append({**dict(zip(_FIELDS, values, strict=True)), "payload": payload})
            if not revisit:
                status = f"{http.get_statuscode()} {http.statusline.partition(' ')[2] or 'OK'}"
                payloads[urlkey(url), when] = (status, list(_kept(http.headers)), record.raw_stream.read())
    rows.sort(key=lambda r: (r["urlkey"], r["timestamp"]))
    return rows, payloads


def _kept(headers: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in headers if name.lower() not in ("content-length", "transfer-encoding"))


def _digits(date: str) -> str:
    return re.sub(r"\D", "", date)[:14]
