"""Objects of a PDF as the bytes that pydyf writes, made once.

pydyf asks each object for its bytes twice: for the file, and for the file's identifier, which is a hash of them all. A
book has tens of thousands of objects, and the stream that holds most of them takes a tenth of a second to be
compressed.
"""

import zlib
from typing import Any

import pydyf

from footlight.engines.weasyprint.foreign_types import ContentStream, Pdf


class SerializedObject(pydyf.Object):  # type: ignore[misc]  # pydyf is untyped
    """A PDF object that is given as bytes.

    A book has tens of thousands of structure elements, and pydyf needs ten times as long for a dictionary as it takes
    to join its bytes here.
    """

    def __init__(self, content: bytes = b"") -> None:
        super().__init__()
        self.bytes = content

    @property
    def data(self) -> bytes:
        """What the object is in the file, without its number."""
        return self.bytes


def serialize(pdf: Pdf) -> None:
    """Make bytes of all objects of a PDF that nothing will be changed in, but for streams."""
    for at, item in enumerate(pdf.objects):
        if item.free != "f" and not isinstance(item, SerializedObject | pydyf.Stream):
            made = SerializedObject(item.data)
            made.number = item.number
            pdf.objects[at] = made


def stream_data(stream: ContentStream) -> bytes:
    """Replace `pydyf.Stream.data`: the same bytes, but what was compressed already is not compressed again.

    The table of references is not compressed at all: that takes as long as all else that is not text, for a file that
    is read once and written anew.
    """
    items: Any = stream.stream
    content = b"\n".join(item if isinstance(item, bytes) else pydyf._to_bytes(item) for item in items)  # noqa: SLF001 - pydyf's own function uses it
    extra = pydyf.Dictionary(stream.extra.copy())
    if stream.compress and extra.get("Type") != "/XRef":
        extra["Filter"] = "/FlateDecode"
        before, packed = stream.__dict__.get("deflated", (None, b""))
        if before != content:
            packed = zlib.compress(content, 9)
            stream.__dict__["deflated"] = content, packed
        content = packed
    extra["Length"] = len(content)
    return b"\n".join((extra.data, b"stream", content, b"endstream"))
