"""Which parts of a Markdown text no pass may change: code, comments, mathematics.

A reader of its own, line by line, because the text is not Markdown yet where a site generator's tags stand in it. It
knows fences and indented code in quotes and lists, `<pre>` and its like, comments, code spans, and formulas between
dollar signs.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

_CONTAINER = re.compile(r"(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*")
_QUOTE = re.compile(r" {0,3}(?:> ?)+")
_FENCE = re.compile(r"(`{3,})([^`\n]*)\Z|(~{3,})([^\n]*)\Z")
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+|\Z)")
_RAW = re.compile(r"<(pre|script|style|textarea)\b|<!--", re.IGNORECASE)
_DISPLAY = re.compile(r"\$\$(?!\$).{1,4000}?\$\$", re.DOTALL)
_FORMULA = re.compile(r"(?<![\\$])\$(?![\s$])(?:\\.|[^$\\\n]){1,400}?(?<!\s)\$(?![\d$])")
_RUN = re.compile(r"(?<!\\)`+|<!--|\n[ \t>]*\n")
_LONGEST_COMMENT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A fenced listing: where its opening line's fence stands, and where its words begin and end."""

    start: int
    """Of the first character of the fence."""
    info_start: int
    info_end: int
    """The info string is `text[info_start:info_end]`."""
    end: int
    """Behind the closing fence, or of the text that it holds where none closes it."""


