"""How like two texts are, from 0 to 1; rapidfuzz, imported when it is first asked, for a build seldom asks."""


def likeness(one: str, other: str) -> float:
    """1 for equal texts; 2 · (characters in common, in order) / (characters of both), as in Ratcliff's measure."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - 15 ms

    return ratio(one, other) / 100


def likeness_of_part(part: str, whole: str) -> float:
    """The likeness of the shorter text to the stretch of the longer one that is most like it."""
    from rapidfuzz.fuzz import partial_ratio  # noqa: PLC0415 - as above

    return partial_ratio(part, whole) / 100
