"""A list item that holds nothing any more."""

from collections.abc import Iterator
from itertools import groupby

from footlight.links.gaps.manuscript import Block, BlockKind, Manuscript
from footlight.links.gaps.phrasebook import Phrasebook
from footlight.place import Place

CODE = "empty-item"


def empty_item(text: Manuscript, _: Phrasebook) -> Iterator[Place]:
    """List items with a mark and nothing else, beside others with the same mark that hold something."""
    for _run, blocks in groupby(text.blocks, key=lambda block: _mark(text, block)):
        items = list(blocks)
        empty = [item for item in items if item.kind is BlockKind.ITEM and item.start >= item.end]
        if not empty or len(empty) == len(items):
            continue
        for item in empty:
            if not _goes_on_below(text, item):
                yield Place(
                    start=item.end,
                    end=item.end,
                    kind="emptied",
                    code=CODE,
                    confidence=0.85,
                    why="nothing is left of the list's item",
                )


def _mark(text: Manuscript, block: Block) -> str:
    """What an item begins with, all numbers being one; empty for other blocks."""
    if block.kind is not BlockKind.ITEM:
        return ""
    mark = text.line_before(block.start).strip(" \t>")[:1]
    return "1" if mark.isdigit() else mark


def _goes_on_below(text: Manuscript, item: Block) -> bool:
    """Whether what stands under the mark, further in, is the item's text."""
    after = text.block_at(item.end) + 1
    return after < len(text.blocks) and text.indent(text.blocks[after].start) > text.indent(item.start)
