"""Parts of a page made an image: transparency that no opaque colour can replace, such as masks and blend modes."""

from collections.abc import Sequence

import pikepdf
from pikepdf import Pdf

from footlight.engines.pdf.content_stream import INLINE_IMAGE, Instruction, content_bytes
from footlight.engines.pdf.pdf_file import PdfObject, draft_bytes
from footlight.engines.pdf.press_images import PillowImage, image_from_pixels
from footlight.engines.pdfium import page_image

DPI = 600
"""The resolution of such an image, fine enough for the edges of letters."""

_PATH_PAINTING = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"})
_OTHER_PAINTING = frozenset({b"Tj", b"TJ", b"'", b'"', b"Do", b"sh", INLINE_IMAGE})


class NeedsRasterError(Exception):
    """What is drawn here has to become an image."""


def enclosing_span(items: Sequence[Instruction], at: int) -> tuple[int, int]:
    """The first and last instruction of the part in which the one at `at` takes effect.

    For one that paints, this is itself. For one that sets the graphics state, it is from the `q` before it to the
    matching `Q`, or the whole content stream.
    """
    if items[at].operator in _OTHER_PAINTING:
        return at, at
    open_at: list[int] = []
    for i, item in enumerate(items):
        if item.operator == b"q":
            open_at.append(i)
        elif item.operator == b"Q" and open_at:
            begun = open_at.pop()
            if begun < at < i:
                return begun, i
    return 0, len(items) - 1


def flatten_to_image(
    pdf: Pdf,
    page: PdfObject,
    items: Sequence[Instruction],
    span: tuple[int, int],
    *,
    colour: bool,
) -> tuple[PdfObject, bytes]:
    """Make an image of a part of a page, and the content that draws it, in which `/Flat` stands for the image's name.

    `items` are the instructions of the whole page, `span` the first and last of the part. The image is None where the
    part draws nothing.
    """
    first, last = span
    # The part alone shows where it paints. What comes before keeps its state (colours, clips, matrices) but not its
    # paint: paths are ended with `n`, other painting operators are left out.
    before = [Instruction(b"", b"n") if item.operator in _PATH_PAINTING else item for item in items[:first]]
    before = [item for item in before if item.operator not in _OTHER_PAINTING]
    alone = _rendered(page, [*before, *items[first : last + 1]])
    ink = alone.getchannel("A").getbbox()
    if ink is None:
        return None, b""
    # The image shows the page up to the part's end, because what lies beneath shines through.
    seen = _rendered(page, items[: last + 1]).crop(ink)
    left, top, right, bottom = (value * 72 / DPI for value in ink)
    height = alone.size[1] * 72 / DPI
    # The image is placed in page coordinates: the matrix that holds at the part's beginning is undone.
    inverse = _matrix(items[:first]).inverse()
    undo = " ".join(f"{value:.6f}" for value in inverse.shorthand)
    x, y = float(page.MediaBox[0]), float(page.MediaBox[1])
    place = f"{right - left:.4f} 0 0 {bottom - top:.4f} {x + left:.4f} {y + height - bottom:.4f}"
    return image_from_pixels(pdf, seen, colour=colour), f"q {undo} cm {place} cm /Flat Do Q".encode()


def _rendered(page: PdfObject, items: Sequence[Instruction]) -> PillowImage:
    """The page as PDFium renders it with other content."""
    with Pdf.new() as alone:
        alone.pages.append(pikepdf.Page(page))
        only = alone.pages[0].obj
        only.Contents = alone.make_stream(content_bytes(items))
        for key in ("/Annots", "/CropBox"):
            if key in only:
                del only[key]
        return page_image(draft_bytes(alone), DPI)


def _matrix(items: Sequence[Instruction]) -> pikepdf.Matrix:
    """The current transformation matrix after some instructions."""
    held: list[pikepdf.Matrix] = []
    now = pikepdf.Matrix()
    for item in items:
        if item.operator == b"q":
            held.append(now)
        elif item.operator == b"Q" and held:
            now = held.pop()
        elif item.operator == b"cm" and len(item.numbers()) == 6:
            now = pikepdf.Matrix(*item.numbers()) @ now
    return now
