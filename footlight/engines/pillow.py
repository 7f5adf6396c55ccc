"""Pillow: pictures in the forms that the layout engine takes."""

import io

_DEPTH_AT = 24
"""Where a PNG says how many bits a sample has (W3C PNG, 11.2.2 IHDR)."""
_PNG = b"\x89PNG\r\n\x1a\n"


def is_16_bit_png(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a PNG with 16 bits a sample."""
    return head.startswith(_PNG) and head[_DEPTH_AT : _DEPTH_AT + 1] == b"\x10"


def to_8_bit_png(data: bytes) -> bytes:
    """The picture with 8 bits a sample, which is what a printing press and a screen can show."""
    from PIL import Image  # noqa: PLC0415 - few pictures are so deep

    with Image.open(io.BytesIO(data)) as picture:
        if picture.mode.startswith("I"):  # 16 bits of gray: Pillow would cut them off at 255
            shallow = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
        else:
            shallow = picture.convert("RGBA" if "A" in picture.getbands() else "RGB")
    out = io.BytesIO()
    shallow.save(out, "PNG")
    return out.getvalue()


def encode_jpeg(size: tuple[int, int], pixels: bytes) -> bytes:
    """A picture of so many px as a JPEG, of pixels of three bytes each (red, green, blue), by rows."""
    from PIL import Image  # noqa: PLC0415 - as above

    out = io.BytesIO()
    Image.frombytes("RGB", size, pixels).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


_QUALITY = 88
"""Letters on plain paper stay sharp with it, and a cover of 1,600 × 2,400 px has some 100 kB."""


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, read from the picture's head; None where it is none of pixels."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - as above

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.width, picture.height
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
