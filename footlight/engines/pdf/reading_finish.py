"""The reading PDF, finished after layout: conformance in its metadata, page labels, links in words, attachments."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from pikepdf import Array, Dictionary, Name, Pdf, String

from footlight.engines.pdf.attachments import Attachment, attach
from footlight.engines.pdf.pdf_file import PdfObject, array_items, final_bytes, image_streams, link_target, open_pdf
from footlight.engines.pdf.xmp_identification import with_identification


def finish_reading(
    data: bytes,
    described: Callable[[str, str], str],
    *,
    claims: AbstractSet[str] = frozenset({"2a", "ua1"}),
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Make a tagged PDF/A-2a a PDF/UA-1 as well: identified as such, with page labels and links described in words.

    `described` gives the words for a link, from its target (an address, or a named destination of the file) and the
    link's own text. `claims` is what the file says that it conforms to: `2a` or `3a`, and `ua1`. `attachments` are
    embedded, which only PDF/A-3 allows.
    """
    with open_pdf(data) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode("utf-8")
        pdf.Root.Metadata.write(with_identification(packet, claims).encode("utf-8"))
        # One range of decimal labels from page 0 on: a viewer shows the printed number.
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        for annotation in _annotations(pdf):
            words = described(link_target(annotation), str(annotation.get("/Contents", "")))
            # A screen reader reads `Contents` of a link (ISO 14289-1, 7.18.5): where it leads, not only its text.
            annotation.Contents = String(words)
        _forbid_interpolation(pdf)
        if attachments:
            attach(pdf, attachments)
        return final_bytes(pdf)


def _annotations(pdf: Pdf) -> Iterator[PdfObject]:
    for page in pdf.pages:
        yield from array_items(page.obj.get("/Annots"))


def _forbid_interpolation(pdf: Pdf) -> None:
    """Clear the `Interpolate` flag, which WeasyPrint sets on images and PDF/A forbids (ISO 19005-2, 6.2.8)."""
    for image in image_streams(pdf):
        if "/Interpolate" in image:
            image.Interpolate = False
