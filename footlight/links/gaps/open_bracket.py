"""Rule: a bracket is never closed, because an address was deleted with the bracket: “(see”, “(”, “(…; But”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from footlight.links.gaps.phrasebook import CLOSING_QUOTE, SPACE, Phrasebook
from footlight.markdown.markdown_text import BLOCK_END, Block, BlockKind, MarkdownText
from footlight.textmatch.places import Place

_BRACKET = re.compile(r"[()]")
_SMILEY = re.compile(r"[:;=8][-'^]?\Z")
_BLOCKS_AFTER = 12
"""Blocks in which a bracket that opens a paragraph may still be closed."""
_NO_PROSE = 24
"""A block with more unclosed brackets is not prose."""
_DEEPEST = 200
"""Nor is one with so many brackets open at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclosed:
    """The brackets of a block in which some are never closed."""

    block: Block
    opened: tuple[int, ...]
    """Offsets of the brackets that are never closed, in order."""
    closed: tuple[int, ...]
    """Offsets of the opening brackets that are closed."""


def unclosed(text: MarkdownText) -> Iterator[Unclosed]:
    """Yield each block that has brackets which are never closed."""
    for index, block in enumerate(text.blocks):
        if block.kind is BlockKind.OTHER or "(" not in (prose := text.prose[block.start : block.end]):
            continue
        opened, closed, _ = _matched(prose)
        opened = [at for at in opened[: _NO_PROSE + 1] if _is_punctuation(prose, at)]
        if opened and _closes_later(text, index):
            opened = opened[1:] if opened[0] == 0 else opened[:-1]
        if opened and len(opened) <= _NO_PROSE:
            yield Unclosed(
                block=block,
                opened=tuple(block.start + at for at in opened),
                closed=tuple(sorted(block.start + at for at in closed)),
            )


def _matched(prose: str) -> tuple[list[int], list[int], int]:
    """Return the opening brackets that stay open, those that are closed, and the number of surplus closing ones."""
    opened: list[int] = []
    closed: list[int] = []
    surplus = 0
    for mark in _BRACKET.finditer(prose):
        if mark[0] == "(":
            opened.append(mark.start())
            if len(opened) > _DEEPEST:
                return [], [], 0
        elif opened:
            closed.append(opened.pop())
        else:
            surplus += 1
    return opened, closed, surplus


def _is_punctuation(prose: str, at: int) -> bool:
    """Tell whether a bracket is punctuation: not that of a function call, `f(`, nor of a smiley, `:(`, nor the first
    sign of a table's cell, where it may be what the table is about.
    """
    before = prose[max(0, at - 2) : at]
    return not (before[-1:] == BLOCK_END or before[-1:].isalnum() or before[-1:] == "_" or _SMILEY.search(before))


def _closes_later(text: MarkdownText, index: int) -> bool:
    """Tell whether a later block closes the bracket: a parenthesis of several paragraphs."""
    prose = text.prose[text.blocks[index].start : text.blocks[index].end]
    later = text.blocks[index + 1 : index + 1 + _BLOCKS_AFTER]
    goes_on = later and later[0].kind in (BlockKind.OTHER, BlockKind.ITEM, BlockKind.ROW)
    if not goes_on and not prose.startswith("("):
        return False
    return any(_matched(text.prose[b.start : b.end])[2] for b in later)


CODE = "open-bracket"

_SPACE = re.compile(SPACE)
_ENDS = re.compile(rf"[.,;:]?(?:{BLOCK_END}|\Z)|[.,;:](?=[ \t\n])|{CLOSING_QUOTE}")
_LINK = re.compile("[\\[<\ufffc]")
_CUT = re.compile(rf"[;,](?={SPACE}(?P<next>[^\W\d_]+))")
_ON = r"(?:[^().!?]|[.!?](?!\s)){1,150}"  # one sentence, in which titles and numbers may hold full stops
_LEADS_UP = re.compile(rf"{_ON}?(?: –|[\"”»]:)(?={SPACE}|{BLOCK_END})")
_STOPPED = re.compile(rf"{_ON}[,;:–—-]\Z")
_LAST_WORD = re.compile(r"[\w'’-]+\Z")
_LONGEST = 40
_SURE = 0.9
_FARTHEST = 400
"""Characters within which a complete bracket would be closed."""


