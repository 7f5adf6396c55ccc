"""Pictures in a PDF as a press prints them: without transparency, and gray where the edition is black only."""

from typing import Any

import pikepdf
from pikepdf import Array, Name, Pdf, PdfImage

from footlight.engines.pdf.gray_values import is_device_gray

_OF_OLD = (
    "/DecodeParms",
    "/Decode",
    "/Mask",
    "/SMask",
    "/SMaskInData",
    "/Interpolate",
    "/Intent",
    "/Alternates",
    "/OPI",
)
"""Keys that a picture written anew has no use for."""


def convert_image(image: Any, *, colour: bool, alpha: float = 1.0) -> None:  # noqa: ANN401 - pikepdf's objects are what the file holds
    """Changes a picture in place; what was transparent lies on white, and what was wholly so is left out.

    One of a kind that cannot be decoded is left as it is: the preflight will say so.
    """
    for key in ("/Interpolate", "/Alternates", "/OPI", "/Metadata"):
        if key in image:
            del image[key]
    opaque = "/SMask" not in image and alpha == 1
    if image.get("/ImageMask") or (opaque and (colour or is_device_gray(image.get("/ColorSpace")))):
        return
    stencil = image.get("/Mask")
    try:
        pixels = PdfImage(image).as_pil_image()
        mask = PdfImage(image.SMask).as_pil_image().convert("L").resize(pixels.size) if "/SMask" in image else None
    except (pikepdf.PikepdfError, ValueError, OSError):
        return
    pixels = pixels.convert("RGB").convert("RGBA") if pixels.mode != "RGBA" else pixels
    if mask is not None:
        pixels.putalpha(mask)
    if alpha != 1:
        pixels.putalpha(pixels.getchannel("A").point(lambda value: value * alpha))
    _write(image, pixels, colour=colour)
    if isinstance(stencil, pikepdf.Stream) and "/Mask" not in image:
        image.Mask = stencil


def image_from_pixels(pdf: Pdf, pixels: Any, *, colour: bool) -> pikepdf.Stream:  # noqa: ANN401 - Pillow's
    """A picture of a file, from one of Pillow's with alpha."""
    stream = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image)
    _write(stream, pixels.convert("RGBA"), colour=colour)
    return stream


def _write(image: Any, pixels: Any, *, colour: bool) -> None:  # noqa: ANN401 - as above
    """Puts pixels on white. Where there was nothing, the key of white keeps what lies beneath (8.9.6.4)."""
    nothing = pixels.getchannel("A").point(lambda value: 255 if value == 0 else 0)
    white = pixels.copy()
    white.paste((255, 255, 255, 255), (0, 0, *pixels.size))
    white.alpha_composite(pixels)
    flat = white.convert("RGB" if colour else "L")
    for key in _OF_OLD:
        if key in image:
            del image[key]
    if nothing.getextrema()[1]:
        flat = flat.point(lambda value: min(value, 254))  # what is white and there stays
        flat.paste((255, 255, 255) if colour else 255, (0, 0), nothing)
        image.Mask = Array([255, 255] * (3 if colour else 1))
    image.write(flat.tobytes())
    image.ColorSpace, image.BitsPerComponent = (Name.DeviceRGB if colour else Name.DeviceGray), 8
    image.Width, image.Height = flat.size
