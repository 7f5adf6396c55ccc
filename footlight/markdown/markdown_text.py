"""An essay's Markdown source in three views of the same length, with its blocks and sentences.

`source` is the text as it is, with single newlines. `markup` has code, comments and formulas masked; links and tags
stay. `prose` has only words and their punctuation. In `prose` a newline inside a block is a newline, and the end of a
block is `BLOCK_END`, so that a pattern can name the end of a paragraph or of a list item.

Why not markdown-it-py or pandoc: the rules for missing links need offsets in the source, also inside broken markup
such as `[words](`, and they run on hundreds of essays without starting a process.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from footlight.markdown.mask import INVISIBLE, OBJECT, mask_code, masked

BLOCK_END = "\u2029"
"""Stands in `prose` at the end of a block (U+2029, paragraph separator)."""

_LINE = re.compile(r"^[ \t>]*+(?P<text>(?=[^\n]*\S)[^\n]++)", re.MULTILINE)
_MARK = re.compile(r"(?:[-*+]|#\.|\(?(?:\d{1,9}|[a-z])[.)]|\[\^[^\]\s]+\]:|[:~])(?:[ \t]+|$)")
_NUMBER = re.compile(r"\(?(?:\d{1,9}|[a-z])[.)]")
_FIRST = re.compile(r"\(?(?:1|a)[.)]")
_HEADING = re.compile(r"#{1,6}[ \t]")
_UNDERLINE = re.compile(r"(?:=+|-{2,})[ \t]*$")
_ROW = re.compile(r"\|")
_CELL_BORDER = re.compile(r"(?<![ \t])[ \t]*(?<!\\)\|[ \t]*")
"""The border of a cell, and the blanks beside it."""
_BLOCK_TAGS = (
    "address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|header|hr|li|main|nav"
    "|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
"""Elements whose tags, alone on a line, end what stands above them."""
_SETS_APART = re.compile(
    rf"(?:{OBJECT}+|(?:</?(?:{_BLOCK_TAGS})(?:[ \t][^<>\n]*)?>[ \t]*)+|:{{3,}}[^\n]*"
    r"|\*?\[(?!\^)[^\]\n]+\]:[ \t]*\S[^\n]*|(?P<rule>[*_-])(?:[ \t]*(?P=rule)){2,})[ \t]*$"
)

_TARGET = r"\((?:<[^<>\n]*>|[^\s()]*+(?:\([^\s()]*\)[^\s()]*+)*)(?:[ \t\n]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
# What a reader does not see, or sees as one thing. Each pattern begins with a character of its own, so that the search
# is quick.
_HIDDEN = tuple(
    re.compile(pattern)
    for pattern in (
        r"\{(?:\{[^{}\n]*+\}|%[^{}\n]*+(?<=%))\}",  # a tag of a generator, which may be where a link leads
        rf"!\[[^\[\]]*+\](?:{_TARGET}|\[[^\[\]]*+\])",  # an image
        rf"\]{_TARGET}|\]\[[^\[\]\n]*+\]",  # where a link leads, or the key of its reference
        r"<(?:/?[A-Za-z][^<>]*+>|[a-z][a-z0-9+.-]*:[^\s<>]*+>)",  # tags, automatic links
        r"(?:https?://|www\.)[^\s<>()\[\]]*+(?P<more>\([^\s<>()]*\)[^\s<>()\[\]]*+)?",  # an address
        r"\{(?<=[^\s{].)[.#:=][^{}\n]*+\}",  # attributes
    )
)
_BEHIND_ADDRESSES = frozenset(".,;:!?'\"”’»")
"""An address that ends so is left as it is. That is looked at behind the match: as a part of the pattern it would begin
a new search within each address that it refuses, in a text of `www.www.www.` four thousand times."""
_STOP = re.compile(r"[.!?…][\"”’»)\]*_]*+[ \t\n]++(?=[\"“‘«(\[*_]*[^\W\d_a-z])")
_HIDDEN_MARK = re.compile(r"\[\^[^\[\]\s]++\]|(?<![ \t])[ \t]{2,}+(?=\n)|(?<=\|)[ \t]++|(?<![ \t])[ \t]++(?=\|)")


_SHELL_LINE = r"[ \t]*+(?:\[\d+\][ \t]*)?(?:[dl-](?:[r-][w-][xsStT-]){3}|[\w.@~-]+:[\w/~.-]* ?[#$>%] )"
"""The beginning of a line at a shell's prompt, or of a list of files; w3m puts a number before it."""
_AT_PROMPT = re.compile(_SHELL_LINE)
_CODE_SIGN = re.compile(
    r"[{}]|;[ \t]*$|[;=](?=[ \t])|\(\)|::|[-=]>|[!=+*/-]=|&&|\|\||</|/>|\w\(\"|\$[a-z_]"
    rf"|^[A-Z][A-Za-z]+(?:-[A-Z][A-Za-z]+)+:(?=[ \t])|^{_SHELL_LINE}",
    re.MULTILINE,
)
"""What is met in programs, in the heads of messages and at the prompts of shells, and hardly ever in prose."""
_SPACED_CODE = re.compile(r"\w \. [a-z]|[\w)] \) ?;|[\w)\]] ;[ \t]*$|\" , \"|\" \) ;", re.MULTILINE)
"""Programs as inscriptis writes those whose words are marked one by one: “console . log (name) ;”."""
_SPACED_CALL = re.compile(
    r"[\d'\"] , [\d'\"A-Z]|[A-Z]{2} , [A-Z]{2}|\w \( \w[\w.]* \(|\w \( ['\"]|\( \d+ [-+*/:,] "
    r"|[\d)] \) ?[{=]|\w\.\w+ \( |\bself \.|\w \. [A-Z]\w* ?\("
)
"""The same without semicolons: “system.time ( replicate ( 1000 , f (x, 40 )))”. One of them may be a writer's."""
_FEWEST_CALLS = 2
_WORDS_A_SPACED_SIGN = 25
_LINKED = re.compile(r"\]\((?:[^()\s]*[/#.:]|\))")
"""A link, and not the value of a list that is called, `x[[1]](y)`."""
_TAG = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|\{:[^{}\n]*\}|(?<!=)==(?=\S)[^=\n]*(?<=\S)==")
"""What generators' Markdown has in prose: tags of Hugo and Liquid, attributes, marked words."""
_FEWEST_SIGNS = 4
_WORDS_A_SIGN = 7
"""Words for each sign in a block, of which a program has fewer."""

