"""Lines of text drawn run by run: the instructions of WeasyPrint, made in a third of the time.

WeasyPrint asks Pango for each glyph by itself, field by field, and reckons its kerning anew each time. Here the glyphs
of a run are read as one array of integers, and what is written of a run that was drawn before, a word or a space, is
looked up. What needs more (glyphs above the line, characters that no font has, emoji, ellipses) is left to WeasyPrint.

Strings are short: WeasyPrint writes a string and an adjustment for each glyph, most of them 0, and an empty string
between two adjustments, and PDFium, Chrome's viewer, ignores the last adjustment of an array with such a string.
Without these a page is a third shorter, and quicker to read for each program that does.

At an upgrade: compare with `weasyprint.draw.text.draw_first_line`; tests/test_glyph_strings.py draws with both.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from footlight.engines.weasyprint.foreign_types import Box, ContentStream, PdfFont

_original_draw_first_line = draw_text.draw_first_line

_INTEGERS = 5
"""A `PangoGlyphInfo` is a glyph, its width, two offsets and flags: five integers of four bytes."""
_LAST_GLYPH = 0xFFFF
"""The numbers behind it stand for nothing, or for characters that no font has."""
_SMALLEST = 1e-6
"""px: WeasyPrint draws no smaller text."""
_EXACT_SIZES = 14802
"""The version of Pango from which on the size of a font is the one that was asked for."""
_MOST = 5_000
"""Runs that are remembered of a font and size: the spaces of each justified line have a width of their own."""
_ADJUSTMENTS = re.compile(rb"([>\[])([-+.e0-9 ]*[ .e][-+.e0-9 ]*|-?0)([<\]])")
"""Adjustments that can be written shorter: several in a row, fractions, and nothing."""


class _Run(NamedTuple):
    """What is written of a run: glyphs that Pango shaped together, such as a word or a space of a justified line."""

    before: str
    """The adjustment in front of it, in thousandths of the font size; empty where there is none."""
    codes: bytes
    """The codes of its glyphs, and the adjustments between them."""
    behind: str
    """The adjustment behind it, without its fraction; empty where the last glyph is as wide as the font says."""


class _Glyph(NamedTuple):
    """What is written of a glyph."""

    code: bytes
    before: str
    """As of a run."""
    behind: str
    inside: bytes
    """The code and the adjustment behind it, where none stands in front of the next glyph."""


class _Known(NamedTuple):
    """What was drawn in a font and a size. Texts and widths of its glyphs are known to the font."""

    runs: dict[bytes, _Run]
    """By their glyphs as Pango has them."""
    glyphs: dict[tuple[int, int, int], _Glyph]
    """By glyph, width and offset to the right, in units of Pango's."""


_fonts: WeakKeyDictionary[Any, dict[float, _Known]] = WeakKeyDictionary()
"""What was drawn, by font and size."""


class _Part(NamedTuple):
    """A part of a line that one font sets."""

    font: PdfFont
    size: float
    runs: list[_Run]


