"""What checks need to know of a PDF, read from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from footlight.engines.pdf.file import images, items, opened, target


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """What a check needs to know of a PDF's pages and of what else it holds."""

    pages: int
    boxes: tuple[tuple[float, float, float, float], ...]
    """Each page's TrimBox, in pt."""
    links: tuple[tuple[int, str], ...]
    """The page (1-based) and the target of each link."""
    extras: tuple[str, ...]
    """Keys of the catalog beyond /Type and /Pages."""
    colours: tuple[tuple[int, str], ...]
    """The page and the operator of each colour that is not gray."""
    colour_images: int
    soft_masks: int
    fonts_not_embedded: tuple[str, ...]
    fonts: tuple[tuple[int, str], ...]
    """Each font by its name and the first page that has it."""
    metadata: str
    """The XMP packet; empty where there is none."""


_COLOURED = frozenset({"rg", "RG", "k", "K", "sc", "SC", "scn", "SCN", "sh"})


def facts(data: bytes, *, colours: bool = False) -> PdfFacts:
    """The facts of a PDF; its content is only looked through where `colours` asks for it.

    Raises EngineError where the file cannot be read.
    """
    with opened(data) as pdf:
        links = []
        boxes = []
        coloured: list[tuple[int, str]] = []
        for number, page in enumerate(pdf.pages, 1):
            links += [(number, target(a)) for a in items(page.obj.get("/Annots"))]
            x0, y0, x1, y1 = (float(value) for value in page.trimbox)
            boxes.append((x0, y0, x1, y1))
            if colours:
                names = [str(item.operator) for item in pikepdf.parse_content_stream(page)]
                coloured += [(number, name) for name in dict.fromkeys(names) if name in _COLOURED]
        pictures = list(images(pdf))
        return PdfFacts(
            pages=len(pdf.pages),
            boxes=tuple(boxes),
            links=tuple(links),
            extras=tuple(sorted(set(pdf.Root.keys()) - {"/Type", "/Pages"})),
            colours=tuple(coloured),
            colour_images=sum(i.get("/ColorSpace") != Name.DeviceGray and not i.get("/ImageMask") for i in pictures),
            soft_masks=sum("/SMask" in i for i in pictures),
            fonts_not_embedded=tuple(_unembedded(pdf)),
            fonts=tuple((page, name) for name, page in _fonts(pdf).items()),
            metadata=pdf.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in pdf.Root else "",
        )


def _unembedded(pdf: Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if not (isinstance(item, Dictionary) and item.get("/Type") == Name.FontDescriptor):
            continue
        if not any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield str(item.get("/FontName", "?"))


def _fonts(pdf: Pdf) -> dict[str, int]:
    """The first page of each font by its name, those of drawings on the page too."""
    found: dict[str, int] = {}
    for number, page in enumerate(pdf.pages, 1):
        drawings: list[Any] = [page.resources, *(f.get("/Resources", {}) for f in page.form_xobjects.values())]
        for holder in drawings:
            for font in holder.get("/Font", {}).values():
                found.setdefault(str(font.get("/BaseFont", "?")).lstrip("/"), number)
    return found
