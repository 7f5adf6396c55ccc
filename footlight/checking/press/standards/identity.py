"""What a file says of itself: title, dates, trapping, and the standard."""

import re
from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.ticket import PressStandard

_XMP = re.compile(r"pdfxid:GTS_PDFXVersion(?:=[\"']|>)\s*(PDF/X-4)\b")
_DATE = re.compile(r"D:\d{14}")
_IN_XMP = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID", "xmpMM:VersionID", "dc:title")
"""ISO 15930-7, 6.3 asks for these, and for xmpMM:RenditionClass beside the version."""


def claims(proof: Proof) -> tuple[PressStandard, ...]:
    """The standards that a file names."""
    found = []
    if proof.facts.info.get("/GTS_PDFXConformance") == PressStandard.X1A.label:
        found.append(PressStandard.X1A)
    if _XMP.search(proof.facts.metadata):
        found.append(PressStandard.X4)
    return tuple(found)


def identity(proof: Proof, standard: PressStandard) -> Iterator[str]:
    """Title, dates, the state of trapping (15930-1, 6.2 and 6.13) and an identifier; for PDF/X-4 in XMP as well."""
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
