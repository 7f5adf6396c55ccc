"""What checks need to know of a PDF, read from it."""

from dataclasses import dataclass
from typing import Any

from pikepdf import Pdf

from footlight.engines.pdf.pdf_file import array_items, link_target, open_pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """What a check needs to know of a PDF's pages, links, fonts and labels."""

    pages: int
    links: tuple[tuple[int, str], ...]
    """The page (1-based) and the target of each link."""
    fonts: tuple[tuple[int, str], ...]
    """Each font by its name and the first page that has it."""
    metadata: str
    """The XMP packet; empty where there is none."""


def pdf_facts(data: bytes) -> PdfFacts:
    """The facts of a PDF. Raises EngineError where the file cannot be read."""
    with open_pdf(data) as pdf:
        return PdfFacts(
            pages=len(pdf.pages),
            links=tuple(
                (number, link_target(a))
                for number, page in enumerate(pdf.pages, 1)
                for a in array_items(page.obj.get("/Annots"))
            ),
            fonts=tuple((page, name) for name, page in _fonts(pdf).items()),
            metadata=pdf.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in pdf.Root else "",
        )


def _fonts(pdf: Pdf) -> dict[str, int]:
    """The first page of each font by its name, those of drawings on the page too."""
    found: dict[str, int] = {}
    for number, page in enumerate(pdf.pages, 1):
        drawings: list[Any] = [page.resources, *(f.get("/Resources", {}) for f in page.form_xobjects.values())]
        for holder in drawings:
            for font in holder.get("/Font", {}).values():
                found.setdefault(str(font.get("/BaseFont", "?")).lstrip("/"), number)
    return found
