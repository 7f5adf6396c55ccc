"""pdfium: the text layer of a PDF as a reader's program would copy it."""

import pypdfium2
from pypdfium2 import raw

from footlight.errors import EngineError
from footlight.layout import Box
from footlight.paper import PT_PER_MM


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


def text_boxes(data: bytes) -> tuple[tuple[tuple[Box, str], ...], ...]:
    """Where words stand on each page, in mm from its upper left corner: boxes of a run in one line, and their text.

    Raises EngineError where the file cannot be read.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise EngineError(f"the PDF cannot be read: {error}") from None
    try:
        return tuple(_boxes(page) for page in document)
    finally:
        document.close()


def _boxes(page: pypdfium2.PdfPage) -> tuple[tuple[Box, str], ...]:
    layer, high = page.get_textpage(), page.get_height()
    boxes = []
    for index in range(layer.count_rects()):
        left, bottom, right, top = layer.get_rect(index)
        x, y, width, height = (length / PT_PER_MM for length in (left, high - top, right - left, top - bottom))
        boxes.append((Box(x=x, y=y, width=width, height=height), layer.get_text_bounded(left, bottom, right, top)))
    layer.close()
    page.close()
    return tuple(boxes)


HYPHEN = chr(raw.FPDF_TEXT_HYPHEN) if hasattr(raw, "FPDF_TEXT_HYPHEN") else "\x02"
"""What pdfium puts for a hyphen at the end of a line (`fpdf_text.h`)."""
