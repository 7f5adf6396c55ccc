"""Pages that are printed and belong to no text, put right after layout: black is black alone, and nothing but pages."""

from typing import Any

import pikepdf
from pikepdf import Array, Operator, Pdf

from footlight.engines.pdf.pdf_file import final_bytes, open_pdf

_MARKED = frozenset({"BDC", "BMC", "EMC", "DP", "MP"})
_TO_GRAY = {"rg": "g", "RG": "G"}


def finish_binding(data: bytes, bleed: float = 0.0) -> bytes:
    """The pages for a press; `bleed`, in pt, is by what their trim lies within them.

    Black and white are gray, so that they are printed with black alone and not with four inks; what has a colour keeps
    it. No tags, links, metadata or scripts. Raises EngineError where the file cannot be read.
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
            page.obj.Contents = pdf.make_stream(_neutral(page))
            left, bottom, right, top = (float(value) for value in page.mediabox)
            page.obj.CropBox = page.obj.BleedBox = page.obj.MediaBox
            trim = (left + bleed, bottom + bleed, right - bleed, top - bleed)
            page.obj.TrimBox = Array([round(value, 4) for value in trim])
        _forms(pdf)
        return final_bytes(pdf)


def _forms(pdf: Pdf) -> None:
    """The same for what is drawn in pieces of its own."""
    for item in list(pdf.objects):
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == pikepdf.Name.Form:
            item.write(_neutral(item))


def _neutral(holder: Any) -> bytes:  # noqa: ANN401 - a page or a form
    """The content with each colour of three like parts gray, and without the marks of its tags."""
    out: list[Any] = []
    for instruction in pikepdf.parse_content_stream(holder):
        name = str(instruction.operator)
        if name in _MARKED:
            continue
        if name in _TO_GRAY and len({float(value) for value in instruction.operands}) == 1:
            out.append(([instruction.operands[0]], Operator(_TO_GRAY[name])))
        else:
            out.append(instruction)
    return pikepdf.unparse_content_stream(out)
