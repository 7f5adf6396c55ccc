"""Page numbers that a section quotes, written into what was drawn of it: it need not be laid out again for them.

The figures of such a number are as wide as each other (`font-variant-numeric: tabular-nums`). So a section is laid out
and drawn with 1, 10 or 100, whatever the number is, and drawn pages have a mark in the place of each figure: in the
content stream `{SLOT.FIGURE}` for the four hexadecimal digits of a glyph, in texts a private-use character. At the end
the figures of the number take the places of the marks. It is done so whether a section was kept from an earlier build
or not, so its bytes are the same. A section of which something else depends on its numbers is laid out with them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zlib import compress, decompress

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import Layout as TextLayout
from weasyprint.text.line_break import line_size

from footlight.engines.weasyprint.drawn_figures import FIGURES
from footlight.engines.weasyprint.foreign_types import Box
from footlight.engines.weasyprint.sections.known_targets import Quote
from footlight.essay.layout import Layout

_PAIRS = "".join(f"{first}{second}" for first in FIGURES for second in FIGURES)
"""Each figure beside each other one."""
_OF_FONT = [name for name in INITIAL_VALUES if name.startswith("font_")] + ["letter_spacing", "word_spacing", "lang"]
"""The properties on which the width of a text depends."""
_CLOSE = 1e-3
"""px."""
_MOST = 8
"""Figures of a number."""
_PRIVATE = 0xF0000
"""The first character of plane 15, which is for private use."""
_MARK = re.compile(rb"\{(\d+)\.(\d)\}")


def stands_for(number: int) -> int:
    """The number that a section is laid out with in the place of another one of as many figures."""
    return int(10 ** (len(str(number)) - 1))


def can_be_written(pages: Sequence[Box], quotes: Sequence[Quote]) -> bool:
    """Whether nothing but the figures themselves depends on the numbers that a section quotes."""
    if not quotes:
        return True
    tokens = {quote.number: _token(quote.number) for quote in quotes}
    if any(token.search(words) for words in _labels(pages) for token in tokens.values()):
        return False  # a head or a bookmark may have the number
    found = list(_quoted(pages, quotes))
    alone = len(found) == len(quotes) == len({(id(quote.element), quote.tag) for quote in quotes})
    return alone and all(
        quote.plain and quote.number == stands_for(quote.number) and _is_even(box, tokens[quote.number])
        for box, quote in found
    )


def _token(number: int) -> re.Pattern[str]:
    """The number in a text, where it is no part of a longer one."""
    return re.compile(rf"(?<!\d){number}(?!\d)")


def _labels(pages: Sequence[Box]) -> Iterator[str]:
    for page in pages:
        for box in page.descendants():
            if box.bookmark_label:
                yield str(box.bookmark_label)
            if box.string_set and box.string_set != "none":
                yield from (str(words) for _, words in box.string_set)


def _quoted(pages: Sequence[Box], quotes: Sequence[Quote]) -> Iterator[tuple[Box, Quote]]:
    """The text boxes that have the numbers."""
    known = {(id(quote.element), quote.tag): quote for quote in quotes}
    for page in pages:
        for box in page.descendants():
            quote = known.get((id(box.element), box.element_tag)) if isinstance(box, boxes.TextBox) else None
            if quote and _token(quote.number).search(box.text):
                yield box, quote


def _is_even(box: Box, token: re.Pattern[str]) -> bool:
    """Whether all figures are as wide as each other in the text of a box."""
    style = box.style
    plain = style["font_variant_caps"] == "normal" and style["direction"] == "ltr" and style["visibility"] == "visible"
    if not plain or len(token.findall(box.text)) != 1 or box.pango_layout.first_line_direction % 2:
        return False
    number = len(token.findall(box.text)[0])
    before, after = token.split(box.text)
    one = _width(before + "0" * number + after, style)
    same = all(abs(_width(before + figure * number + after, style) - one) < _CLOSE for figure in FIGURES)
    figure = (_width("0" * len(_PAIRS), style) - _width("0", style)) / (len(_PAIRS) - 1)
    beside = abs(_width(_PAIRS, style) - _width("0", style) - figure * (len(_PAIRS) - 1)) < _CLOSE
    return same and beside


def _width(text: str, style: Any) -> float:  # noqa: ANN401 - WeasyPrint is untyped
    # All styles of a document share the cache.
    cache, key = style.cache.setdefault("footlight_figures", {}), (text, *(str(style[name]) for name in _OF_FONT))
    if key not in cache:
        layout = TextLayout(style)
        layout.set_text(text)
        line, _ = layout.get_first_line()
        cache[key] = float(line_size(line, style)[0])
        layout.deactivate()
    found: float = cache[key]
    return found


def mark(pages: Sequence[Box], quotes: Sequence[Quote]) -> list[Any]:
    """Put marks into the texts of boxes that are about to be drawn; the list gets a slot for each as it is drawn."""
    slots: list[Any] = []
    for box, quote in _quoted(pages, quotes):
        at = len(slots)
        private = "".join(chr(_PRIVATE + at * _MOST + place) for place in range(len(str(quote.number))))
        box.text = _token(quote.number).sub(private, box.text)
        box.drawn_figures = (slots, at, quote)
        slots.append(None)
    return slots


def has_marks(content: bytes) -> bool:
    """Whether a content stream has marks."""
    return _MARK.search(content) is not None


def written(section: Any, pages: Mapping[str, int]) -> Any:  # noqa: ANN401 - a `DrawnSection`, which needs this module
    """A drawn section with its numbers in the places of marks."""
    if not section.slots:
        return section
    numbers = [str(pages.get(slot.target, slot.number)) for slot in section.slots]

    def glyph(mark: re.Match[bytes]) -> bytes:
        slot = int(mark[1])
        code: bytes = section.slots[slot].glyphs[int(numbers[slot][int(mark[2])])]
        return code

    drawn = tuple(
        replace(page, content=compress(_MARK.sub(glyph, decompress(page.content)), 6)) if page.marked else page
        for page in section.pages
    )
    table = {
        _PRIVATE + slot * _MOST + place: figure
        for slot, number in enumerate(numbers)
        for place, figure in enumerate(number)
    }
    return replace(section, pages=drawn, slots=(), layout=_spoken(section.layout, lambda text: text.translate(table)))


def _spoken(layout: Layout, say: Callable[[str], str]) -> Layout:
    return replace(
        layout,
        text=say(layout.text),
        pages=tuple(replace(page, carried=say(page.carried)) if page.carried else page for page in layout.pages),
        overruns=tuple(replace(over, words=say(over.words)) for over in layout.overruns),
    )
