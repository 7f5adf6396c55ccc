"""Rule: a blank stands at the beginning or the end of a line, where words were deleted."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.markdown.markdown_text import BLOCK_END, Block, BlockKind, MarkdownText
from footlight.markdown.mask import INVISIBLE
from footlight.textmatch.places import Place

CODE = "broken-line"

_LINE = re.compile(r"(?P<indent>[ \t]*+)(?P<text>[^\n]*+)(?:\n|\Z)")
_SPACE_AT_END = re.compile(rf" \n(?<=[\w,]..){INVISIBLE}*+(?=\w)", re.DOTALL)
_SPACE_BEFORE_NEWLINE = re.compile(rf" [\n{BLOCK_END}](?<=\S..)", re.DOTALL)
_LAST_WORD = re.compile(r"[\w'’-]+\Z")
_LONGEST = 40
_FEW = 2
"""Lines that end with a blank; where there are more, a text editor made them."""


def broken_line(text: MarkdownText, phrases: Phrasebook) -> Iterator[Place]:
    """Yield the beginnings of lines indented by one blank too many, and ends of lines whose blank wants a word."""
    for block in text.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            for at in _shifted(text, block):
                yield _place(at, "the line begins with a blank, as if words before it were deleted")
    if sum(1 for _ in _SPACE_BEFORE_NEWLINE.finditer(text.prose)) > _FEW:
        return
    for gap in _SPACE_AT_END.finditer(text.prose):
        before = _LAST_WORD.search(text.prose, max(0, gap.start() - _LONGEST), gap.start())
        wanting = before and any(p.fullmatch(before[0]) for p in (phrases.article, phrases.preposition))
        if wanting or phrases.continues_sentence(text.prose, gap.end()):
            yield _place(gap.start(), "the line ends with a blank, as if words after it were deleted")


def _place(at: int, why: str) -> Place:
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=0.75, why=why)


def _shifted(text: MarkdownText, block: Block) -> Iterator[int]:
    """Yield the offsets of lower-case words that begin a line indented by one blank more than its neighbours."""
    paragraph = block.kind is BlockKind.PARAGRAPH
    if paragraph and text.line_before(block.start) == " " and text.prose[block.start].islower():
        yield block.start
    inside = text.source[block.start : block.end]
    if "\n " not in inside:
        return
    # The first line of a block is indented by its list mark; what the others have in common is the indent of the block.
    lines = [line for line in _LINE.finditer(inside) if line["text"]][1:]
    widths = [len(line["indent"].expandtabs(4)) for line in lines]
    moved = [line for line, width in zip(lines, widths, strict=True) if width == min(widths) + 1]
    if len(moved) == 1 and len(lines) > 1 and moved[0]["text"][0].islower():
        yield block.start + moved[0].start("text")
