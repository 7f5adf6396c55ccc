"""An essay's Markdown source in three views of the same length, with its blocks and sentences.

`source` is the text as it is, with single newlines. `markup` has code, comments and formulas masked; links and tags
stay. `prose` has only words and their punctuation. In `prose` a newline inside a block is a newline, and the end of a
block is `END`, so that a pattern can name the end of a paragraph or of a list item.

Why not markdown-it-py or pandoc: the rules for missing links need offsets in the source, also inside broken markup
such as `[words](`, and they run on hundreds of essays without starting a process.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from footlight.links.markdown.prose_mask import NOTHING, OBJECT, filled, without_code

END = "\u2029"
"""The end of a block, in `prose`."""

_LINE = re.compile(r"^[ \t>]*+(?P<text>(?=[^\n]*\S)[^\n]++)", re.MULTILINE)
_MARK = re.compile(r"(?:[-*+]|#\.|\(?(?:\d{1,9}|[a-z])[.)]|\[\^[^\]\s]+\]:|[:~])(?:[ \t]+|$)")
_NUMBER = re.compile(r"\(?(?:\d{1,9}|[a-z])[.)]")
_FIRST = re.compile(r"\(?(?:1|a)[.)]")
_HEADING = re.compile(r"#{1,6}[ \t]")
_UNDERLINE = re.compile(r"(?:=+|-{2,})[ \t]*$")
_ROW = re.compile(r"\|")
_SETS_APART = re.compile(
    rf"(?:{OBJECT}+|:{{3,}}[^\n]*|\[(?!\^)[^\]\n]+\]:[ \t]*\S[^\n]*|(?P<rule>[*_-])(?:[ \t]*(?P=rule)){{2,}})[ \t]*$"
)

_TARGET = r"\((?:<[^<>\n]*>|[^\s()]*+(?:\([^\s()]*\)[^\s()]*+)*)(?:[ \t\n]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
# What a reader does not see, or sees as one thing. Each begins with its own character, which makes the search quick.
_UNSEEN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"!\[[^\[\]]*+\](?:{_TARGET}|\[[^\[\]]*+\])",  # an image
        rf"\]{_TARGET}|\]\[[^\[\]\n]*+\]",  # where a link leads, or the key of its reference
        r"<(?:/?[A-Za-z][^<>]*+>|[a-z][a-z0-9+.-]*:[^\s<>]*+>)",  # tags, automatic links
        r"(?:https?://|www\.)[^\s<>()\[\]]*+(?:\([^\s<>()]*\)[^\s<>()\[\]]*+)?(?<![.,;:!?'\"”’»])",
        r"\{(?<=[^\s{].)[.#:=][^{}\n]*+\}",  # attributes
    )
)
_STOP = re.compile(r"[.!?…][\"”’»)\]*_]*+[ \t\n]++(?=[\"“‘«(\[*_]*[^\W\d_a-z])")
_UNSEEN_MARK = re.compile(r"\[\^[^\[\]\s]++\]|(?<![ \t])[ \t]{2,}+(?=\n)|(?<=\|)[ \t]++|(?<![ \t])[ \t]++(?=\|)")


class BlockKind(Enum):
    """What a block is, as far as the rules care."""

    PARAGRAPH = auto()
    ITEM = auto()
    HEADING = auto()
    ROW = auto()
    """Of a table, or a line of verse."""
    OTHER = auto()
    """Code, a picture, a rule: no prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of prose without a break, its mark left out."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """The views of one source."""

    source: str
    markup: str
    prose: str
    blocks: tuple[Block, ...]
    starts: tuple[int, ...]
    """Where each block begins."""
    stops: tuple[int, ...]
    """Where each sentence that follows another one in its block begins."""

    def block_at(self, offset: int) -> int:
        """The index of the block that holds an offset, or of the last one before it; -1 before the first."""
        return bisect_right(self.starts, offset) - 1

    def indent(self, offset: int) -> int:
        """The width of the white space that begins the source's line of an offset."""
        line = self.line_before(offset)
        return len(line) - len(line.lstrip(" \t"))

    def quoted(self, offset: int) -> bool:
        """Whether the line of an offset stands in a block quotation."""
        return self.line_before(offset).lstrip().startswith(">")

    def line_before(self, offset: int) -> str:
        """The source from the beginning of an offset's line to the offset."""
        return self.source[self.source.rfind("\n", 0, offset) + 1 : offset]


