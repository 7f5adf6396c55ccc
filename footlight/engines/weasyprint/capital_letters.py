"""Capitals that are drawn as small capitals (`font-variant-caps: all-small-caps`) stay capitals in the text layer.

A face has one glyph for the small capital of "N" and of "n", and a PDF gives each glyph one text. So the glyph stands
for the small letter, which is what most small capitals are, and a run of initials has its own words as `ActualText`
(ISO 32000-1, 14.9.4). A press has no use for it, and drops it.
"""

from footlight.engines.weasyprint.foreign_types import Box, ContentStream

KnownGlyphs = dict[str, frozenset[int]]
"""The glyphs of each font whose text is known, by the font's hash."""


def are_small(box: Box) -> bool:
    """Whether the capitals of a text box are drawn as small capitals."""
    return bool(box.style["font_variant_caps"] == "all-small-caps")


def known_glyphs(stream: ContentStream) -> KnownGlyphs:
    """The glyphs whose text is known before a box is drawn."""
    return {font.hash: frozenset(font.to_unicode) for font in stream._fonts.values()}  # noqa: SLF001 - the PDF's fonts


def keep_words(stream: ContentStream, box: Box, start: int, known: KnownGlyphs) -> None:
    """Give what was drawn of a box, from index `start` of the stream on, the box's words as its text."""
    for font in stream._fonts.values():  # noqa: SLF001 - as above
        for glyph in font.to_unicode.keys() - known.get(font.hash, frozenset()):
            font.to_unicode[glyph] = font.to_unicode[glyph].lower()
    shown = [at for at in range(start, len(stream.stream)) if _shows_text(stream.stream[at])]
    if shown:
        words = box.text.rstrip(" ").encode("utf-16-be").hex().upper().encode()
        stream.stream.insert(shown[-1] + 1, b"EMC")
        stream.stream.insert(shown[0], b"/Span<</ActualText<FEFF" + words + b">>>BDC")


def _shows_text(item: object) -> bool:
    return isinstance(item, bytes) and item.endswith(b"] TJ")
