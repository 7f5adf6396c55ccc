"""The choice of all line ends of a paragraph at once.

Donald E. Knuth and Michael F. Plass, "Breaking Paragraphs into Lines", Software: Practice and Experience 11 (1981),
1119-1184; demerits as in The TeXbook, chapter 14. Differences: a line may be filled by glyphs that are a little wider
or narrower as well as by its spaces (as pdfTeX does, after Hàn Thế Thành's thesis, 2000), no three lines in a row end
in a hyphen, and what a page asks of a paragraph (so many lines, no hyphen at the end of a certain line) is heeded.

Pure arithmetic over positions in px: nothing of WeasyPrint or Pango is met here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

GLYPH_SCALE = 0.02
"""Greatest share by which glyphs are drawn wider or narrower. Thành found that up to 2 % are not seen."""
STRETCH = 0.50
"""Share of the face's own space by which a space grows in a line of ratio 1, as in TeX's Computer Modern."""
SHRINK = 0.25
"""Share of the face's own space by which a space may shrink: below .75 words run together."""
_TOLERANCES = (0.7, 1.2, 2.5, 8.0, 200.0)
"""Greatest ratio of a line, pass by pass. The first pass divides no word."""
_MOST_SHRUNK = -1.02
"""Least ratio of a line: a little beyond the limit, for rounding."""
_LINE_DEMERITS = 10.0
"""Added to a line's badness before it is squared (`\\linepenalty`): fewer lines are better."""
_HYPHEN_DEMERITS = 60.0**2
_RUN_DEMERITS = 0.0, 0.0, 8_000.0, 1e8
"""For so many hyphens in a row: three never, except where no other ends exist."""
_OWN_HYPHEN_DEMERITS = 400.0
_UNEVEN_DEMERITS = 5_000.0
"""For neighbouring lines whose spaces differ much (`\\adjdemerits`)."""
_FORBIDDEN_DEMERITS = 1e6
"""From here on, looser lines are tried before what costs so much is taken."""
_LAST_HYPHEN_DEMERITS = 1e6
"""For a hyphen at the end of the last line but one, which leaves a piece of a word alone on the last line."""
_SHORT_LAST_DEMERITS = 8_000.0
"""For a last line that is shorter than the indent of the next paragraph."""
_LONE_LETTERS_DEMERITS = 1e6
"""For a last line of a few letters."""
_SAME_WORD_DEMERITS = 2_500.0
"""For two neighbouring lines that begin or end with the same word."""
_SCALE_BADNESS = 8.0
"""Badness of a line whose glyphs are scaled as far as they may be, while its spaces are the face's own."""
FEWEST_LAST_LETTERS = 4
"""Letters and digits that a last line has at least."""
_SHORT_LAST = 0.08
"""Share of the line's width below which a last line is short: about an indent."""
_POSSIBLE_RATIO = 1.0
"""Ratio that all lines of a paragraph would have at most, for a number of lines to be tried at all."""
_NO_SPACE_RATIO = 100.0
"""Ratio of a line that has no space to fill it with."""
_FAR = 1.1
_FEW_GAPS = 2
"""A line of so few spaces may be too loose while a longer one from a later start is not."""
_BARRED_DEMERITS = 1e7
"""For a hyphen at the end of a line that should have none because the page ends there."""
_HOPELESS_DEMERITS = _UNEVEN_DEMERITS
"""A start that is worse than the best one at the same place by more than this cannot be part of the best choice, since
the lines after both cost the same but for what differs between neighbouring lines."""


class Kind(IntEnum):
    """What stands at the end of a line."""

    SPACE = 0
    HYPHENATED = 1
    """A word is divided, and a hyphen is drawn."""
    OWN_HYPHEN = 2
    """The writer's own hyphen or dash."""


class Break(NamedTuple):
    """A place where a line may end."""

    end: int
    """Index of the first character that is no longer in the line."""
    right: float
    """Where the line's ink ends, in px from the start of the paragraph, less what hangs into the margin."""
    gaps: int
    """How many spaces stand before it in the paragraph that justification may change."""
    kind: Kind
    start: int
    """Index of the first character of the next line."""
    next_left: float
    """Where the next line's ink begins, plus what hangs into the margin."""
    next_gaps: int
    """How many changeable spaces stand before the next line."""
    last_word: str = ""
    next_word: str = ""
    """The words at the line's end and at the next line's beginning, to keep equal ones apart."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where the lines that are to be chosen begin."""

    left: float
    gaps: int
    index: int
    indent: float = 0.0
    """px that the first line is shorter."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What a paragraph offers to the choice."""

    breaks: Sequence[Break]
    """In the order of the text. The last is the paragraph's end."""
    width: float
    """px that a line has."""
    space: float
    """The face's own space, in px."""
    lone_from: int
    """Index from which on a last line would have too few letters and digits (`FEWEST_LAST_LETTERS`)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a page asks of a paragraph."""

    lines: int | None = None
    """How many lines it should have, from the start on."""
    barred: frozenset[int] = frozenset()
    """Numbers of lines, from 1, that should not end in a hyphen."""
    worst: float = 1e9
    """Greatest ratio of a line that is tried."""


