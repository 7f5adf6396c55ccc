"""Images as a press prints them: without transparency, and in DeviceGray where the edition is black only."""

from typing import Any

import pikepdf
from pikepdf import Array, Name, Pdf, PdfImage

from footlight.engines.pdf.gray_values import is_device_gray
from footlight.engines.pdf.pdf_file import PdfObject

_OBSOLETE_KEYS = (
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
"""Keys that describe the samples an image had before they were replaced."""

PillowImage = Any
"""An image of Pillow's (`PIL.Image.Image`), which is imported only where one is made."""


def convert_image(image: PdfObject, *, colour: bool, alpha: float = 1.0) -> None:
    """Convert an image in place: transparency is blended with white, and what was wholly transparent is masked out.

    An image that cannot be decoded stays as it is; the print preflight reports it.
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
    _replace_samples(image, pixels, colour=colour)
    if isinstance(stencil, pikepdf.Stream) and "/Mask" not in image:
        image.Mask = stencil


def image_from_pixels(pdf: Pdf, pixels: PillowImage, *, colour: bool) -> pikepdf.Stream:
    """Make an image XObject of pixels with alpha."""
    stream = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image)
    _replace_samples(stream, pixels.convert("RGBA"), colour=colour)
    return stream


def _replace_samples(image: PdfObject, pixels: PillowImage, *, colour: bool) -> None:
    """Replace the samples of an image by pixels, blended with white.

    Wholly transparent pixels become pure white, and a colour key mask (8.9.6.4) makes pure white paint nothing, so that
    what lies beneath stays visible. White pixels that are there become one step darker, not to be masked out.
    """
    nothing = pixels.getchannel("A").point(lambda value: 255 if value == 0 else 0)
    white = pixels.copy()
    white.paste((255, 255, 255, 255), (0, 0, *pixels.size))
    white.alpha_composite(pixels)
    flat = white.convert("RGB" if colour else "L")
    for key in _OBSOLETE_KEYS:
        if key in image:
            del image[key]
    if nothing.getextrema()[1]:
        flat = flat.point(lambda value: min(value, 254))
        flat.paste((255, 255, 255) if colour else 255, (0, 0), nothing)
        image.Mask = Array([255, 255] * (3 if colour else 1))
    image.write(flat.tobytes())
    image.ColorSpace, image.BitsPerComponent = (Name.DeviceRGB if colour else Name.DeviceGray), 8
    image.Width, image.Height = flat.size
