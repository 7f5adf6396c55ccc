"""Nothing but pages."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.finding import Finding

_OF_STANDARDS = frozenset({"/OutputIntents", "/Metadata"})
"""What a standard, and an edition in colour, has to bring along."""


def pages_only(proof: Proof) -> Iterator[Finding]:
    """No links, tags, outline, metadata or scripts (KDP: no bookmarks, comments, annotations or metadata)."""
    allowed = _OF_STANDARDS if proof.ticket.standard else frozenset({"/OutputIntents"} if proof.ticket.colour else ())
    found = tuple(seen for seen in proof.facts.extras if seen.page or seen.what not in allowed)
    for line in proof.of_each_kind(found):
        yield proof.finding("print-extras", f"{line} is no part of a printed page", "Build it again.")
    if proof.facts.info and not proof.ticket.standard:
        keys = ", ".join(sorted(proof.facts.info))
        yield proof.finding("print-extras", f"the file holds metadata: {keys}", "Build it again.")
