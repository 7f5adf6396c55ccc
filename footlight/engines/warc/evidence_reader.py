"""The file of kept captures, read so strictly that no byte of a record can have changed unseen.

A record counts only where writing it anew gives the very bytes that stand there. What else is in the file is
`Damage`, and says where. Another zlib may have packed the same bytes otherwise; that is no damage.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from footlight.engines.warc.evidence_record import (
    LARGEST,
    MEMBER_HEAD,
    Artefact,
    artefact_at,
    member_bytes,
    record_bytes,
)

_BLOCK = 2**16
_TAIL = 9
"""Bytes: the last of the packing, and the sums of RFC 1952."""
_MOST = LARGEST + 2**20
"""Bytes of a record that are unpacked: its block and its headers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A gzip member with a record that is whole."""

    artefact: Artefact
    offset: int
    length: int
    """Of the member, compressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Something in the file that is no record as it was written."""

    offset: int
    why: str


def kept_members(file: BinaryIO) -> Iterator[Member | Damage]:
    """Each record of a seekable file; after damage to the packing nothing more can be read."""
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
        text, length = _unpacked(file)
        if not length:
            yield Damage(offset=offset, why="the record is cut off, or its packing is damaged")
            return
        artefact = artefact_at(BytesIO(text), 0, 0)
        if artefact is None or record_bytes(artefact) != text or _padded(file, offset, length, artefact):
            yield Damage(offset=offset, why="the record is not as it was written")
        else:
            yield Member(artefact=artefact, offset=offset, length=length)
        offset += length


def _padded(file: BinaryIO, offset: int, length: int, artefact: Artefact) -> bool:
    """Whether only the bits differ that fill the last byte of the packing, of which no unpacker takes notice."""
    file.seek(offset)
    stands, written = file.read(length), member_bytes(artefact)
    return stands != written and stands[:-_TAIL] == written[:-_TAIL]


def _unpacked(file: BinaryIO) -> tuple[bytes, int]:
    """The bytes of one member and its length in the file; 0 where it is damaged, cut off or too large."""
    decoder = zlib.decompressobj(31)
    pieces: list[bytes] = []
    size = taken = 0
    try:
        while not decoder.eof and size <= _MOST:
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