_LONGEST_HALF = 500
"""Characters of a sentence on either side of an offset; a longer one is cut."""


class BlockKind(Enum):
    """The kind of a block, as far as the rules need to know."""

    PARAGRAPH = auto()
    ITEM = auto()
    HEADING = auto()
    ROW = auto()
    """A row of a table, or a line of verse."""
    OTHER = auto()
    """Code, a picture, a horizontal rule: no prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, list item, heading or the like: `source[start:end]`, without the mark that begins it."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownText:
    """A Markdown source in its three views."""

    source: str
    markup: str
    prose: str
    blocks: tuple[Block, ...]
    starts: tuple[int, ...]
    """The offset at which each block begins."""
    stops: tuple[int, ...]
    """The offset at which each sentence begins that follows another one in its block."""

    def block_at(self, offset: int) -> int:
        """Return the index of the block that holds an offset, or of the last one before it; -1 before the first."""
        return bisect_right(self.starts, offset) - 1

    def indent(self, offset: int) -> int:
        """Return how many blanks and tabs begin the line of an offset."""
        line = self.line_before(offset)
        return len(line) - len(line.lstrip(" \t"))

    def quoted(self, offset: int) -> bool:
        """Tell whether the line of an offset belongs to a block quotation."""
        return self.line_before(offset).lstrip().startswith(">")

    def line_before(self, offset: int) -> str:
        """Return the source from the beginning of an offset's line to the offset."""
        return self.source[self.source.rfind("\n", 0, offset) + 1 : offset]

    def sentence(self, offset: int) -> tuple[int, int]:
        """Return the bounds of the sentence that holds an offset, inside its block; at most 500 characters each way."""
        index = self.block_at(offset)
        if index < 0:
            return offset, offset
        block = self.blocks[index]
        start, end = max(block.start, offset - _LONGEST_HALF), max(offset, min(block.end, offset + _LONGEST_HALF))
        before, after = bisect_right(self.stops, offset) - 1, bisect_left(self.stops, offset + 1)
        if before >= 0:
            start = max(start, self.stops[before])
        if after < len(self.stops):
            end = min(end, self.stops[after])
        return start, end

    def is_of_shell(self, offset: int) -> bool:
        """Tell whether the line of an offset begins as those of a shell's session do."""
        start = max(self.prose.rfind("\n", 0, offset), self.prose.rfind(BLOCK_END, 0, offset)) + 1
        return _AT_PROMPT.match(self.prose, start) is not None


