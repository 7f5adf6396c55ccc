"""PDFium: the text layer of a PDF as a viewer copies it, the positions of its text, and pages as images."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

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


def page_texts(data: bytes) -> tuple[str, ...]:
    """The text of each page, in the order in which it is drawn. Raises EngineError where the file cannot be read."""
    texts = []
    with _pages(data) as pages:
        for page in pages:
            layer = page.get_textpage()
            texts.append(layer.get_text_bounded())
            layer.close()
    return tuple(texts)


PlacedText = tuple[str, tuple[float, float, float, float]]
"""Text of one line, and the box of its glyphs: left, bottom, right, top, in pt of default user space."""


def page_words(data: bytes) -> Iterator[tuple[PlacedText, ...]]:
    """The text of each page with its boxes. Raises EngineError where the file cannot be read."""
    with _pages(data) as pages:
        for page in pages:
            layer = page.get_textpage()
            boxes = [layer.get_rect(number) for number in range(layer.count_rects())]
            yield tuple((layer.get_text_bounded(*box), box) for box in boxes)
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


def page_pixels(data: bytes, width: int) -> tuple[tuple[int, int], bytes]:
    """The first page of a PDF, `width` px wide: its size in px, and its pixels row by row, three bytes (RGB) each.

    Raises EngineError where the file cannot be read.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise EngineError(f"the PDF cannot be read: {error}") from None
    try:
        page = document[0]
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
