"""Fonts of a PDF told apart by their file as well as by Pango's description of them.

WeasyPrint 70 knows them by the description alone. A family that has an oblique face lends its upright one, slanted, for
characters that only this has: both are then “DejaVu Sans Oblique”, the glyphs of both are sought in the file of the one
that came first, and other glyphs are printed, or none.
"""

from hashlib import md5
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi
from weasyprint.text.fonts import get_hb_object_data, get_pango_font_hb_face, get_pango_font_key

from footlight.engines.weasyprint.foreign_types import ContentStream, PdfFont

_DIRECTORY = 4096
"""Bytes at the beginning of a font's file: the table directory, with the checksum of every table, tells files apart."""


def add_font(stream: ContentStream, pango_font: Any) -> tuple[PdfFont, float]:  # noqa: ANN401 - Pango's pointer
    """Replace `weasyprint.pdf.stream.Stream.add_font`: the PDF's font for one of Pango's, and its size."""
    key, description, size = get_pango_font_key(pango_font)
    face = get_pango_font_hb_face(pango_font)
    fonts = stream._fonts  # noqa: SLF001 - as the function that this replaces
    place = key, int(ffi.cast("uintptr_t", face))
    if place not in fonts:
        font = Font(pango_font, description, size)
        _name_by_file(font, face)
        known = next((one for one in fonts.values() if one.hash == font.hash), None)
        if known is not None:
            return known, size
        fonts[place] = font
    return fonts[place], size


def _name_by_file(font: PdfFont, face: Any) -> None:  # noqa: ANN401 - HarfBuzz's pointer
    data = get_hb_object_data(face)
    said = f"{font.hash} {len(data)} {font.index} ".encode() + bytes(data[:_DIRECTORY])
    # As WeasyPrint makes it: six capitals, which mark a subset (ISO 32000-1, 9.6.4).
    font.hash = "".join(chr(65 + byte % 26) for byte in md5(said, usedforsecurity=False).digest()[:6])
    font.name = b"/" + font.hash.encode() + b"+" + font.name.partition(b"+")[2]
