"""Nothing that acts, and nothing for one device only."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.ticket import PressStandard

_ALLOWED = frozenset({"/OutputIntents", "/Metadata"})


def pages_only(proof: Proof, _standard: PressStandard) -> Iterator[str]:
    """No annotations, actions or scripts, no transfer functions (15930-1, 6.10 to 6.12; 15930-7, 6.2.3 and 6.2.10)."""
    found = tuple(seen for seen in proof.facts.extras if seen.page or seen.what not in _ALLOWED)
    yield from (f"{line} is no part of a printed page" for line in proof.of_each_kind(found))
