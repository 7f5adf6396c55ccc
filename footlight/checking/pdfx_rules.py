"""Rules of PDF/X-1a:2001 (ISO 15930-1) and PDF/X-4 (ISO 15930-7), for print PDFs that claim one of them.

A rule yields what is wrong, in words. Where a standard allows more than our print editions use (spot colours, RGB with
a profile), our rules are stricter. `RULES`, at the end, gives the order.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from footlight.checking.print_proof import Proof
from footlight.engines.pdf.output_intent import ICC_REGISTRY
from footlight.engines.pdf.print_inspection import Box
from footlight.findings.finding import Finding, Severity
from footlight.press.job_ticket import PressStandard

_NEWEST = {PressStandard.X1A: (1, 3), PressStandard.X4: (1, 6)}
"""ISO 15930-1, 6.1; ISO 15930-7, 6.1."""


def version(proof: Proof, standard: PressStandard) -> Iterator[str]:
    """At most PDF 1.3 for PDF/X-1a:2001 and PDF 1.6 for PDF/X-4; not encrypted."""
    major, _, minor = proof.facts.version.partition(".")
    if (int(major), int(minor or 0)) > _NEWEST[standard]:
        yield f"it is PDF {proof.facts.version}"
    if proof.facts.encrypted:
        yield "it is encrypted"


_XMP = re.compile(r"pdfxid:GTS_PDFXVersion(?:=[\"']|>)\s*(PDF/X-4)\b")
_DATE = re.compile(r"D:\d{14}")
_IN_XMP = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID", "xmpMM:VersionID", "dc:title")
"""Required by ISO 15930-7, 6.3, which also asks for xmpMM:RenditionClass beside the version."""


def claims(proof: Proof) -> tuple[PressStandard, ...]:
    """The standards that a file claims."""
    found = []
    if proof.facts.info.get("/GTS_PDFXConformance") == PressStandard.X1A.label:
        found.append(PressStandard.X1A)
    if _XMP.search(proof.facts.metadata):
        found.append(PressStandard.X4)
    return tuple(found)


def identity(proof: Proof, standard: PressStandard) -> Iterator[str]:
    """Title, dates, trapping state (15930-1, 6.2 and 6.13) and identifier exist; for PDF/X-4 also in XMP."""
    info = proof.facts.info
    if not info.get("/Title"):
        yield "it has no title"
    if not all(_DATE.match(info.get(key, "")) for key in ("/CreationDate", "/ModDate")):
        yield "it does not say when it was made (give the essay a date)"
    if info.get("/Trapped") not in ("/True", "/False"):
        yield "it does not say whether it is trapped"
    if not proof.facts.identified:
        yield "it has no /ID"
    if standard is PressStandard.X1A and info.get("/GTS_PDFXVersion") != "PDF/X-1:2001":
        yield "it does not name the version of the standard"
    if standard is PressStandard.X4:
        missing = [name for name in _IN_XMP if f"<{name}>" not in proof.facts.metadata]
        if missing:
            yield f"its metadata lack {', '.join(missing)}"


def intent(proof: Proof, standard: PressStandard) -> Iterator[str]:
    """One output intent: a condition of the ICC registry or an output profile (15930-1, 6.7); a profile for PDF/X-4."""
    found = [intent for intent in proof.facts.intents if intent.kind == "/GTS_PDFX"]
    if len(found) != 1:
        yield f"it names {len(found)} printing conditions, not one"
        return
    one = found[0]
    if not one.condition:
        yield "its printing condition has no name"
    if one.profile and not one.profile.startswith("prtr"):
        yield "the profile of its printing condition is not for a printing press"
    if standard is PressStandard.X4 and not one.profile:
        yield "its printing condition has no profile"
    if standard is PressStandard.X1A and not one.profile and one.registry.rstrip("/") != ICC_REGISTRY:
        yield "its printing condition is in no registry and has no profile"
    if one.registry.rstrip("/") != ICC_REGISTRY and not one.info:
        yield "its printing condition is not described"


_SLACK = 0.01
"""Tolerance, pt."""


def boxes(proof: Proof, _standard: PressStandard) -> Iterator[str]:
    """Each page has a trim box, inside its bleed box, inside its media box (15930-1, 6.8; 15930-7, 6.2.6)."""
    for number, found in enumerate(proof.facts.boxes, 1):
        order = [found[name] for name in ("/TrimBox", "/BleedBox", "/MediaBox") if name in found]
        if "/TrimBox" not in found or "/ArtBox" in found:
            yield f"page {number} has no trim box"
            return
        if not all(_within(inner, outer) for inner, outer in pairwise(order)):
            yield f"page {number}: trim, bleed and media box are not nested"
            return


def _within(inner: Box, outer: Box) -> bool:
    low = inner[0] >= outer[0] - _SLACK and inner[1] >= outer[1] - _SLACK
    return low and inner[2] <= outer[2] + _SLACK and inner[3] <= outer[3] + _SLACK


def colours(proof: Proof, _standard: PressStandard) -> Iterator[str]:
    """Only DeviceGray in text, drawings and pictures: our PDF/X editions are black only."""
    yield from proof.of_each_kind(proof.facts.colours)
    for picture in proof.facts.pictures:
        if picture.space != "/DeviceGray":
            yield f"page {picture.page}: a picture in {picture.space.lstrip('/')}"
            return


def opaque(proof: Proof, _standard: PressStandard) -> Iterator[str]:
    """No transparency: PDF/X-1a forbids it (15930-1, 6.1: PDF 1.3), and our PDF/X-4 uses none."""
    yield from proof.of_each_kind(proof.facts.transparent)


def fonts(proof: Proof, _standard: PressStandard) -> Iterator[str]:
    """All fonts are embedded (15930-1, 6.4; 15930-7, 6.2.9)."""
    yield from (
        f"page {font.page}: the font {font.name} is not embedded" for font in proof.facts.fonts if not font.embedded
    )


_ALLOWED = frozenset({"/OutputIntents", "/Metadata"})


def pages_only(proof: Proof, _standard: PressStandard) -> Iterator[str]:
    """No annotations, actions or scripts, no transfer functions (15930-1, 6.10 to 6.12; 15930-7, 6.2.3 and 6.2.10)."""
    found = tuple(seen for seen in proof.facts.extras if seen.page or seen.what not in _ALLOWED)
    yield from (f"{line} is no part of a printed page" for line in proof.of_each_kind(found))


Rule = Callable[[Proof, PressStandard], Iterable[str]]
RULES: tuple[Rule, ...] = (version, identity, intent, boxes, colours, opaque, fonts, pages_only)


def faults(proof: Proof, standard: PressStandard) -> tuple[str, ...]:
    """What violates a standard in a file, in words."""
    return tuple(fault for rule in RULES for fault in rule(proof, standard))


def claims_hold(proof: Proof) -> Iterator[Finding]:
    """Every claim of the file is true, and it claims the standard that the configuration orders."""
    claimed = claims(proof)
    for standard in claimed:
        for fault in faults(proof, standard):
            message = f"the PDF claims to be {standard.label} and is not: {fault}"
            yield proof.finding("print-label-false", message, "Build it again; another program may have saved it.")
    ordered = proof.ticket.standard
    if ordered and ordered not in claimed:
        message = f"the PDF does not claim to be {ordered.label}, which footlight.toml orders"
        hint = "The build said why (print-claim): build it again and read its findings."
        yield proof.finding("print-claims-nothing", message, hint, Severity.WARNING)
