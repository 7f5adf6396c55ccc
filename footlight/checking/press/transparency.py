"""Nothing that shines through."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.finding import Finding


def opaque(proof: Proof) -> Iterator[Finding]:
    """No soft mask, no alpha, no blending, no group (KDP: transparency is to be flattened; PDF/X-1a: the same)."""
    for line in proof.of_each_kind(proof.facts.transparent):
        hint = "Build it again: the build lays what is transparent on white."
        yield proof.finding("print-transparency", f"transparency on {line}", hint)
