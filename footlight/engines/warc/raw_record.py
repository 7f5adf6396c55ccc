"""A record of any WARC byte for byte, as it has to be copied."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from warcio.recordloader import ArcWarcRecordLoader

from footlight.engines.warc.bounded_gzip import DAMAGE, MEMBER_LIMIT, HeaderStream, inflated, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """A record as it stands, its block not looked into."""

    kind: str
    target: str
    when: datetime
    """In UTC."""
    content_type: str
    truncated: str
    """What `WARC-Truncated` says; `unspecified` where less stands there than the record declares."""
    block: bytes


def raw_at(file: BinaryIO, offset: int, inner: int) -> RawRecord | None:
    """The record that `records` found there with its block byte for byte, however it is coded; None where there is
    none, or none with an address and a date.
    """
    file.seek(offset)
    compressed = file.read(2) == b"\x1f\x8b"
    file.seek(offset)
    if compressed:
        file = BytesIO(inflated(file, zlib.decompressobj(31), b"")[0])
        file.seek(inner)
    try:
        loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
        raw = loader.parse_record_stream(HeaderStream(file), known_format="warc", no_record_parse=True)
    except DAMAGE:
        return None
    head = raw.rec_headers.get_header
    when, declared = moment(head("WARC-Date") or ""), raw.length or 0
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
    )
