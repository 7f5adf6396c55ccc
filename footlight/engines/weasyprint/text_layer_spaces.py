"""The text layer of a PDF: spaces that WeasyPrint leaves out are drawn, and hyphens at line ends become soft hyphens.

WeasyPrint removes the space at which it breaks a line, draws no space between two words that are marked up one by one,
and draws the hyphen of a divided word like any other hyphen. The page looks right, but in the content stream a word
ends where the next one begins, and a screen reader has to guess. Here the spaces are drawn (they are blank, so the page
looks the same), and a hyphen gets a soft hyphen as its `ActualText` (ISO 32000-1, 14.8.2.2.3 and 14.8.2.5).

Three functions of WeasyPrint are replaced by ours, which call them:

- `layout.inline.split_text_box` breaks a text: ours notes on the box whether a space was removed.
- `layout.inline.remove_last_whitespace` trims a line: ours notes the same.
- `draw.draw_text` draws a text box: ours adds the spaces and the soft hyphen.

The notes are attributes of the text boxes: `space_dropped` (a space behind the text was removed),
`space_passed_over` (a space in front of the text was skipped) and `space_drawn` (a blank text was drawn after all).

At an upgrade: tests/test_tagged.py reads the text layer of each line. Look whether boxes are still copied with these
attributes (`Box.copy`), and whether `draw_text` still appends the same items to the content stream.
"""

import re
from typing import Any

from weasyprint import draw
from weasyprint.layout import inline
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from footlight.engines.weasyprint import hanging_spaces
from footlight.engines.weasyprint.capital_letters import are_small, keep_words, known_glyphs
from footlight.engines.weasyprint.cluster_texts import name_clusters
from footlight.engines.weasyprint.drawn_figures import mark_figures
from footlight.engines.weasyprint.foreign_types import Box, ContentStream, LayoutState, PdfFont
from footlight.engines.weasyprint.script_justification import level, stretch

_original_remove_last_whitespace = inline.remove_last_whitespace
_original_draw_text = draw.draw_text

_LAST_GLYPH = re.compile(rb"<([0-9a-f]*)([0-9a-f]{4})>([^<>]*)\] TJ$")
_SOFT_HYPHEN = b"/Span<</ActualText<FEFF00AD>>>BDC"


def split_text_box(
    context: LayoutState,
    box: Box,
    available_width: float | None,
    skip: int | None,
    *args: Any,  # noqa: ANN401 - passed on
    **kwargs: Any,  # noqa: ANN401 - passed on
) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
    """Replace `weasyprint.layout.inline.split_text_box`: note on the new box which spaces the break removed.

    `skip` and the resume index are offsets in the UTF-8 bytes of the box's text.
    """
    split = hanging_spaces.split_text_box(context, box, available_width, skip, *args, **kwargs)
    new_box, resume, _ = split
    if new_box is not None:
        level(new_box)
    if new_box is not None and resume is not None and box.text.encode()[resume - 1 : resume].isspace():
        new_box.space_dropped = True
    if new_box is not None and skip and box.text.encode()[:skip].isspace():
        new_box.space_passed_over = True
    return split


def remove_last_whitespace(context: LayoutState, line: Box) -> None:
    """Replace `weasyprint.layout.inline.remove_last_whitespace`: note on the line's last box whether it was trimmed."""
    # The same walk as in the original: to the last box of the line, through inline boxes.
    last = line
    while last.children:
        last = last.children[-1]
    before = getattr(last, "text", "")
    _original_remove_last_whitespace(context, line)
    if before != getattr(last, "text", ""):
        last.space_dropped = True


def draw_text(stream: ContentStream, box: Box, *args: Any) -> None:  # noqa: ANN401 - passed on
    """Replace `weasyprint.draw.draw_text`: draw the text, the spaces that it lacks, and the soft hyphen."""
    # Only a tagged PDF has a text layer to complete. `_tags` is a dictionary there and else None.
    visible = stream._tags is not None and box.style["visibility"] == "visible" and box.style["font_size"]  # noqa: SLF001 - there is no public name
    stretch(box)
    if visible and "space_passed_over" in box.__dict__:
        _draw_space(stream, box)
    start = len(stream.stream)
    known = known_glyphs(stream) if are_small(box) else None
    _original_draw_text(stream, box, *args)
    if visible:
        name_clusters(stream, box)
    _complete(stream, box, start, visible=visible)
    if known is not None:
        keep_words(stream, box, start, known)
    if "drawn_figures" in box.__dict__:
        mark_figures(stream, box, start)


