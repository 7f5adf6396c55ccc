"""Sets of names (elements, classes, keys), written as one text with blanks between them, which reads more easily."""


def names(words: str) -> frozenset[str]:
    """The set of the words of a text: `names("div span")` is {"div", "span"}."""
    return frozenset(words.split())
