"""Sets of names, written as words."""


def names(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())
