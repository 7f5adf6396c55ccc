"""Write the OCF container, byte-identical for the same files: EPUB 3.3 section 4 (https://www.w3.org/TR/epub-33/#sec-ocf)."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

ROOT = "EPUB/"
"""Folder of the package document; all files of the book stand below it."""

_CONTAINER = f"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="{ROOT}package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip entry can have."""
_PACKED = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".woff", ".woff2")
"""Formats that are compressed already; they are stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the book, with what the manifest says of it."""

    name: str
    """Path below `ROOT`."""
    data: bytes
    media: str
    id: str
    properties: str = ""
    """Values of the manifest item's `properties`, separated by blanks."""
    spine: bool = False


def pack(files: Sequence[File], made_at: str) -> bytes:
    """Zip the files in their order, dated `made_at` (`YYYY-MM-DDThh:mm:ssZ`), or 1 January 1980 where it is empty."""
    moment = _moment(made_at)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _put(archive, "mimetype", b"application/epub+zip", moment)
        _put(archive, "META-INF/container.xml", _CONTAINER.encode(), moment)
        for file in files:
            _put(archive, ROOT + file.name, file.data, moment)
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes, moment: tuple[int, int, int, int, int, int]) -> None:
    info = zipfile.ZipInfo(name, moment)
    info.create_system = 3  # Unix, whatever this machine is
    info.external_attr = 0o100644 << 16
    stored = name == "mimetype" or name.lower().endswith(_PACKED)
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    archive.writestr(info, data, compresslevel=9)


def _moment(made_at: str) -> tuple[int, int, int, int, int, int]:
    """Convert a time to a zip entry's: years 1980 to 2107, seconds to the even number below."""
    if not made_at:
        return _EPOCH
    year, month, day = (int(part) for part in made_at[:10].split("-"))
    hour, minute, second = (int(part) for part in made_at[11:19].split(":"))
    return (year, month, day, hour, minute, second - second % 2) if 1980 <= year <= 2107 else _EPOCH
