"""Which glyphs a program of a PDF shows, and where along the line: composite fonts whose codes are glyphs' numbers."""

import re
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Name

from footlight.errors import EngineError

_PIECE = re.compile(rb"<([0-9A-Fa-f\s]*)>|\(\)|([-+]?(?:\d+\.?\d*|\.\d+))")
_FILES = ("/FontFile2", "/FontFile3")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedFont:
    """An embedded face."""

    file: bytes
    """TrueType or OpenType."""
    widths: dict[int, float]
    """Of glyphs, in thousandths of the size."""
    usual: float
    """Of those that are not among them."""


def read_embedded_font(font: Any) -> EmbeddedFont:  # noqa: ANN401 - pikepdf's objects are what the file holds
    """The face of a font. Raises EngineError where it is none of those that WeasyPrint embeds (ISO 32000-1, 9.7)."""
    below = font.get("/DescendantFonts") if font is not None else None
    if below is None or font.get("/Encoding") != Name("/Identity-H"):
        raise EngineError("the letters of a font without numbered glyphs have no outlines here")
    own = below[0]
    descriptor = own.get("/FontDescriptor", {})
    file = next((descriptor[key].read_bytes() for key in _FILES if key in descriptor), None)
    if file is None or own.get("/CIDToGIDMap", Name.Identity) != Name.Identity:
        raise EngineError("a font is not embedded whole enough to have outlines")
    return EmbeddedFont(file=file, widths=_widths(own.get("/W", Array())), usual=float(own.get("/DW", 1000)))


def _widths(rows: Any) -> dict[int, float]:  # noqa: ANN401 - as above
    """`first [w w …]` and `first last w`, in any order (ISO 32000-1, 9.7.4.3)."""
    found: dict[int, float] = {}
    items = list(rows)
    while len(items) > 1:
        first = int(items.pop(0))
        if isinstance(items[0], pikepdf.Array):
            found.update((first + i, float(width)) for i, width in enumerate(items.pop(0)))
        elif len(items) > 1:
            last, width = int(items.pop(0)), float(items.pop(0))
            found.update(dict.fromkeys(range(first, min(last, 0xFFFF) + 1), width))
    return found


def shown_glyphs(face: EmbeddedFont, operands: bytes, size: float) -> tuple[list[tuple[int, float]], float]:
    """The numbers of the glyphs that `Tj` or `TJ` shows, each with its distance from their beginning; and the end's.

    Distances are in units of the text's space. Raises EngineError where a string is not written in hexadecimal digits.
    """
    placed: list[tuple[int, float]] = []
    x, at = 0.0, 0
    body = operands.strip().removeprefix(b"[").removesuffix(b"]")
    for match in _PIECE.finditer(body):
        if body[at : match.start()].strip():
            break
        at = match.end()
        if match[2]:
            x -= float(match[2]) / 1000 * size
            continue
        codes = bytes.fromhex((match[1] or b"").decode())
        for code in (int.from_bytes(codes[i : i + 2], "big") for i in range(0, len(codes), 2)):
            placed.append((code, x))
            x += face.widths.get(code, face.usual) / 1000 * size
    if body[at:].strip():
        raise EngineError("a string is written in another way than WeasyPrint writes it")
    return placed, x
