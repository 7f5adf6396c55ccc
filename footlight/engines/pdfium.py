"""pdfium: the text layer of a PDF as a reader's program would copy it."""

import pypdfium2
from pypdfium2 import raw

from footlight.errors import EngineError


def page_texts(data: bytes) -> tuple[str, ...]:
    """The text of each page, in the order in which the file draws it. Raises EngineError where it cannot be read."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise EngineError(f"the PDF cannot be read: {error}") from None
    try:
        texts = []
        for page in document:
            layer = page.get_textpage()
            texts.append(layer.get_text_bounded())
            layer.close()
            page.close()
        return tuple(texts)
    finally:
        document.close()


def page_picture(data: bytes, width: int) -> tuple[tuple[int, int], bytes]:
    """The first page of a PDF drawn `width` px wide: its size in px, and its pixels, three bytes each, by rows.

    Raises EngineError where it cannot be read.
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
        if bitmap.stride != row:  # rows may end in bytes that are no pixels
            starts = range(0, bitmap.stride * bitmap.height, bitmap.stride)
            pixels = b"".join(pixels[start : start + row] for start in starts)
        size = (bitmap.width, bitmap.height)
        bitmap.close()
        page.close()
        return size, pixels
    finally:
        document.close()


HYPHEN = chr(raw.FPDF_TEXT_HYPHEN) if hasattr(raw, "FPDF_TEXT_HYPHEN") else "\x02"
"""What pdfium puts for a hyphen at the end of a line (`fpdf_text.h`)."""
