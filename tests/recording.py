"""WARCs of made-up sites with what the web does: redirects, codings, revisits, error pages that say 200."""

import gzip
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import brotli
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

WRITER_LEAKS = (
    "ignore:Unclosed file:ResourceWarning",
    "ignore:Exception ignored in. <function SpooledTemporaryFile",
)
"""warcio's writer leaves the temporary file to the collector in which it measures a record."""


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One capture."""

    url: str
    when: str
    body: bytes = b""
    status: str = "200 OK"
    mime: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = field(default=())
    repeats: str = ""
    """Of a revisit: when the capture was made that it repeats."""


def record(path: Path, shots: Iterable[Shot]) -> Path:
    """A WARC that holds them, in their order."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for shot in shots:
            head = StatusAndHeaders(shot.status, [("Content-Type", shot.mime), *shot.headers], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                shot.url,
                "response",
                payload=io.BytesIO(shot.body),
                http_headers=head,
                warc_headers_dict={"WARC-Date": _date(shot.when)},
            )
            if shot.repeats:
                record = writer.create_revisit_record(
                    shot.url,
                    digest=record.rec_headers.get_header("WARC-Payload-Digest") or writer_digest(writer, shot.body),
                    refers_to_uri=shot.url,
                    refers_to_date=_date(shot.repeats),
                    http_headers=head,
                    warc_headers_dict={"WARC-Date": _date(shot.when)},
                )
            writer.write_record(record)
    return path


def warc(path: Path, pages: Mapping[str, tuple[str, str]]) -> Path:
    """A WARC of pages: address → (14 digits of when, HTML)."""
    return record(path, (Shot(url=url, when=when, body=html.encode()) for url, (when, html) in pages.items()))


def writer_digest(writer: WARCWriter, body: bytes) -> str:
    """The payload digest as the writer gives it."""
    digester = writer._create_digester()  # noqa: SLF001 - so that a revisit has the very digest of its response
    digester.update(body)
    return str(digester)


def zipped(body: bytes) -> dict[str, object]:
    """The body of a shot in gzip."""
    return {"body": gzip.compress(body, mtime=0), "headers": (("Content-Encoding", "gzip"),)}


def brotlied(body: bytes) -> dict[str, object]:
    """The body of a shot in brotli."""
    return {"body": brotli.compress(body), "headers": (("Content-Encoding", "br"),)}


def _date(when: str) -> str:
    return f"{when[:4]}-{when[4:6]}-{when[6:8]}T{when[8:10]}:{when[10:12]}:{when[12:]}Z"
