"""A PDF opened from bytes and written to bytes: the same bytes for the same content, every stream sealed."""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Name, Pdf

from footlight.errors import EngineError


def open_pdf(data: bytes) -> Pdf:
    """The file, to be read or changed. Raises EngineError where it cannot be read."""
    try:
        return Pdf.open(io.BytesIO(data))
    except pikepdf.PdfError as error:
        raise EngineError(f"the PDF cannot be read: {error}") from None


def final_bytes(pdf: Pdf, *, version: str = "") -> bytes:
    """The file's bytes, every stream but the metadata compressed, as PDF/A wants it.

    `version` is what the file says it is of, such as `1.3`; before 1.5 there were no streams of objects.
    """
    pdf.remove_unreferenced_resources()
    for item in list(pdf.objects):
        if isinstance(item, pikepdf.Stream):
            _sealed(item)
    if version:
        return _written(pdf, pikepdf.ObjectStreamMode.disable, version)
    packed = _written(pdf, pikepdf.ObjectStreamMode.generate)
    if _AMBIGUOUS.search(packed):  # one of qpdf's own streams of objects ends so: without them the file is larger
        return _written(pdf, pikepdf.ObjectStreamMode.disable)
    return packed


def draft_bytes(pdf: Pdf) -> bytes:
    """The file's bytes as they come, for another program's eyes."""
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _written(pdf: Pdf, mode: pikepdf.ObjectStreamMode, version: str = "") -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=mode,
        force_version=version,
        fix_metadata_version=False,  # it would write the whole packet anew
    )
    return out.getvalue()


_AMBIGUOUS = re.compile(rb"[\r\n]\r?\nendstream")
_EOL = (b"\r", b"\n")


def _sealed(stream: pikepdf.Stream) -> None:
    """Compresses a stream so that its last byte is no part of a line's end.

    One in front of `endstream` makes the length ambiguous (ISO 32000-1, 7.3.8.1: the end-of-line marker there is not
    part of the data), and checkers then say that it is wrong. White space behind a program, and bytes behind the last
    row of an image or the last table of a font, mean nothing. The byte for a font is no zero: compressed data end with
    a sum of all bytes (RFC 1950, Adler-32), which a zero does not change.
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
        data += b"\n" if "/Length1" not in stream else b"\1"
        packed = zlib.compress(data, 9)
    parameters: Any = stream.get("/DecodeParms") if filters is not None else None
    stream.write(packed, filter=Name.FlateDecode, decode_parms=parameters)
    if "/Length1" in stream:
        stream.Length1 = len(data)


def array_items(array: Any) -> list[Any]:  # noqa: ANN401 - pikepdf's objects are what the file holds
    """The members of an array that may be missing."""
    return [] if array is None else list(array)


def image_streams(pdf: Pdf) -> Iterator[Any]:
    """Each image of the file, masks included."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
            yield item


def link_target(annotation: Any) -> str:  # noqa: ANN401 - as above
    """Where a link leads: an address, the name of a place in the file, or nothing."""
    action = annotation.get("/A")
    if action is not None and action.get("/S") == Name.URI:
        return str(action.URI)
    destination = annotation.get("/Dest")
    return str(destination) if isinstance(destination, pikepdf.String) else ""
