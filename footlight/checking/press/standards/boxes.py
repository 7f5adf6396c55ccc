"""Boxes within boxes."""

from collections.abc import Iterator
from itertools import pairwise

from footlight.checking.press.proof import Proof
from footlight.engines.pdf.press_facts import Box
from footlight.ticket import PressStandard

_SLACK = 0.01


def boxes(proof: Proof, _standard: PressStandard) -> Iterator[str]:
    """Each page has a trim, within its bleed, within its media (15930-1, 6.8; 15930-7, 6.2.6)."""
    for number, found in enumerate(proof.facts.boxes, 1):
        order = [found[name] for name in ("/TrimBox", "/BleedBox", "/MediaBox") if name in found]
        if "/TrimBox" not in found or "/ArtBox" in found:
            yield f"page {number} has no trim of its own"
            return
        if not all(_within(inner, outer) for inner, outer in pairwise(order)):
            yield f"page {number}: its trim, bleed and media do not lie in each other"
            return


def _within(inner: Box, outer: Box) -> bool:
    low = inner[0] >= outer[0] - _SLACK and inner[1] >= outer[1] - _SLACK
    return low and inner[2] <= outer[2] + _SLACK and inner[3] <= outer[3] + _SLACK
