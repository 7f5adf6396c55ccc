"""Transparency that no opaque colour can stand for, such as a mask or a way of blending: set as a picture."""

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Pdf

from footlight.engines.pdf.content_stream import INLINE_IMAGE, Instruction, content_bytes
from footlight.engines.pdf.pdf_file import draft_bytes
from footlight.engines.pdf.press_images import image_from_pixels
from footlight.engines.pdfium import page_image

DPI = 600
"""Of such a picture: fine enough for the edges of letters."""

_PAINTING = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"})
_SHOWING = frozenset({b"Tj", b"TJ", b"'", b'"', b"Do", b"sh", INLINE_IMAGE})


class NeedsRasterError(Exception):
    """What is drawn here has to become a picture."""


def enclosing_span(items: Sequence[Instruction], at: int) -> tuple[int, int]:
    """The part of a program, first and last instruction, in which a state chosen at `at` holds: from its q to its Q."""
    if items[at].operator in _SHOWING:
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
    page: Any,  # noqa: ANN401 - pikepdf's objects are what the file holds
    items: Sequence[Instruction],
    span: tuple[int, int],
    *,
    colour: bool,
) -> tuple[Any, bytes]:
    """A part of a page as a picture, and the program that places it, in which `/Flat` stands for the picture's name.

    The picture is None where the part draws nothing.
    """
    first, last = span
    before = [Instruction(b"", b"n") if item.operator in _PAINTING else item for item in items[:first]]
    before = [item for item in before if item.operator not in _SHOWING]
    alone = _painted(page, [*before, *items[first : last + 1]])
    ink = alone.getchannel("A").getbbox()
    if ink is None:
        return None, b""
    seen = _painted(page, items[: last + 1]).crop(ink)  # with what lies beneath, which shines through
    left, top, right, bottom = (value * 72 / DPI for value in ink)
    height = alone.size[1] * 72 / DPI
    inverse = _matrix(items[:first]).inverse()
    said = " ".join(f"{value:.6f}" for value in inverse.shorthand)
    x, y = float(page.MediaBox[0]), float(page.MediaBox[1])
    place = f"{right - left:.4f} 0 0 {bottom - top:.4f} {x + left:.4f} {y + height - bottom:.4f}"
    return image_from_pixels(pdf, seen, colour=colour), f"q {said} cm {place} cm /Flat Do Q".encode()


def _painted(page: Any, items: Sequence[Instruction]) -> Any:  # noqa: ANN401 - as above, and Pillow's
    """How a page looks that has only this program."""
    with Pdf.new() as alone:
        alone.pages.append(pikepdf.Page(page))
        only = alone.pages[0].obj
        only.Contents = alone.make_stream(content_bytes(items))
        for key in ("/Annots", "/CropBox"):
            if key in only:
                del only[key]
        return page_image(draft_bytes(alone), DPI)


def _matrix(items: Sequence[Instruction]) -> pikepdf.Matrix:
    """The matrix that holds after a part of a program."""
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
