"""Trim, bleed and media where they belong."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof, others
from footlight.engines.pdf.boxes import press_boxes
from footlight.engines.pdf.press_facts import Box
from footlight.finding import Finding
from footlight.paper import PT_PER_MM

_SLACK = 0.01
"""pt."""
_WORDS = {"/TrimBox": "trim", "/BleedBox": "bleed", "/MediaBox": "media"}


def boxes(proof: Proof) -> Iterator[Finding]:
    """Each page has the trim of the ticket, the bleed of the preset round it, and media that hold both."""
    for name, word in _WORDS.items():
        wrong = []
        for number, found in enumerate(proof.facts.boxes, 1):
            wanted = press_boxes(proof.ticket, number)[name]
            if name not in found or any(abs(a - b) > _SLACK for a, b in zip(found[name], wanted, strict=True)):
                wrong.append((number, found.get(name), wanted))
        if wrong:
            number, box, wanted = wrong[0]
            message = f"page {number}: its {word} is {_shown(box)}, not {_shown(wanted)}{others(len(wrong) - 1)}"
            code = "print-trim" if word == "trim" else "print-bleed"
            yield proof.finding(code, message, "Build it again; look at [print] preset, size and bleed.")
            return  # the others follow from it


def _shown(box: Box | None) -> str:
    if box is None:
        return "not said"
    left, bottom, right, top = (value / PT_PER_MM for value in box)
    return f"{right - left:.2f} × {top - bottom:.2f} mm at {left:.2f}, {bottom:.2f}"
