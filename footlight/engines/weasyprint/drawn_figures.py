"""A page number that is not known yet, drawn: a mark stands for the glyph of each figure (`sections.quoted_numbers`).

At an upgrade: tests/test_sections.py writes numbers into drawn pages and looks at them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from footlight.engines.weasyprint.foreign_types import Box, ContentStream

FIGURES = "0123456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A number in drawn pages."""

    target: str
    """The identifier whose page it is."""
    number: int
    """The number with which the section was laid out."""
    glyphs: tuple[bytes, ...]
    """The glyph of each figure from 0 to 9, as four hexadecimal digits."""


class NoPlaceError(Exception):
    """The figures of a number are not drawn as one glyph each, one behind the other."""


def mark_figures(stream: ContentStream, box: Box, start: int) -> None:
    """Put marks into what was drawn of a box, from index `start` of the stream on.

    Raises NoPlaceError where the figures cannot be told from the rest.
    """
    slots, at, quote = box.drawn_figures
    number = str(quote.number)
    if not stream.__dict__.get("is_page"):
        raise NoPlaceError
    glyphs = _glyphs(stream, box)
    wanted = [glyphs[int(figure)] for figure in number]
    found: list[tuple[int, list[int]]] = []
    for index in range(start, len(stream.stream)):
        item = stream.stream[index]
        if isinstance(item, bytes) and item.endswith(b"] TJ"):
            found += [(index, places) for places in _places(item, wanted)]
    if len(found) != 1:
        raise NoPlaceError
    ((index, places),) = found
    item = stream.stream[index]
    for figure, place in reversed(list(enumerate(places))):
        item = item[:place] + b"{%d.%d}" % (at, figure) + item[place + 4 :]
    stream.stream[index] = item
    slots[at] = Slot(target=quote.target, number=quote.number, glyphs=tuple(glyphs))


def _places(item: bytes, wanted: Sequence[bytes]) -> Iterator[list[int]]:
    """Where glyphs stand in an array, each time that they follow each other; each has four hexadecimal digits."""
    places = [place for text in re.finditer(rb"<([0-9a-f]*)>", item) for place in range(*text.span(1), 4)]
    for first in range(len(places) - len(wanted) + 1):
        these = places[first : first + len(wanted)]
        if [item[place : place + 4] for place in these] == wanted:
            yield these


def _glyphs(stream: ContentStream, box: Box) -> list[bytes]:
    """The glyph of each figure in the style of a box; the font gets the text and the width of each."""
    layout = Layout(box.style)
    layout.set_text(FIGURES)
    line, _ = layout.get_first_line()
    run = line.runs
    if run == ffi.NULL or run.next != ffi.NULL or run.data.glyphs.num_glyphs != len(FIGURES):
        raise NoPlaceError
    pango_font = run.data.item.analysis.font
    font, size = stream.add_font(pango_font)
    codes = [run.data.glyphs.glyphs[at].glyph for at in range(len(FIGURES))]
    for figure, code in zip(FIGURES, codes, strict=True):
        font.to_unicode.setdefault(code, figure)
        if code not in font.widths:  # the same formula as in `weasyprint.draw.text.draw_first_line`
            pango.pango_font_get_glyph_extents(pango_font, code, stream.ink_rect, stream.logical_rect)
            font.widths[code] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    layout.deactivate()
    if len(set(codes)) != len(codes) or font.bitmap:
        raise NoPlaceError
    return [b"%04x" % code for code in codes]
