"""Words deleted between two words: “the  post”; the two spaces round them stay."""

import re
from collections import Counter
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.links.markdown.manuscript import BlockKind, Manuscript
from footlight.links.markdown.prose_mask import OBJECT
from footlight.textmatch.places import Place

CODE = "double-space"

_DOUBLE = re.compile(rf"(?<=[\w,]) {{2}}(?=[\w(\[“«\"{OBJECT}])")
_AFTER_SENTENCE = re.compile(r"[.!?][\"”’)]? {2}(?=\S)")
_LAST_WORD = re.compile(r"[\w'’-]+\Z")
_LONGEST = 40
_HABIT = 3
_SURE, _WANTED, _WEAK = 0.9, 0.6, 0.3


def double_space(text: Manuscript, book: Phrasebook) -> Iterator[Place]:
    """Two spaces inside a sentence, where a word before or after them wants something between."""
    gaps = [(gap, _confidence(text, book, gap)) for gap in _DOUBLE.finditer(text.prose) if not _in_row(text, gap)]
    # Blocks in which two spaces also stand where nothing is wanting are spaced out or carelessly typed.
    careless = Counter(text.block_at(gap.start()) for gap, confidence in gaps if confidence < _WANTED)
    typist = sum(1 for _ in _AFTER_SENTENCE.finditer(text.prose)) >= _HABIT
    for gap, confidence in gaps:
        if confidence >= (_SURE if typist else _WANTED) and not careless[text.block_at(gap.start())]:
            at, why = gap.start(), "two spaces, and nothing between them"
            yield Place(start=at, end=at, kind="emptied", code=CODE, confidence=confidence, why=why)


def _in_row(text: Manuscript, gap: re.Match[str]) -> bool:
    """Whether a table's columns are what is spaced."""
    return text.blocks[text.block_at(gap.start())].kind is BlockKind.ROW


def _confidence(text: Manuscript, book: Phrasebook, gap: re.Match[str]) -> float:
    if book.leans(text.prose, gap.end()):
        return _SURE
    left = _LAST_WORD.search(text.prose, max(0, gap.start() - _LONGEST), gap.start())
    if left and any(p.fullmatch(left[0]) for p in (book.article, book.letter_article)):
        return _WANTED
    return _WEAK
