"""The glyphs that a text-showing operator draws, and their positions, for composite fonts with Identity-H encoding."""

import re
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Name

from footlight.engines.pdf.pdf_file import PdfObject
from footlight.errors import EngineError

_ITEM = re.compile(rb"<([0-9A-Fa-f\s]*)>|\(\)|([-+]?(?:\d+\.?\d*|\.\d+))")
_FONT_FILES = ("/FontFile2", "/FontFile3")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedFont:
    """An embedded font whose character codes are glyph numbers."""

    file: bytes
    """TrueType or OpenType."""
    widths: dict[int, float]
    """By glyph, in thousandths of the font size."""
    default_width: float


def read_embedded_font(font: PdfObject) -> EmbeddedFont:
    """Read a font as WeasyPrint embeds it (ISO 32000-1, 9.7). Raises EngineError where it is of another kind."""
    descendants = font.get("/DescendantFonts") if font is not None else None
    if descendants is None or font.get("/Encoding") != Name("/Identity-H"):
        raise EngineError("the glyphs of a font have no numbers, so that their outlines cannot be found")
    own = descendants[0]
    descriptor = own.get("/FontDescriptor", {})
    file = next((descriptor[key].read_bytes() for key in _FONT_FILES if key in descriptor), None)
    if file is None or own.get("/CIDToGIDMap", Name.Identity) != Name.Identity:
        raise EngineError("a font is not embedded, or has other numbers for its glyphs than its file")
    widths = _widths(own.get("/W", Array()))
    return EmbeddedFont(file=file, widths=widths, default_width=float(own.get("/DW", 1000)))


def _widths(rows: PdfObject) -> dict[int, float]:
    """Widths from a `W` array: `first [w w …]` and `first last w`, in any order (ISO 32000-1, 9.7.4.3)."""
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


def shown_glyphs(font: EmbeddedFont, operands: bytes, size: float) -> tuple[list[tuple[int, float]], float]:
    """The glyphs that `Tj` or `TJ` draws, each with its distance from the beginning, and the width of them all.

    Distances are in text space. Raises EngineError where a string is not in hexadecimal notation.
    """
    placed: list[tuple[int, float]] = []
    x, at = 0.0, 0
    # `<…> Tj`, or `[<…> number <…>] TJ`. Whatever is between two matches must be white space.
    body = operands.strip().removeprefix(b"[").removesuffix(b"]")
    for match in _ITEM.finditer(body):
        if body[at : match.start()].strip():
            break
        at = match.end()
        if match[2]:  # a number in `TJ` moves back, in thousandths of the font size
            x -= float(match[2]) / 1000 * size
            continue
        codes = bytes.fromhex((match[1] or b"").decode())
        for code in (int.from_bytes(codes[i : i + 2], "big") for i in range(0, len(codes), 2)):
            placed.append((code, x))
            x += font.widths.get(code, font.default_width) / 1000 * size
    if body[at:].strip():
        raise EngineError("a string is not in hexadecimal notation, which is WeasyPrint's")
    return placed, x
