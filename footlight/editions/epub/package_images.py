"""The pictures of an essay in the package: each under a name of its own that every file system and reader takes."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from footlight.editions.epub.container_writer import File

MEDIA = {
    # By the ends of names. The image types of EPUB 3.3 section 3.2 (https://www.w3.org/TR/epub-33/#sec-core-media-types)
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
_MAY_MOVE = {
    # What a picture that moves has in it.
    "image/png": (b"acTL",),
    "image/gif": (b"GIF89a",),
    "image/webp": (b"ANIM",),
    "image/svg+xml": (b"<animate", b"<set", b"@keyframes"),
}


def pack_pictures(paths: Sequence[Path]) -> dict[str, File]:
    """Each picture by the `file:` address that the fragments have for it.

    Raises OSError where one cannot be read.
    """
    packed: dict[str, File] = {}
    taken: set[str] = set()
    for number, path in enumerate(paths, 1):
        suffix = path.suffix.lower()
        stem = _slug(path.stem) or "image"
        name = stem
        count = 1
        while name + suffix in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name + suffix)
        packed[path.as_uri()] = File(
            name=f"images/{name}{suffix}",
            data=path.read_bytes(),
            media=MEDIA[suffix],
            id=f"image-{number}",
        )
    return packed


def may_move(pictures: Sequence[File]) -> bool:
    """Whether one of them could be animated, so that nobody can say that it does not flash."""
    return any(sign in picture.data for picture in pictures for sign in _MAY_MOVE.get(picture.media, ()))


def _slug(stem: str) -> str:
    """Lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
