"""A list item that holds nothing any more."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.links.markdown.manuscript import Block, BlockKind, Manuscript
from footlight.textmatch.places import Place

CODE = "empty-item"

_NUMBER = re.compile(r"\d+")


def empty_item(text: Manuscript, _: Phrasebook) -> Iterator[Place]:
    """List items with a mark and nothing else, beside others of the same list that hold something."""
    for _run, blocks in groupby(text.blocks, key=lambda block: _mark(text, block)):
        for items in _lists(text, list(blocks)):
            empty = [item for item in items if item.kind is BlockKind.ITEM and item.start >= item.end]
            if len(empty) == len(items):
                continue
            for item in empty:
                if not _goes_on_below(text, item):
                    yield _place(item.end)


def _place(at: int) -> Place:
    why = "nothing is left of the list's item"
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=0.85, why=why)


def _mark(text: Manuscript, block: Block) -> str:
    """What an item begins with, all numbers being one; empty for other blocks."""
    if block.kind is not BlockKind.ITEM:
        return ""
    mark = text.line_before(block.start).strip(" \t>")[:1]
    return "1" if mark.isdigit() else mark


def _lists(text: Manuscript, items: list[Block]) -> Iterator[list[Block]]:
    """The items of consecutive lists, one list after the other: a number that does not follow begins a new one."""
    current = items[:1]
    for above, item in pairwise(items):
        if _number(text, item) not in (_number(text, above), _number(text, above) + 1, 0):
            yield current
            current = []
        current.append(item)
    yield current


def _number(text: Manuscript, item: Block) -> int:
    """The number that an item begins with; 0 for none."""
    number = _NUMBER.search(text.line_before(item.start))
    return int(number[0]) if number else 0


def _goes_on_below(text: Manuscript, item: Block) -> bool:
    """Whether what stands under the mark, further in, is the item's text."""
    after = text.block_at(item.end) + 1
    return after < len(text.blocks) and text.indent(text.blocks[after].start) > text.indent(item.start)
