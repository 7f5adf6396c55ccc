"""How much of a WARC's bytes are ever held: gzip members unfolded to a limit, header lines of bounded length.

warcio itself reads header lines of any length, and a member of a few kilobytes of gzip may hold gigabytes: here no
more than `MEMBER_LIMIT` bytes of a member and `HEADER_LIMIT` of a record's headers are ever held.
"""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

MEMBER_LIMIT = 64 * 2**20
"""Bytes of one gzip member that are decompressed."""
HEADER_LIMIT = 256 * 2**10
_SKIPPED = 2**30
"""Bytes of a member beyond its limit that are decompressed, to find its end, before the file is given up."""
BLOCK = 2**16
WARCIO_ERRORS = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    EOFError,
    ValueError,
    AttributeError,
    KeyError,
    zlib.error,
)
"""What warcio raises on headers that are none (AttributeError: a response without a target)."""


def gzip_members(file: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """Offset, decompressed bytes, and whether they are all, of each member of a gzip file."""
    file.seek(0)
    offset, rest = 0, b""
    while True:
        data, whole, left = inflate_member(file, zlib.decompressobj(31), rest)
        if data:
            yield offset, data, whole
        if left is None:
            return
        offset, rest = file.tell() - len(left), left
        if len(rest) < 2:
            rest += file.read(BLOCK)
        if not rest.startswith(b"\x1f\x8b"):
            return


def inflate_member(file: BinaryIO, decoder: Any, rest: bytes) -> tuple[bytes, bool, bytes | None]:  # noqa: ANN401
    """One member's bytes up to `MEMBER_LIMIT`, whether that is all, and what of the next was read.

    None of the next: the file ends. `decoder` is a `zlib.decompressobj`, whose type has no name.
    """
    pieces: list[bytes] = []
    size, block = 0, rest or file.read(BLOCK)
    try:
        while block:
            piece = decoder.decompress(block, BLOCK * 16)
            size += len(piece)
            if size <= MEMBER_LIMIT:
                pieces.append(piece)
            elif size > MEMBER_LIMIT + _SKIPPED:
                return b"".join(pieces), False, None
            if decoder.eof:
                return b"".join(pieces), size <= MEMBER_LIMIT, decoder.unused_data
            block = decoder.unconsumed_tail or file.read(BLOCK)
    except zlib.error:
        pass  # damage in the middle: what came before it is still good
    return b"".join(pieces), False, None


class HeaderStream:
    """What warcio's loader reads from: lines of bounded length, all header lines together bounded."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = HEADER_LIMIT

    def tell(self) -> int:
        """Where in the file it stands."""
        return self._file.tell()

    def read(self, length: int = -1) -> bytes:
        """Bytes of a body, which its length bounds."""
        return self._file.read(length)

    def readline(self, length: int | None = None) -> bytes:
        """A line; nothing once the headers' room is used up."""
        room = self._left if length is None else min(length, self._left)
        line = self._file.readline(room) if room > 0 else b""
        self._left -= len(line)
        return line


def parse_warc_date(text: str) -> datetime | None:
    """A WARC-Date in UTC; None where it is none."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
