"""What rules look at: the words of a source as its dialect is read, without what is no prose, and their language."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property

from footlight.markdown.link_syntax import bracketed
from footlight.markdown.markdown_text import Block, BlockKind, MarkdownText, markdown_text
from footlight.markdown.mask import OBJECT, masked

_ENDINGS = "com|org|net|io|dev|md|py|rs|js|ts|html?|css|json|toml|ya?ml|txt|pdf|png|jpe?g|svg"
_NO_WORDS = re.compile(
    r"<(?P<tag>code|kbd|samp|var|tt)\b[^<>]{0,200}>[^<]{0,500}</(?P=tag)\s*>"  # words that are no prose
    r"|\{\{[^{}]{0,500}\}\}|\{%[^{}%]{0,500}%\}"  # what a site generator fills in
    r"|&#?\w{1,31};"  # a character by its name
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"  # an address of mail
    r"|(?<![\w./-])(?:\.{0,2}/)?[\w.-]{1,80}(?:/[\w.-]{1,80}){1,20}/?(?!\w)"  # a path, or alternatives
    rf"|(?<![\w.-])\w[\w-]{{0,80}}(?:\.[\w-]{{1,80}}){{0,8}}\.(?:{_ENDINGS})\b",  # the name of a site or file
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"\[(?P<words>[^\[\]]{1,1000})\]\{[^{}\n]*\blang=[\"']?(?P<span>[A-Za-z]{2,3})[^{}\n]*\}"
    r"|<(?P<tag>[a-z]+)\b[^<>]{0,300}\slang=[\"']?(?P<element>[A-Za-z]{2,3})[^<>]{0,300}>.{0,1000}?</(?P=tag)\s*>"
    r"|^(?P<fence>:{3,})[^\n]*\blang=[\"']?(?P<div>[A-Za-z]{2,3})[^\n]*\n.{0,3000}?^(?P=fence)[ \t]*$",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_OPENING, _CLOSING = "“„«‟", "”»"
_CALLOUT = re.compile(r"[ \t]*>[ \t]*\[!\w")
_LONGEST_CALLOUT = 100
"""Lines."""
_LONGEST_QUOTATION = 2000
"""Characters: a mark that opened earlier was forgotten."""
_SAMPLE_WORDS = 8
"""A block of fewer words tells no language."""
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})


class Prose:
    """The text of one source, in the form that its dialect gives it, in views of the same length."""

    def __init__(self, text: str, lang: str, guess: Callable[[str], str] = lambda _: "") -> None:
        self.text = text
        self.lang, _, region = lang.lower().replace("_", "-").partition("-")
        """ISO 639 code of the language; empty where nobody knows it."""
        self.region = region.rpartition("-")[2]
        """In small letters; empty where the language's tag has none."""
        self._guess = guess
        self._languages: dict[int, str] = {}
        self._quoted: dict[int, bool] = {}

    @cached_property
    def markdown(self) -> MarkdownText:
        """The views of the Markdown: `markup` without code, `prose` also without addresses and tags."""
        return markdown_text(self.text)

    @cached_property
    def words(self) -> str:
        """The view in which only words and their punctuation are left; all else is `OBJECT` or invisible."""
        prose = self.markdown.prose
        return masked(prose, ((m.start(), m.end(), OBJECT) for m in _NO_WORDS.finditer(self.markdown.markup)))

    def blocks(self, *, headings: bool = False) -> Iterator[Block]:
        """The paragraphs and items of lists, in order; with `headings`, these as well."""
        for block in self.markdown.blocks:
            if block.kind in _PROSE or (headings and block.kind is BlockKind.HEADING):
                yield block

    def find(self, pattern: "re.Pattern[str]", *, headings: bool = False) -> Iterator["re.Match[str]"]:
        """The matches of a pattern in the words of paragraphs and items, each inside one block."""
        for block in self.blocks(headings=headings):
            yield from pattern.finditer(self.words, block.start, block.end)

    def in_note(self, offset: int) -> bool:
        """Tell whether a block is the definition of a note, or its first paragraph."""
        return self.markdown.line_before(self.block_at(offset).start).lstrip(" \t>").startswith("[^")

    def block_at(self, offset: int) -> Block:
        """The block that holds an offset, or the last one before it."""
        return self.markdown.blocks[max(0, self.markdown.block_at(offset))]

    def in_language(self, offset: int) -> bool:
        """Tell whether the words at an offset are in the text's language, as far as one can tell.

        Not what says that it is in another one, nor a paragraph whose words look so. A quotation set apart has to look
        like the text's language.
        """
        if any(start <= offset < end for start, end in self._foreign):
            return False
        index = self.markdown.block_at(offset)
        if index not in self._languages:
            block = self.markdown.blocks[index]
            words = self.words[block.start : block.end].replace(OBJECT, " ")
            self._languages[index] = self._guess(words) if len(words.split()) >= _SAMPLE_WORDS else ""
        seen = self._languages[index]
        return seen == self.lang if seen else not self.set_apart(offset)

    def set_apart(self, offset: int) -> bool:
        """Tell whether the block of an offset is in a quotation that is set apart."""
        index = self.markdown.block_at(offset)
        if index not in self._quoted:
            start = self.block_at(offset).start
            self._quoted[index] = self.markdown.quoted(start) and not self._in_callout(start)
        return self._quoted[index]

    def _in_callout(self, offset: int) -> bool:
        """Tell whether the quotation of an offset begins with `[!note]`, so that it is a box and the writer's own."""
        start = self.text.rfind("\n", 0, offset) + 1
        for _ in range(_LONGEST_CALLOUT):
            above = self.text.rfind("\n", 0, max(0, start - 1)) + 1
            if start == 0 or not self.text[above:start].lstrip(" \t").startswith(">"):
                break
            start = above
        return bool(_CALLOUT.match(self.text, start))

    @cached_property
    def _foreign(self) -> list[tuple[int, int]]:
        found = []
        for match in _FOREIGN.finditer(self.markdown.markup):
            said = (match["span"] or match["element"] or match["div"]).lower()
            if said != self.lang:
                found.append(match.span())
        return found

    def in_quotation(self, offset: int) -> bool:
        """Tell whether words stand between quotation marks, or in a quotation that is set apart."""
        if self.set_apart(offset):
            return True
        before = self.words[max(self.block_at(offset).start, offset - _LONGEST_QUOTATION) : offset]
        depth = sum(before.count(mark) for mark in _OPENING) - sum(before.count(mark) for mark in _CLOSING)
        return depth > 0 or before.count('"') % 2 == 1

    @cached_property
    def _link_starts(self) -> list[tuple[int, int]]:
        return sorted(bracketed(self.markdown.markup))

    def links(self) -> list[tuple[int, int]]:
        """The offsets of `[` and `]` around the words of each link, in order."""
        return self._link_starts

    def in_link(self, offset: int) -> bool:
        """Tell whether an offset stands in the words of a link."""
        index = bisect_right(self._link_starts, (offset, len(self.text))) - 1
        return index >= 0 and offset <= self._link_starts[index][1]
