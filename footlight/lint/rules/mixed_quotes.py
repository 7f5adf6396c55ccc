"""Rule: some quotation marks or apostrophes are typed straight, and most are curly, or the other way round.

Editions set straight marks as the language wants them; a reader of the source, and a search in it, sees two kinds.
"""

import re
from collections.abc import Iterator

from footlight.lint.prose import Prose
from footlight.lint.spot import Spot

CODE = "mixed-quotes"

_KINDS = (
    ("quotation marks", '"', re.compile('["“”„]')),
    ("apostrophes", "'", re.compile("['’]")),
)
_FEWEST = 4
"""Marks of the kind that most are of: fewer show no habit."""
_MOST_OF_RARE = 3
"""How many times rarer the other kind is."""


def mixed_quotes(prose: Prose) -> Iterator[Spot]:
    """Yield the first of the rarer marks; one place for each sort of mark."""
    for name, straight, marks in _KINDS:
        places: dict[bool, list[int]] = {True: [], False: []}
        for match in prose.find(marks):
            if _is_mark(prose, match.start()):
                places[match[0] == straight].append(match.start())
        rare, usual = sorted((True, False), key=lambda kind: len(places[kind]))
        few, many = len(places[rare]), len(places[usual])
        if few and many >= _FEWEST and many >= _MOST_OF_RARE * few:
            kinds = {True: "straight", False: "curly"}
            message = (
                f"{few} of {few + many} {name} {'is' if few == 1 else 'are'} {kinds[rare]}, the others {kinds[usual]}"
            )
            at = places[rare][0]
            yield Spot(start=at, end=at + 1, message=message)


def _is_mark(prose: Prose, offset: int) -> bool:
    """Whether a mark is the writer's own, one of quotation, or an apostrophe within a word.

    After a figure it may be one of feet or minutes; a quotation set apart has the marks of its own source.
    """
    if prose.set_apart(offset):
        return False
    before, behind = prose.words[max(0, offset - 1) : offset], prose.words[offset + 1 : offset + 2]
    if prose.words[offset] in "'’":
        return before.isalpha() and behind.isalpha()
    return not before.isdigit()
