"""Hostile pictures: drawings that repeat themselves, and rasters of a few bytes that would fill the memory."""

import struct
import zlib
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from hostile.attack import ESSAY, READING, Attack, Files, Link, Pipe, essay

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="10">'


def _drawing(name: str, inside: str, says: str, *, whole: bool = False, **more: Any) -> Attack:
    data = inside if whole else f"{_SVG}{inside}</svg>"
    return Attack(name=f"svg-{name}", files=essay("![a](p.svg)\n", source__p_svg=data), argv=READING, says=says, **more)


def _raster(name: str, data: bytes | Callable[[], bytes], says: str, ending: str = "png", **more: Any) -> Attack:
    """A picture: its bytes, or what makes them where that takes long; then only the test that uses them waits."""

    def files() -> Files:
        picture = data if isinstance(data, bytes) else data()
        return {"source/essay.md": f"{ESSAY}![a](p.{ending})\n", f"source/p.{ending}": picture}

    return Attack(
        name=f"raster-{name}",
        files=files,
        argv=("build", "--edition", "reading", "--edition", "epub"),
        says=says,
        **more,
    )


def _uses(levels: int) -> str:
    groups = "".join(
        f'<g id="g{new}">' + f'<use xlink:href="#g{old}"/>' * 10 + "</g>" for old, new in pairwise(range(levels))
    )
    return f'<defs><g id="g0"><rect width="1" height="1"/></g>{groups}</defs><use xlink:href="#g{levels - 1}"/>'


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *, rows: bool = True, extra: bytes = b"") -> bytes:
    """A PNG of one bit a pixel, all black."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    body = zlib.compress(bytes((width + 7) // 8 + 1) * height, 9) if rows else b""
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _jpeg(width: int, height: int) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHBBBB", 11, 8, height, width, 1, 1, 0x11, 0)
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + frame + b"\xff\xd9"


def _gif(frames: int) -> bytes:
    one = b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff" + one * frames + b"\x3b"


DRAWINGS = (
    _drawing("of-many-uses", _uses(9), "image-unsafe"),
    _drawing("of-uses-of-itself", '<g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g>', "."),
    _drawing("patterns-in-patterns", "".join(f'<pattern id="p{i}" width="1" height="1"><rect width="9" height="9" fill="url(#p{i + 1})"/><rect width="9" height="9" fill="url(#p{i + 1})"/></pattern>' for i in range(40)) + '<rect width="9" height="9" fill="url(#p0)"/>', "image-unsafe|."),
    _drawing("pattern-of-dots", '<pattern id="p" width="0.0001" height="0.0001" patternUnits="userSpaceOnUse"><rect width="1" height="1"/></pattern><rect width="9999" height="9999" fill="url(#p)"/>', "."),
    _drawing("markers-on-a-long-path", '<marker id="m" markerWidth="9" markerHeight="9"><rect width="9" height="9"/></marker><path marker-mid="url(#m)" d="M0 0' + " L1 1" * 100_000 + '"/>', ".", seconds=40),
    _drawing("gradients-in-a-ring", '<linearGradient id="a" xlink:href="#b"/><linearGradient id="b" xlink:href="#a"/><rect width="9" height="9" fill="url(#a)"/>', "."),
    _drawing("masks-of-themselves", '<mask id="m" mask="url(#m)"><rect width="9" height="9" mask="url(#m)"/></mask><rect width="9" height="9" mask="url(#m)"/>', "."),
    _drawing("nested", "<g>" * 20_000 + "</g>" * 20_000, "image-unsafe"),
    _drawing("numbers", '<rect width="nan" height="inf" x="1e400"/><path d="M nan 1e999 L inf -inf"/><circle r="-5"/>', "image-|."),
    _drawing("of-entities", '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + f"{_SVG}<text>&b;</text></svg>", "image-unsafe", whole=True),
    _drawing("of-a-foreign-entity", '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + f"{_SVG}<text>&a;</text></svg>", "image-unsafe", whole=True),
    _drawing("with-references-out", '<image xlink:href="file:///etc/passwd" width="9" height="9"/><use xlink:href="../outside/secret.svg#a"/><style>@import url(http://127.0.0.1:9/)</style>', "image-simplified"),
    _drawing("with-scripts", '<script>1</script><s:script xmlns:s="http://www.w3.org/2000/svg">1</s:script><rect onclick="x()" width="1" height="1"/>', "image-simplified"),
    _drawing("shapes-300000", '<rect width="1" height="1"/>' * 300_000, "image-unsafe"),
    _drawing("path-of-a-million", '<path d="M0 0' + " l1 1" * 300_000 + '"/>', ".", seconds=60),
    _drawing("paths-in-one-line", '<polyline points="' + "1,1 " * 300_000 + '"/>', ".", seconds=60),
    _drawing("text-of-a-megabyte", "<text>" + "x" * 1_000_000 + "</text>", ".", seconds=60),
    _drawing("size-huge", '<svg xmlns="http://www.w3.org/2000/svg" width="9999999" height="9999999" viewBox="0 0 1e-300 1e300"><rect width="1" height="1"/></svg>', ".", whole=True),
    _drawing("style-of-brackets", "<style>" + "a{" * 100_000 + "</style><rect width='1' height='1'/>", ".", seconds=30),
    _drawing("filters", "<filter id='f'>" + "<feGaussianBlur stdDeviation='1e9'/>" * 1_000 + "</filter><rect filter='url(#f)' width='9' height='9'/>", "."),
    _drawing("dashes", '<path stroke="#000" stroke-dasharray="0.000001" d="M0 0 L9999999 0"/>', "."),
    _drawing("cut", "<svg xmlns='http://www.w3.org/2000/svg'><g><rect", "image-unsafe", whole=True),
)  # fmt: skip

RASTERS = (
    _raster("png-of-400-megapixels", lambda: png(20_000, 20_000), "image-too-large"),
    _raster("png-that-says-4-gigapixels", png(65_535, 65_535, rows=False), "image-too-large"),
    _raster("png-of-140-megapixels", lambda: png(11_800, 11_800), ".", seconds=40, mebibytes=1_200),
    _raster("png-with-a-text-bomb", lambda: png(8, 8, extra=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(200_000_000), 9))), "."),
    _raster("png-with-a-profile-bomb", lambda: png(8, 8, extra=chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(200_000_000), 9))), "."),
    _raster("png-without-pixels", png(8, 8, rows=False), "image-damaged"),
    _raster("png-of-no-size", png(0, 0), "image-"),
    _raster("png-long-and-thin", lambda: png(100_000_000, 1), "."),
    _raster("png-cut", png(100, 100)[:45], "image-damaged"),
    _raster("jpeg-that-says-4-gigapixels", _jpeg(65_500, 65_500), "image-", "jpg"),
    _raster("jpeg-empty", _jpeg(10, 10), "image-damaged", "jpg"),
    _raster("gif-of-50000-frames", _gif(50_000), ".", "gif", seconds=30),
    _raster("nothing", b"", "image-kind"),
    _raster("noise", bytes(range(256)) * 100, "image-kind"),
    _raster("bmp-of-negative-size", b"BM" + bytes(8) + struct.pack("<IIiiHHI", 54, 40, -5, -2_000_000_000, 1, 24, 0) + bytes(24), "image-", "png"),
    _raster("tiff-of-loops", b"II*\0\x08\0\0\0\x01\0\x00\x01\x03\0\x01\0\0\0\x01\0\0\0\x08\0\0\0", "image-", "png"),
    Attack(name="picture-a-pipe", files=essay("![a](p.png)\n", source__p_png=Pipe()), argv=READING, says="image-"),
    Attack(name="picture-a-device", files=essay("![a](p.png)\n", source__p_png=Link("/dev/zero")), argv=READING, says="image-"),
    Attack(name="picture-a-folder", files=essay("![a](p.png)\n", **{"source__p_png/x": "x"}), argv=READING, says="image-"),
)  # fmt: skip

KINDS = {"drawings": DRAWINGS, "rasters": RASTERS}
