"""The records of a WARC file, or of its predecessor ARC, read as hostile input.

Formats: ISO 28500 (https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/), and that of crawls
until about 2009 (https://archive.org/web/researcher/ArcFileFormat.php). warcio parses the headers; `bounded_gzip`
decides where a record begins and how much of it is decompressed. A record that is damaged is skipped, and one that is
cut off is marked `truncated`; the content of a file never raises, only a file that cannot be read at all does.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import SEEK_END, BytesIO
from typing import Any, BinaryIO

from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecordLoader

from footlight.engines.warc.bounded_gzip import (
    BLOCK,
    GZIP_MAGIC,
    GZIP_WINDOW,
    HEADER_LIMIT,
    MEMBER_LIMIT,
    WARCIO_ERRORS,
    HeaderStream,
    gzip_members,
    inflate_member,
    parse_warc_date,
)
from footlight.engines.web.content_codings import decode_body


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """A record with its block byte for byte, not parsed."""

    kind: str
    """WARC-Type."""
    target: str
    """WARC-Target-URI."""
    when: datetime
    """WARC-Date, in UTC."""
    content_type: str
    """Of the block."""
    truncated: str
    """WARC-Truncated; `unspecified` where the block is shorter than its Content-Length."""
    block: bytes
    segment: int
    """WARC-Segment-Number: 1 for the first of several records that hold one block together, 0 for a whole record."""


def raw_record_at(file: BinaryIO, offset: int, inner: int) -> RawRecord | None:
    """Read the record at a place that `records` gave, without decoding its block.

    None where no record is there, or one without an address or a date.
    """
    if _is_gzip(file, offset):
        file = BytesIO(inflate_member(file, zlib.decompressobj(GZIP_WINDOW), b"")[0])
        file.seek(inner)
    try:
        raw = _parsed(file, no_record_parse=True)
    except WARCIO_ERRORS:
        return None
    head = raw.rec_headers.get_header
    when, declared = parse_warc_date(head("WARC-Date") or ""), raw.length or 0
    if when is None or not head("WARC-Target-URI"):
        return None
    block = raw.raw_stream.read(min(declared, MEMBER_LIMIT)) if declared > 0 else b""
    return RawRecord(
        kind=raw.rec_type or "",
        target=head("WARC-Target-URI"),
        when=when,
        content_type=raw.content_type or "",
        truncated=(head("WARC-Truncated") or "").strip() or ("unspecified" if len(block) < declared else ""),
        block=block,
        segment=_count(head("WARC-Segment-Number")),
    )


_ARC_LINE = re.compile(rb"(?:https?|ftp|filedesc)://\S+ \S+ \d{8,14} \S+(?: \S+){1,6}\r?\n", re.IGNORECASE)
"""The line that begins a record of an ARC file: address, IP address, date, media type … length."""
_ARC_LINE_LIMIT = 2**14
_BEGINS = re.compile(rb"\n(?=WARC/|(?i:" + _ARC_LINE.pattern + rb"))")
"""The end of a line behind which a record begins."""


def _is_arc(file: BinaryIO) -> bool:
    """Whether a record of an ARC file begins here; the file stays where it is."""
    at = file.tell()
    line = file.readline(_ARC_LINE_LIMIT)
    file.seek(at)
    return _ARC_LINE.fullmatch(line) is not None


def _parsed(file: BinaryIO, *, no_record_parse: bool = False) -> Any:  # noqa: ANN401 - warcio has no types
    """Parse the head of the record that begins here, with warcio; raises one of `WARCIO_ERRORS`."""
    arc = _is_arc(file)
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=arc)
    form = "arc" if arc else "warc"
    raw = loader.parse_record_stream(HeaderStream(file), known_format=form, no_record_parse=no_record_parse)
    if arc:
        raw.rec_headers.remove_header("WARC-Record-ID")  # drawn by warcio: an ARC file has none
    return raw


_LONGEST_NUMBER = 16
BODY_LIMIT = 16 * 2**20
"""Bytes of one record's body that are kept, after its transfer and content codings are decoded."""
_CAPTURES = frozenset({"response", "revisit", "resource", "conversion"})
"""The types of records that are captures; a conversion is what an archive made of one, such as text of a PDF."""
CONTINUATION = "continuation"
"""The type of a record that holds a further segment of another's block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One capture: a response, a resource, a conversion, or a revisit (whose body is empty).

    Or a further segment of one, whose body is not read here.
    """

    kind: str
    target: str
    when: datetime
    """In UTC."""
    status: int
    """The HTTP status; 200 for a resource or a conversion."""
    headers: tuple[tuple[str, str], ...]
    """The HTTP headers, names in lower case."""
    body: bytes
    """Decoded: without transfer and content coding."""
    truncated: bool
    record_id: str
    digest: str
    """The payload digest without the prefix `sha1:`; empty where the record has none."""
    refers_to: str
    """The address of the capture that a revisit has the same payload as."""
    offset: int
    """Where its gzip member begins; in a file without gzip, where the record begins."""
    inner: int
    """Where it begins in the decompressed member; 0 in a file without gzip."""
    segment: int = 0
    """WARC-Segment-Number: 1 for the first of several records that hold one block together, 0 for a whole record."""
    origin: str = ""
    """Of a further segment: the record id of the first."""
    total: int = 0
    """Of the last segment: the bytes of all of them."""

    def header(self, name: str) -> str:
        """The first HTTP header of a name, which is given in lower case; empty where there is none."""
        return next((value for key, value in self.headers if key == name), "")


