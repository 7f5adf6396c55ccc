"""Words deleted before a stop: “argued in , the”, “see .”; the white space before them stays and tells of it."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import SPACE, Phrasebook
from footlight.links.markdown.manuscript import END, BlockKind, Manuscript
from footlight.links.markdown.prose_mask import NOTHING
from footlight.textmatch.places import Place

CODE = "spaced-stop"

_AFTER = rf"(?=[\s\"”’»)\]*_]|{END}|\Z)"
# No language sets a space before a comma or a full stop; several do before ; : ! ?, so those are not looked at.
_SPACED = re.compile(rf"(?<=[\w%)\"”’»\],;:–—])(?P<gap>{SPACE})(?P<stop>[,.]){_AFTER}(?!{SPACE}?\.)")
_FIRST = re.compile(rf"(?:(?<={END})|\A){NOTHING}*[ \t]?(?P<stop>[,;.]){_AFTER}(?!{SPACE}?\.)")
_BRACKET = re.compile(rf"\((?=[^\s()])[^(){END}]{{0,200}}[\w,.;:](?<!\.\.)(?P<gap>{SPACE})(?P<stop>\))")
_WORD = re.compile(r"[\w,]")
"""What an ending like “’s” stands after when its own word is gone."""
_CLOSED = re.compile(rf"(?<=\w)[,.]{_AFTER}")

_FEW = 5
_HABIT = 0.06


def spaced_stop(text: Manuscript, book: Phrasebook) -> Iterator[Place]:
    """Commas and full stops with white space before them, or at the beginning of a block."""
    found = [(gap.start("gap"), gap["stop"]) for gap in _SPACED.finditer(text.prose)]
    found += _first(text)
    # Some writers set a space before every stop: with them it says nothing.
    habit = len(found) > _FEW and len(found) > _HABIT * sum(1 for _ in _CLOSED.finditer(text.prose))
    if not habit:
        found += ((gap.start("gap"), gap["stop"]) for gap in _BRACKET.finditer(text.prose))
        yield from (_place(at, 0.95, stop) for at, stop in found)
    for ending in book.ending.finditer(text.prose):
        at = ending.start() - 1
        if text.prose[max(0, at) : at + 1] == " " and _WORD.match(text.prose, at - 1):
            yield _place(at, 0.8, ending[0])


def _place(at: int, confidence: float, stop: str) -> Place:
    why = f"nothing stands before the “{stop}”"
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=confidence, why=why)


def _first(text: Manuscript) -> Iterator[tuple[int, str]]:
    """Stops at the beginning of a block, unless code or a list stands above, on which the sentence goes on."""
    for stop in _FIRST.finditer(text.prose):
        above = text.block_at(stop.start("stop")) - 1
        if above < 0 or text.blocks[above].kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            yield stop.start("stop"), stop["stop"]
