"""Rule: a quotation is opened and not closed, or closed and not opened, within a paragraph.

Only where exactly one double mark is astray. A quotation of several paragraphs opens each of them and closes the last.
Single marks are left alone: most are apostrophes.
"""

import re
from collections.abc import Iterator, Sequence

from footlight.lint.prose import Prose
from footlight.lint.spot import Spot
from footlight.markdown.markdown_text import Block

CODE = "unbalanced-quote"

_MARK = re.compile(r"[“”„«»‟\"]")
_INCHES = re.compile(r"\d[½¼¾]?\s?\"")
"""An inch, or the end of a quotation: where one may be, straight marks are not counted."""
_BOTH_SIDES = frozenset({"sv", "fi"})
"""Languages that open and close with the same mark, ”."""
_NEAR = 6
"""Paragraphs beside one in which its quotation may go on."""


def unbalanced_quote(prose: Prose) -> Iterator[Spot]:
    """Yield the one quotation mark of a paragraph that has no other half."""
    blocks = list(prose.blocks())
    for number, block in enumerate(blocks):
        astray = _astray(prose, block)
        if len(astray) != 1 or _goes_on(prose, blocks, number):
            continue
        offset = astray[0]
        yield Spot(start=offset, end=offset + 1, message=f"the quotation mark {prose.words[offset]} has no other half")


def _goes_on(prose: Prose, blocks: Sequence[Block], number: int) -> bool:
    """Whether the quotation goes on in a paragraph behind this one, or came from one before."""
    near = (*blocks[max(0, number - _NEAR) : number], *blocks[number + 1 : number + 1 + _NEAR])
    return any(_astray(prose, block) for block in near)


def _astray(prose: Prose, block: Block) -> list[int]:
    marks = [(match.start(), match[0]) for match in _MARK.finditer(prose.words, block.start, block.end)]
    straight = [at for at, mark in marks if mark == '"']
    curly = [(at, mark) for at, mark in marks if mark != '"']
    if straight and curly:
        return []  # a rule of its own speaks of that
    if straight:
        odd = len(straight) % 2 and not _INCHES.search(prose.words, block.start, block.end)
        return straight[-1:] if odd else []
    if prose.lang in _BOTH_SIDES:
        return [at for at, _ in curly][-1:] if len(curly) % 2 else []
    return _unpaired(curly)


def _unpaired(marks: Sequence[tuple[int, str]]) -> list[int]:
    """The curly marks without another half; “ closes where „ has opened, and « and » stand either way round."""
    opened: list[tuple[int, str]] = []
    astray: list[int] = []
    for at, mark in marks:
        before = opened[-1][1] if opened else ""
        closes = {
            "”": before in ("“", "„", "”", "‟"),
            "“": before == "„",
            "»": before == "«",
            "«": before == "»",
        }.get(mark, False)
        if closes:
            opened.pop()
        elif mark == "”":
            astray.append(at)
        else:
            opened.append((at, mark))
    return sorted(astray + [at for at, _ in opened])
