"""Rule: two blanks or more stand between two words, of which editions show one.

Not two blanks behind each sentence, as typists learnt it, the blanks that end a line, nor those that align the columns
of a table or of verse. Where a link may be missing, the blanks are a trace of it, and are left to `links find`.
"""

import re
from collections.abc import Iterator

from footlight.lint.prose import Prose
from footlight.lint.spot import Spot
from footlight.markdown.markdown_text import Block
from footlight.markdown.mask import OBJECT

CODE = "double-blank"

_BLANKS = re.compile(rf"(?<=[^\s|(\u2060]) {{2,}}(?=[^\s|)\u2060{OBJECT}])")
_ALIGNED = re.compile(r"\S {3,}\S")
_SENTENCE_END = re.compile(r"[.!?:…][\"”’»)*_]*\Z")
_HABIT = 3
"""Sentences followed by two blanks that show a typist's habit, which is none of lint's business."""


def double_blank(prose: Prose) -> Iterator[Spot]:
    """Yield each run of blanks inside a line."""
    found = [match for block in prose.blocks() for match in _in_block(prose, block)]
    typed = [match for match in found if _SENTENCE_END.search(prose.words, max(0, match.start() - 5), match.start())]
    if len(typed) >= _HABIT:
        found = [match for match in found if match not in typed]
    for match in found:
        message = f"{match.end() - match.start()} blanks stand between two words"
        yield Spot(start=match.start(), end=match.end(), message=message, put=" ")


def _in_block(prose: Prose, block: Block) -> Iterator["re.Match[str]"]:
    if len(_ALIGNED.findall(prose.words, block.start, block.end)) > 1:  # set out in columns by hand
        return
    for match in _BLANKS.finditer(prose.words, block.start, block.end):
        if not prose.text[match.start() : match.end()].strip(" "):
            yield match
