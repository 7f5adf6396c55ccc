"""How like two texts are, from 0 to 1, and which stretches of two sequences are the same.

rapidfuzz does it, imported when it is first asked, for a build seldom asks.
"""

from collections.abc import Sequence


def likeness(one: str, other: str) -> float:
    """1 for equal texts; 2 · (characters in common, in order) / (characters of both), as in Ratcliff's measure."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - 15 ms

    return ratio(one, other) / 100


def likeness_of_part(part: str, whole: str) -> float:
    """The likeness of the shorter text to the stretch of the longer one that is most like it."""
    from rapidfuzz.fuzz import partial_ratio  # noqa: PLC0415 - as above

    return partial_ratio(part, whole) / 100


_LONGEST = 300


def alike(one: str, other: str) -> float:
    """The likeness of the beginnings of two texts; 0 where one is empty."""
    return likeness(one[:_LONGEST], other[:_LONGEST]) if one and other else 0.0


def same_stretches(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    """Start in each and length of the stretches that an optimal alignment by insertions and deletions keeps.

    Time and memory grow with the product of the lengths over 64: for stretches of up to some thousands.
    """
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - as above

    return [
        (piece.src_start, piece.dest_start, piece.src_end - piece.src_start)
        for piece in Indel.opcodes(one, other)
        if piece.tag == "equal"
    ]
