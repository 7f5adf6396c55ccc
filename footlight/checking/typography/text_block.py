"""The text block of a document, learned from its own lines: body size, edges, leading, and what belongs to it.

Nothing of the style sheet is asked, so that the figures are true for whatever PDF lies there, also after a project's
own styles. The measures are those of typographers' practice: a full line reaches the block's right edge, a paragraph
begins at an indent, behind a gap, or behind a line that is not full.
"""

import statistics
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from footlight.checking.typography.set_lines import SAME_SIZE, SetLine, SetPage, set_page
from footlight.engines.pdfium import GlyphPage

_NEAR_EDGE = 3.2
"""pt: how far from the right edge a full line may end; a hyphen may hang out, a stop stay inside."""
_BEYOND_EDGE = 0.62
"""Sizes: how far beyond the right edge a full line may reach."""
_INDENT = 0.73
"""Sizes: what begins farther to the right begins a paragraph."""
_DEEPEST = 1.6
"""Sizes: what begins farther to the right is no line of the block: a quotation, a list, a line that is centred."""
_HUNG_OUT = 0.42
"""Sizes: how far to the left of the block a line may begin, hung punctuation."""
_APART = 1.25
"""Leadings: lines that are farther apart are of two paragraphs."""
_NOTE_SIZE = 0.9
"""Sizes: what is smaller, under the text, is a note."""
_FOLIO = 0.3
"""Leadings: what stands lower than this under the block's foot is a folio or a running foot."""


class NothingToMeasureError(Exception):
    """The document has no text block: no text, no two lines under each other, or a face without a space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """What all pages of a document share, in pt."""

    size: float
    space: float
    """The own space of the body's face."""
    leading: float
    top: float
    """The first baseline."""
    foot: float
    """The last baseline of the body."""
    note_foot: float
    """The last baseline of notes; `foot` where there are none."""
    note_gap: float
    """The least distance between the last line of the body and the first of the notes."""
    edges: tuple[tuple[float, float], tuple[float, float]]
    """Left and right edge on rectos (pages 1, 3 …) and on versos."""
    justified: bool
    """Whether lines end on one edge; else nothing follows from where a line ends."""

    def edges_on(self, page: int) -> tuple[float, float]:
        """The block's edges on a page; `page` is 0-based."""
        return self.edges[page % 2]

    def inside(self, line: SetLine, page: int) -> bool:
        """Whether a line of the body's size is a line of the block, and not of a quotation, a list or a table."""
        left, right = self.edges_on(page)
        begins = -_HUNG_OUT * self.size < line.x0 - left < _DEEPEST * self.size
        return begins and line.x1 - right < _BEYOND_EDGE * self.size

    def full(self, line: SetLine, page: int) -> bool:
        """Whether a line of justified text reaches the right edge."""
        return self.justified and -_NEAR_EDGE < line.x1 - self.edges_on(page)[1] < _BEYOND_EDGE * self.size

    def indented(self, line: SetLine, page: int) -> bool:
        """Whether a line begins a paragraph by its indent."""
        return line.x0 - self.edges_on(page)[0] > _INDENT * self.size

    @property
    def lowest(self) -> float:
        """What stands lower is a folio."""
        return self.foot + _FOLIO * self.leading

    def text_of(self, page: SetPage) -> list[SetLine]:
        """All lines of the text, heads and quotations too, without notes and folios; from top to bottom."""
        lines = (line for line in (*page.body, *page.others) if line.size > _NOTE_SIZE * self.size)
        return sorted((line for line in lines if line.y <= self.lowest), key=lambda line: line.y)

    def notes_of(self, page: SetPage, below: float) -> list[SetLine]:
        """The lines of notes under the text, whose last baseline is `below`."""
        small = (line for line in page.others if line.size < _NOTE_SIZE * self.size)
        return [line for line in small if below < line.y <= self.lowest]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """A line of the block, and where it stands."""

    line: SetLine
    page: int
    """0-based."""
    number: int
    """1-based, among the lines of the page's text; heads count, the running head does not."""
    full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDocument:
    """All pages of a document, and its text block."""

    pages: tuple[SetPage, ...]
    block: TextBlock


