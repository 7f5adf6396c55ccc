"""Rule: words beside a dash or colon are gone: “Rust 1.32.0: can now”, “the 2017 vision – to fruition”."""

import re
from collections.abc import Iterator
from itertools import pairwise

from footlight.links.gaps.phrasebook import NO_MATCH, SPACE, Phrasebook
from footlight.markdown.markdown_text import BLOCK_END, Block, BlockKind, MarkdownText
from footlight.textmatch.places import Place

CODE = "loose-dash"

_MARK = re.compile(rf"(?<=[\w)\"”’]):(?={SPACE})|(?<=[^\s–—]) [–—](?={SPACE})")
_DOUBLED = re.compile(rf"(?<=[^\s–—-]) (?:[–—]|--)(?={SPACE}(?:[–—]|--)[ \t\n])")
_SPACE = re.compile(SPACE)
_QUOTE_CUT = re.compile(rf"(?<=[\w)…])(?: [–—]|[ \u00a0\u202f]?:)(?=[ \u00a0\u202f]»(?=[\s.,;:!?)]|{BLOCK_END}|\Z))")
"""In other marks than » an interrupted speech may end with a dash."""
_SPACED_DASH = re.compile(rf"(?<=[^\s–—]) –(?={SPACE}|{BLOCK_END}|\Z)")
_OTHER_DASH = re.compile(r"—|(?<=\w)--(?=\w)|(?<=\w[ \t])--?(?=[ \t]\w)")
_SUBJECT = 4
"""Words before a colon that make them a sentence; fewer are a label, as in “error: could not …”."""
_MANY_WORDS = 300


def loose_dash(text: MarkdownText, phrases: Phrasebook) -> Iterator[Place]:
    """Yield the points after dashes and colons that cut off a verb or preposition, and after dashes that end blocks."""
    spaced = sum(1 for _ in _SPACED_DASH.finditer(text.prose))
    others = sum(1 for _ in _OTHER_DASH.finditer(text.prose))
    # A writer who uses other dashes, or hardly any, did not write these: they are the remains of deleted words.
    foreign = spaced <= others
    stray = foreign or spaced * _MANY_WORDS < len(text.prose.split())
    # In a language where everybody writes spaced dashes, such as German, one may end a paragraph: "Das war's –".
    unusual = phrases.after_stray_dash.pattern != NO_MATCH.pattern
    for mark in _DOUBLED.finditer(text.prose):
        yield _place(mark.end(), 0.85, "nothing stands between two dashes")
    for mark in _QUOTE_CUT.finditer(text.prose):
        yield _place(mark.end(), 0.85, f"a quotation ends with “{mark[0].strip()}”")
    for mark in _MARK.finditer(text.prose):
        rows = [phrases.verb]
        if mark[0] == ":":
            rows.append(phrases.not_after_colon)
        elif mark[0] == " –":
            rows += stray * [phrases.after_stray_dash] + foreign * [phrases.after_foreign_dash]
        yield from _cut_off(text, mark, rows)
    for block, following in pairwise((*text.blocks, None)):
        if block is not None and _ends_with_dash(text, block, following, stray=stray, unusual=unusual):
            yield _place(block.end, 0.7, "nothing follows the dash")


def _cut_off(text: MarkdownText, mark: re.Match[str], rows: list[re.Pattern[str]]) -> Iterator[Place]:
    """Yield the point after a mark whose next word, one of some rows, belongs to words that are not there."""
    space = _SPACE.match(text.prose, mark.end())
    word = next(filter(None, (row.match(text.prose, space.end()) for row in rows)), None) if space else None
    if word is None:
        return
    dash = mark[0] != ":"
    start, end = text.sentence(mark.start())
    # A second dash makes a pair: the words between are a parenthesis, and the sentence continues after it.
    dashes = sum(text.prose.count(sign, start, end) for sign in ("–", "—", " -- ", " - "))
    asks = text.prose[start:end].rstrip().endswith("?")
    if not asks and dashes <= dash and (dash or not _is_label(text, start, mark.start())):
        yield _place(mark.end(), 0.7, f"“{word[0]}” does not go with the words before the “{mark[0].strip()}”")


def _is_label(text: MarkdownText, start: int, colon: int) -> bool:
    """Tell whether the words before a colon are a label and not a sentence, as in “error: could not …”."""
    line = max(start, text.prose.rfind("\n", start, colon) + 1)
    return len(text.prose[start:colon].split()) < _SUBJECT or " " not in text.prose[line:colon]


def _ends_with_dash(text: MarkdownText, block: Block, following: Block | None, *, stray: bool, unusual: bool) -> bool:
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        return False
    if not _SPACED_DASH.search(text.prose, max(block.start, block.end - 3), block.end):
        return False
    if block.kind is BlockKind.ITEM and following is not None and following.kind is BlockKind.ITEM:
        return stray or text.indent(following.start) <= text.indent(block.start)
    leads_on = following is not None and following.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING)
    return stray or (unusual and block.kind is BlockKind.PARAGRAPH and not leads_on)


def _place(at: int, confidence: float, why: str) -> Place:
    return Place(start=at, end=at, kind="dangling", code=CODE, confidence=confidence, why=why)
