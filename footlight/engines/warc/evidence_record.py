"""A capture that is kept as evidence: its WARC record, written so that its bytes follow from the capture alone.

The record's id is made of its content, its date is the capture's, and its gzip member holds no time; so the same
capture always gives the same bytes. `evidence_members` relies on that: it takes a record from the evidence file only
where writing it again gives the very bytes that are there. Everything else in the file is `Damage`. Format: WARC/1.1,
https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/, one gzip member a record.
"""

import hashlib
import re
import struct
import uuid
import zlib
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from footlight.engines.warc.bounded_gzip import GZIP_WINDOW
from footlight.engines.warc.record_reader import Record, raw_record_at, records

LARGEST = 32 * 2**20
"""Bytes of a record's block. A larger capture is not kept."""
MEMBER_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""The header of a gzip member (RFC 1952): deflate, no file name, no time, best compression, unknown system."""
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_KINDS = ("response", "resource")


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """One response or resource record, its block byte for byte as it was captured."""

    kind: str
    target: str
    when: datetime
    """In UTC."""
    block: bytes
    """For a response the HTTP message, with its codings; for a resource its bytes."""
    content_type: str = "application/http; msgtype=response"
    """Of the block."""
    truncated: str = ""
    """Why the capture is incomplete, as WARC-Truncated says it: length, time, disconnect, unspecified."""

    @property
    def record_id(self) -> str:
        """`urn:uuid:…`, derived from the record's content."""
        said = "\0".join((self.kind, self.target, warc_date(self.when), self.content_type, self.truncated))
        digest = hashlib.sha256(f"{said}\0".encode() + self.block).hexdigest()
        return uuid.uuid5(uuid.NAMESPACE_URL, f"sha256:{digest}").urn

    @property
    def writable(self) -> bool:
        """Whether it can be written as a record: no control characters in headers, and not too large."""
        headers_hold = not _CONTROL.search(self.target) and not _UNPRINTED.search(self.content_type + self.truncated)
        return bool(self.target) and self.kind in _KINDS and headers_hold and len(self.block) <= LARGEST


def warc_date(when: datetime) -> str:
    """Format a moment as a WARC-Date."""
    return when.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def http_artefact(target: str, when: datetime, head: tuple[int, tuple[tuple[str, str], ...]], body: bytes) -> Artefact:
    """Make a response from what an archive or a server returned: status and headers, and the decoded body."""
    status, headers = head
    # An archive gives no reason phrase. The headers may still name codings that are decoded: the new Content-Length,
    # which comes last, is that of the decoded body.
    lines = [f"HTTP/1.1 {status} {'OK' if status == 200 else 'As captured'}"]
    lines += [f"{name}: {_UNPRINTED.sub(' ', value)}" for name, value in headers]
    lines.append(f"Content-Length: {len(body)}")
    return Artefact(
        kind="response",
        target=target,
        when=when,
        block="\r\n".join([*lines, "", ""]).encode("utf-8", "replace") + body,
    )


def artefact_at(file: BinaryIO, offset: int, inner: int) -> Artefact | None:
    """Read the record at a place in any WARC file; None where there is none, or one that cannot be kept."""
    raw = raw_record_at(file, offset, inner)
    if raw is None or raw.kind not in _KINDS:
        return None
    artefact = Artefact(
        kind=raw.kind,
        target=raw.target,
        when=raw.when,
        block=raw.block,
        content_type=raw.content_type,
        truncated=raw.truncated,
    )
    return artefact if artefact.writable else None


def read_back(artefact: Artefact) -> Record | None:
    """Read the record that would be written: status, headers, decoded body."""
    return next(records(BytesIO(record_bytes(artefact))), None)


