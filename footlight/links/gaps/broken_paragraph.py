"""Words deleted between two paragraphs: one stops in mid-sentence, or the next begins with no sentence's first word."""

import re
from collections.abc import Iterator
from itertools import pairwise

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.links.markdown.manuscript import Block, BlockKind, Manuscript
from footlight.textmatch.places import Place

CODE = "broken-paragraph"

_LAST_WORD = re.compile(r"[\w'’-]+\Z")
_LONGEST = 40
_FEWEST_WORDS = 4
_VERSE = 60
"""Characters; a paragraph of several lines, all of them shorter, is verse, whose sentences pass blank lines."""


def broken_paragraph(text: Manuscript, book: Phrasebook) -> Iterator[Place]:
    """Paragraphs that begin with a word which leans on one before it, where no list, code or formula stands above."""
    for block, following in pairwise(text.blocks):
        leans = following.kind is BlockKind.PARAGRAPH and book.leans(text.prose, following.start)
        if _stops_short(text, block, following) and (leans or _wants_more(text, book, block, following)):
            yield _place(block.end, "the paragraph stops in mid-sentence and goes on in the next")
        elif leans and _concluded(text, block):
            yield _place(following.start, "the sentence has lost its beginning")


def _place(at: int, why: str) -> Place:
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=0.75, why=why)


def _stops_short(text: Manuscript, block: Block, following: Block) -> bool:
    paragraphs = block.kind is following.kind is BlockKind.PARAGRAPH
    if not paragraphs or text.source[block.end : following.start] != "\n\n":
        return False
    words = text.prose[block.start : block.end]
    lines = words.split("\n")
    if len(lines) > 1 and max(map(len, lines)) < _VERSE:
        return False
    return words[-1:].islower() and words.count(" ") >= _FEWEST_WORDS


def _wants_more(text: Manuscript, book: Phrasebook, block: Block, following: Block) -> bool:
    """Whether a paragraph ends with an article or a preposition, and the next goes on in the same sentence."""
    last = _LAST_WORD.search(text.prose, max(block.start, block.end - _LONGEST), block.end)
    wanting = last is not None and any(row.fullmatch(last[0]) for row in (book.article, book.preposition))
    return wanting and text.prose[following.start].islower()


def _concluded(text: Manuscript, block: Block) -> bool:
    """Whether nothing that stands in a block goes on in the next."""
    last = text.prose[block.end - 1 : block.end]
    return block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and last in ".!?")
