"""Preflight of the print edition: what its shop, or the standard that it names, would refuse. A rule a file."""

from collections.abc import Callable, Iterable

from footlight.checking.press.boxes import boxes
from footlight.checking.press.colour import black_only
from footlight.checking.press.extras import pages_only
from footlight.checking.press.fonts import embedded, whole
from footlight.checking.press.leaves import even
from footlight.checking.press.length import length
from footlight.checking.press.pictures import gray_pictures
from footlight.checking.press.proof import Proof, proof_of
from footlight.checking.press.resolution import resolution
from footlight.checking.press.safe_area import safe_area
from footlight.checking.press.standards import said_to_be
from footlight.checking.press.transparency import opaque
from footlight.finding import Finding

Rule = Callable[[Proof], Iterable[Finding]]
RULES: tuple[Rule, ...] = (
    black_only,
    gray_pictures,
    opaque,
    boxes,
    even,
    length,
    pages_only,
    embedded,
    whole,
    resolution,
    safe_area,
    said_to_be,
)

OF_THE_TEXT = frozenset({"print-too-few-pages", "print-too-many-pages", "print-unsafe-text", "print-thin-image"})
"""Codes of what the essay and its pictures bring along: they hold up no other edition."""


def check_print(proof: Proof) -> tuple[Finding, ...]:
    """What a print shop would refuse of a file."""
    return tuple(finding for rule in RULES for finding in rule(proof))


__all__ = ["OF_THE_TEXT", "RULES", "Proof", "check_print", "proof_of"]
