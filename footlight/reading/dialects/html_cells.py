"""HTML blocks in the cells of pipe tables, of one line each: their words stay, their lines and items are breaks.

pandoc's reader of Markdown loses a cell from the first such tag on.
"""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage

_DELIMITERS = re.compile(
    r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|^[ \t>]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*$",
    re.MULTILINE,
)
_NEW_LINE = "address|article|aside|blockquote|center|dd|div|dt|footer|h[1-6]|header|p|section|summary|tr"
_SAME_LINE = "caption|details|dl|fieldset|figcaption|figure|form|main|menu|nav|ol|table|tbody|td|tfoot|th|thead|ul"
_TAG = re.compile(
    rf"<(?P<close>/?)(?:(?P<item>li)|(?P<line>{_NEW_LINE})|{_SAME_LINE})\b[^<>\n]{{0,400}}>", re.IGNORECASE
)

_EMPTY_LINE = re.compile(r"\n[ \t>]*(?:\n|\Z)")
_ANY_TAG = re.compile(r"<[^<>]*>")


def html_in_cells(passage: Passage) -> Iterator[Edit]:
    """Tags of blocks in the rows of a table."""
    for start, end in _tables(passage.text):
        for match in _TAG.finditer(passage.text, start, end):
            if passage.protected.in_code(match.start()):
                continue
            before = passage.text[passage.text.rfind("\n", 0, match.start()) + 1 : match.start()]
            first = not _ANY_TAG.sub("", before.rpartition("|")[2]).strip()
            begins = bool(match["item"] or match["line"]) and not match["close"]
            put = ("" if first or not begins else "<br>") + ("• " if match["item"] and begins else " ")
            yield Edit(start=match.start(), end=match.end(), put=put)


def _tables(text: str) -> Iterator[tuple[int, int]]:
    """Where the rows of each table begin and end, the head among them."""
    passed = 0
    for match in _DELIMITERS.finditer(text):
        if match.start() < passed:
            continue
        head = text.rfind("\n", 0, max(0, match.start() - 1)) + 1
        if "|" not in text[head : match.start()]:
            continue
        end = _EMPTY_LINE.search(text, match.end())
        passed = end.start() if end else len(text)
        yield head, passed
