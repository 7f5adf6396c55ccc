"""Words deleted at the beginning or the end of a line: a space is left where none belongs."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.links.markdown.manuscript import END, Block, BlockKind, Manuscript
from footlight.links.markdown.prose_mask import NOTHING
from footlight.textmatch.places import Place

CODE = "broken-line"

_LINE = re.compile(r"(?P<indent>[ \t]*+)(?P<text>[^\n]*+)(?:\n|\Z)")
_SPACE_AT_END = re.compile(rf" \n(?<=[\w,]..){NOTHING}*+(?=\w)", re.DOTALL)
_SPACE_BEFORE_NEWLINE = re.compile(rf" [\n{END}](?<=\S..)", re.DOTALL)
_LAST_WORD = re.compile(r"[\w'’-]+\Z")
_LONGEST = 40
_FEW = 2
"""Lines that end with a space; in a text with more of them they are the editor's doing."""


def broken_line(text: Manuscript, book: Phrasebook) -> Iterator[Place]:
    """Lines that begin one space too far in, and lines that end with a space and want a word."""
    for block in text.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            for at in _shifted(text, block):
                yield _place(at, "the line begins with a space, as where words stood before it")
    if sum(1 for _ in _SPACE_BEFORE_NEWLINE.finditer(text.prose)) > _FEW:
        return
    for gap in _SPACE_AT_END.finditer(text.prose):
        before = _LAST_WORD.search(text.prose, max(0, gap.start() - _LONGEST), gap.start())
        wanting = before and any(p.fullmatch(before[0]) for p in (book.article, book.preposition))
        if wanting or book.leans(text.prose, gap.end()):
            yield _place(gap.start(), "the line ends with a space, as where words stood after it")


def _place(at: int, why: str) -> Place:
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=0.75, why=why)


def _shifted(text: Manuscript, block: Block) -> Iterator[int]:
    """Offsets of lower-case words that begin a line indented by one more than its neighbours."""
    paragraph = block.kind is BlockKind.PARAGRAPH
    if paragraph and text.line_before(block.start) == " " and text.prose[block.start].islower():
        yield block.start
    inside = text.source[block.start : block.end]
    if "\n " not in inside:
        return
    # The block's first line is indented by its mark; what the others share is the block's indent.
    lines = [line for line in _LINE.finditer(inside) if line["text"]][1:]
    widths = [len(line["indent"].expandtabs(4)) for line in lines]
    moved = [line for line, width in zip(lines, widths, strict=True) if width == min(widths) + 1]
    if len(moved) == 1 and len(lines) > 1 and moved[0]["text"][0].islower():
        yield block.start + moved[0].start("text")
