"""A bracket that never closes, because a bare address was deleted with what touched it: “(see”, “(”, “(…; But”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from footlight.links.gaps.phrasebook import SPACE, Phrasebook
from footlight.links.markdown.manuscript import END, Block, BlockKind, Manuscript, sentence_at
from footlight.textmatch.places import Place

_BRACKET = re.compile(r"[()]")
_FACE = re.compile(r"[:;=8][-'^]?\Z")
_SURPLUS_AFTER = 12  # blocks in which a bracket that opens a paragraph may still close
_NO_PROSE = 24  # more unclosed brackets in one block are no prose
_DEEPEST = 200  # nor are so many open at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclosed:
    """The brackets of one block, where some never close."""

    block: Block
    opened: tuple[int, ...]
    """Offsets of those that never close, in order."""
    closed: tuple[int, ...]
    """Offsets of the opening ones that do close."""


def unclosed(text: Manuscript) -> Iterator[Unclosed]:
    """Each block that has brackets which never close."""
    for index, block in enumerate(text.blocks):
        if block.kind is BlockKind.OTHER or "(" not in (prose := text.prose[block.start : block.end]):
            continue
        opened, closed, _ = _matched(prose)
        opened = [at for at in opened[: _NO_PROSE + 1] if _counts(prose, at)]
        if opened and _closes_later(text, index):
            opened = opened[1:] if opened[0] == 0 else opened[:-1]
        if opened and len(opened) <= _NO_PROSE:
            yield Unclosed(
                block=block,
                opened=tuple(block.start + at for at in opened),
                closed=tuple(sorted(block.start + at for at in closed)),
            )


def _matched(prose: str) -> tuple[list[int], list[int], int]:
    """Opening brackets that stay open, opening ones that close, and how many closing ones had none."""
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


def _counts(prose: str, at: int) -> bool:
    """Whether a bracket is a writer's: neither a call's, `f(`, nor a face's, `:(`."""
    before = prose[max(0, at - 2) : at]
    return not (before[-1:].isalnum() or before[-1:] == "_" or _FACE.search(before))


def _closes_later(text: Manuscript, index: int) -> bool:
    """Whether a later block closes what this one, a parenthesis of several paragraphs, opens."""
    prose = text.prose[text.blocks[index].start : text.blocks[index].end]
    later = text.blocks[index + 1 : index + 1 + _SURPLUS_AFTER]
    goes_on = later and later[0].kind in (BlockKind.OTHER, BlockKind.ITEM, BlockKind.ROW)
    if not goes_on and not prose.startswith("("):
        return False
    return any(_matched(text.prose[b.start : b.end])[2] for b in later)


CODE = "open-bracket"

_SPACE = re.compile(SPACE)
_ENDS = re.compile(rf"(?:{END}|\Z)")
_LINK = re.compile("[\\[<\ufffc]")
_CUT = re.compile(rf"[;,](?={SPACE}(?P<next>[^\W\d_]+))")
_ON = r"(?:[^().!?]|[.!?](?!\s)){1,150}"  # one sentence, whose titles and numbers may hold stops
_LEADS_UP = re.compile(rf"{_ON}?(?: –|[\"”»]:)(?={SPACE}|{END})")
_STOPPED = re.compile(rf"{_ON}[,;:–—-]\Z")
_LAST_WORD = re.compile(r"[\w'’-]+\Z")
_LONGEST = 40
_SURE = 0.9
_FARTHEST = 400
"""Characters within which a bracket closes, were it whole."""


def open_bracket(text: Manuscript, book: Phrasebook) -> Iterator[Place]:
    """The point in each unclosed bracket where its address stood, where something shows which point that is."""
    for brackets in unclosed(text):
        limit = brackets.block.end
        spare = [at for at in brackets.closed if at > brackets.opened[0] and _breaks_off(text, book, at)]
        for at in brackets.opened:
            place = _breaks_off(text, book, at)
            if place is None or place.confidence < _SURE:
                _, end = sentence_at(text, at)
                inner = any(at < o < end and _breaks_off(text, book, o) for o in brackets.opened)
                if spare:
                    # The bracket round this one was closed by the mark that belonged to the one outside.
                    place = _breaks_off(text, book, spare.pop(0))
                elif inner:
                    place = None
                else:
                    place = _dashed(text, at, limit) or place or _cut_short(text, book, at, brackets.block)
            if place:
                yield place


def _breaks_off(text: Manuscript, book: Phrasebook, bracket: int) -> Place | None:
    """The place after “(” or “(see” when nothing follows that the words lead up to."""
    at = bracket + 1
    cue = book.see.match(text.prose, at) or book.weak_see.match(text.prose, at)
    after = cue.end() if cue else at
    after += text.prose[after : after + 1] in (":", ",")
    space = _SPACE.match(text.prose, after)
    if _ENDS.match(text.prose, after):
        return _place(after, 0.95, f"“{text.source[bracket:after]}” ends the text")
    if space is None:
        return None
    following = space.end()
    begun = any(row.match(text.prose, following) for row in (book.verb, book.opener))
    goes_on = begun or book.goes_on.match(text.prose, following) is not None
    if cue is not None and not begun:
        strong = book.see.fullmatch(cue[0]) is not None
        if not strong or (not goes_on and _LINK.match(text.prose, following)):
            return None
    why = f"“{text.source[bracket:after]}” leads up to nothing, and the bracket never closes"
    return _place(after, 0.9 if goes_on or cue is None else 0.8, why)


def _dashed(text: Manuscript, bracket: int, limit: int) -> Place | None:
    """The place after the dash or colon that parted a title from its address: “(see the title –”."""
    lead = _LEADS_UP.match(text.prose, bracket + 1, limit)
    return _place(lead.end(), 0.75, "no address follows the title inside an unclosed bracket") if lead else None


def _cut_short(text: Manuscript, book: Phrasebook, bracket: int, block: Block) -> Place | None:
    """The place inside a longer bracket where a sentence begins or the block ends before its time."""
    for cut in _CUT.finditer(text.prose, bracket, min(block.end, bracket + _FARTHEST)):
        if cut["next"] != "I" and book.opener.fullmatch(cut["next"]):
            return _place(cut.end(), 0.75, f"a new sentence begins with “{cut['next']}” inside an unclosed bracket")
    after = text.block_at(block.start) + 1
    goes_on = after < len(text.blocks) and text.blocks[after].kind in (BlockKind.OTHER, BlockKind.ITEM, BlockKind.ROW)
    last = _LAST_WORD.search(text.prose, max(bracket + 1, block.end - _LONGEST), block.end)
    wanting = last and any(row.fullmatch(last[0]) for row in (book.preposition, book.see, book.weak_see))
    if not goes_on and (wanting or _STOPPED.match(text.prose, bracket + 1, block.end)):
        return _place(block.end, 0.75, "the text ends inside an unclosed bracket")
    return None


def _place(at: int, confidence: float, why: str) -> Place:
    return Place(start=at, end=at, kind="dangling", code=CODE, confidence=confidence, why=why)
