"""Bounded reading of a WARC file: gzip members are decompressed up to a limit, header lines have a limited length.

A gzip member of a few kilobytes may hold gigabytes, and warcio reads header lines of any length. Here at most
`MEMBER_LIMIT` bytes of a member and `HEADER_LIMIT` bytes of a record's headers are held in memory.
"""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import SEEK_CUR
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

MEMBER_LIMIT = 64 * 2**20
"""Bytes of one gzip member that are decompressed."""
HEADER_LIMIT = 256 * 2**10
"""Bytes of the header lines of one record, together."""
_SKIP_LIMIT = 2**30
"""Bytes beyond `MEMBER_LIMIT` that are decompressed and discarded to find a member's end. Then reading stops."""
BLOCK = 2**16
"""Bytes that are read from a file at a time."""
_PADDING = b"\0\r\n "
GZIP_MAGIC = b"\x1f\x8b"
GZIP_WINDOW = 31
"""zlib's `wbits` for the gzip format."""
WARCIO_ERRORS = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    EOFError,
    ValueError,
    AttributeError,
    KeyError,
    zlib.error,
)
"""What warcio raises for damaged headers (AttributeError: for a response without a target)."""


def gzip_members(file: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """Iterate over the members of a gzip file: offset, decompressed bytes, and whether these are all.

    What no member begins with, between two or behind the last, is given as one without bytes.
    """
    file.seek(0)
    offset, rest = 0, b""
    while True:
        data, whole, left = inflate_member(file, zlib.decompressobj(GZIP_WINDOW), rest)
        if data or not whole:
            yield offset, data, whole
        if left is None:
            return
        # `left` was read from the file already: it is the beginning of the next member.
        offset, rest = file.tell() - len(left), left
        if len(rest) < 2:
            rest += file.read(BLOCK)
        if not rest.startswith(GZIP_MAGIC):
            if rest.strip(_PADDING):
                yield offset, b"", False
            return


def inflate_member(file: BinaryIO, decoder: Any, rest: bytes) -> tuple[bytes, bool, bytes | None]:  # noqa: ANN401
    """Decompress one member: its bytes up to `MEMBER_LIMIT`, whether these are all, and bytes of the next member.

    The last is None where the file ends. `decoder` is a `zlib.decompressobj`, whose type has no name; `rest` are bytes
    of the member that were read before.
    """
    pieces: list[bytes] = []
    size, block = 0, rest or file.read(BLOCK)
    try:
        while block:
            # At most a MiB at a time, however much the block expands to; the rest is `unconsumed_tail`.
            piece = decoder.decompress(block, BLOCK * 16)
            size += len(piece)
            if size <= MEMBER_LIMIT:
                pieces.append(piece)
            elif size > MEMBER_LIMIT + _SKIP_LIMIT:
                return b"".join(pieces), False, None
            if decoder.eof:
                return b"".join(pieces), size <= MEMBER_LIMIT, decoder.unused_data
            block = decoder.unconsumed_tail or file.read(BLOCK)
    except zlib.error:
        pass  # damage in the middle: what came before it is still used
    return b"".join(pieces), False, None


class HeaderStream:
    """A file for warcio's loader whose header lines are at most `HEADER_LIMIT` bytes together.

    The head of a record ends where another begins, too: it is cut off there, and what follows is read once and not
    again as a part of each head before it.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = HEADER_LIMIT
        self._lines = 0
        """Of the record's own head, so far; -1 behind it."""

    def tell(self) -> int:
        """The position in the file."""
        return self._file.tell()

    def read(self, length: int = -1) -> bytes:
        """Read bytes of a block. The caller bounds the length."""
        return self._file.read(length)

    def readline(self, length: int | None = None) -> bytes:
        """Read a line; empty once the limit is reached."""
        room = self._left if length is None else min(length, self._left)
        line = self._file.readline(room) if room > 0 else b""
        if self._lines > 0 and line.startswith(b"WARC/"):
            self._file.seek(-len(line), SEEK_CUR)
            return b""
        if self._lines >= 0:
            self._lines = self._lines + 1 if line.strip() else -1
        self._left -= len(line)
        return line


def parse_warc_date(text: str) -> datetime | None:
    """Parse a WARC-Date, as a moment in UTC; None where it is malformed."""
    try:
        when = datetime.fromisoformat(text.strip())
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # the latter of a day at the end of all years, in another zone
        return None
