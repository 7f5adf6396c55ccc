"""The reading PDF, put right after layout: what it calls itself, labelled pages, links in words, attachments."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from footlight.engines.pdf.attachments import Attachment, attach
from footlight.engines.pdf.pdf_file import array_items, final_bytes, image_streams, link_target, open_pdf
from footlight.engines.pdf.xmp_identification import with_identification


def finish_reading(
    data: bytes,
    described: Callable[[str, str], str],
    *,
    claims: AbstractSet[str] = frozenset({"2a", "ua1"}),
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """A tagged PDF/A-2a made PDF/UA-1 as well: identified as such, labelled pages, links described in words.

    `described` gives the words for a link, from its target (an address, or the name of a place in the file) and the
    words that are the link; `claims` what the file calls itself, of `2a` or `3a`, and `ua1`; `attachments`
    travel in it, which only a PDF/A-3 may have.
    """
    with open_pdf(data) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode("utf-8")
        pdf.Root.Metadata.write(with_identification(packet, claims).encode("utf-8"))
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        for annotation in _annotations(pdf):
            annotation.Contents = String(described(link_target(annotation), str(annotation.get("/Contents", ""))))
        _without_interpolation(pdf)
        if attachments:
            attach(pdf, attachments)
        return final_bytes(pdf)


def _annotations(pdf: Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        yield from array_items(page.obj.get("/Annots"))


def _without_interpolation(pdf: Pdf) -> None:
    """PDF/A forbids the Interpolate flag that WeasyPrint sets on images (ISO 19005-2, 6.2.8)."""
    for image in image_streams(pdf):
        if "/Interpolate" in image:
            image.Interpolate = False
