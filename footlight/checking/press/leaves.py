"""Whole leaves."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.finding import Finding


def even(proof: Proof) -> Iterator[Finding]:
    """An even number of pages: a leaf has two."""
    if proof.pages % 2:
        yield proof.finding("print-odd-pages", f"{proof.pages} pages are no whole leaves", "Build it again.")
