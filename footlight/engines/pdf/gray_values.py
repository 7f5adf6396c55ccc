"""The gray value of a colour in any of PDF's colour spaces (ISO 32000-1, 8.6): 0 black, 1 white, as in DeviceGray."""

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from footlight.engines.pdf.pdf_file import PdfObject, draft_bytes
from footlight.engines.pdfium import middle_row_colours

_ABBREVIATIONS = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK"}
"""The names of colour spaces in inline images (8.9.7)."""
_ICC_ALTERNATES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
"""By the number of components of an ICC profile."""
_INITIAL = {"/DeviceRGB": (0.0, 0.0, 0.0), "/DeviceCMYK": (0.0, 0.0, 0.0, 1.0), "/Lab": (0.0, 0.0, 0.0)}
SHADING_STEPS = 512
"""Grays of a converted shading."""
_SIDE = 4
"""The side, in pt, of the square that is painted to see a colour."""


def space_family(space: PdfObject | str) -> str:
    """The family of a colour space, such as `/Separation`; for CIE-based spaces the device space of like components."""
    if isinstance(space, str):
        return _ABBREVIATIONS.get(space, space)
    if isinstance(space, Array) and len(space):
        name = str(space[0])
        if name == "/ICCBased":
            return _ICC_ALTERNATES.get(int(space[1].get("/N", 3)), "/DeviceRGB")
        return {"/CalGray": "/DeviceGray", "/CalRGB": "/DeviceRGB", "/I": "/Indexed"}.get(name, name)
    return _ABBREVIATIONS.get(str(space), str(space))


def is_device_gray(space: PdfObject) -> bool:
    """Whether a space is DeviceGray itself, the only gray that every press prints with black ink alone."""
    return not isinstance(space, Array) and _ABBREVIATIONS.get(str(space), str(space)) == "/DeviceGray"


def initial_colour(space: PdfObject) -> tuple[float, ...]:
    """The colour that holds when a space was set and no colour in it yet (8.6.8, `cs`)."""
    family = space_family(space)
    if family in _INITIAL:
        return _INITIAL[family]
    if family in ("/Separation", "/DeviceN"):
        return (1.0,) * (len(space[1]) if family == "/DeviceN" else 1)
    return (0.0,)


def gray_value(space: PdfObject, components: Sequence[float]) -> float:
    """The gray value of a colour, from 0 to 1."""
    family = space_family(space)
    match family, tuple(components):
        case "/DeviceGray", (value, *_):
            light = value
        case "/DeviceRGB", (red, green, blue):
            light = 0.299 * red + 0.587 * green + 0.114 * blue  # ITU-R BT.601
        case "/DeviceCMYK", (cyan, magenta, yellow, black):
            light = 1 - min(1.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black)  # ISO 32000-1, 10.3.5
        case "/Lab", (lightness, *_):
            light = _from_lightness(lightness)
        case "/Separation", (tint,) if str(space[1]) in ("/Black", "/All"):
            light = 1 - tint
        case _:
            light = gray_value("/DeviceRGB", _painted_colour(space, components))
    return min(1.0, max(0.0, light))


def _from_lightness(lightness: float) -> float:
    """CIE L* as a gray of sRGB's curve (CIE 15, 8.2.1; IEC 61966-2-1)."""
    height = (lightness + 16) / 116
    linear = height**3 if height > 6 / 29 else (height - 4 / 29) * 3 * (6 / 29) ** 2
    return float(12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055)


def _painted_colour(space: PdfObject, components: Sequence[float]) -> tuple[float, float, float]:
    """The sRGB colour of a space that a function or a table defines: PDFium paints a square with it."""
    with pikepdf.Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(_SIDE, _SIDE)).obj
        page.Resources = Dictionary(ColorSpace=Dictionary(S=_copied(pdf, space)))
        operands = " ".join(f"{value:g}" for value in components)
        page.Contents = pdf.make_stream(f"/S cs {operands} scn 0 0 {_SIDE} {_SIDE} re f".encode())
        return middle_row_colours(draft_bytes(pdf))[_SIDE // 2]


def shading_grays(shading: PdfObject) -> bytes:
    """The grays of an axial or a radial shading from its beginning to its end, one byte each: PDFium paints a strip."""
    with pikepdf.Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(SHADING_STEPS, _SIDE)).obj
        kept = {
            key: value for key in ("/ColorSpace", "/Function", "/Domain") if (value := shading.get(key)) is not None
        }
        strip = Dictionary(ShadingType=2, Coords=Array([0, 0, SHADING_STEPS, 0]))
        for key, value in kept.items():
            strip[key] = _copied(pdf, value)
        page.Resources = Dictionary(Shading=Dictionary(S=strip))
        page.Contents = pdf.make_stream(b"/S sh")
        return bytes(round(255 * gray_value("/DeviceRGB", pixel)) for pixel in middle_row_colours(draft_bytes(pdf)))


def _copied(pdf: pikepdf.Pdf, item: Any) -> PdfObject:  # noqa: ANN401 - an object, or a plain value of Python's
    """A copy, for another file, of an object and of all that it holds."""
    match item:
        case str():
            return Name(item)
        case pikepdf.Stream():
            return pdf.copy_foreign(item)
        case Array():
            return Array([_copied(pdf, part) for part in item])
        case Dictionary():
            return Dictionary({key: _copied(pdf, value) for key, value in item.items()})
        case Name():
            return Name(str(item))
        case _:
            pass
    return pikepdf.String(bytes(item)) if isinstance(item, pikepdf.String) else item
