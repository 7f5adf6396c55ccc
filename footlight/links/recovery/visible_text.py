"""An essay's Markdown source as the words that a reader sees, each with its offset, and the links that it still has."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from footlight.links.search_terms import fold, tokens

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DEFINITION = re.compile(r"^[ \t>]*\[(?!\^)(?P<key>[^\]\n]+)\]:[ \t]*\S[^\n]*$", re.MULTILINE)
_TARGET = re.compile(
    r"\]\((?P<url>\s*(?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*)\)"
)
_REFERENCE = re.compile(r"\]\[[^\]\[\n]*\]")
_AUTOLINK = re.compile(r"<(?P<url>[a-z][a-z0-9+.\-]*:[^\s<>]+)>|(?<!\]\()(?<![\"'=<])\b[a-z]{3,8}://[^\s<>()\[\]]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_ANCHOR = re.compile(r"<a\s(?=[^<>]*=\s*[\"']?[^\s\"'<>#]*[/.?])[^<>]*>.*?</a\s*>", re.DOTALL | re.IGNORECASE)
"""An `<a>` of which some attribute looks like an address, be its name misspelt."""
_SHORTCUT = re.compile(r"(?<!!)\[(?P<key>[^\[\]\n]+(?:\n[^\[\]\n]+)*)\](?![\[(:])")
_BLOCK = re.compile(r"\n[ \t>]*\n\s*|\n(?=[ \t>]*(?:[-*+][ \t]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|\|))")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<words>[^\n]+)$", re.MULTILINE)
_LONGEST_ANCHOR = 1000
BREAK = "\n"
"""Stands among the words for the beginning of a block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of the text."""

    text: str
    """Folded."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleText:
    """What a reader sees of a source."""

    source: str
    visible: str
    """The source, of one length with it, in which what no reader sees is blank."""
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    lined_words: tuple[Word, ...]
    """The words, with a `BREAK` where a block begins."""
    linked: tuple[tuple[int, int], ...]
    """Spans of the source that carry a link with a target, in order."""
    blocks: tuple[int, ...]
    """Where a paragraph, an item or a heading begins."""
    headings: tuple[tuple[int, str], ...]
    addresses: frozenset[str]
    """What its links lead to."""

    def is_linked(self, start: int, end: int) -> bool:
        """Whether a link that is there touches this stretch."""
        at = bisect_left(self.linked, (start, start)) - 1
        return any(left < max(end, start + 1) and start < right for left, right in self.linked[max(at, 0) : at + 4])

    def block(self, offset: int) -> tuple[int, int]:
        """The block around an offset."""
        at = bisect_right(self.blocks, offset)
        return self.blocks[at - 1] if at else 0, self.blocks[at] if at < len(self.blocks) else len(self.source)

    def heading(self, offset: int) -> str:
        """The words of the last heading above."""
        return next((words for start, words in reversed(self.headings) if start < offset), "")

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that begin there."""
        return self.words[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def visible_text(source: str) -> VisibleText:
    """The visible_text of a source."""
    visible = source
    for pattern in (_FRONT, _COMMENT, _DEFINITION):
        visible = pattern.sub(_blank, visible)
    links = list(_links(source, visible))
    addresses = frozenset(url for _, _, url in links if url.startswith(("http://", "https://")))
    for pattern in (_TARGET, _REFERENCE):
        visible = pattern.sub(_blank_after_bracket, visible)
    visible = _TAG.sub(_blank, visible)
    words = tuple(Word(text=fold(text), start=start, end=end) for text, start, end in tokens(visible))
    blocks = (0, *(m.end() for m in _BLOCK.finditer(visible)))
    breaks = (Word(text=BREAK, start=at, end=at) for at in blocks[1:])
    return VisibleText(
        source=source,
        visible=visible,
        words=words,
        starts=tuple(word.start for word in words),
        linked=tuple(sorted((start, end) for start, end, _ in links)),
        lined_words=tuple(sorted((*words, *breaks), key=lambda word: (word.start, word.text != BREAK))),
        blocks=blocks,
        headings=tuple((m.start(), m["words"].strip(" #")) for m in _HEADING.finditer(visible)),
        addresses=addresses,
    )


def words_and_breaks(text: str) -> list[Word]:
    """The words of a page's text, with a `BREAK` at the end of each line."""
    words = [Word(text=fold(word), start=start, end=end) for word, start, end in tokens(text)]
    breaks = [Word(text=BREAK, start=m.end(), end=m.end()) for m in re.finditer(r"\n", text)]
    return sorted([*words, *breaks], key=lambda word: (word.start, word.text != BREAK))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _blank_after_bracket(match: re.Match[str]) -> str:
    return "]" + re.sub(r"[^\n]", " ", match[0][1:])


def _links(source: str, visible: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and target of every link that has one."""
    for match in _TARGET.finditer(visible):
        url = match["url"].strip().strip("<>")
        if url and url != "#" and (start := _opening(visible, match.start())) is not None:
            yield start, match.end(), url.split()[0] if url.split() else ""
    keys = {" ".join(m["key"].casefold().split()) for m in _DEFINITION.finditer(source)}
    for match in _REFERENCE.finditer(visible):
        start = _opening(visible, match.start())
        if start is not None:
            yield start, match.end(), ""
    for match in _SHORTCUT.finditer(visible):
        if " ".join(match["key"].casefold().split()) in keys:
            yield match.start(), match.end(), ""
    for match in _AUTOLINK.finditer(visible):
        yield match.start(), match.end(), match["url"] or match[0]
    for match in _ANCHOR.finditer(visible):
        yield match.start(), match.end(), ""


def _opening(text: str, closing: int) -> int | None:
    """The bracket that belongs to the closing one at an offset."""
    depth = 0
    for at in range(closing, max(closing - _LONGEST_ANCHOR, -1), -1):
        if text[at] == "]":
            depth += 1
        elif text[at] == "[":
            depth -= 1
            if not depth:
                return at
    return None
