"""A page of a PDF as an SVG with glyphs as outlines, so that it looks the same whatever fonts a reading system has.

Fills, strokes, clips and glyphs of embedded fonts are converted: what a page of text and rules needs. Images, patterns
and transparency are not, and raise EngineError.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar
from xml.etree import ElementTree as ET

import pikepdf
from pikepdf import Matrix

from footlight.engines.fonts.glyph_outlines import GlyphOutlines
from footlight.engines.pdf.content_stream import Instruction, content_of, instructions
from footlight.engines.pdf.pdf_file import PdfObject, open_pdf
from footlight.engines.pdf.shown_glyphs import EmbeddedFont, read_embedded_font, shown_glyphs
from footlight.errors import EngineError

SVG = "http://www.w3.org/2000/svg"
_FILL_RULES = {b"f": "", b"F": "", b"f*": "evenodd"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """The graphics state (ISO 32000-1, 8.4), as far as it is converted."""

    matrix: Matrix
    """From user space to the SVG's."""
    fill: str = "#000000"
    stroke: str = "#000000"
    width: float = 1.0
    clip: str = ""
    """The identifier of the current `clipPath`."""
    font: str = ""
    size: float = 0.0


@dataclass(slots=True)
class _SvgDrawing:
    """An SVG that is drawn instruction by instruction."""

    root: ET.Element
    resources: PdfObject
    state: _State
    saved_states: list[_State] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    pending_clip: str | None = None
    """The fill rule of a clip that takes effect after the next path-painting operator; empty for the default rule."""
    text_matrix: Matrix = field(default_factory=Matrix)
    fonts: dict[str, tuple[EmbeddedFont, GlyphOutlines]] = field(default_factory=dict)
    clips: int = 0

    def draw(self, content: bytes) -> None:
        """Draw a content stream."""
        for item in instructions(content):
            handler = self._HANDLERS.get(item.operator)
            if handler is None:
                operator = item.operator.decode("latin-1")
                raise EngineError(f"what the PDF operator `{operator}` draws cannot be converted to SVG")
            handler(self, item)

    def _skip(self, item: Instruction) -> None:
        """Leave out marked content and what only a press uses."""

    def _save_state(self, _: Instruction) -> None:
        self.saved_states.append(self.state)

    def _restore_state(self, _: Instruction) -> None:
        self.state = self.saved_states.pop() if self.saved_states else self.state

    def _transform(self, item: Instruction) -> None:
        self.state = replace(self.state, matrix=_matrix(item) @ self.state.matrix)

    def _graphics_state(self, item: Instruction) -> None:
        state = self.resources.get("/ExtGState", {}).get(item.name())
        if state is not None and any(float(state.get(key, 1)) != 1 for key in ("/ca", "/CA")):
            raise EngineError("what is transparent cannot be converted to SVG")

    def _colour(self, item: Instruction) -> None:
        values = item.numbers()
        values = values * 3 if len(values) == 1 else values
        colour = "#" + "".join(f"{round(255 * min(1, max(0, value))):02x}" for value in values[:3])
        stroke = item.operator.isupper()
        self.state = replace(self.state, stroke=colour) if stroke else replace(self.state, fill=colour)

    def _line_width(self, item: Instruction) -> None:
        self.state = replace(self.state, width=item.numbers()[0])

    def _segment(self, item: Instruction) -> None:
        """`m`, `l` and `c`: a segment of a path, with one, one and three points."""
        values = item.numbers()
        points = [self._point(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
        self.path.append(item.operator.decode().upper() + " ".join(points))

    def _rectangle(self, item: Instruction) -> None:
        x, y, width, height = item.numbers()
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.path.append("M" + "L".join(self._point(*corner) for corner in corners) + "Z")

    def _point(self, x: float, y: float) -> str:
        x, y = self.state.matrix.transform((x, y))
        return f"{_number(x)} {_number(y)}"

    def _close(self, _: Instruction) -> None:
        self.path.append("Z")

    def _clip(self, item: Instruction) -> None:
        self.pending_clip = "evenodd" if item.operator == b"W*" else ""

    def _paint(self, item: Instruction) -> None:
        """Fill or stroke the path, or neither (`n`). Then a pending clip takes effect (8.5.4)."""
        path, self.path = "".join(self.path), []
        if path and item.operator in _FILL_RULES:
            self._add_path(path, {"fill": self.state.fill, **_rule("fill-rule", _FILL_RULES[item.operator])})
        elif path and item.operator == b"S":
            # The line width is scaled as the matrix scales areas, since SVG's path is in the SVG's space already.
            a, b, c, d, *_ = self.state.matrix.shorthand
            width = self.state.width * abs(a * d - b * c) ** 0.5
            self._add_path(path, {"fill": "none", "stroke": self.state.stroke, "stroke-width": _number(width)})
        if path and self.pending_clip is not None:
            self.clips += 1
            name = f"clip-{self.clips}"
            # A `clipPath` that is clipped itself: the intersection with the clip before it.
            holder = ET.SubElement(self.root, "clipPath", {"id": name, **self._clip_attribute()})
            ET.SubElement(holder, "path", {"d": path, **_rule("clip-rule", self.pending_clip)})
            self.state = replace(self.state, clip=name)
        self.pending_clip = None

    def _add_path(self, path: str, attributes: dict[str, str]) -> None:
        ET.SubElement(self.root, "path", {"d": path, **attributes, **self._clip_attribute()})

    def _clip_attribute(self) -> dict[str, str]:
        return {"clip-path": f"url(#{self.state.clip})"} if self.state.clip else {}

    def _begin_text(self, _: Instruction) -> None:
        self.text_matrix = Matrix()

    def _set_text_matrix(self, item: Instruction) -> None:
        self.text_matrix = _matrix(item)

    def _set_font(self, item: Instruction) -> None:
        name, size = item.operands.split()
        self.state = replace(self.state, font=name.decode("latin-1"), size=float(size))

    def _show_text(self, item: Instruction) -> None:
        if self.state.font not in self.fonts:
            font = read_embedded_font(self.resources.get("/Font", {}).get(self.state.font))
            self.fonts[self.state.font] = (font, GlyphOutlines(font.file))
        font, outlines = self.fonts[self.state.font]
        matrix = self.text_matrix @ self.state.matrix
        placed, width = shown_glyphs(font, item.operands, self.state.size)
        em = self.state.size / outlines.units
        path = "".join(outlines.path(glyph, (Matrix(em, 0, 0, em, x, 0) @ matrix).shorthand) for glyph, x in placed)
        self.text_matrix = Matrix(1, 0, 0, 1, width, 0) @ self.text_matrix
        if path:
            self._add_path(path, {"fill": self.state.fill})

    _HANDLERS: ClassVar[dict[bytes, Callable[["_SvgDrawing", Instruction], None]]] = {
        **dict.fromkeys((b"BDC", b"BMC", b"EMC", b"DP", b"MP", b"ET", b"i", b"ri"), _skip),
        **dict.fromkeys((b"g", b"G", b"rg", b"RG"), _colour),
        **dict.fromkeys((b"m", b"l", b"c"), _segment),
        **dict.fromkeys((b"W", b"W*"), _clip),
        **dict.fromkeys((b"n", b"f", b"F", b"f*", b"S"), _paint),
        **dict.fromkeys((b"Tj", b"TJ"), _show_text),
        b"q": _save_state,
        b"Q": _restore_state,
        b"cm": _transform,
        b"gs": _graphics_state,
        b"w": _line_width,
        b"re": _rectangle,
        b"h": _close,
        b"BT": _begin_text,
        b"Tm": _set_text_matrix,
        b"Tf": _set_font,
    }


def page_svg(data: bytes, title: str) -> bytes:
    """The first page of a PDF as an SVG of the page's size, in mm; `title` is its accessible name.

    Raises EngineError where the file cannot be read, or draws with more than fills, strokes, clips and text.
    """
    with open_pdf(data) as pdf:
        page = pdf.pages[0]
        left, bottom, right, top = (float(value) for value in page.mediabox)
        width, height = right - left, top - bottom
        attributes = {
            "xmlns": SVG,
            "width": f"{_number(width / 72 * 25.4)}mm",
            "height": f"{_number(height / 72 * 25.4)}mm",
            "viewBox": f"0 0 {_number(width)} {_number(height)}",
            "role": "img",
            "aria-label": title,
        }
        root = ET.Element("svg", attributes)
        ET.SubElement(root, "title").text = title
        # SVG's y axis points down.
        state = _State(matrix=Matrix(1, 0, 0, -1, -left, top))
        drawing = _SvgDrawing(root, page.obj.get("/Resources", pikepdf.Dictionary()), state)
        try:
            drawing.draw(content_of(page.obj))
        except (ValueError, IndexError, KeyError) as error:
            raise EngineError(f"the page's content stream is broken: {error}") from None
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _matrix(item: Instruction) -> Matrix:
    a, b, c, d, e, f = item.numbers()
    return Matrix(a, b, c, d, e, f)


def _rule(name: str, value: str) -> dict[str, str]:
    return {name: value} if value else {}


def _number(value: float) -> str:
    """A length, rounded to the hundredth of a unit."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if round(value, 2) else "0"
