"""Texts of glyphs that are drawn several for one letter: a letter and its vowel sign, a letter in two parts, an emoji
and what joins it to the next.

A PDF gives each glyph one text (ToUnicode). WeasyPrint takes that of the whole cluster for one glyph of it, and an
empty text for the others, for every place where they are drawn from then on: letters are missing from the text layer,
and PDF/A and PDF/UA forbid an empty text (ISO 19005-2, 6.2.11.7.2; ISO 14289-1, 7.21.7). Here each glyph of a cluster
gets its own character where there are as many of the one as of the other; the rest gets a joiner, which says nothing.

At an upgrade: tests/test_other_scripts.py reads vowelled words from the text layer.
"""

import re
from collections.abc import Iterator

from weasyprint.text.ffi import ffi

from footlight.engines.weasyprint.foreign_types import Box, ContentStream, PdfFont

_WITH_SIGNS = re.compile(
    "[\u0300-\u036f\u0590-\u109f\u1700-\u1dff\u200d\u20d0-\u20ff\ufb1d-\ufdff\ufe00-\ufe0f\ufe70-\ufeff"
    "\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
"""Combining marks, scripts from Hebrew to Burmese, whose letters may be drawn in parts, and what joins emoji."""
_JOINER = "\u200d"
"""ZERO WIDTH JOINER."""


def name_clusters(stream: ContentStream, box: Box) -> None:
    """Give the glyphs of a text that was drawn their own texts, if it is in a script whose letters have signs."""
    if not _WITH_SIGNS.search(box.text):
        return
    layout = box.pango_layout
    layout.reactivate(box.style)
    line, _ = layout.get_first_line()
    data = layout.text.encode()
    run = line.runs if line is not None and line != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        font, _ = stream.add_font(item.analysis.font)
        words = data[item.offset : item.offset + item.length]
        starts = [glyphs.log_clusters[at] for at in range(glyphs.num_glyphs)]
        drawn = [glyphs.glyphs[at].glyph for at in range(glyphs.num_glyphs)]
        for ids, text in _clusters(drawn, starts, words, from_right=bool(item.analysis.level % 2)):
            _name(font, ids, text)
        run = run.next
    layout.deactivate()


def _clusters(
    drawn: list[int], starts: list[int], words: bytes, *, from_right: bool
) -> Iterator[tuple[list[int], str]]:
    """The glyphs of each cluster in the order of its text, and that text; `starts` are offsets in `words`."""
    pairs = list(zip(starts, drawn, strict=True))
    if from_right:
        pairs.reverse()
    clusters: dict[int, list[int]] = {}
    for start, glyph in pairs:
        clusters.setdefault(start, []).append(glyph)
    begins = sorted(clusters)
    for begin, end in zip(begins, [*begins[1:], len(words)], strict=True):
        yield clusters[begin], words[begin:end].decode()


def _name(font: PdfFont, ids: list[int], text: str) -> None:
    """Set the texts of a cluster's glyphs. A glyph that has one character for its text keeps it."""
    if len(ids) < 2:
        return
    own = list(text) if len(ids) == len(text) else [text, *[_JOINER] * (len(ids) - 1)]
    for glyph, words in zip(ids, own, strict=True):
        known = font.to_unicode.get(glyph)
        if known is not None and len(known) != 1:
            font.to_unicode[glyph] = words
