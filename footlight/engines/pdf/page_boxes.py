"""The boxes of a page for a press (ISO 32000-1, 14.11.2), and the marks at which its sheet is cut."""

from typing import Any

from pikepdf import Array

from footlight.press.job_ticket import Ticket
from footlight.press.paper import PT_PER_MM

MARK_ROOM = 8.0
"""mm round the bleed in which crop marks stand."""
_MARK_GAP = 2.0
"""mm from the bleed to a mark, so that none of it is left on the page when the cut strays."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in pt."""


def press_boxes(ticket: Ticket, number: int) -> dict[str, Box]:
    """Where trim, bleed and media of a page (1-based) lie, in pt, the origin at the corner of the media."""
    sides = ticket.sides
    room = MARK_ROOM if ticket.marks else 0.0
    left, right = (sides.inner, sides.outer) if ticket.inner_is_left(number) else (sides.outer, sides.inner)
    width, height = ticket.page.width, ticket.page.height
    trim = (room + left, room + sides.foot, room + left + width, room + sides.foot + height)
    bleed = (room, room, trim[2] + right, trim[3] + sides.head)
    media = (0.0, 0.0, bleed[2] + room, bleed[3] + room)
    return {name: _points(box) for name, box in (("/TrimBox", trim), ("/BleedBox", bleed), ("/MediaBox", media))}


def _points(box: Box) -> Box:
    left, bottom, right, top = (round(value * PT_PER_MM, 4) for value in box)
    return left, bottom, right, top


def set_boxes(page: Any, ticket: Ticket, number: int) -> None:  # noqa: ANN401 - pikepdf's objects are what the file holds
    """Gives a page its boxes; its program has to be moved by `shift` as well."""
    boxes = press_boxes(ticket, number)
    for name, box in boxes.items():
        page[name] = Array([_number(value) for value in box])
    page.CropBox = page.MediaBox


def trim_translation(ticket: Ticket, number: int) -> bytes:
    """The instruction that moves a program whose trim begins at the origin to where the trim is."""
    left, bottom, _, _ = press_boxes(ticket, number)["/TrimBox"]
    return f"1 0 0 1 {left:g} {bottom:g} cm\n".encode() if left or bottom else b""


def crop_marks(ticket: Ticket, number: int) -> bytes:
    """A program of eight lines at the corners of the trim, outside the bleed; nothing where none are wanted."""
    if not ticket.marks:
        return b""
    boxes = press_boxes(ticket, number)
    trim, bleed, media = boxes["/TrimBox"], boxes["/BleedBox"], boxes["/MediaBox"]
    gap = _MARK_GAP * PT_PER_MM
    lines = []
    for x in (trim[0], trim[2]):
        lines += [(x, media[1], x, bleed[1] - gap), (x, bleed[3] + gap, x, media[3])]
    for y in (trim[1], trim[3]):
        lines += [(media[0], y, bleed[0] - gap, y), (bleed[2] + gap, y, media[2], y)]
    drawn = "".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l S\n" for a, b, c, d in lines)
    return f"q 0 G 0.25 w\n{drawn}Q\n".encode()


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value