def draw_line(stream: ContentStream, box: Box, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
    """Draw the first line of a text box's layout as `weasyprint.draw.text.draw_first_line` does; return its emoji."""
    if not isinstance(box, boxes.TextBox):  # in a drawing
        return _original_draw_first_line(stream, box, text_overflow, block_ellipsis, matrix)
    parts = _parts(stream, box) if text_overflow != "ellipsis" and block_ellipsis == "none" else []
    if not parts:
        start = len(stream.stream)
        emoji = _original_draw_first_line(stream, box, text_overflow, block_ellipsis, matrix)
        shorten_strings(stream, start)
        return emoji
    stream.set_text_matrix(*matrix.values)
    for font, size, runs in parts:
        stream.set_font_size(font.hash, size)
        stream.stream.append(_array(runs))
    return []


def _parts(stream: ContentStream, box: Box) -> list[_Part]:
    """The parts of a line; none where it needs more than is done here."""
    layout, found = box.pango_layout, list[_Part]()
    if pango.pango_version() < _EXACT_SIZES or box.style["font_size"] < _SMALLEST or not box.text.strip():
        return []
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # noqa: FBT003 - a function in C
    at = layout.get_first_line()[0].runs
    pango_font: Any = None
    part, known = _Part(None, 0.0, []), _Known({}, {})
    while at != ffi.NULL:
        item, glyphs = at.data.item, at.data.glyphs
        at = at.next
        if item.analysis.font != pango_font:
            pango_font = item.analysis.font
            font, size = stream.add_font(pango_font)
            if font.bitmap or font.png or font.svg or font.colr:
                return []
            part = _Part(font, size, [])
            found.append(part)
            sizes = _fonts.setdefault(font, {})
            known = sizes[size] if size in sizes else sizes.setdefault(size, _Known({}, {}))
        shape = ffi.buffer(glyphs.glyphs, 4 * _INTEGERS * glyphs.num_glyphs)[:]
        run = known.runs.get(shape)
        if run is None:
            numbers = memoryview(shape).cast("i").tolist()
            drawn = numbers[::_INTEGERS]
            if not drawn or max(drawn) > _LAST_GLYPH or any(numbers[3::_INTEGERS]):  # above the line, or below it
                return []
            _name_glyphs(box, (part.font, item, glyphs), drawn)
            for table in known:
                if len(table) > _MOST:
                    table.clear()
            run = known.runs[shape] = _run(stream, (pango_font, part.font, part.size), known, numbers)
        part.runs.append(run)
    return found


def _name_glyphs(box: Box, run: tuple[PdfFont, Any, Any], drawn: Sequence[int]) -> None:
    """Give a font the texts of its glyphs that are drawn for the first time."""
    font, item, glyphs = run
    if font.to_unicode.keys() >= set(drawn):
        return
    data, start, length = box.pango_layout.text.encode(), item.offset, item.length
    clusters = [glyphs.log_clusters[at] for at in range(len(drawn))]
    from_right = item.analysis.level % 2
    for at, glyph in enumerate(drawn):
        if glyph in font.to_unicode:
            continue
        if from_right:
            stop = length if at == 0 else clusters[at - 1]
        else:
            stop = length if at == len(drawn) - 1 else clusters[at + 1]
        font.to_unicode[glyph] = data[start + clusters[at] : start + stop].decode()


def _run(stream: ContentStream, sized: tuple[Any, PdfFont, float], known: _Known, numbers: Sequence[int]) -> _Run:
    """What is written of a run."""
    glyphs, widths, offsets = (numbers[part::_INTEGERS] for part in range(3))
    shapes = list(zip(glyphs, widths, offsets, strict=True))
    try:
        made = [known.glyphs[shape] for shape in shapes]
    except KeyError:
        for shape in shapes:
            if shape not in known.glyphs:
                known.glyphs[shape] = _glyph(stream, sized, shape)
        made = [known.glyphs[shape] for shape in shapes]
    first, last = made[0], made[-1]
    if not any(offsets[1:]):
        return _Run(first.before, b"".join([glyph.inside for glyph in made[:-1]]) + last.code, last.behind)
    between = (_between(one.behind, other.before) + other.code for one, other in pairwise(made))
    return _Run(first.before, first.code + b"".join(between), last.behind)


def _glyph(stream: ContentStream, sized: tuple[Any, PdfFont, float], shape: tuple[int, int, int]) -> _Glyph:
    """What is written of a glyph of one width and offset, by the formulas of `weasyprint.draw.text.draw_first_line`."""
    pango_font, font, size = sized
    glyph, width, right = shape
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    offset = right / size
    kerning = font.widths[glyph] + offset - width * 1000 * FROM_UNITS / size
    code = b"%04x" % glyph
    behind = str(int(kerning)) if kerning else ""
    return _Glyph(code, str(-offset) if offset else "", behind, code + _between(behind, ""))


def _array(runs: Sequence[_Run]) -> bytes:
    """The instruction that shows runs of one font."""
    before, codes, last = runs[0]
    written = [b"[", _between("", before)[1:] or b"<", codes]
    for before, codes, behind in runs[1:]:
        written.append(_between(last, before) if last or before else b"><")
        written.append(codes)
        last = behind
    written.append(b">%b] TJ" % (b"" if last == "0" else last.encode()))
    return b"".join(written)


@lru_cache(maxsize=1_000)
def _between(behind: str, before: str) -> bytes:
    """What is written between two glyphs: nothing, or the sum of the adjustments behind the one and in front
    of the other, between the ends of two strings.
    """
    if not before:
        return b">%b<" % behind.encode() if behind and behind != "0" else b""
    total = round(sum(map(float, filter(None, (behind, before)))), 3)
    return b">%b<" % _decimal(total) if total else b""


def _decimal(number: float) -> bytes:
    return f"{number:.3f}".rstrip("0").rstrip(".").encode()


def shorten_strings(stream: ContentStream, start: int) -> None:
    """Write the `TJ` arrays of WeasyPrint, from an index on, without empty strings and adjustments of nothing."""
    for at in range(start, len(stream.stream)):
        item = stream.stream[at]
        if isinstance(item, bytes) and item.endswith(b"] TJ"):
            stream.stream[at] = _ADJUSTMENTS.sub(_adjustment, item.replace(b"<>", b" ").replace(b">0<", b""))


def _adjustment(numbers: re.Match[bytes]) -> bytes:
    """One adjustment for several in a row, in thousandths of the font size; nothing where it is next to nothing."""
    total = round(sum(map(float, numbers[2].split())), 3)
    before, behind = numbers[1], numbers[3]
    if total:
        return before + _decimal(total) + behind
    return before + behind if before + behind != b"><" else b""
