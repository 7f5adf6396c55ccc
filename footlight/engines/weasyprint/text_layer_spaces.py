"""What lines leave out of the text layer, put back: the space at which a line ends, and the end of a divided word.

WeasyPrint drops the space at which it breaks a line, draws none between two words that are marked up one by one, and
draws the hyphen of a divided word like any other. On the page nothing is missing; in the content a word ends where the
next begins, and a programme that reads aloud is left to guess. Here the spaces are drawn, and the hyphen is said to be
a soft one (ISO 32000-1, 14.8.2.2.3 and 14.8.2.5). Nothing visible changes.
"""

import re
from typing import Any

from weasyprint import draw
from weasyprint.layout import inline
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from footlight.engines.weasyprint.script_justification import aligned, stretch

_split, _trim = inline.split_text_box, inline.remove_last_whitespace
_draw = draw.draw_text

_LAST_GLYPH = re.compile(rb"<([0-9a-f]*)([0-9a-f]{4})>([^<>]*)\] TJ$")
_SOFT_HYPHEN = b"/Span<</ActualText<FEFF00AD>>>BDC"


def install() -> None:
    """Puts ours in place of the functions of WeasyPrint's that end a line, align it, and draw a text."""
    inline.split_text_box = _split_text_box
    inline.remove_last_whitespace = _remove_last_whitespace
    inline.text_align = aligned
    draw.draw_text = _draw_text


def _split_text_box(context: Any, box: Any, width: Any, skip: Any, *how: Any, **more: Any) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
    """Theirs, and a note on a text from whose end a space was taken, or at whose start one was passed over."""
    split = _split(context, box, width, skip, *how, **more)
    begun, resume, _ = split
    if begun is not None and resume is not None and box.text.encode()[resume - 1 : resume].isspace():
        begun.space_dropped = True
    if begun is not None and skip and box.text.encode()[:skip].isspace():
        begun.space_passed_over = True
    return split


def _remove_last_whitespace(context: Any, line: Any) -> None:  # noqa: ANN401 - WeasyPrint is untyped
    """The same for a text that ends where its line does."""
    last = line
    while last.children:
        last = last.children[-1]
    before = getattr(last, "text", "")
    _trim(context, line)
    if before != getattr(last, "text", ""):
        last.space_dropped = True


def _draw_text(stream: Any, box: Any, *how: Any) -> None:  # noqa: ANN401 - WeasyPrint is untyped
    """Theirs, and what it leaves out."""
    visible = stream._tags is not None and box.style["visibility"] == "visible" and box.style["font_size"]  # noqa: SLF001 - it has no name in public
    stretch(box)
    if visible and "space_passed_over" in box.__dict__:
        _draw_space(stream, box)
    start = len(stream.stream)
    _draw(stream, box, *how)
    _drop_empty_strings(stream, start)
    if not visible:
        return
    if not box.text.strip():
        _draw_space(stream, box)
    elif len(stream.stream) > start and not box.pango_layout.first_line_direction % 2:
        if "space_dropped" in box.__dict__ and not box.pango_layout.text.endswith(" "):
            _add_space(stream, start)
        elif box.text.endswith(box.style["hyphenate_character"]) and not _own_hyphen(box):
            _soften(stream, start)


def _drop_empty_strings(stream: Any, start: int) -> None:  # noqa: ANN401 - WeasyPrint is untyped
    """They say nothing, and pdfium, which is Chrome's, forgets the last adjustment of a `TJ` that has one."""
    for at in range(start, len(stream.stream)):
        item = stream.stream[at]
        if isinstance(item, bytes) and item.endswith(b"] TJ") and b"<>" in item:
            stream.stream[at] = item.replace(b"<>", b" ")


def _last(stream: Any, start: int, ending: bytes) -> int:  # noqa: ANN401 - WeasyPrint is untyped
    """Where the last instruction that ends so stands, from `start` on; -1 where none does."""
    places = range(len(stream.stream) - 1, start - 1, -1)
    items = ((at, stream.stream[at]) for at in places)
    return next((at for at, item in items if isinstance(item, bytes) and item.endswith(ending)), -1)


def _add_space(stream: Any, start: int) -> None:  # noqa: ANN401 - WeasyPrint is untyped
    """A space behind the last glyph of the text that was drawn last."""
    at = _last(stream, start, b"] TJ")
    used, _ = stream._old_font or (None, 0)  # noqa: SLF001 - the text has just been ended
    font = next((font for font in stream._fonts.values() if font.hash == used), None)  # noqa: SLF001 - as above
    space = _space_of(font) if font else None
    if at >= 0 and space is not None:
        stream.stream.insert(at + 1, f"<{space:04x}> Tj".encode())


def _space_of(font: Any) -> int | None:  # noqa: ANN401 - WeasyPrint is untyped
    """The glyph of the space in a face, where it was drawn before; it is looked for only until it is found."""
    if "space_glyph" not in font.__dict__:
        found = next((glyph for glyph, text in font.to_unicode.items() if text == " "), None)
        if found is None or font.bitmap:
            return None
        font.space_glyph = found
    space: int = font.space_glyph
    return space


def _draw_space(stream: Any, box: Any) -> None:  # noqa: ANN401 - WeasyPrint is untyped
    """A space where a text begins: the text itself, or what stood before it."""
    layout = box.pango_layout
    layout.reactivate(box.style)
    line, _ = layout.get_first_line()
    run = line.runs if line is not None and line != ffi.NULL else ffi.NULL
    if run != ffi.NULL and run.data.glyphs.num_glyphs:
        face = run.data.item.analysis.font
        font, size = stream.add_font(face)
        own = run.data.glyphs.glyphs[0].glyph
        glyph = _space_of(font) if box.text.strip() else _drawn_space(stream, (font, size), face, own)
        if glyph is not None:
            stream.begin_text()
            stream.set_text_matrix(*Matrix(d=-1, e=box.position_x, f=box.position_y + box.baseline).values)
            stream.set_font_size(font.hash, size)
            stream.stream.append(f"<{glyph:04x}> Tj".encode())
            stream.end_text()
            box.space_drawn = True
    layout.deactivate()


def _drawn_space(stream: Any, sized: tuple[Any, float], face: Any, glyph: int) -> int | None:  # noqa: ANN401 - WeasyPrint is untyped
    """The glyph to be drawn for a space; `glyph` is what the text has, which for the break of a line is none."""
    font, size = sized  # the face may have been met in another size before
    if font.bitmap or glyph >= font.glyph_count:
        return _space_of(font)
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(face, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / (size or 1))
    font.to_unicode.setdefault(glyph, " ")
    return glyph


def _own_hyphen(box: Any) -> bool:  # noqa: ANN401 - WeasyPrint is untyped
    """Whether the text has hyphens of this kind itself."""
    return box.element is None or any(box.style["hyphenate_character"] in text for text in box.element.itertext())


def _soften(stream: Any, start: int) -> None:  # noqa: ANN401 - WeasyPrint is untyped
    """Says of the last glyph that it is a soft hyphen."""
    at = _last(stream, start, b"] TJ")
    found = _LAST_GLYPH.search(stream.stream[at]) if at >= 0 else None
    if found:
        rest, hyphen, kerning = found.groups()
        before = stream.stream[at][: found.start()] + (b"<" + rest + b">" if rest else b"")
        stream.stream[at : at + 1] = [before + b"] TJ", _SOFT_HYPHEN, b"[<" + hyphen + b">" + kerning + b"] TJ", b"EMC"]
