"""Rule: a blank stands before a comma or full stop, where words were deleted: “argued in , the”, “see .”."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import LONGEST_SMILEY, SMILEY, SPACE, Phrasebook
from footlight.markdown.dump_references import is_numbered_dump
from footlight.markdown.markdown_text import BLOCK_END, BlockKind, MarkdownText
from footlight.markdown.mask import INVISIBLE
from footlight.textmatch.places import Place

CODE = "spaced-stop"

_AFTER = rf"(?=[\s\"”’»)\]*_]|{BLOCK_END}|\Z)"
# No language has a space before a comma or full stop; French and others have one before ; : ! ?, so those are left out.
_CODE_FOLLOWS = rf"{SPACE}?(?:\.|\w+(?:\(|{SPACE}\?;))"
_SPACED = re.compile(rf"(?<=[^\W_]|[%)\"”’»\],;:–—])(?P<gap>{SPACE})(?P<stop>[,.]){_AFTER}(?!{_CODE_FOLLOWS})")
_FIRST = re.compile(rf"(?:(?<={BLOCK_END})|\A){INVISIBLE}*[ \t]?(?P<stop>[,;.]){_AFTER}(?!{SPACE}?\.)")
_BRACKET = re.compile(rf"\((?=[^\s()])[^(){BLOCK_END}]{{0,200}}[\w,.;:](?<!\.\.)(?P<gap>{SPACE})(?P<stop>\))")
_SUM = re.compile(r"\([\d\s.,*/+×÷-]+\)")
_WORD = re.compile(r"[\w,]")
"""What stands before the blank of a lone ending such as “’s”."""
_MENTION = re.compile(r"(?<![\w@])@[\w-]+\Z")
_NOTE = re.compile(r"\[\^[^\]\s]+\]\Z")
_LONGEST_NAME = 60
_CLOSED = re.compile(rf"(?<=\w)[,.]{_AFTER}")

_FEW = 5
_HABIT = 0.06


def spaced_stop(text: MarkdownText, phrases: Phrasebook) -> Iterator[Place]:
    """Yield the points before commas and full stops that follow white space or begin a block."""
    dump = is_numbered_dump(text.source)
    found = [
        (gap.start("gap"), gap["stop"])
        for gap in _SPACED.finditer(text.prose)
        if not _is_dumped(text.prose, gap.start("gap"), wrapped=dump and "\n" in gap["gap"])
        and not _NOTE.search(text.source, max(0, gap.start("gap") - _LONGEST_NAME), gap.start("gap"))
    ]
    found += _first(text)
    # A writer who puts a blank before every stop has lost nothing by it.
    habit = len(found) > _FEW and len(found) > _HABIT * sum(1 for _ in _CLOSED.finditer(text.prose))
    if not habit:
        found += (
            (gap.start("gap"), gap["stop"])
            for gap in _BRACKET.finditer(text.prose)
            if not SMILEY.search(text.prose, max(0, gap.start("gap") - LONGEST_SMILEY), gap.start("gap"))
            and not _SUM.fullmatch(gap[0])
        )
        yield from (_place(at, 0.95, stop) for at, stop in found)
    for ending in phrases.ending.finditer(text.prose):
        at = ending.start() - 1
        if text.prose[max(0, at) : at + 1] == " " and _WORD.match(text.prose, at - 1):
            yield _place(at, 0.8, ending[0])


def _is_dumped(prose: str, at: int, *, wrapped: bool) -> bool:
    """Tell whether a dump or a writer put the blank there: behind a name with @ or a smiley, or in a wrapped line."""
    smiley = SMILEY.search(prose, max(0, at - LONGEST_SMILEY), at)
    return wrapped or smiley is not None or _MENTION.search(prose, max(0, at - _LONGEST_NAME), at) is not None


def _place(at: int, confidence: float, stop: str) -> Place:
    why = f"a blank stands before the “{stop}”, as if words were deleted"
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=confidence, why=why)


def _first(text: MarkdownText) -> Iterator[tuple[int, str]]:
    """Yield stops at the beginning of a block, unless the sentence continues code or a list above."""
    for stop in _FIRST.finditer(text.prose):
        above = text.block_at(stop.start("stop")) - 1
        if above < 0 or text.blocks[above].kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            yield stop.start("stop"), stop["stop"]
