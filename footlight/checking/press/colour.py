"""Black as black only."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.finding import Finding

_HINT = "Build it again; black made of colours comes out pale, or with coloured edges."


def black_only(proof: Proof) -> Iterator[Finding]:
    """No colour but DeviceGray in text and drawings (KDP and Lulu: grayscale; IngramSpark: 100 % K, no RGB, no ICC)."""
    if not proof.ticket.colour:
        for line in proof.of_each_kind(proof.facts.colours):
            yield proof.finding("print-colour", f"{line}, where everything is to be gray", _HINT)
