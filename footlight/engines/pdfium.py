"""PDFium: the text layer of a PDF as a viewer copies it, the positions of its text, and pages as images."""

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from footlight.errors import EngineError


@contextmanager
def _pages(data: bytes) -> Iterator[Generator[Any, None, None]]:
    """Open a file and iterate over its pages; each is closed before the next is opened.

    Raises EngineError where the file cannot be read.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise EngineError(f"the PDF cannot be read: {error}") from None

    def each() -> Generator[Any, None, None]:
        for page in document:
            try:
                yield page
            finally:
                page.close()

    pages = each()
    try:
        yield pages
    finally:
        pages.close()
        document.close()


@contextmanager
def _layers(data: bytes) -> Iterator[tuple[int, Callable[[int], Any]]]:
    """Open a file: how many pages it has, and a function that gives the text layer of one, numbered from 0.

    A layer is there until another one is asked for. Raises EngineError where the file cannot be read.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise EngineError(f"the PDF cannot be read: {error}") from None
    with ExitStack() as opened:

        def layer(number: int) -> Any:  # noqa: ANN401 - pypdfium2 has no types
            opened.close()
            page = document[number]
            opened.callback(page.close)
            text = page.get_textpage()
            opened.callback(text.close)
            return text

        try:
            yield len(document), layer
        finally:
            opened.close()
            document.close()


_NONE: Mapping[int, Any] = {}


def page_texts(data: bytes, known: Mapping[int, str] = _NONE) -> tuple[str, ...]:
    """The text of each page, in the order in which it is drawn. `known` has those that need not be read, by number.

    Raises EngineError where the file cannot be read.
    """
    with _layers(data) as (count, layer):
        return tuple(known[number] if number in known else layer(number).get_text_bounded() for number in range(count))


TextBox = tuple[float, float, float, float]
"""The box of glyphs of one line: left, bottom, right, top, in pt of default user space."""


def page_boxes(data: bytes, known: Mapping[int, tuple[TextBox, ...]] = _NONE) -> tuple[tuple[TextBox, ...], ...]:
    """The boxes of the text of each page; `known` as in `page_texts`.

    Raises EngineError where the file cannot be read.
    """
    with _layers(data) as (count, layer):
        return tuple(known[number] if number in known else _boxes(layer(number)) for number in range(count))


def _boxes(layer: Any) -> tuple[TextBox, ...]:  # noqa: ANN401 - as above
    return tuple(layer.get_rect(number) for number in range(layer.count_rects()))


def texts_within(data: bytes, places: Sequence[tuple[int, TextBox]]) -> tuple[str, ...]:
    """The text in each of some boxes, each with its page from 0 on. Raises EngineError as above."""
    with _layers(data) as (_, layer):
        return tuple(layer(number).get_text_bounded(*box) for number, box in places)


PlacedText = tuple[str, TextBox]
"""Text of one line, and the box of its glyphs."""


def page_words(data: bytes) -> Iterator[tuple[PlacedText, ...]]:
    """The text of each page with its boxes. Raises EngineError where the file cannot be read."""
    with _pages(data) as pages:
        for page in pages:
            layer = page.get_textpage()
            yield tuple((layer.get_text_bounded(*box), box) for box in _boxes(layer))
            layer.close()


