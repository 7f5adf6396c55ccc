"""The finished EPUB of an essay or a book, document by document, for a browser."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footlight.engines.epub.container_reader import DamagedEpubError, open_container
from footlight.engines.epub.package_reader import read_package

_MEDIA = {
    "application/xhtml+xml", "text/css", "image/jpeg", "image/png", "image/svg+xml", "image/gif", "image/webp",
    "font/otf", "font/ttf", "font/woff", "font/woff2", "application/vnd.ms-opentype",
}  # fmt: skip
POLICY = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'"
)
"""For its documents: nothing in an e-book is run, and nothing of it leads out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EbookFile:
    """A file of an EPUB."""

    data: bytes
    media: str


def ebook_contents(epub: Path) -> dict[str, Any]:
    """Its documents in reading order, and when it was made; without documents where there is none, or a damaged one."""
    try:
        made = epub.stat().st_mtime_ns
        container = open_container(epub)
    except (OSError, DamagedEpubError):
        return {"made": 0, "documents": []}
    try:
        package = read_package(container)
        return {"made": made, "documents": [item.path for item in package.spine()]}
    except DamagedEpubError:
        return {"made": made, "documents": []}
    finally:
        container.close()


def ebook_file(epub: Path, path: str) -> EbookFile | None:
    """A file that the package lists; None for any other."""
    try:
        container = open_container(epub)
    except (OSError, DamagedEpubError):
        return None
    try:
        item = next((item for item in read_package(container).items() if item.path == path), None)
        if item is None or item.media not in _MEDIA:
            return None
        return EbookFile(data=container.read(path), media=item.media)
    except DamagedEpubError:
        return None
    finally:
        container.close()