def _complete(stream: ContentStream, box: Box, start: int, *, visible: bool) -> None:
    """Draw the spaces that a box lacks, and its soft hyphen."""
    if not visible:
        return
    if not box.text.strip():
        _draw_space(stream, box)
    # In text from right to left the last glyph that is drawn is the first of the line: nothing can be added behind it.
    elif len(stream.stream) > start and not box.pango_layout.first_line_direction % 2:
        if "space_dropped" in box.__dict__ and not box.pango_layout.text.endswith(" "):
            _add_space(stream, start)
        elif box.text.endswith(box.style["hyphenate_character"]) and not _may_be_own_hyphen(box):
            _mark_soft_hyphen(stream, start)


def _last_index(stream: ContentStream, start: int, ending: bytes) -> int:
    """The index, from `start` on, of the last instruction with an ending; -1 where there is none."""
    places = range(len(stream.stream) - 1, start - 1, -1)
    items = ((at, stream.stream[at]) for at in places)
    return next((at for at, item in items if isinstance(item, bytes) and item.endswith(ending)), -1)


def _add_space(stream: ContentStream, start: int) -> None:
    """Draw a space behind the last glyph, in its font, in the same text object."""
    at = _last_index(stream, start, b"] TJ")
    used, _ = stream._old_font or (None, 0)  # noqa: SLF001 - the font of the text object that has just ended
    font = next((font for font in stream._fonts.values() if font.hash == used), None)  # noqa: SLF001 - the PDF's fonts
    space = _space_glyph(font) if font else None
    if at >= 0 and space is not None:
        stream.stream.insert(at + 1, f"<{space:04x}> Tj".encode())


def _space_glyph(font: PdfFont) -> int | None:
    """The glyph of a font that was drawn for a space before; None where none was. It is kept on the font."""
    if "space_glyph" not in font.__dict__:
        found = next((glyph for glyph, text in font.to_unicode.items() if text == " "), None)
        if found is None or font.bitmap:
            return None
        font.space_glyph = found
    space: int = font.space_glyph
    return space


def _draw_space(stream: ContentStream, box: Box) -> None:
    """Draw a space where a text box begins: for a blank text the text itself, else the space in front of it."""
    layout = box.pango_layout
    layout.reactivate(box.style)
    line, _ = layout.get_first_line()
    run = line.runs if line is not None and line != ffi.NULL else ffi.NULL
    if run != ffi.NULL and run.data.glyphs.num_glyphs:
        pango_font = run.data.item.analysis.font
        font, size = stream.add_font(pango_font)
        own = run.data.glyphs.glyphs[0].glyph
        glyph = _space_glyph(font) if box.text.strip() else _blank_glyph(stream, (font, size), pango_font, own)
        if glyph is not None:
            # In a text object of its own, as `weasyprint.draw.text.draw_text` writes it: the y axis of text points up,
            # that of the page down.
            stream.begin_text()
            stream.set_text_matrix(*Matrix(d=-1, e=box.position_x, f=box.position_y + box.baseline).values)
            stream.set_font_size(font.hash, size)
            stream.stream.append(f"<{glyph:04x}> Tj".encode())
            stream.end_text()
            box.space_drawn = True
    layout.deactivate()


def _blank_glyph(
    stream: ContentStream,
    sized_font: tuple[PdfFont, float],
    pango_font: Any,  # noqa: ANN401 - a pointer of cffi's
    glyph: int,
) -> int | None:
    """The glyph to draw for a blank text, whose own first glyph is `glyph`; its width and text are recorded.

    A line break has no glyph of the font (its number is a flag of Pango's), and a bitmap font has no widths: another
    space of the font is drawn then.
    """
    font, size = sized_font  # `add_font` gives the size too, because one font may be used in several
    if font.bitmap or glyph >= font.glyph_count:
        return _space_glyph(font)
    if glyph not in font.widths:
        # The same formula as in `weasyprint.draw.text.draw_first_line`.
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / (size or 1))
    font.to_unicode.setdefault(glyph, " ")
    return glyph


def _may_be_own_hyphen(box: Box) -> bool:
    """Whether the hyphen at the end of a text may be the author's: its HTML element has hyphens of this kind."""
    return box.element is None or any(box.style["hyphenate_character"] in text for text in box.element.itertext())


def _mark_soft_hyphen(stream: ContentStream, start: int) -> None:
    """Give the last glyph that was drawn a soft hyphen as its `ActualText`."""
    at = _last_index(stream, start, b"] TJ")
    found = _LAST_GLYPH.search(stream.stream[at]) if at >= 0 else None
    # `[… <rest hyphen> kerning] TJ` becomes `[… <rest>] TJ`, the marked-content sequence, `[<hyphen> kerning] TJ`, and
    # its end. Glyphs have four hexadecimal digits, since WeasyPrint's fonts are encoded by Identity-H.
    if found:
        rest, hyphen, kerning = found.groups()
        before = stream.stream[at][: found.start()] + (b"<" + rest + b">" if rest else b"")
        stream.stream[at : at + 1] = [before + b"] TJ", _SOFT_HYPHEN, b"[<" + hyphen + b">" + kerning + b"] TJ", b"EMC"]
