"""What a page of a PDF is made of, as one hash: pages of two files with one hash look the same and have the same text.

The hash is of the page's content, of its boxes, and of all resources that the content can use, with the objects that
they refer to, wherever these stand in the file. Annotations and tags are not counted, for they are no part of what is
drawn.
"""

import hashlib
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from footlight.engines.pdf.content_stream import content_of
from footlight.engines.pdf.pdf_file import PdfObject

_APART = frozenset({"/Parent", "/Annots", "/StructParents", "/Tabs", "/Contents", "/Resources"})
"""Keys of a page that are not counted, or in a way of their own."""
_INHERITED = ("/MediaBox", "/CropBox", "/Rotate")
"""Keys that a page may have from its parents, as it may have its resources (ISO 32000-1, table 30)."""
_MOST_LEVELS = 60
"""Levels of objects in each other; a page with more, or one that refers to itself, has no hash."""


class _NoDigestError(Exception):
    """Objects refer to each other in a circle, or are nested too deeply."""


def page_digests(pdf: Pdf) -> tuple[str, ...]:
    """The SHA-256 of each page; empty for one that has none."""
    reader = _Reader()
    return tuple(reader.digest(page.obj, pdf) for page in pdf.pages)


class _Reader:
    """Reads the pages of a file; an object that several pages use is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        self._open: set[tuple[int, int]] = set()

    def digest(self, page: PdfObject, pdf: Pdf) -> str:
        """The SHA-256 of a page in hex."""
        self._open.clear()
        try:
            own = [(key, self._read(page[key])) for key in sorted(page.keys()) if key not in _APART]
            given = [(key, self._read(_inherited(page, key))) for key in _INHERITED if key not in page]
            content = content_of(page)
            resources = self._resources(_inherited(page, "/Resources"), content)
            layers = self._read(pdf.Root.get("/OCProperties"))
        except (_NoDigestError, RecursionError):
            return ""
        return hashlib.sha256(repr((own, given, resources, layers)).encode() + content).hexdigest()

    def _resources(self, resources: PdfObject, content: bytes) -> list[tuple[str, Any]]:
        """The resources. Of fonts only those that the content names, if nothing else can use one."""
        if not isinstance(resources, Dictionary):
            return []
        fonts: PdfObject = resources.get("/Font", Dictionary())
        drawn = any(len(resources.get(kind, Dictionary())) for kind in ("/XObject", "/Pattern"))
        states = resources.get("/ExtGState", Dictionary()).values()
        drawn = drawn or any("/Font" in state or isinstance(state.get("/SMask"), Dictionary) for state in states)
        apart = not drawn and not any("#" in name for name in fonts.keys())  # noqa: SIM118 - a dictionary of pikepdf's
        found: list[tuple[str, Any]] = [
            (key, self._read(resources[key])) for key in sorted(resources.keys()) if not (apart and key == "/Font")
        ]
        if apart:
            named = (name for name in sorted(fonts.keys()) if name.encode() in content or _is_drawing(fonts[name]))
            found += [(name, self._read(fonts[name])) for name in named]
        return found

    def _read(self, item: PdfObject, level: int = 0) -> bytes:
        """The SHA-256 of an object with all that it refers to. Raises _NoDigestError."""
        if level > _MOST_LEVELS:
            raise _NoDigestError
        if not isinstance(item, Dictionary | Array | Stream):
            return repr(item).encode()
        number = item.objgen
        if number in self._known:
            return self._known[number]
        if number in self._open:
            raise _NoDigestError
        if number != (0, 0):
            self._open.add(number)
        parts: list[Any]
        if isinstance(item, Array):
            parts = ["[", *(self._read(one, level + 1) for one in item)]
        else:
            parts = ["<", *((key, self._read(item[key], level + 1)) for key in sorted(item.keys()))]
        digest = hashlib.sha256(repr(parts).encode())
        if isinstance(item, Stream):
            digest.update(item.read_raw_bytes())
        if number != (0, 0):
            self._open.discard(number)
            self._known[number] = digest.digest()
        return digest.digest()


def _is_drawing(font: PdfObject) -> bool:
    """Whether the glyphs of a font are content streams, which readers follow."""
    return bool(font.get("/Subtype") == Name.Type3)


def _inherited(page: PdfObject, key: str) -> PdfObject:
    """An entry of a page, or of the nearest of its parents that has it."""
    holder = page
    for _ in range(_MOST_LEVELS):
        if holder is None or key in holder:
            break
        holder = holder.get("/Parent")
    return holder.get(key) if holder is not None else None
