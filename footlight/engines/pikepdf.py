"""pikepdf: what is put right in a PDF after layout, and what is read from one in checks."""

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf, PdfImage, String

from footlight.engines.xmp import labelled
from footlight.errors import EngineError


def finish_reading(
    data: bytes, link_words: Mapping[str, str], *, claims: AbstractSet[str] = frozenset({"2a", "ua1"})
) -> bytes:
    """A tagged PDF/A-2a made PDF/UA-1 as well: identified as such, labelled pages, links described in words.

    `link_words` gives the words for a link's target (an address, or the name of a place in the file); `claims` what
    the file calls itself, of `2a` and `ua1`.
    """
    with _open(data) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode("utf-8")
        pdf.Root.Metadata.write(labelled(packet, claims).encode("utf-8"))
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        for annotation in _annotations(pdf):
            target = _target(annotation)
            if target in link_words:
                annotation.Contents = String(link_words[target])
        _without_interpolation(pdf)
        return _saved(pdf)


def _annotations(pdf: Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        yield from _items(page.obj.get("/Annots"))


def _items(array: Any) -> list[Any]:  # noqa: ANN401 - pikepdf's objects are what the file holds
    return [] if array is None else list(array)


def _target(annotation: Any) -> str:  # noqa: ANN401 - as above
    action = annotation.get("/A")
    if action is not None and action.get("/S") == Name.URI:
        return str(action.URI)
    destination = annotation.get("/Dest")
    return str(destination) if isinstance(destination, String) else ""


def _without_interpolation(pdf: Pdf) -> None:
    """PDF/A forbids the Interpolate flag that WeasyPrint sets on images (ISO 19005-2, 6.2.8)."""
    for image in _images(pdf):
        if "/Interpolate" in image:
            image.Interpolate = False


def _images(pdf: Pdf) -> Iterator[Any]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
            yield item


def finish_print(data: bytes) -> bytes:
    """The pages of a PDF as a print shop takes them.

    Black only, the boxes at the trim, an even number of pages, and nothing but pages: no tags, links, outline,
    metadata or scripts.
    """
    with _open(data) as pdf:
        for key in list(pdf.Root.keys()):
            if key not in ("/Type", "/Pages"):
                del pdf.Root[key]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for image in list(_images(pdf)):
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
            left, bottom, right, top = (float(value) for value in _items(pdf.pages[0].obj.MediaBox))
            pdf.add_blank_page(page_size=(right - left, top - bottom))
            last = pdf.pages[-1].obj
            last.Contents = pdf.make_stream(b"q Q\n")  # an empty stream is an error to Ghostscript
            last.TrimBox = last.BleedBox = last.CropBox = last.MediaBox
        return _saved(pdf)


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
    with _open(data) as pdf:
        links = []
        boxes = []
        coloured: list[tuple[int, str]] = []
        for number, page in enumerate(pdf.pages, 1):
            links += [(number, _target(a)) for a in _items(page.obj.get("/Annots"))]
            x0, y0, x1, y1 = (float(value) for value in page.trimbox)
            boxes.append((x0, y0, x1, y1))
            if colours:
                names = [str(item.operator) for item in pikepdf.parse_content_stream(page)]
                coloured += [(number, name) for name in dict.fromkeys(names) if name in _COLOURED]
        images = list(_images(pdf))
        return PdfFacts(
            pages=len(pdf.pages),
            boxes=tuple(boxes),
            links=tuple(links),
            extras=tuple(sorted(set(pdf.Root.keys()) - {"/Type", "/Pages"})),
            colours=tuple(coloured),
            colour_images=sum(i.get("/ColorSpace") != Name.DeviceGray and not i.get("/ImageMask") for i in images),
            soft_masks=sum("/SMask" in i for i in images),
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


def _open(data: bytes) -> Pdf:
    try:
        return Pdf.open(io.BytesIO(data))
    except pikepdf.PdfError as error:
        raise EngineError(f"the PDF cannot be read: {error}") from None


def _saved(pdf: Pdf) -> bytes:
    """The file's bytes, every stream but the metadata compressed, as PDF/A wants it."""
    pdf.remove_unreferenced_resources()
    for item in list(pdf.objects):
        if isinstance(item, pikepdf.Stream):
            _sealed(item)
    packed = _written(pdf, pikepdf.ObjectStreamMode.generate)
    if _AMBIGUOUS.search(packed):  # one of qpdf's own streams of objects ends so: without them the file is larger
        return _written(pdf, pikepdf.ObjectStreamMode.disable)
    return packed


def _written(pdf: Pdf, mode: pikepdf.ObjectStreamMode) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=mode,
        fix_metadata_version=False,  # it would write the whole packet anew
    )
    return out.getvalue()


_AMBIGUOUS = re.compile(rb"[\r\n]\r?\nendstream")
_EOL = (b"\r", b"\n")


def _sealed(stream: pikepdf.Stream) -> None:
    """Compresses a stream so that its last byte is no part of a line's end.

    One in front of `endstream` makes the length ambiguous (ISO 32000-1, 7.3.8.1: the end-of-line marker there is not
    part of the data), and checkers then say that it is wrong. White space behind a program, and bytes behind the last
    row of an image, mean nothing.
    """
    if stream.get("/Type") == Name.Metadata:
        return
    filters = stream.get("/Filter")
    raw = stream.read_raw_bytes()
    if filters is not None and (filters != Name.FlateDecode or not raw.endswith(_EOL)):
        return
    data = zlib.decompress(raw) if filters is not None else raw
    packed = zlib.compress(data, 9)
    while packed.endswith(_EOL):
        data += b"\n" if "/Length1" not in stream else b"\0"
        packed = zlib.compress(data, 9)
    parameters: Any = stream.get("/DecodeParms") if filters is not None else None
    stream.write(packed, filter=Name.FlateDecode, decode_parms=parameters)
    if "/Length1" in stream:
        stream.Length1 = len(data)
