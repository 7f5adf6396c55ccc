"""Justified lines of Chinese and Japanese, which have no spaces: the characters move apart.

WeasyPrint justifies at spaces only, so the lines of such a paragraph end raggedly: which characters may not begin or
end a line (kinsoku; Pango has the rules of Unicode's UAX 14) leaves them shorter by one or two. `spread` gives the rest
of the measure to all places behind a wide character alike, and to the spaces, as JLREQ 3.8.4
(https://www.w3.org/TR/jlreq/#line_adjustment) does when the spaces that may give are used up. Latin words stay as they
are. A gap between Latin and wide characters (U+2005, from `editions.script_gaps`) that ends a line is taken away.

At an upgrade: tests/test_other_scripts.py measures the edges of such lines.
"""

import unicodedata
from collections.abc import Iterator

from weasyprint.layout.inline import count_expandable_spaces
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size

from footlight.engines.weasyprint.foreign_types import Box
from footlight.engines.weasyprint.line_texts import resize_texts, texts_of

GAP = "\u2005"
"""A quarter of an em, between a Latin and a wide character."""
_WIDEST = 0.5
"""Greatest distance between two characters, em: a line that wants more stays ragged."""


class _SpreadLayout(Layout):  # type: ignore[misc]  # WeasyPrint is untyped
    """A text whose wide characters stand apart by `spread` px."""

    spread = 0.0

    def set_text(self, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002 - WeasyPrint's signature
        """Set the text, and the distances where it is justified."""
        super().set_text(text, justify)
        if not justify or not self.spread:
            return
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for start, end in _wide_runs(self.text):
            attribute = pango.pango_attr_letter_spacing_new(int(self.spread * TO_UNITS))
            attribute.start_index, attribute.end_index = start, end
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)


def is_wide(character: str) -> bool:
    """Whether a character is as wide as an em: an ideograph, kana, or one of their points and brackets."""
    return unicodedata.east_asian_width(character) in "WF"


def spread(line: Box, available_width: float) -> None:
    """Make a line as wide as its measure, px, if it has wide characters."""
    texts = list(texts_of(line))
    if not any(is_wide(character) for box in texts for character in box.text):
        return
    _trim(line, texts)
    missing = available_width - line.width
    counts = {id(box): _places(box) for box in texts}
    places = sum(counts.values())
    if missing <= 0 or not places or missing / places > _WIDEST * line.style["font_size"]:
        return
    distance = missing / places

    def resize(box: Box) -> None:
        if counts[id(box)]:
            box.justification_spacing = distance
            box.pango_layout, box.width = _laid_out(box, distance)

    resize_texts(line, resize)


def _trim(line: Box, texts: list[Box]) -> None:
    """Take away a gap at the end of a line."""
    last = texts[-1]
    if not last.text.endswith(GAP):
        return
    before = last.width
    last.text = last.text.rstrip(GAP)
    last.pango_layout, last.width = _laid_out(last, 0)
    line.width -= before - last.width


def _places(box: Box) -> float:
    """The number of places at which a text can give, by Pango's own measure: half a one at an end counts half."""
    if not any(map(is_wide, box.text)):
        return float(count_expandable_spaces(box))
    _, narrow = _laid_out(box, 0)
    _, wide = _laid_out(box, 1)
    return max(0.0, wide - narrow)


def _laid_out(box: Box, distance: float) -> tuple[Layout, float]:
    """The text of a box with its characters and spaces apart by `distance` px, and its width in px."""
    layout = _SpreadLayout(box.style, distance)
    layout.spread = distance
    layout.set_text(box.text, justify=True)
    line, _ = layout.get_first_line()
    width: float = line_size(line, box.style)[0]
    layout.deactivate()
    return layout, width


def _wide_runs(text: str) -> Iterator[tuple[int, int]]:
    """Where wide characters begin and end, in bytes of UTF-8."""
    start = at = 0
    inside = False
    for character in text:
        wide = is_wide(character)
        if wide and not inside:
            start = at
        elif inside and not wide:
            yield start, at
        inside = wide
        at += len(character.encode())
    if inside:
        yield start, at