def record_bytes(artefact: Artefact) -> bytes:
    """The bytes of the record, not compressed."""
    out = BytesIO()
    payload = artefact.block.partition(b"\r\n\r\n")[2] if artefact.kind == "response" else artefact.block
    headers = [
        ("WARC-Type", artefact.kind),
        ("WARC-Record-ID", f"<{artefact.record_id}>"),
        ("WARC-Target-URI", artefact.target),
        ("WARC-Date", warc_date(artefact.when)),
        *([("WARC-Truncated", artefact.truncated)] if artefact.truncated else []),
        ("WARC-Payload-Digest", _digest(payload)),
        ("WARC-Block-Digest", _digest(artefact.block)),
        ("Content-Type", artefact.content_type),
    ]
    head = StatusAndHeaders("", headers, protocol="WARC/1.1")
    size = len(artefact.block)
    record = ArcWarcRecord("warc", artefact.kind, head, BytesIO(artefact.block), None, artefact.content_type, size)
    WARCWriter(out, gzip=False, warc_version="WARC/1.1").write_record(record)
    return out.getvalue()


def member_bytes(artefact: Artefact) -> bytes:
    """The bytes of the record as a gzip member."""
    text = record_bytes(artefact)
    # Python's gzip module writes other header bytes from release to release, so the member is put together here:
    # header, raw deflate data (-15), CRC-32 and length.
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return MEMBER_HEAD + packer.compress(text) + packer.flush() + struct.pack("<II", zlib.crc32(text), len(text))


def _digest(data: bytes) -> str:
    """A SHA-1 digest in base 32, by which archives find duplicates. Evidence relies on the ledger's SHA-256."""
    return f"sha1:{b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()}"


_BLOCK = 2**16
_TAIL = 9
"""The last byte of the compressed data, and the checksum and length (RFC 1952), in bytes."""
_RECORD_LIMIT = LARGEST + 2**20
"""Bytes of a record that are decompressed: its block and its headers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A gzip member that holds a record as it was written."""

    artefact: Artefact
    offset: int
    length: int
    """Of the member, compressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A place in the file where no record is as it was written."""

    offset: int
    why: str


def evidence_members(file: BinaryIO) -> Iterator[Member | Damage]:
    """Iterate over the records of a seekable file. Damage to the compressed data ends it: nothing more can be read."""
    offset = 0
    while True:
        file.seek(offset)
        head = file.read(len(MEMBER_HEAD))
        if not head:
            return
        if head != MEMBER_HEAD:
            yield Damage(offset=offset, why="no record begins here")
            return
        file.seek(offset)
        text, length = _decompressed(file)
        if not length:
            yield Damage(offset=offset, why="the record is cut off, or its compressed data are damaged")
            return
        artefact = artefact_at(BytesIO(text), 0, 0)
        if artefact is None or record_bytes(artefact) != text or _differs_in_padding(file, offset, length, artefact):
            yield Damage(offset=offset, why="the record is not as it was written")
        else:
            yield Member(artefact=artefact, offset=offset, length=length)
        offset += length


def _differs_in_padding(file: BinaryIO, offset: int, length: int, artefact: Artefact) -> bool:
    """Whether the member differs from what would be written only in its last byte of compressed data.

    Its unused bits are padding, which no decompressor reads: a change there would go unseen otherwise. (Data that are
    compressed differently, by another zlib, are no damage.)
    """
    file.seek(offset)
    stands, written = file.read(length), member_bytes(artefact)
    return stands != written and stands[:-_TAIL] == written[:-_TAIL]


def _decompressed(file: BinaryIO) -> tuple[bytes, int]:
    """The decompressed bytes of one member, and its length in the file; 0 where it is damaged, cut off or too large."""
    decoder = zlib.decompressobj(GZIP_WINDOW)
    pieces: list[bytes] = []
    size = taken = 0
    try:
        while not decoder.eof and size <= _RECORD_LIMIT:
            block = decoder.unconsumed_tail or file.read(_BLOCK)
            taken += 0 if decoder.unconsumed_tail else len(block)
            if not block:
                return b"", 0
            pieces.append(decoder.decompress(block, _BLOCK * 16))
            size += len(pieces[-1])
    except zlib.error:
        return b"", 0
    if not decoder.eof:
        return b"", 0
    return b"".join(pieces), taken - len(decoder.unused_data)