def middle_row_colours(data: bytes) -> list[tuple[float, float, float]]:
    """Colours of the middle row of a file's first page, one pixel to the point: red, green and blue from 0 to 1."""
    with _pages(data) as pages:
        bitmap = next(pages).render(rev_byteorder=True, force_bitmap_format=raw.FPDFBitmap_BGRx, no_smoothpath=True)
        row = bytes(bitmap.buffer)[(bitmap.height // 2) * bitmap.stride :][: 4 * bitmap.width]
        bitmap.close()
    return [(row[i] / 255, row[i + 1] / 255, row[i + 2] / 255) for i in range(0, len(row), 4)]


def page_image(data: bytes, dpi: int) -> Any:  # noqa: ANN401 - Pillow is not imported here
    """A file's first page as an RGBA image of Pillow's, transparent where nothing is drawn."""
    with _pages(data) as pages:
        bitmap = next(pages).render(
            scale=dpi / 72, fill_color=(255, 255, 255, 0), rev_byteorder=True, draw_annots=False
        )
        image = bitmap.to_pil().copy()  # `to_pil` shares the bitmap's memory, which is freed below
        bitmap.close()
    return image


def page_sizes(data: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page, pt. Raises EngineError where the file cannot be read."""
    with _pages(data) as pages:
        return tuple(page.get_size() for page in pages)


def page_pixels(data: bytes, width: int, number: int = 0) -> tuple[tuple[int, int], bytes]:
    """A page of a PDF, `width` px wide: its size in px, and its pixels row by row, three bytes (RGB) each.

    Pages are numbered from 0.

    Raises EngineError where the file cannot be read.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise EngineError(f"the PDF cannot be read: {error}") from None
    try:
        page = document[number]
        bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
        row = bitmap.width * 3
        pixels = bytes(bitmap.buffer)
        if bitmap.stride != row:  # rows may be padded
            starts = range(0, bitmap.stride * bitmap.height, bitmap.stride)
            pixels = b"".join(pixels[start : start + row] for start in starts)
        size = (bitmap.width, bitmap.height)
        bitmap.close()
        page.close()
        return size, pixels
    finally:
        document.close()


HYPHEN = chr(raw.FPDF_TEXT_HYPHEN) if hasattr(raw, "FPDF_TEXT_HYPHEN") else "\x02"
"""The character that PDFium gives for a hyphen at the end of a line (`fpdf_text.h`)."""


class Glyph(NamedTuple):
    """A character as it stands on a page: its advance from `x0` to `x1`, its baseline, its size, all in pt."""

    character: str
    x0: float
    x1: float
    y: float
    """Of the baseline, downward from the page's upper edge."""
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GlyphPage:
    """The characters of one page, in the order of the text layer, without white space."""

    width: float
    height: float
    """In pt."""
    glyphs: tuple[Glyph, ...]
    spaces: tuple[tuple[float, float, int], ...]
    """For each size of text and face on the page: the size in pt, how wide the face's space is in em (0 where it has
    none), and a number in proportion to its characters."""


def glyph_pages(data: bytes) -> Iterator[GlyphPage]:
    """The characters of each page with their places. Raises EngineError where the file cannot be read."""
    with _pages(data) as pages:
        for page in pages:
            layer = page.get_textpage()
            yield _glyph_page(page, layer)
            layer.close()


_UNSEEN = frozenset("\0\u2060\u200b\ufeff")
_SOFT_HYPHEN = "\xad"


def _glyph_page(page: Any, layer: Any) -> GlyphPage:  # noqa: ANN401 - pypdfium2 has no types
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    text, character_at, origin_of, box_of = (
        layer.raw,
        raw.FPDFText_GetUnicode,
        raw.FPDFText_GetCharOrigin,
        raw.FPDFText_GetLooseCharBox,
    )
    left, bottom, right, top = page.get_bbox()
    glyphs = []
    faces: Counter[tuple[float, float]] = Counter()
    sizes: dict[tuple[float, float], float] = {}
    advances: dict[tuple[int, str], float] = {}
    inner, tight_box_of = [ctypes.c_double() for _ in range(4)], raw.FPDFText_GetCharBox
    for number in range(layer.count_chars()):
        character = _character(character_at(text, number))
        if character.isspace() or character in _UNSEEN:
            continue
        origin_of(text, number, x, y)
        box_of(text, number, box)
        at, end, baseline = x.value, box.right, y.value
        tight_box_of(text, number, inner[0], inner[1], inner[2], inner[3])
        if inner[1].value > end - _SAME and end > at:
            advance = _advance(text, number, character, advances)
            end = at + advance if _LEAST_ADVANCE < advance / (end - at) < 1 else end
        # Characters of one face and size reach equally far above and below their baseline: one of them is asked.
        reach = round(box.top - baseline, 3), round(baseline - box.bottom, 3)
        size = sizes.get(reach)
        if size is None:
            size = sizes[reach] = _size_of(text, number)
        glyphs.append(Glyph(character, at - left, end - left, top - baseline, size))
        if number % _SAMPLED == 0:
            faces[round(size, 1), _space_of(layer, number)] += 1
    return GlyphPage(
        width=right - left,
        height=top - bottom,
        glyphs=tuple(glyphs),
        spaces=tuple((size, space, count) for (size, space), count in sorted(faces.items())),
    )


_SAME = 0.01
"""pt: a box that ends nearer to another one's end ends with it."""


_LEAST_ADVANCE = 0.75
"""A lesser part of the ink's width is the advance of another glyph of the same character, such as a small capital's."""


def _advance(text: Any, number: int, character: str, known: dict[tuple[int, str], float]) -> float:  # noqa: ANN401 - as above
    """The advance of a character whose ink reaches beyond it, as that of an “f” does.

    PDFium's box of a character holds its ink too, so the face is asked. Infinite where the face does not know it.
    """
    font = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(text, number))
    key = (ctypes.cast(font, ctypes.c_void_p).value or 0, character)
    if key not in known:
        width = ctypes.c_float()
        found = font and raw.FPDFFont_GetGlyphWidth(font, ord(character), 1.0, width)
        known[key] = width.value if found and width.value > 0 else math.inf
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, number, matrix)
    return known[key] * float(raw.FPDFText_GetFontSize(text, number)) * math.hypot(matrix.a, matrix.b)


def _size_of(text: Any, number: int) -> float:  # noqa: ANN401 - as above
    """The size of a character in pt, as it is shown."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, number, matrix)
    return float(raw.FPDFText_GetFontSize(text, number)) * math.hypot(matrix.c, matrix.d)


_SAMPLED = 16
"""Of how many characters the face of one is looked at: it is only to be known which face has most."""


@cache
def _character(code: int) -> str:
    """A character of the text layer; PDFium has a code of its own for a hyphen at the end of a line."""
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return "\ufffd"
    character = chr(code)
    return "-" if character in (HYPHEN, _SOFT_HYPHEN) else character


def _space_of(layer: Any, number: int) -> float:  # noqa: ANN401 - as above
    """How wide the space is, in em, of the face of a character."""
    font = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(layer.raw, number))
    width = ctypes.c_float()
    found = font and raw.FPDFFont_GetGlyphWidth(font, ord(" "), 1.0, width)
    return round(width.value, 4) if found else 0.0