def laid_out(source: str) -> Manuscript:
    """The views and blocks of a source whose newlines are single."""
    markup = without_code(source)
    blocks = tuple(_blocks(markup))
    prose = _prose(markup, blocks)
    return Manuscript(
        source=source,
        markup=markup,
        prose=prose,
        blocks=blocks,
        stops=tuple(stop.end() for stop in _STOP.finditer(prose)),
        starts=tuple(block.start for block in blocks),
    )


def _prose(markup: str, blocks: tuple[Block, ...]) -> str:
    text = markup
    for pattern in _UNSEEN:
        text = filled(text, ((m.start() + (m[0][0] == "]"), m.end(), OBJECT) for m in pattern.finditer(text)))
    text = filled(text, ((m.start(), m.end(), NOTHING) for m in _UNSEEN_MARK.finditer(text)))
    out, at = [], 0
    for block in blocks:
        inside = text[block.start : block.end]
        if block.kind is BlockKind.OTHER:
            inside = OBJECT * len(inside)
        elif "\n" in inside:
            inside = re.sub(r"(?<=\n)[ \t>]+", lambda m: NOTHING * len(m[0]), inside)
        out += [_between(text[at : block.start]), inside]
        at = block.end
    return "".join([*out, _between(text[at:])])


def _between(text: str) -> str:
    """What stands between two blocks: ends, and marks that are not read."""
    return re.sub(r"[^\n]", NOTHING, text).replace("\n", END)


def _blocks(markup: str) -> Iterator[Block]:
    """The blocks, in order; each line either begins one or goes on with the last."""
    start, end, kind = 0, -1, BlockKind.OTHER
    for line in _LINE.finditer(markup):
        text, at = line["text"], line.start("text")
        apart = line.start() > end + 1
        begun = _begun(text, kind if end >= 0 and not apart else None)
        if begun is BlockKind.HEADING and _UNDERLINE.match(text):
            yield Block(start=start, end=end, kind=BlockKind.HEADING)
            start, end, kind = at, line.end(), BlockKind.OTHER
        elif begun is None and end >= 0:
            end = line.end()
        else:
            if end >= 0:
                yield Block(start=start, end=end, kind=kind)
            kind = begun or BlockKind.PARAGRAPH
            mark = _MARK.match(text) if kind is BlockKind.ITEM else None
            start, end = at + (mark.end() if mark else 0), line.end()
    if end >= 0:
        yield Block(start=start, end=end, kind=kind)


def _begun(text: str, under: BlockKind | None) -> BlockKind | None:
    """The kind of block that a line begins; None where it goes on with the block above it, if there is one."""
    if under is BlockKind.PARAGRAPH and _UNDERLINE.match(text):
        return BlockKind.HEADING
    if _SETS_APART.match(text):
        return BlockKind.OTHER
    if _HEADING.match(text):
        return BlockKind.HEADING
    if _ROW.match(text):
        return BlockKind.ROW
    if _MARK.match(text):
        in_prose = under is BlockKind.PARAGRAPH and _NUMBER.match(text) and not _FIRST.match(text)
        return None if in_prose else BlockKind.ITEM
    return None if under in (BlockKind.PARAGRAPH, BlockKind.ITEM) else BlockKind.PARAGRAPH


_FARTHEST = 500


def sentence_at(text: Manuscript, at: int) -> tuple[int, int]:
    """The offsets of the sentence that holds `at`, inside its block; at most 500 characters to either side."""
    index = text.block_at(at)
    if index < 0:
        return at, at
    block = text.blocks[index]
    start, end = max(block.start, at - _FARTHEST), max(at, min(block.end, at + _FARTHEST))
    before, after = bisect_right(text.stops, at) - 1, bisect_left(text.stops, at + 1)
    if before >= 0:
        start = max(start, text.stops[before])
    if after < len(text.stops):
        end = min(end, text.stops[after])
    return start, end
