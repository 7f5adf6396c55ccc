"""Pillow: the format and size of an image, and images converted for print and for e-readers."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Pillow is imported in functions, because a build without images should not wait for it
    from PIL.Image import Image as Picture

_DEPTH_AT = 24
"""The offset of the bit depth in a PNG (W3C PNG, 11.2.2 IHDR)."""
_PNG = b"\x89PNG\r\n\x1a\n"


def is_16_bit_png(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a PNG with 16 bits per sample."""
    return head.startswith(_PNG) and head[_DEPTH_AT : _DEPTH_AT + 1] == b"\x10"


def to_8_bit_png(data: bytes) -> bytes:
    """Convert a PNG to 8 bits per sample, which is what presses and screens show."""
    from PIL import Image  # noqa: PLC0415 - as said above

    with Image.open(io.BytesIO(data)) as picture:
        if picture.mode.startswith("I"):
            converted = _to_8_bits(picture)
        else:
            converted = picture.convert("RGBA" if "A" in picture.getbands() else "RGB")
    out = io.BytesIO()
    converted.save(out, "PNG")
    return out.getvalue()


MOST_PIXELS = 150_000_000
"""Pixels of an image that is decoded. Today's cameras have some hundred million."""
SCREEN_SIDE = 2048
"""Pixels of the longer side for screens, as large e-readers and tablets have today."""
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
_KEPT_FOR_SCREENS = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif"}
"""Formats that every reading system shows. EPUB 3.3 (section 3.2) allows WebP too, which older ones lack."""


class UnusablePictureError(Exception):
    """An image that cannot be used; the message continues “the picture NAME”."""


class DamagedPictureError(UnusablePictureError):
    """The file is of a known format, and cut off or damaged."""


class HugePictureError(UnusablePictureError):
    """The image has more than `MOST_PIXELS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """A raster image that was decoded completely once, so that it can be relied on."""

    format: str
    """By its content: `PNG`, `JPEG`, `GIF`, `WEBP`, `AVIF`, `BMP` or `TIFF`."""
    width: int
    height: int
    plain: bool
    """Whether every reading system shows it as it is: one frame, upright, at most 8 bits per sample."""


def inspect_raster(data: bytes) -> Raster:
    """Inspect an image by its content. Raises UnusablePictureError."""
    from PIL import Image  # noqa: PLC0415 - as said above

    width, height = 0, 0
    bomb = Image.DecompressionBombError
    with suppress(OSError, SyntaxError, ValueError, bomb), Image.open(io.BytesIO(data), formats=_FORMATS) as head:
        width, height = head.size
    with _opened(data, sketch=True) as picture:
        turned = picture.getexif().get(_ORIENTATION, 1) not in (0, 1)
        frames = getattr(picture, "n_frames", 1)
        plain = picture.format in ("PNG", "JPEG") and frames == 1 and not turned and not picture.mode.startswith("I")
        return Raster(format=picture.format or "", width=width, height=height, plain=plain)


_ORIENTATION = 0x0112
"""The tag of Exif that says how a camera was held (CIPA DC-008, 4.6.4)."""


def for_paper(data: bytes, most: tuple[int, int]) -> tuple[bytes, str] | None:
    """Reduce an image to at most `most` px: its data and media type; None where it is no larger."""
    from PIL import Image  # noqa: PLC0415 - as said above

    with suppress(OSError, SyntaxError, ValueError, Image.DecompressionBombError), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data), formats=_FORMATS) as head:
            if head.width <= most[0] and head.height <= most[1]:
                return None
        made, suffix = _encoded(data, most)
        return made, {".jpg": "image/jpeg", ".png": "image/png"}[suffix]
    return None


def for_screen(data: bytes) -> tuple[bytes, str]:
    """Convert an image to what every reading system shows, at most `SCREEN_SIDE` px a side: its data and file ending.

    Raises UnusablePictureError.
    """
    raster = inspect_raster(data)
    fits = max(raster.width, raster.height) <= SCREEN_SIDE
    if fits and raster.format in _KEPT_FOR_SCREENS and (raster.plain or is_16_bit_png(data[:32])):
        return data, _KEPT_FOR_SCREENS[raster.format]
    return _encoded(data, (SCREEN_SIDE, SCREEN_SIDE))


def has_transparency(data: bytes) -> bool:
    """Whether pixels of an image may be clear: it has an alpha channel, or a colour that counts as clear."""
    from PIL import Image  # noqa: PLC0415 - as said above

    with suppress(OSError, SyntaxError, ValueError), Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
        return bool(picture.has_transparency_data)
    return False


def _encoded(data: bytes, most: tuple[int, int]) -> tuple[bytes, str]:
    """Encode the first frame, upright, at most `most` px large, with its file ending: photographs as JPEG, else PNG."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - as said above

    with _opened(data) as opened:
        photograph = opened.format in ("JPEG", "WEBP", "AVIF") and not opened.has_transparency_data
        profile = opened.info.get("icc_profile")
        picture = ImageOps.exif_transpose(_to_8_bits(opened))
        if picture.width > most[0] or picture.height > most[1]:
            if picture.mode in ("P", "1"):
                picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
            picture.thumbnail(most, Image.Resampling.LANCZOS)
        out = io.BytesIO()
        if photograph:
            picture = picture if picture.mode in ("L", "RGB", "CMYK") else picture.convert("RGB")
            picture.save(out, "JPEG", quality=_QUALITY, icc_profile=profile)
            return out.getvalue(), ".jpg"
        if picture.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
            picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        picture.save(out, "PNG", icc_profile=profile, optimize=False)
    return out.getvalue(), ".png"


