"""A page of a PDF as an SVG, its letters as outlines: it looks the same whatever faces the reader has.

What a page of words and lines is drawn with is understood: fills, strokes, clips, letters of embedded faces. Pictures,
patterns and whatever is transparent are not: `page_svg` says so.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar
from xml.etree import ElementTree as ET

import pikepdf

from footlight.engines.font_subsets import Outlines
from footlight.engines.pdf.content_stream import Instruction, content_of, instructions
from footlight.engines.pdf.matrix import STILL, Matrix, moved, times
from footlight.engines.pdf.pdf_file import open_pdf
from footlight.engines.pdf.shown_glyphs import EmbeddedFont, read_embedded_font, shown_glyphs
from footlight.errors import EngineError

SVG = "http://www.w3.org/2000/svg"
_RULES = {b"f": "", b"F": "", b"f*": "evenodd"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    matrix: Matrix
    fill: str = "#000000"
    stroke: str = "#000000"
    width: float = 1.0
    clip: str = ""
    face: str = ""
    size: float = 0.0


@dataclass(slots=True)
class _Drawing:
    """An SVG on its way."""

    root: ET.Element
    resources: Any
    now: _State
    held: list[_State] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    clipping: str | None = None
    """The rule of a clip that the next painting brings: `evenodd`, or nothing."""
    text: Matrix = STILL
    faces: dict[str, tuple[EmbeddedFont, Outlines]] = field(default_factory=dict)
    clips: int = 0

    def run(self, program: bytes) -> None:
        for item in instructions(program):
            handler = self._HANDLERS.get(item.operator)
            if handler is None:
                raise EngineError(f"what `{item.operator.decode('latin-1')}` draws has no form in an SVG")
            handler(self, item)

    def _skip(self, item: Instruction) -> None:
        """Marks of tags, and what only a press needs to know."""

    def _push(self, _: Instruction) -> None:
        self.held.append(self.now)

    def _pop(self, _: Instruction) -> None:
        self.now = self.held.pop() if self.held else self.now

    def _move(self, item: Instruction) -> None:
        self.now = replace(self.now, matrix=times(_six(item), self.now.matrix))

    def _state(self, item: Instruction) -> None:
        state = self.resources.get("/ExtGState", {}).get(item.name())
        if state is not None and any(float(state.get(key, 1)) != 1 for key in ("/ca", "/CA")):
            raise EngineError("what is transparent has no form in this SVG")

    def _colour(self, item: Instruction) -> None:
        values = item.numbers()
        values = values * 3 if len(values) == 1 else values
        said = "#" + "".join(f"{round(255 * min(1, max(0, value))):02x}" for value in values[:3])
        self.now = replace(self.now, stroke=said) if item.operator.isupper() else replace(self.now, fill=said)

    def _width(self, item: Instruction) -> None:
        self.now = replace(self.now, width=item.numbers()[0])

    def _line(self, item: Instruction) -> None:
        """A part of a path: `m`, `l`, `c` with one, one and three points."""
        values = item.numbers()
        points = [_said(*moved(x, y, self.now.matrix)) for x, y in zip(values[::2], values[1::2], strict=True)]
        self.path.append(item.operator.decode().upper() + " ".join(points))

    def _box(self, item: Instruction) -> None:
        x, y, width, height = item.numbers()
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        points = [_said(*moved(*corner, self.now.matrix)) for corner in corners]
        self.path.append("M" + "L".join(points) + "Z")

    def _close(self, _: Instruction) -> None:
        self.path.append("Z")

    def _clip(self, item: Instruction) -> None:
        self.clipping = "evenodd" if item.operator == b"W*" else ""

    def _paint(self, item: Instruction) -> None:
        """Fills or strokes the path, or does neither; then a clip that was asked for holds."""
        path, self.path = "".join(self.path), []
        if path and item.operator in _RULES:
            self._put(path, {"fill": self.now.fill, **_rule("fill-rule", _RULES[item.operator])})
        elif path and item.operator == b"S":
            a, b, c, d, *_ = self.now.matrix
            width = self.now.width * abs(a * d - b * c) ** 0.5
            self._put(path, {"fill": "none", "stroke": self.now.stroke, "stroke-width": _number(width)})
        if path and self.clipping is not None:
            self.clips += 1
            name = f"clip-{self.clips}"
            holder = ET.SubElement(self.root, "clipPath", {"id": name, **self._clipped()})
            ET.SubElement(holder, "path", {"d": path, **_rule("clip-rule", self.clipping)})
            self.now = replace(self.now, clip=name)
        self.clipping = None

    def _put(self, path: str, looks: dict[str, str]) -> None:
        ET.SubElement(self.root, "path", {"d": path, **looks, **self._clipped()})

    def _clipped(self) -> dict[str, str]:
        return {"clip-path": f"url(#{self.now.clip})"} if self.now.clip else {}

    def _begin(self, _: Instruction) -> None:
        self.text = STILL

    def _place(self, item: Instruction) -> None:
        self.text = _six(item)

    def _face(self, item: Instruction) -> None:
        name, size = item.operands.split()
        self.now = replace(self.now, face=name.decode("latin-1"), size=float(size))

    def _write(self, item: Instruction) -> None:
        if self.now.face not in self.faces:
            face = read_embedded_font(self.resources.get("/Font", {}).get(self.now.face))
            self.faces[self.now.face] = (face, Outlines(face.file))
        face, outlines = self.faces[self.now.face]
        matrix = times(self.text, self.now.matrix)
        placed, width = shown_glyphs(face, item.operands, self.now.size)
        em = self.now.size / outlines.units
        path = "".join(outlines.path(glyph, times((em, 0, 0, em, x, 0), matrix)) for glyph, x in placed)
        self.text = times((1, 0, 0, 1, width, 0), self.text)
        if path:
            self._put(path, {"fill": self.now.fill})

    _HANDLERS: ClassVar[dict[bytes, Callable[["_Drawing", Instruction], None]]] = {
        **dict.fromkeys((b"BDC", b"BMC", b"EMC", b"DP", b"MP", b"ET", b"i", b"ri"), _skip),
        **dict.fromkeys((b"g", b"G", b"rg", b"RG"), _colour),
        **dict.fromkeys((b"m", b"l", b"c"), _line),
        **dict.fromkeys((b"W", b"W*"), _clip),
        **dict.fromkeys((b"n", b"f", b"F", b"f*", b"S"), _paint),
        **dict.fromkeys((b"Tj", b"TJ"), _write),
        b"q": _push,
        b"Q": _pop,
        b"cm": _move,
        b"gs": _state,
        b"w": _width,
        b"re": _box,
        b"h": _close,
        b"BT": _begin,
        b"Tm": _place,
        b"Tf": _face,
    }


def page_svg(data: bytes, title: str) -> bytes:
    """The first page of a PDF as an SVG as large as the page, in mm; `title` is what it is called.

    Raises EngineError where the file cannot be read, or draws with more than fills, lines and letters.
    """
    with open_pdf(data) as pdf:
        page = pdf.pages[0]
        left, bottom, right, top = (float(value) for value in page.mediabox)
        width, height = right - left, top - bottom
        looks = {
            "xmlns": SVG,
            "width": f"{_number(width / 72 * 25.4)}mm",
            "height": f"{_number(height / 72 * 25.4)}mm",
            "viewBox": f"0 0 {_number(width)} {_number(height)}",
            "role": "img",
            "aria-label": title,
        }
        root = ET.Element("svg", looks)
        ET.SubElement(root, "title").text = title
        drawing = _Drawing(
            root, page.obj.get("/Resources", pikepdf.Dictionary()), _State(matrix=(1, 0, 0, -1, -left, top))
        )
        try:
            drawing.run(content_of(page.obj))
        except (ValueError, IndexError, KeyError) as error:
            raise EngineError(f"the page's program is broken: {error}") from None
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _six(item: Instruction) -> Matrix:
    a, b, c, d, e, f = item.numbers()
    return a, b, c, d, e, f


def _rule(name: str, value: str) -> dict[str, str]:
    return {name: value} if value else {}


def _said(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}"


def _number(value: float) -> str:
    """A length to the hundredth of a unit, which nobody sees."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if round(value, 2) else "0"
