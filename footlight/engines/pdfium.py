"""pdfium: the text layer of a PDF as a reader's program would copy it."""

from collections.abc import Iterator

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


Words = tuple[str, tuple[float, float, float, float]]
"""Some text of one line, and the box of its glyphs: left, bottom, right, top, in pt of the page's own space."""


def page_words(data: bytes) -> Iterator[tuple[Words, ...]]:
    """Where the glyphs of each page stand. Raises EngineError where the file cannot be read."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise EngineError(f"the PDF cannot be read: {error}") from None
    try:
        for page in document:
            layer = page.get_textpage()
            boxes = [layer.get_rect(number) for number in range(layer.count_rects())]
            yield tuple((layer.get_text_bounded(*box), box) for box in boxes)
            layer.close()
            page.close()
    finally:
        document.close()


HYPHEN = chr(raw.FPDF_TEXT_HYPHEN) if hasattr(raw, "FPDF_TEXT_HYPHEN") else "\x02"
"""What pdfium puts for a hyphen at the end of a line (`fpdf_text.h`)."""
