"""Pictures fine enough for paper."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.finding import Finding, Severity

_SLACK = 0.99
"""Sizes are rounded on the way to a page."""


def resolution(proof: Proof) -> Iterator[Finding]:
    """No picture has fewer pixels per inch, as it is printed, than the shop asks for."""
    least = proof.ticket.preset.dpi
    for picture in dict.fromkeys(proof.facts.pictures):
        if picture.dpi >= least * _SLACK or min(picture.pixels) <= 1:
            continue
        width, height = picture.pixels
        where = proof.place(picture.page, (picture.box[0], picture.box[3]))
        message = f"{where}: a picture of {width} × {height} pixels is printed at {picture.dpi:.0f} dpi, under {least}"
        needed = round(width * least / picture.dpi) if picture.dpi else 0
        hint = f"It needs {needed} pixels in width at this size; or print it smaller, or draw it as SVG."
        yield proof.finding("print-thin-image", message, hint, Severity.WARNING)
