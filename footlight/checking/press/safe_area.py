"""Text where neither the knife nor the bind reaches it."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof, others
from footlight.engines.pdf.press_facts import Box
from footlight.finding import Finding
from footlight.paper import PT_PER_MM

_SLACK = 0.5
"""pt: a glyph may overhang its place by a hair."""
_SHOWN = 40
"""Characters of the text that name the place."""


def safe_area(proof: Proof) -> Iterator[Finding]:
    """Every glyph keeps the shop's margins: at the bind that for the number of pages, else that at the edge."""
    found = []
    for number, words in enumerate(proof.words, 1):
        area = _area(proof, number)
        outside = [(text, box, far) for text, box in words if text.strip() and (far := _beyond(box, area)) > _SLACK]
        found += [(number, outside)] if outside else []
    if found:
        number, outside = found[0]
        text, box, far = max(outside, key=lambda item: item[2])
        said = " ".join(text.split())[:_SHOWN]
        where = proof.place(number, (box[0], box[3]))
        message = f"{where}: “{said}” stands {far / PT_PER_MM:.1f} mm outside the safe area{others(len(found) - 1)}"
        kept = f"{proof.ticket.preset.title} keeps {proof.ticket.margin:.1f} mm free at the edges"
        hint = f"{kept}: widen the margins in [print], or make what stands there narrower."
        yield proof.finding("print-unsafe-text", message, hint)


def _area(proof: Proof, number: int) -> Box:
    ticket = proof.ticket
    left, bottom, right, top = proof.trim(number)
    edge = ticket.margin * PT_PER_MM
    bind = max(ticket.preset.gutter(proof.pages), ticket.margin) * PT_PER_MM
    at_left, at_right = (bind, edge) if ticket.inner_is_left(number) else (edge, bind)
    return left + at_left, bottom + edge, right - at_right, top - edge


def _beyond(box: Box, area: Box) -> float:
    """How far a box reaches out of an area, in pt."""
    return max(area[0] - box[0], area[1] - box[1], box[2] - area[2], box[3] - area[3])