class Protected:
    """The protected ranges of one text, found when they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def fences(self) -> list[Fence]:
        """The fenced listings."""
        return self._blocks[0]

    @cached_property
    def indented(self) -> list[tuple[int, int]]:
        """Offsets of lines that are code because they are indented."""
        return [pair for pair in self._blocks[1] if self.text[pair[0]] in " \t"]

    @cached_property
    def _blocks(self) -> tuple[list[Fence], list[tuple[int, int]]]:
        return _block_ranges(self.text)

    @cached_property
    def code(self) -> list[tuple[int, int]]:
        """Offsets of code and comments, merged and in order."""
        blocks = _merged(self._blocks[1] + [(f.start, f.end) for f in self.fences])
        return _merged(blocks + list(_code_spans(self.text, blocks)))

    @cached_property
    def ranges(self) -> list[tuple[int, int]]:
        """Offsets of code, comments and mathematics, merged and in order."""
        if "$" not in self.text:
            return self.code
        found = list(self.code)
        for pattern in (_DISPLAY, _FORMULA):
            at = 0
            while match := pattern.search(self.text, at):
                inside = _range_at(self.code, match.start())  # signs in code open no formula
                at = inside[1] if inside else match.end()
                found += [] if inside else [match.span()]
        return _merged(found)

    def holds(self, offset: int) -> bool:
        """Whether an offset is in code, a comment or mathematics."""
        return _covers(self.ranges, offset)

    def in_code(self, offset: int) -> bool:
        """Whether an offset is in code or a comment."""
        return _covers(self.code, offset)

    def find(self, pattern: "re.Pattern[str]") -> Iterator["re.Match[str]"]:
        """The matches of a pattern that begin outside of all protected ranges."""
        at = 0
        while match := pattern.search(self.text, at):
            inside = _range_at(self.ranges, match.start())
            if inside:
                at = inside[1]
                continue
            yield match
            at = max(match.end(), match.start() + 1)


def _range_at(ranges: list[tuple[int, int]], offset: int) -> tuple[int, int] | None:
    i = bisect_right(ranges, offset, key=lambda pair: pair[0]) - 1
    return ranges[i] if i >= 0 and ranges[i][1] > offset else None


def _covers(ranges: list[tuple[int, int]], offset: int) -> bool:
    return _range_at(ranges, offset) is not None


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


@dataclass(slots=True)
class _Lines:
    """The blocks of code of one text, found line by line."""

    text: str
    fences: list[Fence] = field(default_factory=list)
    others: list[tuple[int, int]] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    """The columns at which the content of each open item of a list begins."""
    blank: bool = True
    """Whether the line before was blank, or indented code."""
    at: int = 0
    missing: set[str] = field(default_factory=set)
    """Closing tags that do not stand behind the place where one was sought."""

    def read(self) -> None:
        rows = self.text.split("\n")
        row = 0
        while row < len(rows):
            taken = self._block(rows, row)
            self.at += sum(len(line) + 1 for line in rows[row : row + taken])
            row += taken

    def _block(self, rows: list[str], row: int) -> int:
        """How many lines the block that begins at a line takes; one, unless it is code."""
        line = rows[row]
        quote = _QUOTE.match(line)
        inner = line[quote.end() :] if quote else line
        if not inner.strip():
            self.blank = True
            return 1
        indent = _columns(inner)
        if not quote:
            self._leave_items(indent)
        if self.blank and indent >= 4 + (0 if quote or not self.items else self.items[-1]):
            self.others.append((self.at, self.at + len(line)))
            return 1
        held, self.blank = self.blank, False
        item = None if quote else _ITEM.match(line)
        if item and (held or self.items or item[2] in ("-", "*", "+", "1.", "1)")):
            self._enter_item(item)
        begin = _CONTAINER.match(line)
        start = begin.end() if begin else 0
        if fence := _FENCE.match(line[start:]):
            while self.items and not item and not quote and indent < self.items[-1]:
                self.items.pop()  # no paragraph goes on with a fence, so that it stands behind the list
            return self._fence(rows, row, start, fence)
        if raw := _RAW.match(line[start:]):
            return self._raw(start, raw)
        return 1

    def _leave_items(self, indent: int) -> None:
        if self.blank:
            while self.items and indent < self.items[-1]:
                self.items.pop()

    def _enter_item(self, item: "re.Match[str]") -> None:
        column = _columns(item[1])
        while self.items and column < self.items[-1]:
            self.items.pop()
        gap = len(item[3].expandtabs(4))
        self.items.append(column + len(item[2]) + (gap if 1 <= gap <= 4 else 1))

    def _fence(self, rows: list[str], row: int, start: int, fence: "re.Match[str]") -> int:
        mark, info = (fence[1], fence[2]) if fence[1] else (fence[3], fence[4])
        close = re.compile(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*\Z")
        quoted = ">" in rows[row][:start]
        least = self.items[-1] if self.items and not quoted else 0
        last = row
        while last + 1 < len(rows):
            line = rows[last + 1]
            left = quoted and not line.lstrip().startswith(">")
            if left or (least and line.strip() and _columns(line) < min(least, 2)):
                break
            last += 1
            if close.match(line):
                break
        length = sum(len(line) + 1 for line in rows[row : last + 1]) - 1
        begin = self.at + start + len(mark)
        self.fences.append(
            Fence(start=self.at + start, info_start=begin, info_end=begin + len(info), end=self.at + length)
        )
        self.blank = True
        return last + 1 - row

    def _raw(self, start: int, raw: "re.Match[str]") -> int:
        closing = f"</{raw[1].lower()}" if raw[1] else "-->"
        begin = self.at + start
        found = None if closing in self.missing else _closing(closing).search(self.text, begin)
        if not found:
            self.missing.add(closing)
            return 1
        self.others.append((begin, found.end()))
        return self.text.count("\n", begin, found.end()) + 1


def _closing(tag: str) -> "re.Pattern[str]":
    return re.compile(re.escape(tag), re.IGNORECASE)


def _columns(line: str) -> int:
    """The columns of white space at the head of a line, tabs at every fourth."""
    stripped = line.lstrip(" \t")
    return len(line[: len(line) - len(stripped)].expandtabs(4))


def _block_ranges(text: str) -> tuple[list[Fence], list[tuple[int, int]]]:
    lines = _Lines(text)
    lines.read()
    return lines.fences, lines.others


def _code_spans(text: str, blocks: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Code between backticks, and comments within lines."""
    at = 0
    for start, end in [*blocks, (len(text), len(text))]:
        if "`" in text[at:start] or "<!--" in text[at:start]:
            yield from _spans_between(text, at, start)
        at = end


def _spans_between(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    tokens = list(_RUN.finditer(text, begin, end))
    following: dict[int, int] = {}  # the next run of the same length behind each run, in the same paragraph
    latest: dict[int, int] = {}
    for i in range(len(tokens) - 1, -1, -1):
        word = tokens[i][0]
        if word[0] == "\n":
            latest.clear()
        elif word[0] == "`":
            following[i] = latest.get(len(word), -1)
            latest[len(word)] = i
    passed, last_close = -1, text.rfind("-->", begin, end)
    for i, token in enumerate(tokens):
        if token.start() < passed:
            continue
        if token[0][0] == "`" and (closing := following[i]) >= 0:
            passed = tokens[closing].end()
            yield token.start(), passed
        elif token[0] == "<!--" and token.end() <= last_close:
            close = text.find("-->", token.end(), min(end, token.end() + _LONGEST_COMMENT))
            if close >= 0:
                passed = close + 3
                yield token.start(), passed
