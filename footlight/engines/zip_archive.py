"""zipfile: an archive that people export from a service, read within bounds.

The file may be hostile: no member is written to the disk by its name, sizes are bounded while they are unpacked,
whatever the directory of the archive says, and all that `zipfile` raises for damage becomes one exception.
"""

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

MEMBER_LIMIT = 64 * 2**20
"""Bytes of a member that are unpacked; a photograph of 60 megapixels has fewer."""
_MOST_MEMBERS = 200_000
_RATIO_LIMIT = 200
"""How many times as large as in the archive a member may become. Text of a blog becomes ten times as large, a file of
one repeated byte a thousand times."""
_RATIO_FROM = 2**20
"""Bytes from which that counts: a small member harms nobody."""
_DAMAGE = (
    # ValueError and LookupError: an unknown encoding; RuntimeError: encrypted, or a rare compression
    *(OSError, EOFError, ValueError, LookupError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, struct.error),
)


class DamagedArchiveError(Exception):
    """The file is no zip, or a member cannot be read; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """An open zip archive."""

    zip: zipfile.ZipFile
    names: tuple[str, ...]
    """The files in it whose names stay within it, with `/` between folders, in the order of the archive."""
    outside: tuple[str, ...]
    """Names that lead out of the archive (`../x`, `/etc/x`, `C:\\x`); they are not read."""

    def read(self, name: str, limit: int = MEMBER_LIMIT) -> bytes:
        """Read a member. Raises DamagedArchiveError where it is missing, damaged, encrypted or larger than `limit`."""
        try:
            info = self.zip.getinfo(name)
            if info.file_size > limit:
                raise DamagedArchiveError(f"it has {info.file_size // 2**20} MB, and {limit // 2**20} MB are read")
            with self.zip.open(info) as member:
                data = member.read(limit + 1)
        except _DAMAGE as error:
            raise _damaged(error) from None
        if len(data) > limit:
            raise DamagedArchiveError(f"it has more than {limit // 2**20} MB")  # which the directory did not say
        if len(data) > max(_RATIO_FROM, _RATIO_LIMIT * info.compress_size):
            raise DamagedArchiveError(f"it becomes more than {_RATIO_LIMIT} times as large when it is unpacked")
        return data

    def start(self, name: str, size: int) -> bytes:
        """The first bytes of a member. Raises DamagedArchiveError."""
        try:
            with self.zip.open(name) as member:
                return member.read(size)
        except _DAMAGE as error:
            raise _damaged(error) from None

    def unpack(self, name: str, target: IO[bytes] | tempfile.SpooledTemporaryFile[bytes]) -> None:
        """Write a member that is a zip itself into an open file. Raises DamagedArchiveError where it grows too much."""
        try:
            info = self.zip.getinfo(name)
            left = 2 * info.compress_size + _RATIO_FROM  # a zip is compressed already
            with self.zip.open(info) as member:
                while chunk := member.read(min(2**20, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        raise DamagedArchiveError("it is a zip that becomes twice as large when it is unpacked")
                    target.write(chunk)
        except _DAMAGE as error:
            raise _damaged(error) from None
        target.seek(0)


@contextmanager
def open_archive(file: Path | IO[bytes] | tempfile.SpooledTemporaryFile[bytes]) -> Iterator[Archive]:
    """Open a zip file on the disk, or one that is open already. Raises DamagedArchiveError."""
    try:
        zipped = zipfile.ZipFile(file)
    except _DAMAGE as error:
        raise _damaged(error) from None
    with zipped:
        files = [info.filename for info in zipped.infolist() if not info.is_dir()]
        if len(files) > _MOST_MEMBERS:
            raise DamagedArchiveError(f"it has more than {_MOST_MEMBERS} files")
        inside = dict.fromkeys(name for name in files if _stays_inside(name))
        yield Archive(zip=zipped, names=tuple(inside), outside=tuple(name for name in files if name not in inside))


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and ":" not in name.split("/", 1)[0][:2]


def _damaged(error: Exception) -> DamagedArchiveError:
    return DamagedArchiveError(str(error) or type(error).__name__)
