"""Words deleted before a stop: “argued in , the”, “see .”; the white space before them stays and tells of it."""

import re
from collections.abc import Iterator

from footlight.links.gaps.manuscript import END, BlockKind, Manuscript
from footlight.links.gaps.masking import NOTHING
from footlight.links.gaps.phrasebook import SPACE, Phrasebook
from footlight.place import Place

CODE = "spaced-stop"

_AFTER = rf"(?=[\s\"”’»)\]*_]|{END}|\Z)"
# No language sets a space before a comma or a full stop; several do before ; : ! ?, so those are not looked at.
_SPACED = re.compile(rf"(?<=[\w%)\"”’»\],;:–—])(?P<gap>{SPACE})(?P<stop>[,.]){_AFTER}(?!{SPACE}?\.)")
_FIRST = re.compile(rf"(?:(?<={END})|\A){NOTHING}*[ \t]?(?P<gap>)(?P<stop>[,;.]){_AFTER}(?!{SPACE}?\.)")
_BRACKET = re.compile(rf"\((?=[^\s()])[^(){END}]{{0,200}}[\w,.;:](?<!\.\.)(?P<gap>{SPACE})(?P<stop>\))")
_WORD = re.compile(r"[\w,]")
_CLOSED = re.compile(rf"(?<=\w)[,.]{_AFTER}")

_FEW = 5
_HABIT = 0.06


def spaced_stop(text: Manuscript, book: Phrasebook) -> Iterator[Place]:
    """Commas and full stops with white space before them, or at the beginning of a block."""
    found = sorted([*_SPACED.finditer(text.prose), *_first(text)], key=lambda m: m.start("stop"))
    # Some writers set a space before every stop: with them it says nothing.
    habit = len(found) > _FEW and len(found) > _HABIT * len(_CLOSED.findall(text.prose))
    for gap in (*found, *_BRACKET.finditer(text.prose)):
        yield Place(
            start=gap.start("gap"),
            end=gap.start("gap"),
            kind="emptied",
            code=CODE,
            confidence=0.3 if habit else 0.95,
            why=f"nothing stands before the “{gap['stop']}”",
        )
    for ending in book.ending.finditer(text.prose):
        if text.prose[ending.start() - 1 : ending.start()] == " " and _WORD.match(text.prose, ending.start() - 2):
            at = ending.start() - 1
            why = f"nothing stands before the “{ending[0]}”"
            yield Place(start=at, end=at, kind="emptied", code=CODE, confidence=0.8, why=why)


def _first(text: Manuscript) -> Iterator[re.Match[str]]:
    """Stops at the beginning of a block, unless code or a list stands above, on which the sentence goes on."""
    for stop in _FIRST.finditer(text.prose):
        above = text.block_at(stop.start("stop")) - 1
        if above < 0 or text.blocks[above].kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            yield stop