def records(file: BinaryIO) -> Iterator[Record]:
    """Iterate over the captures of a seekable WARC file, and further segments of captures, with gzip or without."""
    if file.read(2) == GZIP_MAGIC:
        # A member should hold one record (WARC 1.1, annex D). Several in one are read too.
        for offset, data, whole in gzip_members(file):
            yield from _walk(BytesIO(data), member=offset, whole=whole)
    else:
        yield from _walk(file, member=None, whole=True)


def is_empty(file: BinaryIO) -> bool:
    """Whether a file in which `records` finds nothing is sound all the same.

    From its beginning to its end it holds whole records of other types.
    """
    compressed = _is_gzip(file, 0)
    parts = gzip_members(file) if compressed else iter([(0, b"", True)])
    return all(_holds_no_capture(BytesIO(data) if compressed else file) and whole for _, data, whole in parts)


def _holds_no_capture(file: BinaryIO) -> bool:
    size = file.seek(0, SEEK_END)
    file.seek(0)
    while _after_blank_lines(file) < size:
        try:
            raw = _parsed(file, no_record_parse=True)
        except WARCIO_ERRORS:
            return False
        end = file.tell() + max(raw.length or 0, 0)
        if end > size or raw.rec_type is None or raw.rec_type in (*_CAPTURES, CONTINUATION):
            return False
        file.seek(end)
    return size > 0


def record_at(file: BinaryIO, offset: int, inner: int) -> Record | None:
    """Read the record at a place that `records` gave; None where the file no longer has one there."""
    if not _is_gzip(file, offset):
        return next(_walk(file, member=None, whole=True, start=offset), None)
    data, whole, _ = inflate_member(file, zlib.decompressobj(GZIP_WINDOW), b"")
    return next(_walk(BytesIO(data), member=offset, whole=whole, start=inner), None)


def _is_gzip(file: BinaryIO, offset: int) -> bool:
    """Whether a gzip member begins at an offset; the file is positioned there."""
    file.seek(offset)
    compressed = file.read(2) == GZIP_MAGIC
    file.seek(offset)
    return compressed


def _walk(file: BinaryIO, *, member: int | None, whole: bool, start: int = 0) -> Iterator[Record]:
    """Iterate over decompressed records from `start` on; each one's Content-Length says where the next begins.

    `member` is the offset of the gzip member that they are in, and `whole` says whether all of it was decompressed.
    """
    size = file.seek(0, SEEK_END)
    file.seek(start)
    while True:
        at = _after_blank_lines(file)
        try:
            raw = _parsed(file)
        except WARCIO_ERRORS:
            if not _resynchronised(file, at):
                return
            continue
        # `limit` is what is left of the block behind the HTTP headers, which warcio has read already. The record is
        # made before the file goes on to `end`, since its body is read from the same file.
        end = file.tell() + max(raw.raw_stream.limit if hasattr(raw.raw_stream, "limit") else 0, 0)
        block = file.tell()
        if end > size and _resynchronised(file, at):
            continue  # its length is wrong: other records stand in what it says is its own
        file.seek(block)
        record = _record(raw, offset=at if member is None else member, inner=0 if member is None else at)
        if record is not None:
            cut = not whole and not record.truncated
            yield replace(record, truncated=True) if cut else record
        file.seek(min(end, size))


