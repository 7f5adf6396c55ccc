"""Rule: a heading is two ranks or more below the one before it, so that a rank is missing in the contents."""

import re
from collections.abc import Iterator

from footlight.lint.prose import Prose
from footlight.lint.spot import Spot
from footlight.markdown.markdown_text import BlockKind

CODE = "heading-skipped"

_RANK = re.compile(r"#{1,6}(?=[ \t])")
_UNDERLINE = re.compile(r"[ \t>]*(=|-)[=-]*[ \t]*(?:\n|\Z)")


def heading_skipped(prose: Prose) -> Iterator[Spot]:
    """Yield each heading that skips a rank. The first one may have any."""
    above = 0
    for block in prose.markdown.blocks:
        if block.kind is not BlockKind.HEADING or prose.set_apart(block.start):
            continue
        rank = _rank(prose, block.start, block.end)
        if above and rank > above + 1:
            message = f"a heading of rank {rank} follows one of rank {above}: rank {above + 1} is missing"
            yield Spot(start=block.start, end=block.end, message=message)
        above = rank or above


def _rank(prose: Prose, start: int, end: int) -> int:
    """The rank of a heading, by its number signs or by the line under it."""
    if signs := _RANK.match(prose.text, start):
        return len(signs[0])
    under = _UNDERLINE.match(prose.text, end + 1)
    return {"=": 1, "-": 2}[under[1]] if under else 0
