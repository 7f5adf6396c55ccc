"""The print edition: pages whose gutter fits their number, made fit for a press, and checked by the preflight."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from footlight.checking.pdfx_rules import faults
from footlight.checking.print_preflight import CAUSED_BY_ESSAY, check_print, proof_of
from footlight.checking.print_proof import Proof
from footlight.engines.page_readings import PageReadings
from footlight.engines.pdf.print_finish import PrintPdf, finish_print
from footlight.essay.document import Annotated
from footlight.findings.finding import Finding, Severity
from footlight.press.job_ticket import Ticket
from footlight.press.paper import Page
from footlight.workflows.build.composition import Compositor, LaidText
from footlight.workflows.build.kept_readings import readings_kept
from footlight.workflows.build.reading_edition import gate


def ticket_for(ticket: Ticket, direction: str) -> Ticket:
    """Return the ticket of an essay whose language is written in a direction, `ltr` or `rtl`."""
    return replace(ticket, rtl=direction == "rtl")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPages:
    """The text on the pages of the print edition."""

    laid: LaidText
    ticket: Ticket
    own: bool
    """Whether they are others than those of the reading edition."""


def print_pages(reading: LaidText, page: Page, compositor: Compositor, ticket: Ticket) -> PrintPages:
    """Lay out the print edition. `reading` is the text on `page`, and is used where the print pages are the same.

    Raises EngineError where it cannot be set.
    """
    ticket = ticket_for(ticket, compositor.text.annotated.essay.source.meta.direction)
    laid, ticket = fit_gutter(ticket, reading, page, compositor.lay_out)
    return PrintPages(laid=laid, ticket=ticket, own=laid is not reading)


def print_pdf(pages: PrintPages, compositor: Compositor) -> tuple[bytes, tuple[Finding, ...]]:
    """Make the print PDF. Raises EngineError where it cannot be made."""
    laid, text = pages.laid, compositor.text
    with readings_kept(compositor.kept, "print") as readings:
        findings = (*laid.findings, *gate(laid.pdf, text, laid, readings)) if pages.own else ()
        data, found = _pressed(laid, pages.ticket, text.annotated, readings)
    return data, (*findings, *found)


def fit_gutter(
    ticket: Ticket, first: LaidText, page: Page, lay_out: Callable[[Page], LaidText]
) -> tuple[LaidText, Ticket]:
    """Find pages whose inner margin is the one that a book of so many pages needs, and the ticket with that margin.

    A wider gutter makes more pages, and more pages may need a wider gutter: it is laid out, looked up and laid out
    again until nothing changes. Where it alternates, the wider gutter is taken, which is right for both numbers.
    """
    tried: set[Page] = set()
    now, own = page, first
    while (wanted := ticket.page_for(_leaves(own))) != now:
        if wanted in tried:
            wanted = max(now, wanted, key=lambda page: page.inner)
            own = own if wanted == now else lay_out(wanted)
            return own, replace(ticket, page=wanted)
        tried.add(now)
        now, own = wanted, first if wanted == page else lay_out(wanted)
    return own, replace(ticket, page=now)


def _leaves(pages: LaidText) -> int:
    """Count the pages, with a blank one that makes their number even."""
    number = len(pages.layout.pages)
    return number + number % 2


def _pressed(
    own: LaidText, ticket: Ticket, annotated: Annotated, readings: PageReadings
) -> tuple[bytes, tuple[Finding, ...]]:
    """Finish the PDF. It claims a standard only where it passes the checks for it."""
    shown = annotated.essay.source.shown
    pressed, proof = _proofed(own, ticket, shown, readings)
    claims: tuple[Finding, ...] = ()
    if ticket.standard and (broken := faults(proof, ticket.standard)):
        label = ticket.standard.label
        pressed, proof = _proofed(own, replace(ticket, standard=None), shown, readings)
        claims = tuple(
            Finding(
                code="print-claim",
                severity=Severity.WARNING,
                message=f"the print PDF does not call itself {label}: {fault}",
                hint="Mend what the message names, and build it again.",
                file=shown,
            )
            for fault in broken
        )
    found = tuple(_weighed(finding) for finding in check_print(proof))
    return pressed.data, (*claims, *_pictured(pressed, shown), *found)


def _proofed(own: LaidText, ticket: Ticket, shown: str, readings: PageReadings) -> tuple[PrintPdf, Proof]:
    faces = own.faces if ticket.preset.full_fonts else None
    pressed = finish_print(own.pdf, ticket, faces=faces, known=readings.plain)
    return pressed, proof_of(pressed.data, ticket, shown, readings)


def _weighed(finding: Finding) -> Finding:
    """Make an error that the text causes a warning, for in a build it must not stop other editions."""
    return replace(finding, severity=Severity.WARNING) if finding.code in CAUSED_BY_ESSAY else finding


def _pictured(pressed: PrintPdf, shown: str) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            code="print-flattened",
            severity=Severity.WARNING,
            message=f"page {number} of the print PDF: something transparent was laid on white as a picture of 600 dpi",
            hint="Look at the page; draw it without masks and blending to keep its lines.",
            file=shown,
        )
        for number in pressed.rasterized
    )
