"""The similarity of two texts, from 0 to 1, and the stretches that two sequences have in common.

rapidfuzz computes both. It is imported at the first call, because a build seldom needs it.
"""

from collections.abc import Sequence


def similarity(one: str, other: str) -> float:
    """Return 2 · (characters in common, in order) / (characters of both), as Ratcliff and Obershelp do; 1 if equal."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - 15 ms

    return ratio(one, other) / 100


def partial_similarity(part: str, whole: str) -> float:
    """Return the similarity of a text to the most similar stretch of a longer one."""
    from rapidfuzz.fuzz import partial_ratio  # noqa: PLC0415 - as above

    return partial_ratio(part, whole) / 100


_LONGEST = 300


def similarity_of_beginnings(one: str, other: str) -> float:
    """Return the similarity of the beginnings of two texts; 0 if one is empty."""
    return similarity(one[:_LONGEST], other[:_LONGEST]) if one and other else 0.0


def common_stretches(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return start in each and length of the stretches that an optimal alignment by insertions and deletions keeps.

    Time and memory grow with the product of the lengths over 64, so the sequences may have some thousands of items.
    """
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - as above

    return [
        (piece.src_start, piece.dest_start, piece.src_end - piece.src_start)
        for piece in Indel.opcodes(one, other)
        if piece.tag == "equal"
    ]
