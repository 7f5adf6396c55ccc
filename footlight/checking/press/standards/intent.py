"""For which printing condition a file was made."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.engines.pdf.intent import REGISTRY
from footlight.ticket import PressStandard


def intent(proof: Proof, standard: PressStandard) -> Iterator[str]:
    """One intent: a condition of the ICC's registry, or a press's profile (15930-1, 6.7); for PDF/X-4 a profile."""
    found = [intent for intent in proof.facts.intents if intent.kind == "/GTS_PDFX"]
    if len(found) != 1:
        yield f"it names {len(found)} printing conditions, not one"
        return
    one = found[0]
    if not one.condition:
        yield "its printing condition has no name"
    if one.profile and not one.profile.startswith("prtr"):
        yield "the profile of its printing condition is no press's"
    if standard is PressStandard.X4 and not one.profile:
        yield "its printing condition has no profile"
    if standard is PressStandard.X1A and not one.profile and one.registry.rstrip("/") != REGISTRY:
        yield "its printing condition is in no registry and has no profile"
    if one.registry.rstrip("/") != REGISTRY and not one.info:
        yield "its printing condition is not described"
