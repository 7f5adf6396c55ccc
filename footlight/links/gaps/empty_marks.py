"""Rule: brackets, quotation marks or marks of emphasis are empty: “()”, ““””, “****”."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.markdown.markdown_text import BLOCK_END, Block, MarkdownText
from footlight.markdown.mask import INVISIBLE
from footlight.textmatch.places import Place

CODE = "empty-marks"

_AFTER = rf"(?=[\s,.;:!?)]|{BLOCK_END}|\Z)"
_INSIDE = r"(?<=\()[ \t]?\)|(?<=“)[ \t]?”|(?<=«)[ \t\xa0\u202f]*»|(?<=„)[ \t]?[“”]|(?<=\")\"|(?<=\*)\*{3}|(?<=_)_{3}"
_PAIR = re.compile(rf"[(“«„\"*_](?:{_INSIDE}){_AFTER}|（[ \t]?）|「[ \t]?」|『[ \t]?』|《[ \t]?》")
# Emphasis cannot begin before white space or end after it, so the words inside these marks are gone.
_LOOSE = re.compile(rf"[*_](?:(?<=\*)\*|(?<=_)_)(?=[,.;:)](?=[\s,.;:!?)\"”’»]|{BLOCK_END}|\Z)|[ \t][—–:])")
_CALL = re.compile(r"\w\(\)|\w!?\(\"")
_BEFORE = re.compile(rf"[\s({BLOCK_END}{INVISIBLE}]")


def empty_marks(text: MarkdownText, _: Phrasebook) -> Iterator[Place]:
    """Yield pairs of marks with nothing between; a pair that occurs twice in a block is the writer's own sign."""
    unit = len(_CALL.findall(text.prose)) > 1
    for pair in _PAIR.finditer(text.prose):
        if pair[0].startswith("(") and (unit or text.prose[pair.start() - 1 : pair.start()] == "("):
            continue  # code that is not marked as such, as in a dump: “returns ()”, “unit (())”
        if pair[0] == "( )" and "(*)" in text.source:
            continue  # a dump's buttons, of which another one is chosen
        block = text.blocks[text.block_at(pair.start())]
        again = text.prose.count(pair[0], block.start, block.end) > 1
        if not again and _stands_alone(text, pair) and not _is_ornament(text, block, pair):
            yield _place(pair.start() + len(pair[0]) // 2, pair[0])
    for mark in _LOOSE.finditer(text.prose):
        if _stands_alone(text, mark):
            yield _place(mark.start(), mark[0])


def _stands_alone(text: MarkdownText, mark: re.Match[str]) -> bool:
    """Tell whether white space or a bracket stands before marks; before "" only white space, because `("")` is code."""
    if mark[0][0] in "（「『《":
        return True
    before = text.prose[mark.start() - 1 : mark.start()] or BLOCK_END
    return _BEFORE.match(before) is not None and not (mark[0] == '""' and before == "(")


def _is_ornament(text: MarkdownText, block: Block, pair: re.Match[str]) -> bool:
    """Tell whether asterisks begin a block as an ornament."""
    return block.start == pair.start() and pair[0][0] in "*_" and text.prose[pair.end() : pair.end() + 1] == " "


def _place(at: int, marks: str) -> Place:
    why = f"nothing stands inside “{marks}”"
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=0.8, why=why)