def _to_8_bits(picture: "Picture") -> "Picture":
    """Convert 16 bits of gray to 8; other images stay."""
    if picture.mode.startswith("I"):  # Pillow's `convert("L")` would clip values at 255
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return picture


@contextmanager
def _opened(data: bytes, *, sketch: bool = False) -> Iterator["Picture"]:
    """Decode an image within bounds; with `sketch`, a JPEG only coarsely, to see whether it is complete."""
    from PIL import Image, ImageFile, UnidentifiedImageError  # noqa: PLC0415 - as said above

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False  # WeasyPrint sets it to True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's of large pictures: the bound here is our own
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    size = f"{picture.width} × {picture.height}"
                    raise HugePictureError(f"has {size} pixels, more than {MOST_PIXELS // 10**6} million")
                if sketch and picture.format == "JPEG":
                    picture.draft(None, (picture.width // 8, picture.height // 8))  # all is read, an eighth computed
                picture.load()
                yield picture
    except UnidentifiedImageError:
        raise UnusablePictureError("is no picture of a known kind") from None
    except Image.DecompressionBombError:
        raise HugePictureError(f"has more than {MOST_PIXELS // 10**6} million pixels") from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError) as error:  # Pillow's of damage
        raise DamagedPictureError(f"is damaged and cannot be decoded ({error})") from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def encode_jpeg(size: tuple[int, int], pixels: bytes) -> bytes:
    """Encode an image of RGB pixels, three bytes each, row by row, as a JPEG; `size` is in px."""
    from PIL import Image  # noqa: PLC0415 - as above

    out = io.BytesIO()
    Image.frombytes("RGB", size, pixels).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


_QUALITY = 88
"""Text stays sharp with it, and a cover of 1,600 × 2,400 px has some 100 kB."""


def encode_png(size: tuple[int, int], pixels: bytes) -> bytes:
    """Pixels row by row, three bytes each, as a PNG that is made quickly: of a palette of grays where they have no
    colour, for Pillow filters the rows of any other picture, which takes half of the time and makes it no smaller.
    """
    from PIL import Image, ImageChops  # noqa: PLC0415 - as above

    picture = Image.frombytes("RGB", size, pixels)
    red, green, blue = picture.split()
    if not any(ImageChops.difference(red, other).getbbox() for other in (green, blue)):
        picture = red
        picture.putpalette(_GRAYS)
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


_GRAYS = bytes(value for value in range(256) for _ in range(3))
"""A palette of which each entry is the gray of its number."""


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, from the file's header; None where it is no raster image."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - as above

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.width, picture.height
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
