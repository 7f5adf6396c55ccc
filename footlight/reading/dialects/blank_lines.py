"""Blocks without a blank line before them, which pandoc's Markdown takes for a part of the paragraph.

Every other Markdown lets a list, a heading or a quotation begin right below a line of text.
"""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage, warning

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")
_BEGINS = re.compile(r" {0,3}(?:[-*+][ \t]+\S|1[.)][ \t]+\S|>|~{3}|(?:\*[ \t]*){3,}\Z|(?:_[ \t]*){3,}\Z)")
"""What CommonMark lets a block begin with that interrupts a paragraph (https://spec.commonmark.org/0.31.2/#list-items)."""
_QUOTE = re.compile(r" {0,3}(?:> ?)+")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\(?(?:\d{1,9}|[A-Za-z]|[ivxlcIVXLC]+|#|@[\w-]*)[.)])(?:[ \t]|\Z)")
_CONTENT = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
"""An item of a list up to where its words begin."""
_MOST_INDENTED = 3
"""Blanks before a fence, counted from where the words of its item begin; with more it is no fence."""
_NO_PARAGRAPH = re.compile(
    r" {0,3}(?:#{1,6}[ \t]|[>|]|:{3}|`{3}|~{3}|</?[A-Za-z!]|[-=*_+:][-=*_+: \t]*\Z|\[\^?[^\]]*\]:|:[ \t])|[ \t]{4,}|\t"
)


def _wanted(passage: Passage) -> Iterator[tuple[int, str, int]]:
    """Where a block begins in a line behind a paragraph's: the offset of the line, what it is, in how many quotes."""
    at = 0
    kind = ""  # of the block that the line before is in: "" for none, "text", "other"
    depth = 0  # in how many quotes that line is
    content = 0  # the column at which the words of the last item of a list begin
    fences = {passage.text.rfind("\n", 0, fence.start) + 1: fence.start for fence in passage.protected.fences}
    for row in passage.text.split("\n"):
        start, at = at, at + len(row) + 1
        before = depth
        quote = _QUOTE.match(row)
        depth = quote[0].count(">") if quote else 0
        words = row[quote.end() :] if quote and depth <= before else row
        if item := _CONTENT.match(words):
            content = len(item[0].expandtabs(4))
        elif not kind and words[:1].strip():
            content = 0
        lead = row[len(row) - len(words) : fences[start] - start] if start in fences else "-"
        if kind and not lead.strip() and (lead or content) and len(lead.expandtabs(4)) <= content + _MOST_INDENTED:
            # Elsewhere pandoc lets a fence interrupt a paragraph.
            yield start, "listing", min(depth, before)
            kind = ""
        elif not words.strip() or (passage.protected.in_code(start) and not (kind == "text" and row.startswith("~~~"))):
            kind = ""
        elif kind and _HEADING.match(words):
            yield start, "heading", min(depth, before)
            kind = ""  # it ends with its line
        elif kind == "text" and _BEGINS.match(words):
            yield start, "list" if _ITEM.match(words) else "block", min(depth, before)
            kind = _kind(words) if words is row and quote else "other"
        elif not kind or depth > before:
            kind = _kind(words)


def _kind(row: str) -> str:
    """What a line begins that stands behind an empty one and goes on in the next, the marks of quotes left away."""
    quote = _QUOTE.match(row)
    words = row[quote.end() :] if quote else row
    if not words.strip() or _HEADING.match(words):
        return ""
    return "other" if _NO_PARAGRAPH.match(words) or _ITEM.match(words) else "text"


def blank_lines(passage: Passage) -> Iterator[Edit]:
    """Blank lines before blocks that have none."""
    for start, _, depth in _wanted(passage):
        yield Edit(start=start, end=start, put=f"{'>' * depth}\n")


def blank_lines_wanted(passage: Passage) -> Iterator[Edit]:
    """A finding at each block that has no blank line before it."""
    for start, what, _ in _wanted(passage):
        message = f"a {what} begins here, but pandoc's Markdown takes it for a part of the paragraph before"
        found = warning("blank-line-wanted", message, "Put a blank line before it.")
        yield Edit(start=start, end=start, finding=found)
