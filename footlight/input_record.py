"""Which files a build read, and the SHA-256 of what it read of each.

The digest is of the bytes that were read, not of the file before or afterwards: a file that is saved while a build
runs is known to be another one. Readers call `read_input`, or `note_input` where they have read already; both do
nothing but read where nobody keeps a record.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO

ABSENT = ""
"""Stands for a file that was looked for and was not there."""
CHANGED = "changed while it was read"
"""Stands for a file that was read twice and was not the same: what was made of it is up to date with no file."""


class InputRecord:
    """The files that were read in a block, and the digest of each."""

    def __init__(self) -> None:
        self.digests: dict[Path, str] = {}
        """SHA-256 in hex, `ABSENT` or `CHANGED`, by absolute path."""

    def note(self, digests: Mapping[Path, str]) -> None:
        """Add files that were read elsewhere."""
        for path, digest in digests.items():
            self.digests[path] = digest if self.digests.get(path, digest) == digest else CHANGED


_record: ContextVar[InputRecord | None] = ContextVar("_record", default=None)


@contextmanager
def recorded() -> Iterator[InputRecord]:
    """Keep a record of what is read in the block. A record round it gets to know the files as well."""
    outer, inner = _record.get(), InputRecord()
    token = _record.set(inner)
    try:
        yield inner
    finally:
        _record.reset(token)
        if outer is not None:
            outer.note(inner.digests)


def open_file(path: Path) -> BinaryIO:
    """Open an ordinary file for reading. Raises OSError, also for a named pipe or a device: whoever opens a pipe waits
    for ever, and some devices have no end.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "this is no ordinary file", str(path))
    return os.fdopen(handle, "rb")


def read_file(path: Path) -> bytes:
    """Read an ordinary file. Raises OSError as `open_file` does."""
    with open_file(path) as stream:
        return stream.read()


def read_input(path: Path) -> bytes:
    """Read a file, and note what was read. Raises OSError where it cannot be read."""
    try:
        data = read_file(path)
    except FileNotFoundError:
        note_absent(path)
        raise
    note_input(path, data)
    return data


def note_input(path: Path, data: bytes) -> None:
    """Note that a file was read and had this content."""
    if (record := _record.get()) is not None:
        record.note({_settled(path): hashlib.sha256(data).hexdigest()})


def note_absent(path: Path) -> None:
    """Note that a file was looked for and was not there: what is made would be another thing with it."""
    if (record := _record.get()) is not None:
        record.note({_settled(path): ABSENT})


def _settled(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - `absolute` leaves what stands before `..`


def note_digests(digests: Mapping[Path, str]) -> None:
    """Note files that another process read for this one."""
    if (record := _record.get()) is not None:
        record.note(digests)
