"""Rule: a mark of punctuation stands twice, or beside one that it cannot stand beside: “,,”, “..”, “,.”."""

import re
from collections.abc import Iterator

from footlight.lint.prose import Prose
from footlight.lint.spot import Spot

CODE = "doubled-point"

_DOUBLED = re.compile(
    r"(?<=[^\W\d_]),,(?=\s|\Z)"  # ",," before a word is a low quotation mark
    r"|(?<=[^\W\d_]);;(?=\s|\Z)"
    r"|(?<=[^\W\d_])\.\.(?=\s|\Z)"
    r"|(?<=[^\W\d_])(?:,\.|;\.|;,|,;|:,|\.;(?=\s+[^\W\d_]))(?=\s|\Z)"
)
_ABBREVIATION = re.compile(
    r"(?:\b\w|\w\.\w|etc|usw|ca|cf|vgl|bzw|al|ed|eds|Jr|Sr|Inc|Ltd|Co|Corp|St|Nr|No|Dr|Mr|Mrs|п|г|др|т)\Z"
)
"""What ends in a point of its own, so that another mark may follow it."""


def doubled_point(prose: Prose) -> Iterator[Spot]:
    """Yield each pair of points of which one is too many."""
    for match in prose.find(_DOUBLED):
        if match[0] == ".;" and _ABBREVIATION.search(prose.words, max(0, match.start() - 6), match.start()):
            continue
        if match[0] == ".." and prose.words[match.start() - 1 : match.start()] == ".":
            continue
        yield Spot(start=match.start(), end=match.end(), message=f"“{match[0]}”: one of the two is too many")
