"""Facts of a PDF that checks need: the number of pages, links, fonts and metadata."""

from dataclasses import dataclass

from pikepdf import Pdf

from footlight.engines.pdf.pdf_file import PdfObject, array_items, link_target, open_pdf

Links = tuple[tuple[int, str], ...]
"""The page (1-based) and the target of each link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """Facts of a PDF."""

    pages: int
    links: Links
    fonts: tuple[tuple[int, str], ...]
    """The first page (1-based) and the name of each font."""
    metadata: str
    """The XMP packet; empty where there is none."""


def pdf_facts(data: bytes) -> PdfFacts:
    """Read the facts of a PDF. Raises EngineError where the file cannot be read."""
    with open_pdf(data) as pdf:
        return PdfFacts(
            pages=len(pdf.pages),
            links=pdf_links(pdf),
            fonts=tuple((page, name) for name, page in _fonts(pdf).items()),
            metadata=pdf.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in pdf.Root else "",
        )


def pdf_links(pdf: Pdf) -> Links:
    """The links of an open PDF."""
    return tuple(
        (number, link_target(annotation))
        for number, page in enumerate(pdf.pages, 1)
        for annotation in array_items(page.obj.get("/Annots"))
    )


def _fonts(pdf: Pdf) -> dict[str, int]:
    """The first page of each font, by the font's name; fonts of the page's form XObjects are included."""
    found: dict[str, int] = {}
    for number, page in enumerate(pdf.pages, 1):
        holders: list[PdfObject] = [
            page.resources,
            *(form.get("/Resources", {}) for form in page.form_xobjects.values()),
        ]
        for holder in holders:
            for font in holder.get("/Font", {}).values():
                found.setdefault(str(font.get("/BaseFont", "?")).lstrip("/"), number)
    return found
