"""Pages placed on sheets as form XObjects: nothing is rasterized, and fonts and images are in the file once."""

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Page, Pdf

from footlight.engines.pdf.pdf_file import PdfObject, final_bytes, open_pdf

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top, in pt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPage:
    """A page of the source on a sheet. It is clipped to its trim box and to `within`."""

    page: int
    """1-based."""
    x: float
    """The lower left corner of its trim box, in pt from that of the sheet."""
    y: float
    scale: float
    within: Rectangle


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSide:
    """One side of a sheet."""

    ground: int
    """The page (1-based) of the file of underlays, such as marks and instructions, below the pages; 0 for none."""
    placed: tuple[PlacedPage, ...] = ()
    trim: Rectangle
    """The sheet's trim box."""


_DRAWING = frozenset({"Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"})
"""Operators that draw text, images or shadings. Crop marks, which are lines, do not make a page full."""


def count_pages(data: bytes) -> tuple[int, int]:
    """The number of pages of a file, and the number without blank pages at its end.

    Raises EngineError where the file cannot be read.
    """
    with open_pdf(data) as pdf:
        drawn = len(pdf.pages)
        while drawn > 1 and not any(
            str(i.operator) in _DRAWING for i in pikepdf.parse_content_stream(pdf.pages[drawn - 1])
        ):
            drawn -= 1
        return len(pdf.pages), drawn


def imposed_sheets(pages: bytes, grounds: bytes, sides: Sequence[SheetSide], size: tuple[float, float]) -> bytes:
    """The sheets, of `size` in pt, with what the pages draw and without tags, links, outline and metadata.

    Raises EngineError where one of the files cannot be read.
    """
    with open_pdf(pages) as source, open_pdf(grounds) as underlays, Pdf.new() as pdf:
        forms: dict[tuple[str, int], PdfObject] = {}

        def form_of(name: str, file: Pdf, number: int) -> PdfObject:
            """The form XObject of a page (1-based), made once."""
            if (name, number) not in forms:
                form = Page(file.pages[number - 1]).as_form_xobject()
                # No transparency group, which a press would have to flatten, and no place in a structure tree.
                for key in ("/Group", "/StructParents"):
                    if key in form:
                        del form[key]
                forms[name, number] = pdf.copy_foreign(form)
            return forms[name, number]

        for side in sides:
            used: dict[str, PdfObject] = {}
            lines = []
            if side.ground:
                used["/Ground"] = form_of("ground", underlays, side.ground)
                lines.append("q /Ground Do Q")
            for placed in side.placed:
                used[f"/P{placed.page}"] = form_of("page", source, placed.page)
                lines.append(_placed(placed, used[f"/P{placed.page}"].BBox))
            # `q Q`, so that no content stream is empty, which Ghostscript reports as an error.
            _add_page(pdf, "\n".join([*lines, "q Q"]), used, (size, side.trim))
        return final_bytes(pdf)


def _placed(placed: PlacedPage, box: PdfObject) -> str:
    """The instructions that clip, move, scale and draw a page (ISO 32000-1, 8.3.4 and 8.5.4)."""
    left, bottom, right, top = placed.within
    x, y = (placed.x - placed.scale * float(box[0]), placed.y - placed.scale * float(box[1]))
    clip = f"{left:.4f} {bottom:.4f} {right - left:.4f} {top - bottom:.4f} re W n"
    return f"q {clip} {placed.scale:.6f} 0 0 {placed.scale:.6f} {x:.4f} {y:.4f} cm /P{placed.page} Do Q"


def _add_page(pdf: Pdf, content: str, used: dict[str, PdfObject], boxes: tuple[tuple[float, float], Rectangle]) -> None:
    size, trim = boxes
    pdf.add_blank_page(page_size=size)
    page = pdf.pages[-1].obj
    page.Resources = Dictionary(XObject=Dictionary(used)) if used else Dictionary()
    page.Contents = pdf.make_stream(content.encode("ascii"))
    page.CropBox = page.MediaBox
    page.BleedBox = page.TrimBox = Array([round(value, 4) for value in trim])
