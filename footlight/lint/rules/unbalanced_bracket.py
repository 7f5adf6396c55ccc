"""Rule: a bracket is opened and not closed, or closed and not opened, within a paragraph.

Only where exactly one is astray in the paragraph: several are mostly drawings, code or another notation. A bracket that
the next paragraph closes is none, nor are smileys, `a)` of enumerations and half-open intervals.
"""

import re
from collections.abc import Iterator

from footlight.lint.prose import Prose
from footlight.lint.spot import Spot
from footlight.markdown.markdown_text import Block

CODE = "unbalanced-bracket"

_HALF_OPEN = re.compile(r"\[[^\[\]()\n]{1,40},[^\[\]()\n]{1,40}\)|\([^\[\]()\n]{1,40},[^\[\]()\n]{1,40}\]")
"""An interval: [0, 1)."""
_ESCAPED = re.compile(r"\\[\[\]]")
_BRACKET = re.compile(r"[()\[\]]")
_ENUMERATED = re.compile(r"(?<![\w.])(?:\d{1,3}|[^\W\d_]|[ivxIVX]{1,4})\.?\Z")
"""What stands before the bracket of `a)`, `1)`, `iv)`."""
_EYES = re.compile(r"(?<!\w)[:;=8xX>][-'^o]?[()\[\]]*\Z")
"""The rest of a smiley."""
_HALVES = {"(": ")", "[": "]", ")": "(", "]": "["}
_NEAR = 3
"""Paragraphs beside one in which its bracket may have its other half."""


def unbalanced_bracket(prose: Prose) -> Iterator[Spot]:
    """Yield the one bracket of a paragraph that has no other half."""
    blocks = list(prose.blocks())
    for number, block in enumerate(blocks):
        astray = _astray(prose, block)
        if len(astray) != 1:
            continue
        offset = astray[0]
        bracket = prose.words[offset]
        opens = bracket in "(["
        beside = blocks[number + 1 : number + 1 + _NEAR] if opens else blocks[max(0, number - _NEAR) : number]
        if all(prose.words[at] != _HALVES[bracket] for other in beside for at in _astray(prose, other)):
            what = "opened and not closed" if opens else "closed and not opened"
            yield Spot(start=offset, end=offset + 1, message=f"the bracket {bracket} is {what}")


def _astray(prose: Prose, block: Block) -> list[int]:
    """The offsets of the brackets that have no other half."""
    words = prose.words[block.start : block.end]
    for match in _ESCAPED.finditer(prose.text, block.start, block.end):  # as in `string\\[]`, whose other half is none
        at = match.end() - block.start
        words = words[: at - 1] + match[0][1] + words[at:]
    words = _HALF_OPEN.sub(lambda match: " " * len(match[0]), words)
    opened: list[int] = []
    astray: list[int] = []
    for match in _BRACKET.finditer(words):
        at = match.start()
        before = words[max(0, at - 6) : at]
        if match[0] in "([":
            if not _EYES.search(before):
                opened.append(at)
        elif opened and words[opened[-1]] == _HALVES[match[0]]:
            opened.pop()
        elif not (_EYES.search(before) or _ENUMERATED.search(before)):
            astray.append(at)
    return [block.start + at for at in sorted(astray + opened)]
