"""Fonts in the file, whole where the shop wants them so."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.finding import Finding, Severity


def embedded(proof: Proof) -> Iterator[Finding]:
    """Every font is in the file: a shop that lacks it sets another in its place."""
    for font in proof.facts.fonts:
        if not font.embedded:
            message = f"page {font.page}: the font {font.name} is not embedded"
            yield proof.finding("print-font", message, "Build it again.")


def whole(proof: Proof) -> Iterator[Finding]:
    """The whole of each font, where the shop prefers that to a part (KDP: fully rather than subset)."""
    if not proof.ticket.preset.full_fonts:
        return
    for font in proof.facts.fonts:
        if font.embedded and font.partial:
            message = f"page {font.page}: only a part of {font.name.partition('+')[2]} is embedded"
            hint = (
                "Collections of fonts and variable fonts cannot be embedded whole; choose a face in a file of its own."
            )
            yield proof.finding("print-font-part", message, hint, Severity.WARNING)
