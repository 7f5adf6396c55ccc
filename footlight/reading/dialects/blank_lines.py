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
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\(?(?:\d{1,9}|[A-Za-z]|[ivxlcIVXLC]+|#|@[\w-]*)[.)])(?:[ \t]|\Z)")
_NO_PARAGRAPH = re.compile(
    r" {0,3}(?:#{1,6}[ \t]|[>|]|:{3}|`{3}|~{3}|</?[A-Za-z!]|[-=*_+:][-=*_+: \t]*\Z|\[\^?[^\]]*\]:|:[ \t])|[ \t]{4,}|\t"
)


def _wanted(passage: Passage) -> Iterator[tuple[int, str]]:
    """Where a block begins in a line behind a paragraph's: the offset of the line, and what it is."""
    at = 0
    kind = ""  # of the block that the line before is in: "" for none, "text", "other"
    for row in passage.text.split("\n"):
        start, at = at, at + len(row) + 1
        if not row.strip() or (passage.protected.in_code(start) and not (kind == "text" and row.startswith("~~~"))):
            kind = ""
            continue
        if kind and _HEADING.match(row):
            yield start, "heading"
            kind = "other"
        elif kind == "text" and _BEGINS.match(row):
            yield start, "list" if _ITEM.match(row) else "block"
            kind = "other"
        elif not kind:
            kind = "other" if _NO_PARAGRAPH.match(row) or _ITEM.match(row) else "text"


def blank_lines(passage: Passage) -> Iterator[Edit]:
    """Blank lines before blocks that have none."""
    for start, _ in _wanted(passage):
        yield Edit(start=start, end=start, put="\n")


def blank_lines_wanted(passage: Passage) -> Iterator[Edit]:
    """A finding at each block that has no blank line before it."""
    for start, what in _wanted(passage):
        message = f"a {what} begins here, but pandoc's Markdown takes it for a part of the paragraph before"
        found = warning("blank-line-wanted", message, "Put a blank line before it.")
        yield Edit(start=start, end=start, finding=found)