ANY = Wish()


@dataclass(frozen=True, slots=True)
class Choice:
    """The line ends that were chosen."""

    breaks: tuple[Break, ...]
    demerits: float
    worst: float
    """The greatest ratio of a line: 1 is as loose as TeX's ordinary paragraphs get."""


class _Node(NamedTuple):
    """The best way to have a line end at a place."""

    left: float
    gaps: int
    demerits: float
    room: float
    """px that the next line has."""
    run: int
    """How many lines in a row end in a hyphen here."""
    fitness: int
    line: int
    at: Break | None
    before: "_Node | None"
    worst: float


def choose(paragraph: Paragraph, start: Start, wish: Wish = ANY) -> Choice | None:
    """Choose the line ends from a place on; None where no choice satisfies the wish, or none exists.

    Words are divided only where undivided ones do not give even lines.
    """
    if wish.lines is not None and not _possible(paragraph, start, wish.lines):
        return None
    plain = [item for item in paragraph.breaks if item.kind is not Kind.HYPHENATED]
    best: Choice | None = None
    for number, tolerance in enumerate(_TOLERANCES):
        found = _Pass(paragraph, start, wish, min(tolerance, wish.worst)).choice(paragraph.breaks if number else plain)
        if found is not None and (best is None or found.demerits < best.demerits):
            best = found
        if (best is not None and best.demerits < _FORBIDDEN_DEMERITS) or tolerance >= wish.worst:
            break
    return best


def _possible(paragraph: Paragraph, start: Start, lines: int) -> bool:
    """Whether so many lines are not out of the question: the text can be stretched or shrunk as far on average."""
    end = paragraph.breaks[-1]
    natural, gaps = end.right - start.left, end.gaps - start.gaps
    scaled = GLYPH_SCALE * (natural - gaps * paragraph.space)
    longest = natural + scaled + gaps * STRETCH * paragraph.space * _POSSIBLE_RATIO
    shortest = natural - scaled - gaps * SHRINK * paragraph.space
    return (
        shortest <= lines * paragraph.width - start.indent and longest >= (lines - 1) * paragraph.width - start.indent
    )


