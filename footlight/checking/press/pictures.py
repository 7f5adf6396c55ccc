"""Pictures in gray."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.engines.pdf.press_facts import Seen
from footlight.finding import Finding


def gray_pictures(proof: Proof) -> Iterator[Finding]:
    """No picture in an edition in black has another space than DeviceGray."""
    if proof.ticket.colour:
        return
    coloured = tuple(
        Seen(page=picture.page, what=f"a picture in {picture.space.lstrip('/')}", at=(picture.box[0], picture.box[3]))
        for picture in proof.facts.pictures
        if picture.space != "/DeviceGray"
    )
    for line in proof.of_each_kind(coloured):
        yield proof.finding("print-colour-image", line, "Build it again, or save the picture in gray.")
