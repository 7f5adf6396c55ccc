"""The cover and the underlays of a booklet, finished after layout: black as black ink only, and nothing but pages."""

from typing import Any

import pikepdf
from pikepdf import Array, Operator, Pdf

from footlight.engines.pdf.pdf_file import PdfObject, final_bytes, open_pdf

_MARKED_CONTENT = frozenset({"BDC", "BMC", "EMC", "DP", "MP"})
_GRAY_OPERATORS = {"rg": "g", "RG": "G"}


def finish_binding(data: bytes, bleed: float = 0.0) -> bytes:
    """Make pages fit for a press; `bleed` is the distance, in pt, from the media box to the trim box.

    Black, white and grays become DeviceGray, so that they are printed with black ink and not with four; other colours
    stay. Tags, links, metadata and scripts are removed. Raises EngineError where the file cannot be read.
    """
    with open_pdf(data) as pdf:
        for key in set(pdf.Root.keys()) - {"/Type", "/Pages"}:
            del pdf.Root[key]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for page in pdf.pages:
            for key in ("/Annots", "/StructParents", "/Tabs", "/Group"):
                if key in page.obj:
                    del page.obj[key]
            page.obj.Contents = pdf.make_stream(_gray_content(page))
            left, bottom, right, top = (float(value) for value in page.mediabox)
            page.obj.CropBox = page.obj.BleedBox = page.obj.MediaBox
            trim = (left + bleed, bottom + bleed, right - bleed, top - bleed)
            page.obj.TrimBox = Array([round(value, 4) for value in trim])
        _convert_forms(pdf)
        return final_bytes(pdf)


def _convert_forms(pdf: Pdf) -> None:
    """Convert the content streams of all form XObjects too."""
    for item in list(pdf.objects):
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == pikepdf.Name.Form:
            item.write(_gray_content(item))


def _gray_content(holder: PdfObject) -> bytes:
    """The content stream of a page or a form, with grays as DeviceGray and without marked content."""
    out: list[Any] = []
    for instruction in pikepdf.parse_content_stream(holder):
        name = str(instruction.operator)
        if name in _MARKED_CONTENT:
            continue
        # Three equal components are a gray.
        if name in _GRAY_OPERATORS and len({float(value) for value in instruction.operands}) == 1:
            out.append(([instruction.operands[0]], Operator(_GRAY_OPERATORS[name])))
        else:
            out.append(instruction)
    return pikepdf.unparse_content_stream(out)
