"""The print edition: pages whose gutter suits their number, put right for a press, and held against the preflight."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from footlight.checking.pdfx_rules import faults
from footlight.checking.print_preflight import CAUSED_BY_ESSAY, check_print, proof_of
from footlight.checking.print_proof import Proof
from footlight.engines.pdf.print_finish import PrintPdf, finish_print
from footlight.essay.document import Annotated
from footlight.essay.layout import Layout
from footlight.findings.finding import Finding, Severity
from footlight.press.job_ticket import Ticket
from footlight.press.paper import Page
from footlight.workflows.build.composition import Composition
from footlight.workflows.build.page_editions import Set, gate, lay_out


def ticket_for(ticket: Ticket, direction: str) -> Ticket:
    """The ticket of an essay whose language is written in a direction, `ltr` or `rtl`."""
    return replace(ticket, rtl=direction == "rtl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The print edition."""

    pdf: bytes
    layout: Layout
    findings: tuple[Finding, ...]


def print_edition(reading: Set, page: Page, composition: Composition, ticket: Ticket) -> Printed:
    """The print PDF, its layout and what was found. `reading` is set on `page`; else it is set anew.

    Raises EngineError where it cannot be set.
    """
    text = composition.text
    ticket = ticket_for(ticket, text.annotated.essay.source.meta.direction)
    own, ticket = solved(ticket, reading, page, partial(lay_out, composition))
    findings = () if own is reading else own.findings + gate(own.pdf, text, own)
    data, found = _pressed(own, ticket, text.annotated)
    return Printed(pdf=data, layout=own.layout, findings=findings + found)


def solved(ticket: Ticket, first: Set, page: Page, lay_out: Callable[[Page], Set]) -> tuple[Set, Ticket]:
    """Pages whose inner margin is the one that a book of their number needs, and the ticket with that margin.

    A wider gutter makes more pages, and more pages may need a wider gutter: it is laid out, looked up and laid out
    again until nothing changes. Where it would go to and fro, the wider gutter is taken, which holds for both numbers.
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


def _leaves(pages: Set) -> int:
    """The number of pages, a blank one at the end counted."""
    number = len(pages.layout.pages)
    return number + number % 2


def _pressed(own: Set, ticket: Ticket, annotated: Annotated) -> tuple[bytes, tuple[Finding, ...]]:
    """The file, which calls itself by a standard only where it passes the checks for it."""
    shown = annotated.essay.source.shown
    pressed, proof = _proofed(own, ticket, shown)
    claims: tuple[Finding, ...] = ()
    if ticket.standard and (broken := faults(proof, ticket.standard)):
        label = ticket.standard.label
        pressed, proof = _proofed(own, replace(ticket, standard=None), shown)
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


def _proofed(own: Set, ticket: Ticket, shown: str) -> tuple[PrintPdf, Proof]:
    pressed = finish_print(own.pdf, ticket, faces=own.faces if ticket.preset.full_fonts else None)
    return pressed, proof_of(pressed.data, ticket, shown)


def _weighed(finding: Finding) -> Finding:
    """What the text brings along holds up no other edition: in a build it is a warning."""
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
