"""Round brackets in prose: which never close."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from footlight.links.gaps.manuscript import Block, BlockKind, Manuscript

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
