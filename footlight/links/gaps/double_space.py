"""Rule: two blanks stand inside a sentence, where the words between them were deleted: “the  post”."""

import re
from collections import Counter
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.markdown.markdown_text import BlockKind, MarkdownText
from footlight.markdown.mask import OBJECT
from footlight.textmatch.places import Place

CODE = "double-space"

_DOUBLE = re.compile(rf"(?<=[\w,]) {{2}}(?=[\w(\[“«\"{OBJECT}])")
_AFTER_SENTENCE = re.compile(r"[.!?][\"”’)]? {2}(?=\S)")
_LAST_WORD = re.compile(r"[\w'’-]+\Z")
_LONGEST = 40
_HABIT = 3
"""Sentences followed by two blanks that show a typist's habit."""
_MANY_WEAK = 2
"""How many times more of a text's double blanks have to show nothing than something for them to be a habit."""
_SURE, _LIKELY, _WEAK = 0.9, 0.6, 0.3


def double_space(text: MarkdownText, phrases: Phrasebook) -> Iterator[Place]:
    """Yield two blanks inside a sentence where the word before or after them needs another word between."""
    gaps = [(gap, _confidence(text, phrases, gap)) for gap in _DOUBLE.finditer(text.prose) if not _in_row(text, gap)]
    # A block that also has two blanks where nothing is missing was typed carelessly, or is aligned by blanks.
    careless = Counter(text.block_at(gap.start()) for gap, confidence in gaps if confidence < _LIKELY)
    if sum(careless.values()) > _MANY_WEAK * (len(gaps) - sum(careless.values())) + 1:
        return  # of a writer who often puts two blanks, nothing is missing by them
    typist = sum(1 for _ in _AFTER_SENTENCE.finditer(text.prose)) >= _HABIT
    for gap, confidence in gaps:
        if confidence >= (_SURE if typist else _LIKELY) and not careless[text.block_at(gap.start())]:
            at, why = gap.start(), "two blanks stand here, as if words between them were deleted"
            yield Place(start=at, end=at, kind="emptied", code=CODE, confidence=confidence, why=why)


def _in_row(text: MarkdownText, gap: re.Match[str]) -> bool:
    """Tell whether the blanks separate the columns of a table."""
    return text.blocks[text.block_at(gap.start())].kind is BlockKind.ROW


def _confidence(text: MarkdownText, phrases: Phrasebook, gap: re.Match[str]) -> float:
    if phrases.continues_sentence(text.prose, gap.end()):
        return _SURE
    left = _LAST_WORD.search(text.prose, max(0, gap.start() - _LONGEST), gap.start())
    if left and any(p.fullmatch(left[0]) for p in (phrases.article, phrases.letter_article, phrases.relative)):
        return _LIKELY
    return _WEAK
