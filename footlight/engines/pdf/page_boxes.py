"""The boxes of a page for a press (ISO 32000-1, 14.11.2), and crop marks."""

from pikepdf import Array

from footlight.engines.pdf.pdf_file import PdfObject
from footlight.press.job_ticket import Ticket
from footlight.press.paper import PT_PER_MM

MARK_ROOM = 8.0
"""mm round the bleed box, for crop marks."""
_MARK_GAP = 2.0
"""mm between the bleed box and a crop mark, so that no mark is left on the page if the cut is a little off."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in pt."""


def press_boxes(ticket: Ticket, number: int) -> dict[str, Box]:
    """The trim, bleed and media boxes of a page (1-based), in pt; the media box begins at the origin."""
    sides = ticket.sides
    room = MARK_ROOM if ticket.marks else 0.0
    left, right = (sides.inner, sides.outer) if ticket.inner_is_left(number) else (sides.outer, sides.inner)
    width, height = ticket.page.width, ticket.page.height
    trim = (room + left, room + sides.foot, room + left + width, room + sides.foot + height)
    bleed = (room, room, trim[2] + right, trim[3] + sides.head)
    media = (0.0, 0.0, bleed[2] + room, bleed[3] + room)
    return {name: _in_points(box) for name, box in (("/TrimBox", trim), ("/BleedBox", bleed), ("/MediaBox", media))}


def _in_points(box: Box) -> Box:
    left, bottom, right, top = (round(value * PT_PER_MM, 4) for value in box)
    return left, bottom, right, top


def set_boxes(page: PdfObject, ticket: Ticket, number: int) -> None:
    """Set the boxes of a page (1-based). Its content stream has to begin with `trim_translation`."""
    boxes = press_boxes(ticket, number)
    for name, box in boxes.items():
        page[name] = Array([_number(value) for value in box])
    page.CropBox = page.MediaBox


def trim_translation(ticket: Ticket, number: int) -> bytes:
    """The instruction that moves content whose trim begins at the origin to the trim box; empty where that is there."""
    left, bottom, _, _ = press_boxes(ticket, number)["/TrimBox"]
    return f"1 0 0 1 {left:g} {bottom:g} cm\n".encode() if left or bottom else b""


def crop_marks(ticket: Ticket, number: int) -> bytes:
    """The content of eight lines at the corners of the trim box, outside the bleed box; empty where none are wanted."""
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