def set_document(pages: Iterable[GlyphPage]) -> SetDocument:
    """The lines of a document and its text block. Raises NothingToMeasureError."""
    glyph_pages = tuple(pages)
    if _from_right(glyph_pages):
        glyph_pages = tuple(map(_mirrored, glyph_pages))
    size = _body_size(glyph_pages)
    space = _own_space(glyph_pages, size)
    made = tuple(set_page(page, size, space * size) for page in glyph_pages)
    return SetDocument(pages=made, block=_block(made, size, space * size))


def paragraphs(document: SetDocument) -> Iterator[tuple[PlacedLine, ...]]:
    """The paragraphs of two lines or more that are set in the block, some of them over two pages."""
    block = document.block
    current: list[PlacedLine] = []
    before: tuple[SetLine, int] | None = None
    for number, page in enumerate(document.pages):
        order = line_numbers(page, block)
        for line in page.body:
            inside = block.inside(line, number)
            if before is None or _parted(block, before, (line, number)):
                if len(current) > 1:
                    yield tuple(current)
                current = []
            if inside:
                full = block.full(line, number)
                current.append(PlacedLine(line=line, page=number, number=order.get(line.y, 0), full=full))
            before = line, number
    if len(current) > 1:
        yield tuple(current)


def line_numbers(page: SetPage, block: TextBlock) -> dict[float, int]:
    """The number of each line of a page's text, by its baseline; what stands above the block has none."""
    text = [line.y for line in block.text_of(page) if line.y > block.top - block.leading]
    return {y: number for number, y in enumerate(dict.fromkeys(text), 1)}


def _parted(block: TextBlock, before: tuple[SetLine, int], now: tuple[SetLine, int]) -> bool:
    """Whether two lines of the body's size, one behind the other, are of two paragraphs."""
    (above, page), (line, number) = before, now
    ended = block.justified and not block.full(above, page)
    if not block.inside(above, page) or ended or block.indented(line, number):
        return True
    return page == number and line.y - above.y > _APART * block.leading


def _from_right(pages: Sequence[GlyphPage]) -> bool:
    """Whether most letters are of a script that runs from right to left."""
    kinds = Counter(unicodedata.bidirectional(glyph.character) for page in pages for glyph in page.glyphs)
    return kinds["R"] + kinds["AL"] > kinds["L"]


def _mirrored(page: GlyphPage) -> GlyphPage:
    """A page as a mirror shows it, so that a line that runs from right to left begins at the left."""
    glyphs = tuple(g._replace(x0=page.width - g.x1, x1=page.width - g.x0) for g in page.glyphs)
    return replace(page, glyphs=glyphs)


_MANY = 0.25
"""Of the characters of the size that has most: a size with as many may be the text's."""


def _body_size(pages: Sequence[GlyphPage]) -> float:
    """The size of the text, in pt: the largest that many characters have; sizes that hardly differ count together.

    Long notes may have more characters than the text has, and are smaller.
    """
    sizes = Counter(round(glyph.size, 1) for page in pages for glyph in page.glyphs)
    if not sizes:
        raise NothingToMeasureError
    counts = {size: sum(n for other, n in sizes.items() if abs(other - size) < SAME_SIZE) for size in sizes}
    largest = max(size for size, count in counts.items() if count >= _MANY * max(counts.values()))
    most = max((size for size in sizes if abs(size - largest) < SAME_SIZE), key=lambda size: (counts[size], size))
    near = {size: n for size, n in sizes.items() if abs(size - most) < SAME_SIZE}
    return statistics.median([size for size, n in near.items() for _ in range(n)])


