"""Whether a print PDF is what it calls itself: the rules of PDF/X-1a:2001 (ISO 15930-1) and PDF/X-4 (ISO 15930-7).

A rule says what is wrong in words. Where a standard allows more than our print editions use (spot colours, RGB with a
profile), the rules are stricter than it.
"""

from collections.abc import Callable, Iterable, Iterator

from footlight.checking.press.proof import Proof
from footlight.checking.press.standards.boxes import boxes
from footlight.checking.press.standards.content import colours, fonts, opaque
from footlight.checking.press.standards.extras import pages_only
from footlight.checking.press.standards.identity import claims, identity
from footlight.checking.press.standards.intent import intent
from footlight.checking.press.standards.version import version
from footlight.finding import Finding, Severity
from footlight.ticket import PressStandard

Rule = Callable[[Proof, PressStandard], Iterable[str]]
RULES: tuple[Rule, ...] = (version, identity, intent, boxes, colours, opaque, fonts, pages_only)


def faults(proof: Proof, standard: PressStandard) -> tuple[str, ...]:
    """What of a standard a file does not pass."""
    return tuple(fault for rule in RULES for fault in rule(proof, standard))


def said_to_be(proof: Proof) -> Iterator[Finding]:
    """What the file calls itself is true, and it calls itself what was ordered."""
    claimed = claims(proof)
    for standard in claimed:
        for fault in faults(proof, standard):
            message = f"the PDF calls itself {standard.label} and is not: {fault}"
            yield proof.finding("print-label-false", message, "Build it again; another program may have saved it.")
    ordered = proof.ticket.standard
    if ordered and ordered not in claimed:
        message = f"the PDF does not call itself {ordered.label}, as footlight.toml orders"
        hint = "Look at what the build announced (print-claim)."
        yield proof.finding("print-claims-nothing", message, hint, Severity.WARNING)
