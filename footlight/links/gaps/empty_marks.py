"""Brackets, quotation marks and emphasis that hold nothing any more: “()”, ““””, “****”."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.links.markdown.manuscript import END, Block, Manuscript
from footlight.links.markdown.prose_mask import NOTHING
from footlight.textmatch.places import Place

CODE = "empty-marks"

_AFTER = rf"(?=[\s,.;:!?)]|{END}|\Z)"
_INSIDE = r"(?<=\()[ \t]?\)|(?<=“)[ \t]?”|(?<=«)[ \t\xa0\u202f]*»|(?<=„)[ \t]?[“”]|(?<=\")\"|(?<=\*)\*{3}|(?<=_)_{3}"
_PAIR = re.compile(rf"[(“«„\"*_](?:{_INSIDE}){_AFTER}")
# Emphasis neither begins before white space nor ends after it, so these marks have lost what they held.
_LOOSE = re.compile(r"[*_](?:(?<=\*)\*|(?<=_)_)(?=[,.;:)]|[ \t][—–:])")
_BEFORE = re.compile(rf"[\s({END}{NOTHING}]")


def empty_marks(text: Manuscript, _: Phrasebook) -> Iterator[Place]:
    """Pairs of marks with nothing between them; one that stands twice in a block is the writer's own sign."""
    for pair in _PAIR.finditer(text.prose):
        block = text.blocks[text.block_at(pair.start())]
        again = text.prose.count(pair[0], block.start, block.end) > 1
        if not again and _stands_alone(text, pair) and not _banner(text, block, pair):
            yield _place(pair.start() + len(pair[0]) // 2, pair[0])
    for mark in _LOOSE.finditer(text.prose):
        if _stands_alone(text, mark):
            yield _place(mark.start(), mark[0])


def _stands_alone(text: Manuscript, mark: re.Match[str]) -> bool:
    """Whether white space or a bracket stands before marks; of straight ones only white space, for `("")` is code."""
    before = text.prose[mark.start() - 1 : mark.start()] or END
    return _BEFORE.match(before) is not None and not (mark[0] == '""' and before == "(")


def _banner(text: Manuscript, block: Block, pair: re.Match[str]) -> bool:
    """Whether asterisks begin a block, to catch the eye."""
    return block.start == pair.start() and pair[0][0] in "*_" and text.prose[pair.end() : pair.end() + 1] == " "


def _place(at: int, marks: str) -> Place:
    why = f"nothing is left inside “{marks}”"
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=0.8, why=why)