def open_bracket(text: MarkdownText, phrases: Phrasebook) -> Iterator[Place]:
    """Yield the point in each unclosed bracket where its address stood, if some sign shows that point."""
    for brackets in unclosed(text):
        limit = brackets.block.end
        spare = [at for at in brackets.closed if at > brackets.opened[0] and _breaks_off(text, phrases, at)]
        for at in brackets.opened:
            place = _breaks_off(text, phrases, at)
            if place is None or place.confidence < _SURE:
                _, end = text.sentence(at)
                inner = any(at < o < end and _breaks_off(text, phrases, o) for o in brackets.opened)
                if spare:
                    # The inner bracket took the closing mark of this one, so it is the inner one that lost its address.
                    place = _breaks_off(text, phrases, spare.pop(0))
                elif inner:
                    place = None
                else:
                    place = _after_title(text, at, limit) or place or _cut_short(text, phrases, at, brackets.block)
            if place:
                yield place


def _breaks_off(text: MarkdownText, phrases: Phrasebook, bracket: int) -> Place | None:
    """Return the point after “(” or “(see” if nothing follows that the words announce."""
    at = bracket + 1
    cue = phrases.see_cue.match(text.prose, at) or phrases.weak_see_cue.match(text.prose, at)
    after = cue.end() if cue else at
    after += text.prose[after : after + 1] in (":", ",")
    space = _SPACE.match(text.prose, after)
    if _ENDS.match(text.prose, after):
        return _place(after, 0.95, f"the text ends after “{text.source[bracket:after]}”")
    if space is None:
        return None
    following = space.end()
    begun = any(row.match(text.prose, following) for row in (phrases.verb, phrases.sentence_opener))
    goes_on = begun or phrases.continuation.match(text.prose, following) is not None
    if cue is not None and not begun:
        strong = phrases.see_cue.fullmatch(cue[0]) is not None
        if not strong or (not goes_on and _LINK.match(text.prose, following)):
            return None
    why = f"nothing follows “{text.source[bracket:after]}”, and the bracket is never closed"
    return _place(after, 0.9 if goes_on or cue is None else 0.8, why)


def _after_title(text: MarkdownText, bracket: int, limit: int) -> Place | None:
    """Return the point after the dash or colon between a title and its address: “(see the title –”."""
    lead = _LEADS_UP.match(text.prose, bracket + 1, limit)
    return _place(lead.end(), 0.75, "no address follows the title in a bracket that is never closed") if lead else None


def _cut_short(text: MarkdownText, phrases: Phrasebook, bracket: int, block: Block) -> Place | None:
    """Return the point inside a longer bracket where a new sentence begins, or the block ends."""
    for cut in _CUT.finditer(text.prose, bracket, min(block.end, bracket + _FARTHEST)):
        if cut["next"] != "I" and phrases.sentence_opener.fullmatch(cut["next"]):
            return _place(
                cut.end(), 0.75, f"a new sentence begins with “{cut['next']}” in a bracket that is never closed"
            )
    after = text.block_at(block.start) + 1
    goes_on = after < len(text.blocks) and text.blocks[after].kind in (BlockKind.OTHER, BlockKind.ITEM, BlockKind.ROW)
    last = _LAST_WORD.search(text.prose, max(bracket + 1, block.end - _LONGEST), block.end)
    wanting = last and any(
        row.fullmatch(last[0]) for row in (phrases.preposition, phrases.see_cue, phrases.weak_see_cue)
    )
    if not goes_on and (wanting or _STOPPED.match(text.prose, bracket + 1, block.end)):
        return _place(block.end, 0.75, "the text ends in a bracket that is never closed")
    return None


def _place(at: int, confidence: float, why: str) -> Place:
    return Place(start=at, end=at, kind="dangling", code=CODE, confidence=confidence, why=why)
