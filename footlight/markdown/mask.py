"""Mask what is not prose in a Markdown source: code, comments, formulas, raw elements, front matter.

A mask keeps the length, so that an offset means the same in the source and in every view of it. What a reader sees as
one thing (a code span, a formula) is filled with `OBJECT`, which counts as a word; what a reader does not see is filled
with `INVISIBLE`. Every scan is linear in the length of the source: the places where an opener can be closed are found
once and looked up in sorted lists.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from footlight.essay.front_matter_block import body_offset
from footlight.markdown.hidden_html import hidden_elements

OBJECT = "\ufffc"
"""Fills what counts as a word: code, a formula, an address, a tag (U+FFFC, object replacement character)."""
INVISIBLE = "\u2060"
"""Fills what a reader does not see: a backslash, an indent, a list mark (U+2060, word joiner)."""

Span = tuple[int, int, str]
"""Start, end, and the character that fills it."""

_OPENER = re.compile(
    r"(?P<fence>^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<run>`{3,}(?=[^`\n]*$)|~{3,}))"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])|\\begin\{(?P<tex>)|(?P<ticks>`+)|(?P<comment><!--)"
    r"|\{::(?P<kramdown>comment)\}|<(?P<raw>pre|script|style|textarea|svg|iframe|math)\b|(?P<display>\$\$)|(?P<math>\$(?=[^\s$]))",
    re.MULTILINE | re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)")
_CHUNK = re.compile(r"(?:^[^\n]*\S[^\n]*+(?:\n|\Z))+", re.MULTILINE)
_ITEM = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)]|#\.|\(?[a-z][.)]|\[\^[^\]\s]+\]:|:|~)(?=[ \t])", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:-{2,}(?:[ \t]+-{2,})+|\+(?:[-=:]{2,}\+)+)[ \t]*$", re.MULTILINE)
_CODE_INDENT = re.compile(r"(?: {4}| {0,3}\t)")
_NOT_NEWLINE = re.compile(r"[^\n]")
_MATH_END = {"display": r"\$\$", "math": r"(?<=[^\s\\$])\$(?![\d$])"}
_ENDS = {"comment": "-->", "tex": r"\\end\{[^{}\n]*\}", "kramdown": r"\{:/(?:comment)?\}"}
_LONGEST_FENCE = 16  # a longer one closes like this one, so that there are only so many patterns
_LITERAL_WHEN_ESCAPED = frozenset("[]<>`")


def masked(text: str, spans: Iterable[Span]) -> str:
    """Return the text with the characters of each span, except newlines, replaced by its filler; spans in order."""
    out, at = [], 0
    for start, end, filler in spans:
        if end <= at:
            continue
        first = max(start, at)
        out += [text[at:first], _NOT_NEWLINE.sub(filler, text[first:end])]
        at = end
    return "".join([*out, text[at:]])


def mask_code(source: str) -> str:
    """Return the source with front matter, code, comments, formulas, raw and hidden elements masked; links and tags
    stay.
    """
    body = body_offset(source)
    text = masked(source, [(0, body, OBJECT), *_verbatim(source, body)])
    text = masked(text, [(start, end, OBJECT) for start, end in hidden_elements(text)])
    return masked(text, _code_and_tables(text))


def hidden_parts(source: str) -> list[tuple[int, int]]:
    """Where a source has HTML that no browser shows, outside its front matter and its code."""
    body = body_offset(source)
    return hidden_elements(masked(source, [(0, body, OBJECT), *_verbatim(source, body)])) if "<" in source else []


class _Closers:
    """The offsets at which each kind of opener can be closed, found once for a whole source."""

    def __init__(self, source: str) -> None:
        self._blank = [m.start() for m in _BLANK_LINE.finditer(source)]
        self._source = source
        self._lists: dict[str, list[int]] = {}
        self._ticks: dict[int, list[int]] = {}
        for m in re.finditer("`+", source):
            self._ticks.setdefault(m.end() - m.start(), []).append(m.start())

    def paragraph_end(self, at: int) -> int:
        i = bisect_left(self._blank, at)
        return self._blank[i] if i < len(self._blank) else len(self._source)

    def ticks(self, length: int, at: int) -> int | None:
        """Return the start of the next run of the same number of backticks in the same paragraph."""
        return self._next(self._ticks.get(length, []), at, self.paragraph_end(at))

    def after(self, pattern: str, at: int, limit: int | None = None) -> int | None:
        """Return the end of the next match of `pattern` that ends before `limit`."""
        if pattern not in self._lists:
            self._lists[pattern] = [m.end() for m in re.finditer(pattern, self._source, re.MULTILINE | re.IGNORECASE)]
        return self._next(self._lists[pattern], at, len(self._source) if limit is None else limit)

    @staticmethod
    def _next(places: list[int], at: int, limit: int) -> int | None:
        i = bisect_left(places, at)
        return places[i] if i < len(places) and places[i] <= limit else None


def _verbatim(source: str, start: int) -> Iterator[Span]:
    """Yield the spans in which Markdown has no meaning, from left to right, and the backslashes of escapes."""
    closers, at = _Closers(source), start
    while opener := _OPENER.search(source, at):
        if character := opener["escaped"]:
            yield opener.start(), opener.start() + 1, INVISIBLE
            if character in _LITERAL_WHEN_ESCAPED:
                yield opener.start() + 1, opener.end(), OBJECT
            at = opener.end()
            continue
        end = _closed(closers, opener, len(source))
        if end is not None:
            yield opener.start(), end, OBJECT
        at = end or opener.end()


def _closed(closers: _Closers, opener: re.Match[str], size: int) -> int | None:
    """Return the end of what was opened; None where it is never closed, and so is plain text."""
    at, kind = opener.end(), opener.lastgroup
    if kind == "ticks":
        close = closers.ticks(at - opener.start(), at)
        return None if close is None else close + at - opener.start()
    if kind == "fence":
        run = opener["run"]
        closing = rf"^[ \t>]*{run[0]}{{{min(len(run), _LONGEST_FENCE)},}}[ \t]*$"
        return closers.after(closing, at + 1) or size  # a fence without an info string looks like one that closes
    if kind in ("display", "math"):
        return closers.after(_MATH_END[kind], at + 1, closers.paragraph_end(at))
    return closers.after(_ENDS.get(kind or "", f"</{opener['raw']}[ \t\n]*>"), at)


def _code_and_tables(text: str) -> Iterator[Span]:
    """Yield the chunks between blank lines that are indented code or tables drawn with rules."""
    content = -1  # where the text of the innermost list item begins; below 0 outside lists
    for chunk in _CHUNK.finditer(text):
        indent = _width(chunk[0])
        marks = list(_ITEM.finditer(chunk[0]))
        if not marks and indent == 0:
            content = -1
        # A drawn table may lie under a list too; code under an item is indented by four more than the item's text.
        if _RULE.search(chunk[0]) or (not _begins_as_item(marks, chunk[0]) and indent >= max(0, content) + 4):
            yield chunk.start(), chunk.end(), OBJECT
        elif marks:
            content = _width(chunk[0][marks[-1].start() :]) + 2


def _begins_as_item(marks: list[re.Match[str]], chunk: str) -> bool:
    """Tell whether a chunk begins as a list item and not as indented code."""
    return bool(marks) and marks[0].start() == 0 and not _CODE_INDENT.match(chunk)


def _width(chunk: str) -> int:
    first = chunk[: len(chunk) - len(chunk.lstrip(" \t"))]
    return len(first.expandtabs(4))