def markdown_text(source: str) -> MarkdownText:
    """Make the views of a source whose line ends are single newlines."""
    markup = mask_code(source)
    blocks = tuple(_told_apart(markup, block) for block in _blocks(markup))
    prose = _prose(markup, blocks)
    return MarkdownText(
        source=source,
        markup=markup,
        prose=prose,
        blocks=blocks,
        stops=tuple(stop.end() for stop in _STOP.finditer(prose)),
        starts=tuple(block.start for block in blocks),
    )


def _prose(markup: str, blocks: tuple[Block, ...]) -> str:
    text = markup
    for pattern in _HIDDEN:
        hidden = ((m.start() + (m[0][0] == "]"), _end(m), OBJECT) for m in pattern.finditer(text))
        text = masked(text, (one for one in hidden if one[1]))
    text = masked(text, ((m.start(), m.end(), INVISIBLE) for m in _HIDDEN_MARK.finditer(text)))
    out, at = [], 0
    for block in blocks:
        inside = text[block.start : block.end]
        if block.kind is BlockKind.OTHER:
            inside = OBJECT * len(inside)
        elif block.kind is BlockKind.ROW:
            # Each cell is read as a block by itself.
            inside = masked(
                inside,
                ((m.start(), m.end(), BLOCK_END) for m in _CELL_BORDER.finditer(markup[block.start : block.end])),
            )
        elif "\n" in inside:
            inside = re.sub(r"(?<=\n)[ \t>]+", lambda m: INVISIBLE * len(m[0]), inside)
        out += [_separators(text[at : block.start]), inside]
        at = block.end
    return "".join([*out, _separators(text[at:])])


def _end(match: re.Match[str]) -> int:
    """Where what is hidden ends; 0 where it is an address that stays."""
    if match[0][0] not in "hw":
        return match.end()
    ends = (match.end(), match.start("more"))  # without its brackets, where it may not end behind them
    return next((end for end in ends if end > 0 and match.string[end - 1] not in _BEHIND_ADDRESSES), 0)


def _separators(text: str) -> str:
    """Mask what stands between two blocks: list marks and indents are invisible, line ends become ends of a block."""
    return re.sub(r"[^\n]", INVISIBLE, text).replace("\n", BLOCK_END)


def _blocks(markup: str) -> Iterator[Block]:
    """Yield the blocks in order; each line either begins one or continues the last."""
    start, end, kind = 0, -1, BlockKind.OTHER
    for line in _LINE.finditer(markup):
        text, at = line["text"], line.start("text")
        apart = line.start() > end + 1
        begun = _begins(text, kind if end >= 0 and not apart else None)
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


def _told_apart(markup: str, block: Block) -> Block:
    """Return a block, as `OTHER` where it is a program's text that nothing marks as code, as in a dump."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING):
        return block  # a heading may be a comment of a program
    inside = _TAG.sub("", markup[block.start : block.end])
    if _LINKED.search(inside):
        return block
    words = len(inside.split())
    calls = len(_SPACED_CALL.findall(inside))
    signs = len(_CODE_SIGN.findall(inside)) + calls
    spaced = len(_SPACED_CODE.findall(inside)) + (calls if calls >= _FEWEST_CALLS else 0)
    by_blanks = spaced > 0 and spaced * _WORDS_A_SPACED_SIGN >= words
    by_signs = signs >= _FEWEST_SIGNS and signs * _WORDS_A_SIGN >= words
    return replace(block, kind=BlockKind.OTHER) if by_blanks or by_signs else block


def _begins(text: str, under: BlockKind | None) -> BlockKind | None:
    """Return the kind of block that a line begins; None where it continues the block above it."""
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