class _Pass:
    """One pass over a paragraph, with a greatest ratio that a line may have."""

    def __init__(self, paragraph: Paragraph, start: Start, wish: Wish, tolerance: float) -> None:
        self.paragraph = paragraph
        self.start = start
        self.wish = wish
        self.tolerance = tolerance
        self.stretch = STRETCH * paragraph.space
        self.shrink = SHRINK * paragraph.space
        self.end = paragraph.breaks[-1].end
        self.tracked = wish.lines is not None or bool(wish.barred)
        """Whether ways with different numbers of lines are kept apart."""

    def choice(self, breaks: Sequence[Break]) -> Choice | None:
        """The best line ends among some places."""
        start = self.start
        active = [_Node(start.left, start.gaps, 0.0, self.paragraph.width - start.indent, 0, 1, 0, None, None, 0.0)]
        for place in breaks:
            if place.end <= start.index:
                continue
            ends = self._ends_at(place, active)
            if place.end == self.end:
                return self._choice(ends)
            active.extend(ends if self.tracked else _hopeful(ends))
            if not active:
                return None
        return None

    def _choice(self, ends: Iterable[_Node]) -> Choice | None:
        wanted = self.wish.lines
        last = min((node for node in ends if wanted in (None, node.line)), key=lambda node: node.demerits, default=None)
        if last is None:
            return None
        places: list[Break] = []
        node: _Node | None = last
        while node is not None and node.at is not None:
            places.append(node.at)
            node = node.before
        return Choice(tuple(reversed(places)), last.demerits, last.worst)

    def _ends_at(self, place: Break, active: list[_Node]) -> list[_Node]:
        """The best ways to have a line end at a place: one for each class of lines and of hyphens in a row.

        Starts that are too far back for this place and all that follow are taken out of `active`. A line that has
        `extra` px to fill gives way with its glyphs first, then with its spaces.
        """
        # The innermost loop: half a million lines in a book of 300 pages, most of which are too short. Names are local,
        # and nothing is called before a line is known to be possible.
        best: dict[tuple[int, int, int], _Node] = {}
        right, gaps_here, last = place.right, place.gaps, place.end == self.end
        space, stretch, shrink, tolerance = self.paragraph.space, self.stretch, self.shrink, self.tolerance
        far = 0
        for number, node in enumerate(active):
            natural, gaps = right - node.left, gaps_here - node.gaps
            extra = node.room - natural
            scaled = GLYPH_SCALE * (natural - gaps * space)
            if extra > scaled:
                ratio = (extra - scaled) / (gaps * stretch) if gaps else _NO_SPACE_RATIO
                if last:
                    ratio = 0.0
                elif ratio > tolerance:
                    if gaps > _FEW_GAPS:
                        break  # the starts that follow make the line shorter still
                    continue
                badness = _SCALE_BADNESS + 100.0 * ratio * ratio * ratio if not last else 0.0
            elif extra >= -scaled:
                ratio, badness = 0.0, _SCALE_BADNESS * (extra / scaled) ** 2 if scaled else 0.0
            else:
                ratio = (extra + scaled) / (gaps * shrink) if gaps else -_NO_SPACE_RATIO
                if ratio < _MOST_SHRUNK:
                    # A tenth more, because a hyphen's width and what hangs out make the line ends go back and forth.
                    if number == far and natural > node.room * _FAR:
                        far += 1
                    continue
                badness = _SCALE_BADNESS - 100.0 * ratio * ratio * ratio
            self._keep(best, node, place, (ratio, badness, natural))
        if far:
            del active[:far]
        return list(best.values())

    def _keep(
        self, best: dict[tuple[int, int, int], _Node], node: _Node, place: Break, line: tuple[float, float, float]
    ) -> None:
        """Keep the line from a node to a place if it is the best of its class."""
        ratio, badness, natural = line
        demerits = node.demerits + (_LINE_DEMERITS + badness) ** 2
        run = 0
        if place.kind:
            hyphens, run = self._hyphen_demerits(node, place)
            demerits += hyphens
        fitness = (
            0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1.0 else 3
        )  # tight, normal, loose, very loose
        before = node.at
        if before is not None:
            if place.end == self.end:
                demerits += self._last_line_demerits(before, natural)
            elif abs(fitness - node.fitness) > 1:
                demerits += _UNEVEN_DEMERITS
            if place.last_word and place.last_word == before.last_word:
                demerits += _SAME_WORD_DEMERITS
            earlier = node.before.at if node.before is not None else None
            if before.next_word and earlier is not None and before.next_word == earlier.next_word:
                demerits += _SAME_WORD_DEMERITS
        key = fitness, run, node.line if self.tracked else 0
        kept = best.get(key)
        if kept is None or demerits < kept.demerits:
            best[key] = _Node(
                place.next_left, place.next_gaps, demerits, self.paragraph.width, run, fitness, node.line + 1, place,
                node, max(node.worst, ratio),
            )  # fmt: skip

    def _hyphen_demerits(self, node: _Node, place: Break) -> tuple[float, int]:
        """Demerits of a hyphen at the end of a line, and how many lines in a row end in one."""
        barred = _BARRED_DEMERITS if node.line + 1 in self.wish.barred else 0.0
        run = node.run + 1
        hyphen = _HYPHEN_DEMERITS if place.kind is Kind.HYPHENATED else _OWN_HYPHEN_DEMERITS
        return barred + hyphen + _RUN_DEMERITS[run], min(run, 2)

    def _last_line_demerits(self, before: Break, natural: float) -> float:
        """Demerits of a last line that follows a break."""
        demerits = _LAST_HYPHEN_DEMERITS if before.kind is Kind.HYPHENATED else 0.0
        if before.start >= self.paragraph.lone_from:
            return demerits + _LONE_LETTERS_DEMERITS
        return demerits + (_SHORT_LAST_DEMERITS if natural < _SHORT_LAST * self.paragraph.width else 0.0)


def _hopeful(nodes: Iterable[_Node]) -> Iterator[_Node]:
    """The nodes of a place that may still win: not much worse than one with as few hyphens in a row."""
    least = float("inf")
    for node in sorted(nodes, key=lambda node: node.run):
        least = min(least, node.demerits)
        if node.demerits <= least + _HOPELESS_DEMERITS:
            yield node