def _after_blank_lines(file: BinaryIO) -> int:
    """Skip blank lines, and return the position behind them."""
    at = file.tell()
    while (line := file.readline(4)) in (b"\r\n", b"\n"):
        at += len(line)
    file.seek(at)
    return at


def _resynchronised(file: BinaryIO, at: int) -> bool:
    """Move to the next line after `at` that begins a record, behind damage; False where there is none.

    It stops after `MEMBER_LIMIT` bytes.
    """
    file.seek(at)
    scanned, kept = 0, b""
    # Read forward, and searched block by block: to go back in a compressed member of a zip is to begin it anew.
    while scanned < MEMBER_LIMIT and (block := file.read(BLOCK)):
        data = kept + block
        if match := _BEGINS.search(data):
            file.seek(at + scanned - len(kept) + match.end())
            return True
        scanned += len(block)
        kept = data[-_ARC_LINE_LIMIT:]
    return False


def _record(raw: Any, *, offset: int, inner: int) -> Record | None:  # noqa: ANN401 - warcio has no types
    """Make a `Record` of warcio's; None for record types that are no captures, and without an address or a date."""
    head = raw.rec_headers.get_header
    target, when = head("WARC-Target-URI"), parse_warc_date(head("WARC-Date") or "")
    kind = raw.rec_type
    # An address of more than 32 KiB is an attack, or damage: none of a browser's is so long.
    if kind not in (*_CAPTURES, CONTINUATION) or not target or when is None or len(target) > HEADER_LIMIT // 8:
        return None
    http = raw.http_headers
    headers = tuple((name.lower(), value) for name, value in http.headers) if http else ()
    declared = raw.length or 0
    # `reversed`: of several headers with one name the first counts.
    body, cut = _body(raw, dict(reversed(headers))) if kind not in ("revisit", CONTINUATION) else (b"", False)
    segment = _count(head("WARC-Segment-Number"))
    # What is left of the limit after reading was declared, and is not in the file.
    short = declared > 0 and getattr(raw.raw_stream, "limit", 0) > 0 and not cut
    return Record(
        kind=kind,
        target=target,
        when=when,
        status=_status(http) if http else 200,
        headers=headers or (("content-type", raw.content_type or ""),),
        body=body,
        truncated=cut or short or bool(head("WARC-Truncated")) or segment > 0,
        record_id=(head("WARC-Record-ID") or "").strip("<>"),
        digest=(head("WARC-Payload-Digest") or "").removeprefix("sha1:"),
        refers_to=head("WARC-Refers-To-Target-URI") or "",
        offset=offset,
        inner=inner,
        segment=segment,
        origin=(head("WARC-Segment-Origin-ID") or "").strip("<> "),
        total=_count(head("WARC-Segment-Total-Length")),
    )


def _count(text: str | None) -> int:
    """A number that a header states; 0 where it states none, or one without sense."""
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < _LONGEST_NUMBER else 0


def _status(http: Any) -> int:  # noqa: ANN401 - warcio has no types
    code = (http.get_statuscode() or "").strip()
    return int(code) if code.isascii() and code.isdigit() and len(code) == 3 else 0


def _body(raw: Any, headers: dict[str, str]) -> tuple[bytes, bool]:  # noqa: ANN401 - warcio has no types
    """The decoded body, and whether it was cut at `BODY_LIMIT`.

    Only codings are decoded whose output can be bounded: gzip, deflate and Brotli. Archives hold hardly any others.
    """
    stream = raw.raw_stream
    if headers.get("transfer-encoding", "").lower() == "chunked":
        stream = ChunkedDataReader(stream)  # it returns a body as it is that is not chunked after all
    data = stream.read(BODY_LIMIT + 1)
    coding = headers.get("content-encoding", "").lower()
    if coding in ("gzip", "x-gzip", "deflate"):
        data = _decoded(data, 47 if coding != "deflate" else 15)  # 47: gzip or zlib, by the header
    elif coding == "br":
        data, _ = decode_body(data, coding, BODY_LIMIT + 1)
    return data[:BODY_LIMIT], len(data) > BODY_LIMIT


def _decoded(data: bytes, window: int) -> bytes:
    """Decompress at most `BODY_LIMIT` + 1 bytes; a body that is not compressed after all is returned as it is."""
    for bits in (window, -15):  # -15: some servers send deflate without zlib's header
        try:
            return zlib.decompressobj(bits).decompress(data, BODY_LIMIT + 1)
        except zlib.error:
            continue
    return data
