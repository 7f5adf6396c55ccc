"""A server with Common Crawl's interface over one WARC: the list of crawls, an index for each, and ranges of a file."""

import gzip
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from wayback_server import WaybackServer, matches

FILE = "crawl-data/segments/1/warc/part-00000.warc.gz"
CRAWLS = ("CC-MAIN-2013-48", "CC-MAIN-2013-20", "CC-MAIN-2009-2010")
"""Of two years; the newest first, as Common Crawl lists them. The older crawl of 2013 holds nothing of its own."""


class CommonCrawlServer:
    """The WSGI application. `asked` lists the paths; `trouble` gives for a path a status in place of the answer."""

    def __init__(self, warc: Path) -> None:
        of_warc = WaybackServer(warc)
        self.asked: list[str] = []
        self.trouble: Callable[[str], str] = lambda _: ""
        self.file = b""
        self.rows: list[dict[str, str]] = []
        for row in of_warc.rows:
            status, headers, body = of_warc.payloads[row["urlkey"], row["payload"]]
            member = gzip.compress(_record(row, status, headers, body), mtime=0)
            place = {"filename": FILE, "offset": str(len(self.file)), "length": str(len(member))}
            crawl = CRAWLS[0] if row["timestamp"] >= "2011" else CRAWLS[2]
            self.rows.append({**row, "status": status[:3], **place, "crawl": crawl})
            self.file += member

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answers one request."""
        path = environ["PATH_INFO"]
        self.asked.append(path)
        status, body = self._answer(path, environ)
        status = self.trouble(path) or status
        start(status, [("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, path: str, environ: dict[str, Any]) -> tuple[str, bytes]:
        if path == "/collinfo.json":
            return "200 OK", json.dumps([{"id": crawl, "cdx-api": f"/{crawl}-index"} for crawl in CRAWLS]).encode()
        if path == f"/{FILE}" and (part := re.fullmatch(r"bytes=(\d+)-(\d+)", environ.get("HTTP_RANGE", ""))):
            return "206 Partial Content", self.file[int(part[1]) : int(part[2]) + 1]
        if path.removeprefix("/").removesuffix("-index") in CRAWLS:
            return self._index(path[1:-6], environ["QUERY_STRING"])
        return "404 Not Found", b"no such page"

    def _index(self, crawl: str, query: str) -> tuple[str, bytes]:
        asked = {key: values[0] for key, values in parse_qs(query).items()}
        rows = [r for r in self.rows if r["crawl"] == crawl and matches(r, asked["url"], asked["matchType"])]
        names = {"urlkey": "urlkey", "timestamp": "timestamp", "url": "original", "mime": "mimetype",
                 "status": "status", "digest": "digest", "filename": "filename", "offset": "offset",
                 "length": "length"}  # fmt: skip
        lines = [json.dumps({name: row[of] for name, of in names.items()}) for row in rows[: int(asked["limit"])]]
        if not lines:
            return "404 Not Found", json.dumps({"message": f"No Captures found for: {asked['url']}"}).encode()
        return "200 OK", "\n".join([*lines, ""]).encode()


def _record(row: dict[str, str], status: str, headers: list[tuple[str, str]], body: bytes) -> bytes:
    kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
    http = f"HTTP/1.1 {status}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in kept)
    block = f"{http}Content-Length: {len(body)}\r\n\r\n".encode() + body
    when = re.sub(r"(....)(..)(..)(..)(..)(..)", r"\1-\2-\3T\4:\5:\6Z", row["timestamp"])
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-"
        f"{int(row['timestamp']) % 10**12:012}>"
        f"\r\nWARC-Date: {when}\r\nWARC-Target-URI: {row['original']}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"
