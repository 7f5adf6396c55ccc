"""Pages placed on sheets as they are, as drawings: nothing is rasterised, fonts and images are kept once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Page, Pdf

from footlight.engines.pdf.pdf_file import final_bytes, open_pdf

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top, in pt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPage:
    """A page of the source on a sheet; only what is inside its trim and inside `within` is seen."""

    page: int
    """1-based."""
    x: float
    """Where the lower left corner of its trim comes to lie, in pt from that of the sheet."""
    y: float
    scale: float
    within: Rectangle


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSide:
    """One side of a sheet."""

    ground: int
    """The page, 1-based, of the file of grounds (marks, instructions) that lies under the pages; 0 for none."""
    placed: tuple[PlacedPage, ...] = ()
    trim: Rectangle
    """What is left of the sheet when it is cut, in pt."""


_DRAWING = frozenset({"Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"})


def count_pages(data: bytes) -> tuple[int, int]:
    """How many pages a file has, and how many are left without blank ones at its end; marks are nothing there.

    Raises EngineError where it cannot be read.
    """
    with open_pdf(data) as pdf:
        drawn = len(pdf.pages)
        while drawn > 1 and not any(
            str(i.operator) in _DRAWING for i in pikepdf.parse_content_stream(pdf.pages[drawn - 1])
        ):
            drawn -= 1
        return len(pdf.pages), drawn


def imposed_sheets(pages: bytes, grounds: bytes, spreads: Sequence[SheetSide], size: tuple[float, float]) -> bytes:
    """The sheets, of `size` in pt, with nothing but what is drawn: no tags, links, outline or metadata.

    Raises EngineError where one of the files cannot be read.
    """
    with open_pdf(pages) as source, open_pdf(grounds) as under, Pdf.new() as pdf:
        drawings: dict[tuple[str, int], Any] = {}

        def drawing(name: str, file: Pdf, number: int) -> Any:  # noqa: ANN401 - pikepdf's objects are the file's
            if (name, number) not in drawings:
                form = Page(file.pages[number - 1]).as_form_xobject()
                for key in ("/Group", "/StructParents"):
                    if key in form:
                        del form[key]
                drawings[name, number] = pdf.copy_foreign(form)
            return drawings[name, number]

        for spread in spreads:
            used: dict[str, Any] = {}
            lines = []
            if spread.ground:
                used["/Ground"] = drawing("ground", under, spread.ground)
                lines.append("q /Ground Do Q")
            for placed in spread.placed:
                used[f"/P{placed.page}"] = drawing("page", source, placed.page)
                lines.append(_drawn(placed, used[f"/P{placed.page}"].BBox))
            _add_page(pdf, "\n".join([*lines, "q Q"]), used, (size, spread.trim))
        return final_bytes(pdf)


def _drawn(placed: PlacedPage, box: Any) -> str:  # noqa: ANN401 - as above
    """A page's drawing in its clip, moved and scaled (ISO 32000-1, 8.3.4 and 8.5.4)."""
    left, bottom, right, top = placed.within
    x, y = (placed.x - placed.scale * float(box[0]), placed.y - placed.scale * float(box[1]))
    clip = f"{left:.4f} {bottom:.4f} {right - left:.4f} {top - bottom:.4f} re W n"
    return f"q {clip} {placed.scale:.6f} 0 0 {placed.scale:.6f} {x:.4f} {y:.4f} cm /P{placed.page} Do Q"


def _add_page(pdf: Pdf, content: str, used: dict[str, Any], boxes: tuple[tuple[float, float], Rectangle]) -> None:
    size, trim = boxes
    pdf.add_blank_page(page_size=size)
    page = pdf.pages[-1].obj
    page.Resources = Dictionary(XObject=Dictionary(used)) if used else Dictionary()
    page.Contents = pdf.make_stream(content.encode("ascii"))
    page.CropBox = page.MediaBox
    page.BleedBox = page.TrimBox = Array([round(value, 4) for value in trim])
