"""What stands inside the document as data addresses (RFC 2397): pictures, and the faces that its style sheet names."""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from footlight.editions.epub.container_writer import File
from footlight.editions.epub.publication_resources import is_clear, pack_faces, pack_pictures
from footlight.engines.fonts.font_subsets import compressed

_WOFF2 = "font/woff2"
_COMPRESSED = frozenset({_WOFF2, "font/woff"})
_FACE = re.compile(r"""url\(\s*["']?(fonts/[^"')]+)["']?\s*\)""")
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")


def data_address(data: bytes, media: str) -> str:
    """Bytes as an address."""
    return f"data:{media};base64,{b64encode(data).decode('ascii')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerPictures:
    """The pictures of a document, and what is known of them."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    """What stands for each `file:` address of the fragments."""
    clear: frozenset[str] = frozenset()
    """Those of the addresses that have a ground through which the page is seen."""
    files: tuple[File, ...] = ()
    """The pictures as files, for the document's description."""


def inner_pictures(paths: Sequence[Path]) -> InnerPictures:
    """Read pictures and turn them into data addresses. Raises OSError where one cannot be read."""
    packed = pack_pictures(paths)
    addresses = {uri: data_address(file.data, file.media) for uri, file in packed.items()}
    return InnerPictures(
        addresses=addresses,
        clear=frozenset(addresses[uri] for uri, file in packed.items() if is_clear(file)),
        files=tuple(packed.values()),
    )


def with_faces(styles: str, characters: Iterable[str], folders: Sequence[Path], own: Mapping[str, Path]) -> str:
    """Put the faces that a style sheet names into it, subset to some characters, as WOFF2.

    `folders` and `own` are where they are looked up, as for an EPUB. Raises UsageError where there is none of a name.
    """
    faces = {
        file.name: data_address(*((file.data, file.media) if file.media in _COMPRESSED else _packed(file)))
        for file in pack_faces(styles, characters, folders, own, sheet="web.css")
        if file.media.startswith("font/")
    }
    return _FACE.sub(lambda match: f'url("{faces[match[1]]}")', styles)


def _packed(file: File) -> tuple[bytes, str]:
    return compressed(file.data), _WOFF2


def without_faces(styles: str) -> str:
    """A style sheet without its faces: the browser takes one of the machine's."""
    return _FONT_FACE.sub("", styles)
