"""The e-book of an essay or a book, document by document, for a browser: as it is now, or that of the last build."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footlight.engines.epub.container_reader import DamagedEpubError, open_container
from footlight.engines.epub.package_reader import read_package
from footlight.workflows.serve.preview.messages import EbookReady

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
    """The documents of a finished one in reading order, and when it was made.

    Without documents where there is none, or a damaged one.
    """
    try:
        made = epub.stat().st_mtime_ns
        container = open_container(epub)
    except (OSError, DamagedEpubError):
        return {"made": 0, "live": False, "documents": []}
    try:
        rows = [{"path": item.path, "title": "", "digest": str(made)} for item in read_package(container).spine()]
    except DamagedEpubError:
        rows = []
    finally:
        container.close()
    return {"made": made, "live": False, "documents": rows}


def live_contents(ebook: EbookReady) -> dict[str, Any]:
    """The same of one as it is now; the digest of a document changes with what it looks like."""
    rows = [{"path": one.path, "title": one.title, "digest": one.digest} for one in ebook.documents]
    return {"made": ebook.revision, "live": True, "documents": rows}


def live_file(ebook: EbookReady, path: str) -> EbookFile | None:
    """A file of an e-book as it is now; None where it has none of the name."""
    media, data = ebook.files.get(path, ("", b""))
    return _shown(data, media) if media in _MEDIA else None


def _shown(data: bytes, media: str) -> EbookFile:
    """A file as the desk shows it: a document in the reader's colours, light or dark, as an e-reader shows it."""
    if media == "application/xhtml+xml":
        data = data.replace(b"<head>", b'<head><meta name="color-scheme" content="light dark"/>', 1)
    return EbookFile(data=data, media=media)


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
        return _shown(container.read(path), item.media)
    except DamagedEpubError:
        return None
    finally:
        container.close()
