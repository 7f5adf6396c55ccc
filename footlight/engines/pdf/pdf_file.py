"""A PDF opened from bytes and written to bytes: the same content gives the same bytes."""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from footlight.errors import EngineError

PdfObject = Any
"""An object of pikepdf's: a dictionary, an array, a stream, a name, a string, a number. Which one, the file decides."""


def open_pdf(data: bytes) -> Pdf:
    """Open a file, to read it or to change it. Raises EngineError where it cannot be read."""
    try:
        return Pdf.open(io.BytesIO(data))
    except pikepdf.PdfError as error:
        raise EngineError(f"the PDF cannot be read: {error}") from None


def final_bytes(pdf: Pdf, *, version: str = "") -> bytes:
    """Write a finished file: every stream is compressed except the metadata, as PDF/A requires.

    `version` is the PDF version that the header gives, such as `1.3`, with no object streams: PDF 1.5 introduced them.
    """
    if any(page.obj.get("/Resources", Dictionary()).is_indirect for page in pdf.pages):
        # A dictionary of resources that pages may share. qpdf reads the content of all pages for that.
        pdf.remove_unreferenced_resources()
    for item in list(pdf.objects):
        if isinstance(item, pikepdf.Stream):
            _compress(item)
    if version:
        return _save(pdf, pikepdf.ObjectStreamMode.disable, version)
    # `_compress` cannot reach the object streams, which qpdf makes while it saves. Of a hundred of them one or two end
    # in a line break; with other objects in each, others. Without any the file is twice as large.
    for _ in _shifted_objects(pdf):
        packed = _save(pdf, pikepdf.ObjectStreamMode.generate)
        if not _AMBIGUOUS_LENGTH.search(packed):
            return packed
    return _save(pdf, pikepdf.ObjectStreamMode.disable)


def _shifted_objects(pdf: Pdf) -> Iterator[None]:
    """Yield for the file as it is, and for some ways in which it has an object more, and the same content.

    qpdf writes pages before the tree of tags, which has most of a file's objects: they move on by one.
    """
    yield
    for page in list(pdf.pages)[:_MOST_SHIFTS]:
        page.obj.MediaBox = pdf.make_indirect(pikepdf.Array(page.mediabox))
        yield


def draft_bytes(pdf: Pdf) -> bytes:
    """Write a file as quickly as possible, for another program to read."""
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _save(pdf: Pdf, mode: pikepdf.ObjectStreamMode, version: str = "") -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=mode,
        force_version=version,
        fix_metadata_version=False,  # pikepdf would serialize the whole XMP packet again
    )
    return out.getvalue()


_AMBIGUOUS_LENGTH = re.compile(rb"[\r\n]\r?\nendstream")
_LINE_BREAKS = (b"\r", b"\n")
_MOST_SHIFTS = 8
"""How often a file is saved again so that no object stream ends in a line break."""


def _compress(stream: pikepdf.Stream) -> None:
    """Compress a stream so that its last byte is not a line break (`compressed`)."""
    if stream.get("/Type") == Name.Metadata:
        return
    filters = stream.get("/Filter")
    raw = stream.read_raw_bytes()
    if filters is not None and (filters != Name.FlateDecode or not raw.endswith(_LINE_BREAKS)):
        return
    data = zlib.decompress(raw) if filters is not None else raw
    packed, data = compressed(data, b"\n" if "/Length1" not in stream else b"\1")
    parameters: Any = stream.get("/DecodeParms") if filters is not None else None
    stream.write(packed, filter=Name.FlateDecode, decode_parms=parameters)
    if "/Length1" in stream:
        stream.Length1 = len(data)


def compressed(data: bytes, filler: bytes = b"\n") -> tuple[bytes, bytes]:
    """Compress data so that the last byte is not a line break, and give the data as well, which may be longer then.

    A line break in front of `endstream` is not part of the data (ISO 32000-1, 7.3.8.1). If the data end in one as well,
    checkers cannot tell where they end, and report a wrong length. So bytes without a meaning are added until the
    compressed data end in another byte: white space behind a content stream, anything behind the last row of an image
    or the last table of a font. A font gets bytes of 1: compressed data end in a checksum (RFC 1950, Adler-32), whose
    last two bytes a zero would not change.
    """
    packed = zlib.compress(data, 9)
    while packed.endswith(_LINE_BREAKS):
        data += filler
        packed = zlib.compress(data, 9)
    return packed, data


def array_items(array: PdfObject) -> list[PdfObject]:
    """The items of an array; none where it is None."""
    return [] if array is None else list(array)


def image_streams(pdf: Pdf) -> Iterator[PdfObject]:
    """Each image of the file, also those that are masks."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
            yield item


def link_target(annotation: PdfObject) -> str:
    """Where a link leads: an address, a named destination of the file, or the empty string."""
    action = annotation.get("/A")
    if action is not None and action.get("/S") == Name.URI:
        return str(action.URI)
    destination = annotation.get("/Dest")
    return str(destination) if isinstance(destination, pikepdf.String) else ""
