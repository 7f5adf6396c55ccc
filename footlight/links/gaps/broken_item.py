"""Rule: a list item has lost its head or its end: “- (The Daily Gull)”, “- , a review”, “- : all”, “- The Table: ”."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.markdown.markdown_text import Block, BlockKind, MarkdownText
from footlight.textmatch.places import Place

CODE = "broken-item"

_HEADLESS = re.compile(r"(?:[,:][ \t]|\([^()\n]{1,80}\)[.,;]?[ \t]*\Z)")
_WIDE = re.compile(r"(?:[-*+•]|\d{1,3}[.)])(?P<blanks>[ \t]+)\Z")
_HOLLOW = re.compile(r"\]\(\s*\)")
_COLON = re.compile(r"[\w)”»\"][ \t\xa0\u202f]?[:：][ \t]*\Z")


def broken_item(text: MarkdownText, _: Phrasebook) -> Iterator[Place]:
    """Yield items that begin with a comma or colon, or with two blanks and a bracket; and, beside one that is broken,
    items that end with a colon.
    """
    for kind, group in groupby(text.blocks, key=lambda block: block.kind):
        items = list(group)
        if kind is BlockKind.ITEM and len(items) > 1:
            yield from _of_list(text, items)


def _of_list(text: MarkdownText, items: Sequence[Block]) -> Iterator[Place]:
    headless = [item for item in items if _is_headless(text, item)]
    for item in headless:
        yield _place(item.start, "the list item has lost its beginning")
    if not headless and not any(_HOLLOW.search(text.source, item.start, item.end) for item in items):
        return
    indents = [text.indent(item.start) for item in items]
    for index, item in enumerate(items):
        leads_on = index + 1 < len(items) and indents[index + 1] > indents[index]
        colon = _COLON.search(text.prose, item.start, item.end)
        if colon and not leads_on and text.prose[item.start : item.end].count(" ") > 1:
            yield _place(colon.end(), "nothing follows the colon, and other items of the list have lost words too")


def _is_headless(text: MarkdownText, item: Block) -> bool:
    if not _HEADLESS.match(text.prose, item.start, item.end):
        return False
    mark = _WIDE.search(text.line_before(item.start))
    return text.prose[item.start] in ",:" or bool(mark and len(mark["blanks"]) > 1)


def _place(at: int, why: str) -> Place:
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=0.8, why=why)
