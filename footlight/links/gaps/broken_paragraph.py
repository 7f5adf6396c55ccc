"""Rule: words are missing between two paragraphs: one breaks off, or the next begins in mid-sentence."""

import re
from collections.abc import Iterator
from itertools import pairwise

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.markdown.markdown_text import Block, BlockKind, MarkdownText
from footlight.textmatch.places import Place

CODE = "broken-paragraph"

_LAST_WORD = re.compile(r"[\w'’-]+\Z")
_FIRST_WORD = re.compile(r"[\w'’-]+")
_LONGEST = 40
_FEWEST_WORDS = 4
_VERSE = 60
"""Characters; a paragraph of several lines that are all shorter is verse, whose sentences run over blank lines."""


def broken_paragraph(text: MarkdownText, phrases: Phrasebook) -> Iterator[Place]:
    """Yield the points between two paragraphs at which a sentence breaks off or has lost its beginning."""
    for block, following in pairwise(text.blocks):
        if text.quoted(block.start) or text.quoted(following.start):
            continue  # a sentence may lead up to a quotation, and go on behind it
        leans = following.kind is BlockKind.PARAGRAPH and phrases.continues_sentence(text.prose, following.start)
        if _breaks_off(text, block, following) and (leans or _lacks_a_word(text, phrases, block, following)):
            yield _place(block.end, "the paragraph breaks off in mid-sentence, and the next one continues it")
        elif leans and _is_complete(text, block, following) and not _may_begin(text, phrases, following):
            yield _place(following.start, "the beginning of the sentence is missing")


def _may_begin(text: MarkdownText, phrases: Phrasebook, block: Block) -> bool:
    """Tell whether a paragraph's first word may begin a sentence, so that only its capital is missing."""
    first = _FIRST_WORD.match(text.prose, block.start)
    return first is not None and phrases.sentence_opener.fullmatch(first[0].capitalize()) is not None


def _place(at: int, why: str) -> Place:
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=0.75, why=why)


def _breaks_off(text: MarkdownText, block: Block, following: Block) -> bool:
    paragraphs = block.kind is following.kind is BlockKind.PARAGRAPH
    if not paragraphs or text.source[block.end : following.start] != "\n\n":
        return False
    words = text.prose[block.start : block.end]
    lines = words.split("\n")
    if len(lines) > 1 and max(map(len, lines)) < _VERSE:
        return False
    return words[-1:].islower() and words.count(" ") >= _FEWEST_WORDS


def _lacks_a_word(text: MarkdownText, phrases: Phrasebook, block: Block, following: Block) -> bool:
    """Tell whether a paragraph ends with an article or preposition and the next one continues the sentence."""
    last = _LAST_WORD.search(text.prose, max(block.start, block.end - _LONGEST), block.end)
    wanting = last is not None and any(row.fullmatch(last[0]) for row in (phrases.article, phrases.preposition))
    return wanting and text.prose[following.start].islower()


def _is_complete(text: MarkdownText, block: Block, following: Block) -> bool:
    """Tell whether a block is complete, so that the next one must begin a sentence; a byline below a title need not."""
    if block.kind is BlockKind.HEADING and text.prose[following.start : following.end].count(" ") < _FEWEST_WORDS:
        return False
    last = text.prose[block.end - 1 : block.end]
    return block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and last in ".!?")