def _own_space(pages: Sequence[GlyphPage], size: float) -> float:
    """The space of the face that has most characters in the body's size, in em."""
    found: Counter[float] = Counter()
    for page in pages:
        for other, space, count in page.spaces:
            if abs(other - size) < SAME_SIZE and space:
                found[space] += count
    if not found:
        raise NothingToMeasureError
    return found.most_common(1)[0][0]


def _block(pages: Sequence[SetPage], size: float, space: float) -> TextBlock:
    sides = [_edges(pages[side::2]) for side in (0, 1)]
    known = sides[0] or sides[1]
    steps = [b.y - a.y for page in pages for a, b in zip(page.body, page.body[1:], strict=False)]
    if not known or not steps:
        raise NothingToMeasureError
    usual = Counter(round(step, 1) for step in steps).most_common(1)[0][0]
    leading = statistics.fmean(step for step in steps if abs(step - usual) < 0.15)
    tops = Counter(round(page.body[0].y, 1) for page in pages[1:] if page.body)
    first = TextBlock(
        size=size,
        space=space,
        leading=leading,
        top=0.0,
        foot=0.0,
        note_foot=0.0,
        note_gap=0.0,
        edges=((sides[0] or known).span, (sides[1] or known).span),
        justified=(sides[0] or known).justified or (sides[1] or known).justified,
    )
    inside = [line.y for n, page in enumerate(pages) for line in page.body if first.inside(line, n) and _counts(line)]
    if not inside:
        raise NothingToMeasureError
    top = tops.most_common(1)[0][0] if tops else min(inside)
    foot = max(inside)
    return _with_notes(replace(first, top=top, foot=foot, note_foot=foot), pages)


_FEWEST_WORDS = 4
"""A line of fewer tells little of the block: a folio may be one."""


def _counts(line: SetLine) -> bool:
    return len(line.words) >= _FEWEST_WORDS


class _Edges(NamedTuple):
    """The edges of the block on pages of one side."""

    span: tuple[float, float]
    justified: bool


def _edges(pages: Iterable[SetPage]) -> _Edges | None:
    """The block's left and right edge, on pages of one side.

    The left one is the leftmost at which a good part of the lines begins: where most begin is the indent of a list in
    an essay of lists. The right one is where the fourth fifth of these lines ends; in text that is not justified it is
    where the longest of them end. Text is justified where many lines end on one edge, wherever that is: the fourth
    fifth may be among those whose last mark hangs out of it.
    """
    lines = [line for page in pages for line in page.body if len(line.words) > _FEWEST_WORDS]
    if not lines:
        return None
    begins = Counter(round(line.x0) for line in lines)
    enough = min(max(_FEWEST_LINES, len(lines) * _GOOD_PART), max(begins.values()))
    left = float(min(x for x, number in begins.items() if number >= enough))
    ends = sorted(line.x1 for line in lines if abs(line.x0 - left) < _SAME_EDGE)
    right = ends[int(len(ends) * 0.8)]
    together = max(bisect_left(ends, end + 2 * _SAME_EDGE) - number for number, end in enumerate(ends))
    justified = together >= _FEWEST_LINES and together > len(ends) * _JUSTIFIED
    return _Edges((left, right if justified else ends[-1]), justified)


_SAME_EDGE = 1.5
"""pt: lines whose ends differ by less end on one edge."""
_FEWEST_LINES = 3
_GOOD_PART = 0.12
_JUSTIFIED = 0.25
"""The share of lines that end on one edge in justified text; in other text hardly a tenth does."""


def _with_notes(block: TextBlock, pages: Sequence[SetPage]) -> TextBlock:
    gaps, feet = [], []
    for page in pages:
        last = max((line.y for line in block.text_of(page)), default=block.top)
        if notes := block.notes_of(page, last):
            feet.append(notes[-1].y)
            gaps.append(notes[0].y - last)
    return replace(block, note_foot=max(feet, default=block.foot), note_gap=min(gaps, default=0.0))
