"""Colours as grays: what a colour of any of PDF's spaces (ISO 32000-1, 8.6) weighs in one ink, and how it is said.

0 is black, 1 is white, as in DeviceGray.
"""

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from footlight.engines.pdf.pdf_file import draft_bytes
from footlight.engines.pdfium import middle_row_colours

_ABBREVIATED_SPACES = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK"}
"""The short names of pictures within a program."""
_BY_COMPONENTS = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_START = {"/DeviceRGB": (0.0, 0.0, 0.0), "/DeviceCMYK": (0.0, 0.0, 0.0, 1.0), "/Lab": (0.0, 0.0, 0.0)}


def space_family(space: Any) -> str:  # noqa: ANN401 - pikepdf's objects are what the file holds
    """The family of a colour space, such as `/DeviceRGB` or `/Separation`; ICC's by what it stands for."""
    if isinstance(space, str):
        return _ABBREVIATED_SPACES.get(space, space)
    if isinstance(space, Array) and len(space):
        name = str(space[0])
        if name == "/ICCBased":
            return _BY_COMPONENTS.get(int(space[1].get("/N", 3)), "/DeviceRGB")
        return {"/CalGray": "/DeviceGray", "/CalRGB": "/DeviceRGB", "/I": "/Indexed"}.get(name, name)
    return _ABBREVIATED_SPACES.get(str(space), str(space))


def is_device_gray(space: Any) -> bool:  # noqa: ANN401 - as above
    """Whether a space is DeviceGray itself: another gray is a colour to a printer's program."""
    return not isinstance(space, Array) and _ABBREVIATED_SPACES.get(str(space), str(space)) == "/DeviceGray"


def initial_colour(space: Any) -> tuple[float, ...]:  # noqa: ANN401 - as above
    """The colour that holds where a space was chosen and none of its colours (8.6.8, `cs`)."""
    kind = space_family(space)
    if kind in _START:
        return _START[kind]
    if kind in ("/Separation", "/DeviceN"):
        return (1.0,) * (len(space[1]) if kind == "/DeviceN" else 1)
    return (0.0,)


def gray_value(space: Any, values: Sequence[float]) -> float:  # noqa: ANN401 - as above
    """How light a colour is, from 0 to 1."""
    kind = space_family(space)
    match kind, tuple(values):
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
            light = gray_value("/DeviceRGB", _seen(space, values))
    return min(1.0, max(0.0, light))


def _from_lightness(lightness: float) -> float:
    """CIE L* to the gray of sRGB's curve (CIE 15, 8.2.1; IEC 61966-2-1)."""
    height = (lightness + 16) / 116
    linear = height**3 if height > 6 / 29 else (height - 4 / 29) * 3 * (6 / 29) ** 2
    return float(12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055)


_SIDE = 4
"""Of the square that is painted to see a colour, in pt."""


def _seen(space: Any, values: Sequence[float]) -> tuple[float, float, float]:  # noqa: ANN401 - as above
    """A colour of a space whose own program decides, as pdfium paints it."""
    with pikepdf.Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(_SIDE, _SIDE)).obj
        page.Resources = Dictionary(ColorSpace=Dictionary(S=_taken(pdf, space)))
        said = " ".join(f"{value:g}" for value in values)
        page.Contents = pdf.make_stream(f"/S cs {said} scn 0 0 {_SIDE} {_SIDE} re f".encode())
        return middle_row_colours(draft_bytes(pdf))[_SIDE // 2]


def shading_grays(shading: Any) -> bytes:  # noqa: ANN401 - as above
    """The grays that an axial or a radial shading runs through, a byte each."""
    with pikepdf.Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(SHADING_STEPS, _SIDE)).obj
        kept = {
            key: value for key in ("/ColorSpace", "/Function", "/Domain") if (value := shading.get(key)) is not None
        }
        strip = Dictionary(ShadingType=2, Coords=Array([0, 0, SHADING_STEPS, 0]))
        for key, value in kept.items():
            strip[key] = _taken(pdf, value)
        page.Resources = Dictionary(Shading=Dictionary(S=strip))
        page.Contents = pdf.make_stream(b"/S sh")
        return bytes(round(255 * gray_value("/DeviceRGB", pixel)) for pixel in middle_row_colours(draft_bytes(pdf)))


SHADING_STEPS = 512
"""Grays of a ramp."""


def _taken(pdf: pikepdf.Pdf, item: Any) -> Any:  # noqa: ANN401 - as above
    """An object of another file, or a name, in this one."""
    match item:
        case str():
            return Name(item)
        case pikepdf.Stream():
            return pdf.copy_foreign(item)
        case Array():
            return Array([_taken(pdf, part) for part in item])
        case Dictionary():
            return Dictionary({key: _taken(pdf, value) for key, value in item.items()})
        case Name():
            return Name(str(item))
        case _:
            pass
    return pikepdf.String(bytes(item)) if isinstance(item, pikepdf.String) else item
