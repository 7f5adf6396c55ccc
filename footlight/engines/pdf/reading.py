"""The reading PDF, put right after layout: what it calls itself, labelled pages, links described in words."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from footlight.engines.pdf.file import images, items, opened, saved, target
from footlight.engines.xmp import labelled


def finish_reading(
    data: bytes, link_words: Mapping[str, str], *, claims: AbstractSet[str] = frozenset({"2a", "ua1"})
) -> bytes:
    """A tagged PDF/A-2a made PDF/UA-1 as well: identified as such, labelled pages, links described in words.

    `link_words` gives the words for a link's target (an address, or the name of a place in the file); `claims` what
    the file calls itself, of `2a` and `ua1`.
    """
    with opened(data) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode("utf-8")
        pdf.Root.Metadata.write(labelled(packet, claims).encode("utf-8"))
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        for annotation in _annotations(pdf):
            words = link_words.get(target(annotation))
            if words is not None:
                annotation.Contents = String(words)
        _without_interpolation(pdf)
        return saved(pdf)


def _annotations(pdf: Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        yield from items(page.obj.get("/Annots"))


def _without_interpolation(pdf: Pdf) -> None:
    """PDF/A forbids the Interpolate flag that WeasyPrint sets on images (ISO 19005-2, 6.2.8)."""
    for image in images(pdf):
        if "/Interpolate" in image:
            image.Interpolate = False
