"""Count what a Markdown source holds, independently of pandoc, so that what an edition lost can be named.

The count is of the source as it lies on the disk, read as CommonMark; what is no plain Markdown is blanked first
(`source_prose`).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

from footlight.engines.markdown_it import Piece, pieces
from footlight.essay.inventory import Block, Form, Inventory, Target
from footlight.reading.source_prose import listings, prose_of

_WORD = re.compile(r"[^\W_]+")
_SCHEME = re.compile(r"\bhttps?://", re.IGNORECASE)
"""Not printed where an address stays clear without it."""
_SILENT = frozenset({"script", "style", "template", "head"})
_FALLBACK = frozenset({"audio", "iframe", "object", "video"})
"""What stands in these is for a browser that does not show them. An edition has it where it names what is shown."""
_TARGET = re.compile(r"\]\((?:[^()\s]|\([^()\s]*\)){0,2000}(?:[ ]\"[^\"\n]*\")?\)")
"""The target of a link between tags, where pandoc reads Markdown as well: its address is printed elsewhere."""
_IN_TAGS = re.compile(
    r"(?P<picture>!?)\[(?P<words>[^\[\]\n]{0,400})\]\((?P<address>[^()\s<>]{1,2000})(?:[ \t]+\"[^\"\n]{0,400}\")?\)"
)
"""Links and pictures of Markdown between tags, where CommonMark reads none and many authors mean one."""
_IN_TAGS = re.compile(r"^[ \t]*(?:(?:\d{1,9}[.)]|[-*+])(?=[ \t])|(?:`{3,}|~{3,})[^\n]*)", re.MULTILINE)
"""Marks of Markdown between tags that a reader of HTML takes for words: numbers of items, fences with what they say."""


def take_inventory(text: str, body_start: int) -> Inventory:
    """Everything that an edition of a source must hold. `body_start` is where its front matter ends."""
    prose = "\n" * text.count("\n", 0, body_start) + prose_of(text[body_start:])
    count = _Count()
    rest, cells = _grid_cells(unicodedata.normalize("NFC", prose))  # a letter and its accent are one word
    for piece in pieces(rest):
        count.take(piece)
    for first, cell in cells:
        for piece in pieces(cell):
            count.take(replace(piece, line=piece.line + first - 1))
    return count.inventory()


_GRID = re.compile(r"^[ \t]*\+(?:[-=:]{2,}\+)+[ \t]*$")
"""A line of a grid table (https://pandoc.org/MANUAL.html#extension-grid_tables), which CommonMark has not."""


def _grid_cells(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text without its grid tables, and each of their cells with the line that it begins on."""
    if "+-" not in text and "+:" not in text and "+=" not in text:
        return text, []
    rows = text.split("\n")
    listed: set[int] = set()
    for start, end in listings(text):
        top = text.count("\n", 0, start)
        listed.update(range(top, top + text.count("\n", start, end) + 1))
    cells: list[tuple[int, str]] = []
    first = 0
    while first < len(rows):
        behind = first
        while behind < len(rows) and rows[behind].lstrip()[:1] in ("+", "|") and behind not in listed:
            behind += 1
        if behind > first and _GRID.match(rows[first]) and _GRID.match(rows[behind - 1]):
            cells += _cells(rows[first:behind], first + 1)
            rows[first:behind] = [""] * (behind - first)
        first = behind + 1
    return "\n".join(rows), cells


def _cells(rows: list[str], line: int) -> Iterator[tuple[int, str]]:
    """The cells of one grid table, of which the first row is in a line of the source."""
    open_cells: dict[int, list[str]] = {}
    first = line
    for number, row in enumerate(rows, line):
        if not _GRID.match(row):
            for column, words in enumerate(row.strip().strip("|").split("|")):
                open_cells.setdefault(column, []).append(words.removeprefix(" ").rstrip())
            continue
        yield from ((first, "\n".join(words)) for words in open_cells.values())
        open_cells, first = {}, number + 1


_COMPONENT = re.compile(r"</?[A-Z]\w*[a-z][\w.]*(?:\s[^<>\n]{0,400})?>|^[ \t]*(?:`{3,}|~{3,})[^\n]*$", re.MULTILINE)
"""A tag of a component, a line of a fence: where text in components is indented, markdown-it takes it for a listing."""


class _Count:
    """What has been counted so far."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._words: list[tuple[str, int]] = []
        self._in_note = False
        self._links: list[Target] = []
        self._pictures: list[Target] = []

    def take(self, piece: Piece) -> None:
        """Count one piece."""
        self._in_note = self._in_note or piece.in_note
        match piece.kind:
            case "text":
                self._words += _words(_SCHEME.sub(" ", piece.content), piece.line)
            case "code":
                self._words += _words(piece.content, piece.line)
            case "listing":
                self._end()
                self._in_note = piece.in_note
                # What is indented may be no listing to the dialect.
                content = piece.content if piece.fenced else _COMPONENT.sub(" ", _SCHEME.sub(" ", piece.content))
                self._words += _words(content, piece.line)
                self._end("listing" if piece.fenced else "")
            case "html":
                html = _Html(piece.line)
                html.feed(piece.content)
                self._words += html.words
                self._links += html.links
                self._pictures += html.pictures
            case "link":
                self._links.append(Target(address=piece.content, line=piece.line))
            case "picture":
                self._pictures.append(Target(address=piece.content, line=piece.line))
            case _:
                self._end("heading" if piece.heading else "")

    def _end(self, form: Form = "") -> None:
        if self._words:
            self._blocks.append(Block(words=tuple(self._words), in_note=self._in_note, form=form))
        self._words, self._in_note = [], False

    def inventory(self) -> Inventory:
        """All that was counted."""
        self._end()
        return Inventory(blocks=tuple(self._blocks), links=tuple(self._links), pictures=tuple(self._pictures))


def _words(text: str, line: int) -> Iterator[tuple[str, int]]:
    for number, part in enumerate(text.split("\n"), line):
        for match in _WORD.finditer(part):
            yield match[0], number


class _Html(HTMLParser):
    """The words and targets of raw HTML."""

    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[tuple[str, int]] = []
        self.links: list[Target] = []
        self.pictures: list[Target] = []
        self._line = line
        self._silent = 0
        self._fallback: list[tuple[int, int]] = []
        """Of each element that is open and holds a fallback, how many words and links stood before it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count the address of a link, a frame or a picture."""
        self._silent += tag in _SILENT
        if tag in _FALLBACK:
            self._fallback.append((len(self.words), len(self.links) + 1))
        values = dict(attrs)
        line = self._line + self.getpos()[0] - 1
        if tag in ("a", "iframe") and (address := values.get("href" if tag == "a" else "src")):
            self.links.append(Target(address=address, line=line))
        if tag == "img" and (address := values.get("src")):
            self.pictures.append(Target(address=address, line=line))

    def handle_endtag(self, tag: str) -> None:
        """Leave a part without words."""
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _FALLBACK and self._fallback:
            words, links = self._fallback.pop()
            if tag != "iframe" or len(self.links) <= links:
                del self.words[words:]

    def handle_data(self, data: str) -> None:
        """Count words."""
        if not self._silent:
            words = _SCHEME.sub(" ", _TARGET.sub("]", _IN_TAGS.sub("", data)))
            self.words += _words(words, self._line + self.getpos()[0] - 1)
