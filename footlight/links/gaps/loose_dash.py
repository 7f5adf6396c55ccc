"""A dash or a colon that leads up to nothing: “Rust 1.32.0: can now”, “the 2017 vision – to fruition”."""

import re
from collections.abc import Iterator
from itertools import pairwise

from footlight.links.gaps.phrasebook import NEVER, SPACE, Phrasebook
from footlight.links.markdown.manuscript import END, Block, BlockKind, Manuscript, sentence_at
from footlight.textmatch.places import Place

CODE = "loose-dash"

_MARK = re.compile(rf"(?<=[\w)\"”’]):(?={SPACE})|(?<=[^\s–—]) [–—](?={SPACE})")
_DOUBLED = re.compile(rf"(?<=[^\s–—-]) (?:[–—]|--)(?={SPACE}(?:[–—]|--)[ \t\n])")
_SPACE = re.compile(SPACE)
_SPACED_DASH = re.compile(rf"(?<=[^\s–—]) –(?={SPACE}|{END}|\Z)")
_OTHER_DASH = re.compile(r"—|(?<=\w)--(?=\w)|(?<=\w[ \t])--?(?=[ \t]\w)")
_SUBJECT = 4
"""Words before a colon from which on they are a sentence and no label, as in “error: could not …”."""
_MANY_WORDS = 300


def loose_dash(text: Manuscript, book: Phrasebook) -> Iterator[Place]:
    """Dashes and colons that part a verb or a preposition from its words, and dashes that end a block."""
    spaced = sum(1 for _ in _SPACED_DASH.finditer(text.prose))
    others = sum(1 for _ in _OTHER_DASH.finditer(text.prose))
    # Who sets other dashes, or hardly any, has not set these: they are what is left of something.
    foreign = spaced <= others
    stray = foreign or spaced * _MANY_WORDS < len(text.prose.split())
    # Where every writer sets such dashes, as in German, one may end a paragraph too: "Das war's –".
    sparing = book.after_stray_dash.pattern != NEVER.pattern
    for mark in _DOUBLED.finditer(text.prose):
        yield _place(mark.end(), 0.85, "nothing stands between two dashes")
    for mark in _MARK.finditer(text.prose):
        rows = [book.verb]
        if mark[0] == ":":
            rows.append(book.not_after_colon)
        elif mark[0] == " –":
            rows += stray * [book.after_stray_dash] + foreign * [book.after_foreign_dash]
        yield from _leaning(text, mark, rows)
    for block, following in pairwise((*text.blocks, None)):
        if block is not None and _ends_loose(text, block, following, stray=stray, sparing=sparing):
            yield _place(block.end, 0.7, "nothing follows the dash")


def _leaning(text: Manuscript, mark: re.Match[str], rows: list[re.Pattern[str]]) -> Iterator[Place]:
    """The place after a mark whose next word, one of some rows, leans on words that are not there."""
    space = _SPACE.match(text.prose, mark.end())
    word = next(filter(None, (row.match(text.prose, space.end()) for row in rows)), None) if space else None
    if word is None:
        return
    dash = mark[0] != ":"
    start, end = sentence_at(text, mark.start())
    # One dash more makes a pair: what stands between the two is a parenthesis, and the sentence goes on after it.
    dashes = sum(text.prose.count(sign, start, end) for sign in ("–", "—", " -- ", " - "))
    asks = text.prose[start:end].rstrip().endswith("?")
    if not asks and dashes <= dash and (dash or not _labels(text, start, mark.start())):
        yield _place(mark.end(), 0.7, f"“{word[0]}” goes with nothing before the “{mark[0].strip()}”")


def _labels(text: Manuscript, start: int, colon: int) -> bool:
    """Whether what stands before a colon is no sentence but a label, as in “error: could not …”."""
    line = max(start, text.prose.rfind("\n", start, colon) + 1)
    return len(text.prose[start:colon].split()) < _SUBJECT or " " not in text.prose[line:colon]


def _ends_loose(text: Manuscript, block: Block, following: Block | None, *, stray: bool, sparing: bool) -> bool:
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        return False
    if not _SPACED_DASH.search(text.prose, max(block.start, block.end - 3), block.end):
        return False
    if block.kind is BlockKind.ITEM and following is not None and following.kind is BlockKind.ITEM:
        return stray or text.indent(following.start) <= text.indent(block.start)
    leads_on = following is not None and following.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING)
    return stray or (sparing and block.kind is BlockKind.PARAGRAPH and not leads_on)


def _place(at: int, confidence: float, why: str) -> Place:
    return Place(start=at, end=at, kind="dangling", code=CODE, confidence=confidence, why=why)
