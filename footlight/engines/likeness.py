"""rapidfuzz: how alike two texts are, and which stretches of two sequences are the same."""

from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

_LONGEST = 300


def alike(one: str, other: str) -> float:
    """0 to 1: Indel similarity of two short texts (https://rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html#ratio)."""
    return fuzz.ratio(one[:_LONGEST], other[:_LONGEST]) / 100 if one and other else 0.0


def within(short: str, long: str) -> float:
    """0 to 1: the best similarity of the shorter text with any stretch of the longer one."""
    return fuzz.partial_ratio(short, long) / 100 if short and long else 0.0


def same_stretches(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    """Start in each and length of the stretches that an optimal alignment by insertions and deletions keeps.

    Time and memory grow with the product of the lengths over 64: for stretches of up to some thousands.
    """
    return [
        (piece.src_start, piece.dest_start, piece.src_end - piece.src_start)
        for piece in Indel.opcodes(one, other)
        if piece.tag == "equal"
    ]
