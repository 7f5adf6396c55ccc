"""The visible text of a Markdown source: words with their offsets, and the links that are still there."""

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
"""An `<a>` with an attribute that looks like an address, even if the attribute's name is misspelt."""
_SHORTCUT = re.compile(r"(?<!!)\[(?P<key>[^\[\]\n]+(?:\n[^\[\]\n]+)*)\](?![\[(:])")
_BLOCK = re.compile(r"\n[ \t>]*\n\s*|\n(?=[ \t>]*(?:[-*+][ \t]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|\|))")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<words>[^\n]+)$", re.MULTILINE)
_LONGEST_ANCHOR = 1000
BREAK = "\n"
"""Marks the beginning of a block among the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of the text."""

    text: str
    """The word in lower case without accents."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleText:
    """The text of a source that a reader sees."""

    source: str
    visible: str
    """The source with blanks instead of what a reader does not see; of the same length."""
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    lined_words: tuple[Word, ...]
    """The words, with a `BREAK` at the beginning of each block."""
    linked: tuple[tuple[int, int], ...]
    """Spans of the links that have a target, in order."""
    blocks: tuple[int, ...]
    """The offsets at which a paragraph, list item or heading begins."""
    headings: tuple[tuple[int, str], ...]
    addresses: frozenset[str]
    """The addresses of its links."""

    def is_linked(self, start: int, end: int) -> bool:
        """Tell whether a link touches this stretch."""
        at = bisect_left(self.linked, (start, start)) - 1
        return any(left < max(end, start + 1) and start < right for left, right in self.linked[max(at, 0) : at + 4])

    def block(self, offset: int) -> tuple[int, int]:
        """Return the bounds of the block at an offset."""
        at = bisect_right(self.blocks, offset)
        return self.blocks[at - 1] if at else 0, self.blocks[at] if at < len(self.blocks) else len(self.source)

    def heading(self, offset: int) -> str:
        """Return the words of the last heading above an offset."""
        return next((words for start, words in reversed(self.headings) if start < offset), "")

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """Return the words that begin in this stretch."""
        return self.words[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def visible_text(source: str) -> VisibleText:
    """Return the visible text of a source."""
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
    """Return the words of a page's text, with a `BREAK` after each line."""
    words = [Word(text=fold(word), start=start, end=end) for word, start, end in tokens(text)]
    breaks = [Word(text=BREAK, start=m.end(), end=m.end()) for m in re.finditer(r"\n", text)]
    return sorted([*words, *breaks], key=lambda word: (word.start, word.text != BREAK))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _blank_after_bracket(match: re.Match[str]) -> str:
    return "]" + re.sub(r"[^\n]", " ", match[0][1:])


def _links(source: str, visible: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and target of every link that has a target."""
    for match in _TARGET.finditer(visible):
        url = match["url"].strip().strip("<>")
        start = _opening(visible, match.start()) if url and url != "#" else None
        if start is not None and visible[start - 1 : start] != "!":  # a picture leads nowhere
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
    """Return the offset of the opening bracket of the closing one at an offset; None if there is none."""
    depth = 0
    for at in range(closing, max(closing - _LONGEST_ANCHOR, -1), -1):
        if text[at] == "]":
            depth += 1
        elif text[at] == "[":
            depth -= 1
            if not depth:
                return at
    return None
