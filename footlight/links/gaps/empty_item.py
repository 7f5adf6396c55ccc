"""Rule: a list item is empty."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.markdown.markdown_text import Block, BlockKind, MarkdownText
from footlight.textmatch.places import Place

CODE = "empty-item"

_NUMBER = re.compile(r"\d+")


def empty_item(text: MarkdownText, _: Phrasebook) -> Iterator[Place]:
    """Yield list items that consist of a mark only, where other items of the same list have words."""
    for _run, blocks in groupby(text.blocks, key=lambda block: _mark(text, block)):
        for items in _lists(text, list(blocks)):
            empty = [item for item in items if item.kind is BlockKind.ITEM and item.start >= item.end]
            if len(empty) == len(items):
                continue
            for item in empty:
                if not _goes_on_below(text, item):
                    yield _place(item.end)


def _place(at: int) -> Place:
    why = "the list item is empty"
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=0.85, why=why)


def _mark(text: MarkdownText, block: Block) -> str:
    """Return the character that begins an item, `1` for every number; empty for other blocks."""
    if block.kind is not BlockKind.ITEM:
        return ""
    mark = text.line_before(block.start).strip(" \t>")[:1]
    return "1" if mark.isdigit() else mark


def _lists(text: MarkdownText, items: list[Block]) -> Iterator[list[Block]]:
    """Yield the items of each list; a number out of sequence begins a new list."""
    current = items[:1]
    for above, item in pairwise(items):
        if _number(text, item) not in (_number(text, above), _number(text, above) + 1, 0):
            yield current
            current = []
        current.append(item)
    yield current


def _number(text: MarkdownText, item: Block) -> int:
    """Return the number that an item begins with; 0 for none."""
    number = _NUMBER.search(text.line_before(item.start))
    return int(number[0]) if number else 0


def _goes_on_below(text: MarkdownText, item: Block) -> bool:
    """Tell whether the text of the item stands indented below its mark."""
    after = text.block_at(item.end) + 1
    return after < len(text.blocks) and text.indent(text.blocks[after].start) > text.indent(item.start)
