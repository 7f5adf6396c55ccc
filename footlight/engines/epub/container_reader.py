"""The container of an EPUB: a zip of deflated or stored files (EPUB 3.3, section 4.3, OCF ZIP Container).

The file may be hostile: sizes are bounded, and all that `zipfile` and the XML parser raise for damage becomes one
exception.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

MEMBER_LIMIT = 64 * 2**20
"""Bytes of one file in the zip; ten times the longest book in one document, and enough for large photographs."""
_DAMAGE = (
    # ValueError and LookupError: an unknown encoding; KeyError, which is a LookupError: no such member.
    *(OSError, EOFError, ValueError, LookupError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, struct.error, ET.ParseError),
)
"""What is raised for a file that is no zip, is damaged or encrypted (RuntimeError), or lacks a member."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


_ENTITY = re.compile(rb"<!ENTITY\s|<\0!\0E\0N\0T\0I\0T\0Y\0|\0<\0!\0E\0N\0T\0I\0T\0Y", re.IGNORECASE)
"""In UTF-8 and its like, and in UTF-16."""


class DamagedEpubError(Exception):
    """The file cannot be read as an EPUB; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """An open container."""

    zip: zipfile.ZipFile

    @property
    def names(self) -> frozenset[str]:
        """The names of its members."""
        return frozenset(self.zip.namelist())

    def holds(self, name: str) -> bool:
        """Whether there is a member with a name. For one name it is cheaper than `names`."""
        try:
            self.zip.getinfo(name)
        except KeyError:
            return False
        return True

    def read(self, name: str, limit: int = MEMBER_LIMIT) -> bytes:
        """Read a member. Raises DamagedEpubError where it is missing, damaged, or larger than `limit` bytes."""
        try:
            info = self.zip.getinfo(name)
            if info.compress_type not in _METHODS:
                raise DamagedEpubError(f"{name} is compressed in a way that EPUB does not allow")
            with self.zip.open(info) as member:
                data = member.read(limit + 1)
        except _DAMAGE as error:
            raise _damaged(error) from None
        if len(data) > limit:
            raise DamagedEpubError(f"{name} is larger than {limit} bytes")
        return data

    def close(self) -> None:
        """Close a file on the disk; nothing can be read after that."""
        self.zip.close()


def open_container(file: bytes | Path) -> Container:
    """Open an EPUB from bytes, or from a file on the disk, which has to be closed. Raises DamagedEpubError."""
    try:
        if isinstance(file, Path) and file.exists() and not file.is_file():  # who opens a named pipe waits for ever
            raise OSError("it is no ordinary file")
        return Container(zip=zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file))
    except _DAMAGE as error:
        raise _damaged(error) from None


def declaring_entities(path: Path) -> str:
    """The name of a file in an EPUB that declares entities of its own, which could unfold without an end; or "".

    No EPUB needs any, and external ones are forbidden (EPUB 3.3, section 3.9). Raises DamagedEpubError.
    """
    container = open_container(path)
    try:
        for name in container.zip.namelist():
            if not name.endswith("/") and _ENTITY.search(container.read(name)):
                return name
        return ""
    finally:
        container.close()


def parse_xml(data: bytes) -> ET.Element:
    """Parse an XML document and return its root. Raises DamagedEpubError.

    Nothing outside of the document is read, and expat limits the expansion of entities.
    """
    try:
        return ET.fromstring(data)  # noqa: S314 - as above
    except _DAMAGE as error:
        raise _damaged(error) from None


def _damaged(error: Exception) -> DamagedEpubError:
    return DamagedEpubError(str(error) or type(error).__name__)
