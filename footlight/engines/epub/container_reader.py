"""The container of an EPUB: a zip of deflated or stored files (EPUB 3.3, section 4.3, OCF ZIP Container).

The file may be anybody's: what is read of it is bounded, and whatever damage makes `zipfile` or the parser raise comes
out as one exception.
"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

MEMBER_LIMIT = 64 * 2**20
"""Bytes of a file in the zip that are read: ten times the longest book in one document, the largest photographs."""
_DAMAGE = (
    # ValueError and LookupError are the parser's for encodings that it does not have, and KeyError is zipfile's.
    *(OSError, EOFError, ValueError, LookupError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, struct.error, ET.ParseError),
)
"""What is raised for a file that is no zip, or is damaged, or encrypted (RuntimeError), or holds no such member."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class DamagedEpubError(Exception):
    """The file is no EPUB that can be read; its words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """The zip, open."""

    zip: zipfile.ZipFile

    @property
    def names(self) -> frozenset[str]:
        """What its members are called."""
        return frozenset(self.zip.namelist())

    def holds(self, name: str) -> bool:
        """Whether there is such a member; cheaper than `names` for one."""
        try:
            self.zip.getinfo(name)
        except KeyError:
            return False
        return True

    def read(self, name: str, limit: int = MEMBER_LIMIT) -> bytes:
        """A member. Raises DamagedError where it is not there, cannot be unpacked or has more bytes than `limit`."""
        try:
            info = self.zip.getinfo(name)
            if info.compress_type not in _METHODS:
                raise DamagedEpubError(f"{name} is packed in a way that no EPUB is")
            with self.zip.open(info) as member:
                data = member.read(limit + 1)
        except _DAMAGE as error:
            raise _damaged(error) from None
        if len(data) > limit:
            raise DamagedEpubError(f"{name} is larger than {limit} bytes")
        return data

    def close(self) -> None:
        """Lets go of a file on the disk; nothing can be read after that."""
        self.zip.close()


def open_container(file: bytes | Path) -> Container:
    """The container of an EPUB's bytes, or of one on the disk, which is to be closed. Raises DamagedError."""
    try:
        return Container(zip=zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file))
    except _DAMAGE as error:
        raise _damaged(error) from None


def parse_xml(data: bytes) -> ET.Element:
    """The root of an XML document. Nothing outside of it is fetched, and expat bounds what entities unfold to.

    Raises DamagedError.
    """
    try:
        return ET.fromstring(data)  # noqa: S314 - as above
    except _DAMAGE as error:
        raise _damaged(error) from None


def _damaged(error: Exception) -> DamagedEpubError:
    return DamagedEpubError(str(error) or type(error).__name__)
