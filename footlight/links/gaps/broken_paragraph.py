"""Words deleted between two paragraphs: one stops in mid-sentence, or the next begins with no sentence's first word."""

from collections.abc import Iterator
from itertools import pairwise

from footlight.links.gaps.manuscript import Block, BlockKind, Manuscript
from footlight.links.gaps.phrasebook import Phrasebook
from footlight.place import Place

CODE = "broken-paragraph"

_FEWEST_WORDS = 4
_VERSE = 60
"""Characters; a paragraph of several lines, all of them shorter, is verse, whose sentences pass blank lines."""


def broken_paragraph(text: Manuscript, book: Phrasebook) -> Iterator[Place]:
    """Paragraphs that begin with a word which leans on one before it, where no list, code or formula stands above."""
    for block, following in pairwise(text.blocks):
        if following.kind is not BlockKind.PARAGRAPH or not book.leans(text.prose, following.start):
            continue
        if _stops_short(text, block, following):
            yield _place(block.end, "the paragraph stops in mid-sentence and goes on in the next")
        elif _concluded(text, block):
            yield _place(following.start, "the sentence has lost its beginning")


def _place(at: int, why: str) -> Place:
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=0.75, why=why)


def _stops_short(text: Manuscript, block: Block, following: Block) -> bool:
    if block.kind is not BlockKind.PARAGRAPH or text.source[block.end : following.start] != "\n\n":
        return False
    words = text.prose[block.start : block.end]
    lines = words.split("\n")
    if len(lines) > 1 and max(map(len, lines)) < _VERSE:
        return False
    return words[-1:].islower() and words.count(" ") >= _FEWEST_WORDS


def _concluded(text: Manuscript, block: Block) -> bool:
    """Whether nothing that stands in a block goes on in the next."""
    last = text.prose[block.end - 1 : block.end]
    return block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and last in ".!?")
