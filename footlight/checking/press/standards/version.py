"""A version of PDF that the standard knows, readable by everybody."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.ticket import PressStandard

_NEWEST = {PressStandard.X1A: (1, 3), PressStandard.X4: (1, 6)}
"""ISO 15930-1, 6.1; ISO 15930-7, 6.1."""


def version(proof: Proof, standard: PressStandard) -> Iterator[str]:
    """PDF 1.3 for PDF/X-1a:2001, 1.6 for PDF/X-4, and no encryption."""
    major, _, minor = proof.facts.version.partition(".")
    if (int(major), int(minor or 0)) > _NEWEST[standard]:
        yield f"it is PDF {proof.facts.version}"
    if proof.facts.encrypted:
        yield "it is encrypted"
