"""One program after the other, followed as a viewer follows it, for every colour, picture and transparency in it."""

from math import hypot
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from footlight.engines.pdf.content_instructions import INLINE_IMAGE, Instruction, instructions, program_of
from footlight.engines.pdf.gray_values import family, is_gray
from footlight.engines.pdf.matrix import STILL, Matrix, moved, times
from footlight.engines.pdf.press_facts import Box, Picture, Point, Seen

_DEEPEST = 12
"""Drawings within drawings that are followed; a drawing may name itself."""
_COLOURED = {b"rg": "DeviceRGB", b"RG": "DeviceRGB", b"k": "DeviceCMYK", b"K": "DeviceCMYK"}
_PLACED = frozenset({b"Tm", b"re", b"m"})
_DEVICE_BOUND = ("/TR", "/TR2", "/HTP")


class Looking:
    """What was seen so far, on all pages."""

    def __init__(self) -> None:
        self.colours: list[Seen] = []
        self.transparent: list[Seen] = []
        self.pictures: list[Picture] = []
        self.extras: list[Seen] = []
        self._page = 0
        self._waiting = ""
        """A colour that was chosen and has not been used yet."""
        self._said: set[tuple[str, str]] = set()

    def page(self, page: Any, number: int) -> None:  # noqa: ANN401 - pikepdf's objects are what the file holds
        """Looks through a page."""
        self._page, self._waiting, self._said = number, "", set()
        if page.get("/Group", Dictionary()).get("/S") == Name.Transparency:
            self._transparency("a group of transparency")
        self._follow(page, page.get("/Resources", Dictionary()), STILL, 0)
        self._used(None)

    def _follow(self, holder: Any, resources: Any, matrix: Matrix, depth: int) -> None:  # noqa: ANN401 - as above
        if depth > _DEEPEST or not isinstance(resources, Dictionary):
            return
        for font in resources.get("/Font", Dictionary()).values():
            if font.get("/Subtype") == Name.Type3:
                self._glyphs(font, resources, depth)
        held: list[Matrix] = []
        for item in instructions(program_of(holder)):
            match item.operator:
                case b"q":
                    held.append(matrix)
                case b"Q":
                    matrix = held.pop() if held else matrix
                case b"cm":
                    numbers = item.numbers()
                    matrix = times(numbers, matrix) if len(numbers) == 6 else matrix
                case b"Tj" | b"TJ" | b"BT" | b"ET" | b"Tf":
                    pass
                case _:
                    self._look(item, resources, matrix, depth)

    def _look(self, item: Instruction, resources: Any, matrix: Matrix, depth: int) -> None:  # noqa: ANN401 - as above
        match item.operator:
            case b"rg" | b"RG" | b"k" | b"K":
                self._colour(f"{_COLOURED[item.operator]} (operator {item.operator.decode()})")
            case b"cs" | b"CS":
                self._space(resources.get("/ColorSpace", {}).get(item.name(), item.name()))
            case b"scn" | b"SCN" if item.name():
                self._pattern(resources.get("/Pattern", {}).get(item.name()), resources, matrix, depth)
            case b"sh":
                shading = resources.get("/Shading", {}).get(item.name())
                self._space(shading.get("/ColorSpace") if shading is not None else None)
                self._used(moved(0, 0, matrix))
            case b"gs":
                self._state(resources.get("/ExtGState", {}).get(item.name()))
            case b"Do":
                self._drawn(resources.get("/XObject", {}).get(item.name()), resources, matrix, depth)
            case _ if item.operator == INLINE_IMAGE:
                self._inline(item, matrix)
            case operator if self._waiting and operator in _PLACED:
                numbers = item.numbers()
                x, y = (numbers[4:6] if operator == b"Tm" else numbers[:2]) if len(numbers) > 1 else (0, 0)
                self._used(moved(x, y, matrix))
            case _:
                pass

    def _glyphs(self, font: Any, resources: Any, depth: int) -> None:  # noqa: ANN401 - as above
        """Glyphs that are programs of their own, those of a font once a page."""
        if ("font", str(font.objgen)) not in self._said:
            self._said.add(("font", str(font.objgen)))
            for glyph in font.get("/CharProcs", Dictionary()).values():
                self._follow(glyph, font.get("/Resources", resources), STILL, depth + 1)
                self._used(None)

    def _colour(self, what: str) -> None:
        self._waiting = self._waiting or what

    def _used(self, at: Point | None) -> None:
        """The colour that was chosen is on the page: it is said once for each page and kind."""
        if self._waiting and ("colour", self._waiting) not in self._said:
            self._said.add(("colour", self._waiting))
            self.colours.append(Seen(page=self._page, what=self._waiting, at=at))
        self._waiting = ""

    def _transparency(self, what: str, at: Point | None = None) -> None:
        if ("transparent", what) not in self._said:
            self._said.add(("transparent", what))
            self.transparent.append(Seen(page=self._page, what=what, at=at))

    def _space(self, space: Any) -> None:  # noqa: ANN401 - as above
        if space is None or is_gray(space):
            return
        if family(space) == "/Pattern":
            self._space(space[1] if isinstance(space, Array) and len(space) > 1 else None)
            return
        name = str(space[0]) if isinstance(space, Array) else str(space)
        self._colour(f"{name.lstrip('/')} (operator cs)")

    def _pattern(self, pattern: Any, resources: Any, matrix: Matrix, depth: int) -> None:  # noqa: ANN401 - as above
        if pattern is None:
            return
        if "/Shading" in pattern:
            self._space(pattern.Shading.get("/ColorSpace"))
            self._state(pattern.get("/ExtGState"))
        elif isinstance(pattern, pikepdf.Stream):
            self._follow(pattern, pattern.get("/Resources", resources), matrix, depth + 1)

    def _state(self, state: Any) -> None:  # noqa: ANN401 - as above
        if state is None:
            return
        for key in ("/ca", "/CA"):
            if float(state.get(key, 1)) != 1:
                self._transparency(f"an alpha of {float(state[key]):g}")
        if isinstance(state.get("/SMask"), Dictionary):
            self._transparency("a soft mask")
        mode = state.get("/BM", Name.Normal)
        if str(mode[0] if isinstance(mode, Array) and len(mode) else mode) not in ("/Normal", "/Compatible"):
            self._transparency(f"blending ({mode})")
        self.extras += [Seen(page=self._page, what=key) for key in _DEVICE_BOUND if key in state]

    def _drawn(self, drawn: Any, resources: Any, matrix: Matrix, depth: int) -> None:  # noqa: ANN401 - as above
        if not isinstance(drawn, pikepdf.Stream):
            return
        if drawn.get("/Subtype") == Name.Image:
            mask = bool(drawn.get("/ImageMask"))
            space = "/DeviceGray" if mask else self._kind(drawn.get("/ColorSpace"))
            self._picture((int(drawn.Width), int(drawn.Height)), space, int(drawn.get("/BitsPerComponent", 1)), matrix)
            if "/SMask" in drawn or "/SMaskInData" in drawn:
                self._transparency("a picture with a soft mask", matrix[4:6])
            return
        if drawn.get("/Group", Dictionary()).get("/S") == Name.Transparency:
            self._transparency("a group of transparency", matrix[4:6])
        own = tuple(float(value) for value in drawn.get("/Matrix", STILL))
        inner = times(own, matrix) if len(own) == 6 else matrix
        self._follow(drawn, drawn.get("/Resources", resources), inner, depth + 1)

    @staticmethod
    def _kind(space: Any) -> str:  # noqa: ANN401 - as above
        if space is None or is_gray(space):
            return "/DeviceGray"
        return str(space[0]) if isinstance(space, Array) else family(space)

    def _inline(self, item: Instruction, matrix: Matrix) -> None:
        image = item.image
        space = "/DeviceGray" if image.image_mask or image.mode in ("L", "1") else f"/{image.mode}"
        self._picture((image.width, image.height), space, image.bits_per_component or 1, matrix)

    def _picture(self, pixels: tuple[int, int], space: str, bits: int, matrix: Matrix) -> None:
        width, height = hypot(matrix[0], matrix[1]), hypot(matrix[2], matrix[3])
        corners = [moved(x, y, matrix) for x in (0, 1) for y in (0, 1)]
        xs, ys = zip(*corners, strict=True)
        box: Box = (min(xs), min(ys), max(xs), max(ys))
        dpi = min(72 * pixels[0] / width, 72 * pixels[1] / height) if width and height else 0.0
        self.pictures.append(Picture(page=self._page, box=box, pixels=pixels, dpi=dpi, space=space, bits=bits))
