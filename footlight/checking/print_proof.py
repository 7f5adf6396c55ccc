"""A print PDF with its job ticket: the input of the print preflight's rules."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from footlight.engines.page_readings import PageReadings
from footlight.engines.pdf.page_boxes import press_boxes
from footlight.engines.pdf.print_inspection import Box, Occurrence, Point, PressFacts, press_facts
from footlight.engines.pdfium import TextBox, texts_within
from footlight.findings.finding import Finding, Severity
from footlight.press.job_ticket import Ticket
from footlight.press.paper import PT_PER_MM


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A print PDF, its job ticket, and the facts that were read from it."""

    shown: str
    data: bytes
    ticket: Ticket
    facts: PressFacts

    readings: PageReadings = field(default_factory=PageReadings)
    """What is known of its pages already."""

    @cached_property
    def boxes_of_text(self) -> tuple[tuple[TextBox, ...], ...]:
        """The boxes of text on each page."""
        return self.readings.boxes(self.data)

    def texts(self, places: Sequence[tuple[int, TextBox]]) -> tuple[str, ...]:
        """The text in each of some boxes, each with its page (1-based)."""
        return texts_within(self.data, [(number - 1, box) for number, box in places])

    @property
    def pages(self) -> int:
        """Number of pages."""
        return len(self.facts.boxes)

    def trim(self, number: int) -> Box:
        """The trim box of a page (1-based): the file's, or the ticket's where the file has none."""
        boxes = self.facts.boxes[number - 1]
        return boxes.get("/TrimBox") or press_boxes(self.ticket, number)["/TrimBox"]

    def place(self, number: int, at: Point | None) -> str:
        """Describe a place as far as it is known: `page 3, 20 mm from the left and 35 mm from the top`."""
        if not number:
            return "the file"
        if at is None:
            return f"page {number}"
        left, _, _, top = self.trim(number)
        x, y = (at[0] - left) / PT_PER_MM, (top - at[1]) / PT_PER_MM
        return f"page {number}, {x:.0f} mm from the left and {y:.0f} mm from the top"

    def finding(self, code: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Finding:
        """Make a finding about this file."""
        return Finding(code=code, message=message, hint=hint, severity=severity, file=self.shown)

    def of_each_kind(self, seen: tuple[Occurrence, ...]) -> list[str]:
        """Sum up what was seen: one line for each kind, with its first place and the number of further pages."""
        lines = []
        for what in dict.fromkeys(item.what for item in seen):
            same = [item for item in seen if item.what == what]
            more = len({item.page for item in same}) - 1
            lines.append(f"{self.place(same[0].page, same[0].at)}: {what}" + others(more))
        return lines


def others(pages: int) -> str:
    """`, and on 3 more pages`; empty for 0."""
    return "" if not pages else ", and on one more page" if pages == 1 else f", and on {pages} more pages"


def proof_of(data: bytes, ticket: Ticket, shown: str, readings: PageReadings | None = None) -> Proof:
    """Read a print PDF; `readings` are of pages that were read before. Raises EngineError where it cannot be read."""
    readings = readings or PageReadings()
    facts = press_facts(data, readings.press, readings.digests(data))
    return Proof(shown=shown, data=data, ticket=ticket, facts=facts, readings=readings)
