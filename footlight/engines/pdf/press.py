"""The print PDF, put right after layout: black only, the boxes at the trim, nothing but pages."""

from typing import Any

import pikepdf
from pikepdf import Name, Operator, PdfImage

from footlight.engines.pdf.file import images, items, opened, saved


def finish_print(data: bytes) -> bytes:
    """The pages of a PDF as a print shop takes them.

    Black only, the boxes at the trim, an even number of pages, and nothing but pages: no tags, links, outline,
    metadata or scripts.
    """
    with opened(data) as pdf:
        for key in list(pdf.Root.keys()):
            if key not in ("/Type", "/Pages"):
                del pdf.Root[key]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for image in list(images(pdf)):
            _gray_image(image)
        for page in pdf.pages:
            for key in ("/Annots", "/StructParents", "/Tabs", "/Group"):
                if key in page.obj:
                    del page.obj[key]
            page.obj.Contents = pdf.make_stream(_black(page))
            box = page.obj.MediaBox
            for name in ("/TrimBox", "/BleedBox", "/CropBox"):
                page.obj[name] = box
        if len(pdf.pages) % 2:
            left, bottom, right, top = (float(value) for value in items(pdf.pages[0].obj.MediaBox))
            pdf.add_blank_page(page_size=(right - left, top - bottom))
            last = pdf.pages[-1].obj
            last.Contents = pdf.make_stream(b"q Q\n")  # an empty stream is an error to Ghostscript
            last.TrimBox = last.BleedBox = last.CropBox = last.MediaBox
        return saved(pdf)


_MARKED = frozenset({"BDC", "BMC", "EMC", "DP", "MP"})
_TO_GRAY = {"rg": "g", "RG": "G", "k": "g", "K": "G"}


def _black(page: pikepdf.Page) -> bytes:
    """The page's content with each colour gray and without the marks of its tags (ISO 32000-1, 8.6.8 and 14.6)."""
    out: list[Any] = []
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name in _MARKED:
            continue
        if name in _TO_GRAY:
            gray = _gray([float(value) for value in instruction.operands])
            out.append(([_decimal(gray)], Operator(_TO_GRAY[name])))
        else:
            out.append(instruction)
    return pikepdf.unparse_content_stream(out)


def _gray(values: list[float]) -> float:
    """The luminance of an RGB colour (ITU-R BT.601) or of a CMYK one by the additive rule of ISO 32000-1, 10.3.5."""
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        return max(0.0, 1 - min(1.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black))
    red, green, blue = values
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _decimal(value: float) -> float | int:
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def _gray_image(image: Any) -> None:  # noqa: ANN401 - as above
    """The image's pixels in DeviceGray, what was transparent on white."""
    if image.get("/ColorSpace") == Name.DeviceGray and "/SMask" not in image:
        return
    if image.get("/ImageMask"):
        return
    pixels = PdfImage(image).as_pil_image().convert("RGBA")
    if "/SMask" in image:
        mask = PdfImage(image.SMask).as_pil_image().convert("L")
        pixels.putalpha(mask.resize(pixels.size))
        del image["/SMask"]
    white = pixels.copy()
    white.paste((255, 255, 255, 255), (0, 0, *pixels.size))
    white.alpha_composite(pixels)
    gray = white.convert("L")
    for key in ("/DecodeParms", "/Decode", "/Mask", "/Interpolate"):
        if key in image:
            del image[key]
    image.write(gray.tobytes())
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    image.Width, image.Height = gray.size
