"""Lines and words of a page, put together from its characters.

A text layer has no lines of its own that could be relied on: small capitals, calls and code are runs of other sizes. So
baselines are found first, those on which most characters of the body's size stand, and each takes the characters near
it. All distances are in pt, downward from the page's upper edge.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from footlight.engines.pdfium import Glyph, GlyphPage

SAME_SIZE = 0.3
"""Two sizes that differ by less, in pt, are the same: glyphs may be a little narrower or wider than they were drawn."""
_RAISED, _LOWERED = 0.52, 0.26
"""How far above and below a baseline a character belongs to its line, in sizes: calls, and figures below the line."""
_APART = 0.42
"""Two baselines nearer to each other, in sizes, are one: a raised figure stands on none of its own."""
_WORD_SPACE = 0.45
"""A gap that is wider, in spaces of the face, parts two words."""
_BESIDE = 0.8
"""How far from the text, in sizes, what is smaller and stands beside all of it is no part of its lines."""
_HYPHEN = re.compile("\\w[-\u2010]$")


class SetWord(NamedTuple):
    """A word as it is set."""

    x0: float
    x1: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLine:
    """A line as it is set; it has one word or more."""

    y: float
    """Its baseline."""
    size: float
    """The median size of its characters."""
    words: tuple[SetWord, ...]

    @property
    def x0(self) -> float:
        """The left edge of its first word."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge of the word that reaches farthest."""
        return max(word.x1 for word in self.words)

    @property
    def hyphenated(self) -> bool:
        """Whether it ends in a hyphen, the setter's or the writer's own."""
        return bool(_HYPHEN.search(self.words[-1].text))

    @property
    def text(self) -> str:
        """Its words with single blanks."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPage:
    """A page: the lines in the body's size, and all others, each from top to bottom."""

    width: float
    height: float
    body: tuple[SetLine, ...]
    others: tuple[SetLine, ...]
    """Heads, notes, running heads, folios: lines in which no character has the body's size."""


def set_page(page: GlyphPage, size: float, space: float) -> SetPage:
    """The lines of a page; `size` is the body's and `space` that of its face, both in pt."""
    gap = _WORD_SPACE * space
    own = [glyph for glyph in page.glyphs if abs(glyph.size - size) < SAME_SIZE]
    left = [glyph for glyph in page.glyphs if glyph.size < size + SAME_SIZE]
    larger = [glyph for glyph in page.glyphs if glyph.size >= size + SAME_SIZE]
    left, beside = _without_margins(left, size)
    body, rest = _lines(left, _baselines(own, _APART * size), (_RAISED * size, _LOWERED * size), gap)
    rest += larger + beside
    reach = _LOWERED * size
    others, _ = _lines(rest, _baselines(rest, 2 * reach), (reach, reach), gap)
    return SetPage(width=page.width, height=page.height, body=body, others=others)


def _without_margins(glyphs: Sequence[Glyph], size: float) -> tuple[list[Glyph], list[Glyph]]:
    """Part the characters of lines from smaller ones that stand beside all of these: notes in a margin."""
    own = [glyph for glyph in glyphs if abs(glyph.size - size) < SAME_SIZE]
    if not own:
        return list(glyphs), []
    left, right = min(glyph.x0 for glyph in own), max(glyph.x1 for glyph in own)
    inside: list[Glyph] = []
    beside: list[Glyph] = []
    for glyph in glyphs:
        away = max(left - glyph.x1, glyph.x0 - right)
        (beside if glyph.size < size - SAME_SIZE and away > _BESIDE * size else inside).append(glyph)
    return inside, beside


def _baselines(glyphs: Iterable[Glyph], apart: float) -> list[float]:
    """The baselines of characters; of those nearer to each other than `apart` the one that most stand on."""
    found: list[tuple[float, int]] = []
    for y, number in sorted(Counter(round(glyph.y, 2) for glyph in glyphs).items()):
        if found and y - found[-1][0] < apart:
            found[-1] = max(found[-1], (y, number), key=lambda item: item[1])
        else:
            found.append((y, number))
    return [y for y, _ in found]


def _lines(
    glyphs: Sequence[Glyph], baselines: Sequence[float], reach: tuple[float, float], gap: float
) -> tuple[tuple[SetLine, ...], list[Glyph]]:
    """A line for each baseline that has characters, and the characters that belong to none."""
    above, below = reach
    of_line: dict[float, list[Glyph]] = {y: [] for y in baselines}
    rest: list[Glyph] = []
    waiting = sorted(glyphs, key=lambda glyph: glyph.y)
    at = 0
    for glyph in waiting:
        while at < len(baselines) and glyph.y >= baselines[at] + below:
            at += 1
        if at < len(baselines) and glyph.y > baselines[at] - above:
            of_line[baselines[at]].append(glyph)
        else:
            rest.append(glyph)
    return tuple(_line(y, members, gap) for y, members in of_line.items() if members), rest


def _line(y: float, glyphs: Iterable[Glyph], gap: float) -> SetLine:
    words: list[list[Glyph]] = []
    right = float("-inf")
    for glyph in sorted(glyphs, key=_order):
        if not words or glyph.x0 - right > gap:
            words.append([])
        words[-1].append(glyph)
        right = max(right, glyph.x1)
    size = statistics.median(glyph.size for word in words for glyph in word)
    made = (SetWord(min(g.x0 for g in w), max(g.x1 for g in w), "".join(g.character for g in w)) for w in words)
    return SetLine(y=y, size=size, words=tuple(made))


def _order(glyph: Glyph) -> float:
    """From left to right. The second letter of a ligature has no width, and stands where the next character begins."""
    return glyph.x0 - (0.3 if glyph.x1 - glyph.x0 < 0.05 else 0.0)
