"""A file's pages for a press: black as black only, or colour as it is; no transparency; no marks of tags.

Every way in which a program may come to a colour is followed: the operators of each colour space, patterns, shadings,
pictures, drawings within drawings, glyphs that are programs, and states that are inherited (ISO 32000-1, 8.4 to 8.10).
What is transparent gets the colour that it has on white paper; what cannot be said so becomes a picture.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from footlight.engines.pdf.content_stream import INLINE_IMAGE, Instruction, content_bytes, content_of, instructions
from footlight.engines.pdf.gray_values import SHADING_STEPS, gray_value, initial_colour, shading_grays, space_family
from footlight.engines.pdf.press_images import convert_image
from footlight.engines.pdf.transparency_flattening import NeedsRasterError, enclosing_span, flatten_to_image

_SETTERS = {b"g": "/DeviceGray", b"rg": "/DeviceRGB", b"k": "/DeviceCMYK"}
_SAYERS = {"/DeviceGray": b"g", "/DeviceRGB": b"rg", "/DeviceCMYK": b"k"}
TRANSPARENT = ("/ca", "/CA", "/SMask", "/BM", "/AIS", "/TK")
DEVICE_BOUND = ("/TR", "/TR2", "/HT", "/HTP", "/BG", "/BG2", "/UCR", "/UCR2")
"""What a state says to one device only; PDF/X has no use for it."""
_GROUND = "FlGround"
"""Our name for the space of uncoloured patterns."""


@dataclass(frozen=True, slots=True)
class _Ink:
    """The colour of fills or strokes."""

    space: Any = "/DeviceGray"
    values: tuple[float, ...] = (0.0,)
    said: bytes = b""
    """As the program has it, where it is no device's colour."""
    alpha: float = 1.0
    pattern: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    fill: _Ink = field(default_factory=_Ink)
    stroke: _Ink = field(default_factory=_Ink)


class _ContentConversion:
    """One program's way through."""

    def __init__(
        self,
        press: "PressConversion",
        resources: Any,  # noqa: ANN401 - pikepdf's objects are what the file holds
        items: Sequence[Instruction],
        spans: Sequence[tuple[int, int]],
        base: float = 1.0,
    ) -> None:
        self._press = press
        self._resources = resources
        self._items = items
        self._skipped = {i for first, last in spans for i in range(first, last + 1)}
        self._base = base
        self._now = _State()
        self._held: list[_State] = []
        self.at = 0
        self.out: list[tuple[int, Instruction]] = []

    def run(self) -> None:
        """Goes through the program. Raises NeedsRasterError where something is transparent in earnest."""
        for font in self._resources.get("/Font", {}).values():
            if font.get("/Subtype") == Name.Type3:
                self._glyphs(font)
        for at, item in enumerate(self._items):
            if at in self._skipped:
                continue
            self.at = at
            handler = self._HANDLERS.get(item.operator)
            if handler is None:
                self.out.append((self.at, item))
            else:
                handler(self, item)

    def _say(self, operands: bytes, operator: bytes) -> None:
        self.out.append((self.at, Instruction(operands, operator)))

    def _glyphs(self, font: Any) -> None:  # noqa: ANN401 - as above
        for glyph in font.get("/CharProcs", {}).values():
            self._press.drawing(glyph, font.get("/Resources", self._resources))

    def _push(self, item: Instruction) -> None:
        self._held.append(self._now)
        self.out.append((self.at, item))

    def _pop(self, item: Instruction) -> None:
        self._now = self._held.pop() if self._held else self._now
        self.out.append((self.at, item))

    def _drop(self, item: Instruction) -> None:
        """Marks of tags: a press has no use for them."""

    def _set(self, ink: _Ink, *, stroke: bool) -> None:
        ink = replace(ink, alpha=(self._now.stroke if stroke else self._now.fill).alpha)
        self._now = replace(self._now, **{"stroke" if stroke else "fill": ink})
        self._ink(ink, stroke=stroke)

    def _ink(self, ink: _Ink, *, stroke: bool) -> None:
        """Says a colour, as it looks on white where it is transparent."""
        alpha = ink.alpha * self._base
        if ink.pattern:
            if alpha != 1:
                raise NeedsRasterError
            return
        values = ink.values
        if not self._press.colour:
            operator, values = b"g", (gray_value(ink.space, ink.values),)
        elif (kind := space_family(ink.space)) in _SAYERS and not ink.said:
            operator = _SAYERS[kind]
        elif alpha == 1:
            self.out.append((self.at, Instruction(ink.said, b"SCN" if stroke else b"scn")))
            return
        else:
            raise NeedsRasterError
        if alpha != 1:
            values = tuple(value * alpha if operator == b"k" else 1 - alpha * (1 - value) for value in values)
        self._say(b" ".join(map(_decimal, values)) + b" ", operator.upper() if stroke else operator)

    def _device(self, item: Instruction) -> None:
        stroke = item.operator.isupper()
        self._set(_Ink(_SETTERS[item.operator.lower()], item.numbers()), stroke=stroke)

    def _space(self, item: Instruction) -> None:
        stroke = item.operator.isupper()
        space: Any = self._resources.get("/ColorSpace", {}).get(item.name(), item.name())
        pattern = space_family(space) == "/Pattern"
        if self._press.colour and (pattern or space_family(space) not in _SAYERS or isinstance(space, Array)):
            self.out.append((self.at, item))
        values: tuple[float, ...] = () if pattern else initial_colour(space)
        said = b" ".join(map(_decimal, values)) + b" " if isinstance(space, Array) else b""
        self._set(_Ink(space, values, said, pattern=pattern), stroke=stroke)

    def _colour(self, item: Instruction) -> None:
        stroke = item.operator.isupper()
        ink = self._now.stroke if stroke else self._now.fill
        if item.name():
            self._pattern(item, ink, stroke=stroke)
        else:
            said = item.operands if isinstance(ink.space, Array) else b""
            self._set(replace(ink, values=item.numbers(), said=said, pattern=False), stroke=stroke)

    def _pattern(self, item: Instruction, ink: _Ink, *, stroke: bool) -> None:
        self._set(replace(ink, pattern=True), stroke=stroke)
        pattern = self._resources.get("/Pattern", {}).get(item.name())
        if pattern is None:
            return
        if int(pattern.get("/PatternType", 1)) == 2:
            pattern.Shading = (
                self._press.shading(pattern.Shading) if not self._gray(pattern.Shading) else pattern.Shading
            )
            if "/ExtGState" in pattern:
                del pattern["/ExtGState"]
        else:
            self._press.drawing(pattern, self._resources)
        if self._press.colour:
            self.out.append((self.at, item))
            return
        values = item.numbers()
        space = b"/Pattern "
        said = b""
        if values:  # an uncoloured pattern, and the colour for it
            below = ink.space[1] if isinstance(ink.space, Array) and len(ink.space) > 1 else "/DeviceGray"
            said = _decimal(gray_value(below, values)) + b" "
            self._ground()
            space = b"/" + _GROUND.encode() + b" "
        self._say(space, b"CS" if stroke else b"cs")
        self._say(said + item.operands.split()[-1] + b" ", b"SCN" if stroke else b"scn")

    @staticmethod
    def _gray(shading: Any) -> bool:  # noqa: ANN401 - as above
        return bool(shading.get("/ColorSpace") == Name.DeviceGray)

    def _ground(self) -> None:
        if "/ColorSpace" not in self._resources:
            self._resources.ColorSpace = Dictionary()
        self._resources.ColorSpace["/" + _GROUND] = Array([Name.Pattern, Name.DeviceGray])

    def _state(self, item: Instruction) -> None:
        state = self._resources.get("/ExtGState", {}).get(item.name())
        if state is None:
            return
        mask = state.get("/SMask")
        mode = state.get("/BM")
        modes = list(mode) if isinstance(mode, Array) else [mode]
        if isinstance(mask, Dictionary) or not {str(m) for m in modes} & {"None", "/Normal", "/Compatible"}:
            raise NeedsRasterError
        self._press.state(state)
        for stroke, key in ((False, "/ca"), (True, "/CA")):
            ink = self._now.stroke if stroke else self._now.fill
            if key in state and float(state[key]) != ink.alpha:
                ink = replace(ink, alpha=float(state[key]))
                self._now = replace(self._now, **{"stroke" if stroke else "fill": ink})
                self._ink(ink, stroke=stroke)
        if set(state.keys()) - {"/Type", *TRANSPARENT, *DEVICE_BOUND}:
            self.out.append((self.at, item))

    def _shade(self, item: Instruction) -> None:
        shading = self._resources.get("/Shading", {}).get(item.name())
        if shading is None:
            return
        if self._now.fill.alpha * self._base != 1:
            raise NeedsRasterError
        if not self._gray(shading):
            self._resources.Shading[item.name()] = self._press.shading(shading)
        self.out.append((self.at, item))

    def _draw(self, item: Instruction) -> None:
        drawn = self._resources.get("/XObject", {}).get(item.name())
        if drawn is None or drawn.get("/Subtype") not in (Name.Image, Name.Form):
            return
        alpha = self._now.fill.alpha * self._base
        if alpha != 1:
            name = self._press.lightened(self._resources, item.name(), alpha)
            self._say(b"/" + name.encode() + b" ", b"Do")
            return
        if drawn.Subtype == Name.Image:
            self._press.picture(drawn, 1.0)
        else:
            self._press.drawing(drawn, self._resources)
        self.out.append((self.at, item))

    def _inline(self, _item: Instruction) -> None:
        """A picture within the program: it is seen, and set as one of the file's."""
        raise NeedsRasterError

    _HANDLERS: ClassVar[dict[bytes, Callable[["_ContentConversion", Instruction], None]]] = {
        **dict.fromkeys((b"BDC", b"BMC", b"EMC", b"DP", b"MP"), _drop),
        **dict.fromkeys((b"g", b"G", b"rg", b"RG", b"k", b"K"), _device),
        **dict.fromkeys((b"cs", b"CS"), _space),
        **dict.fromkeys((b"sc", b"SC", b"scn", b"SCN"), _colour),
        b"q": _push,
        b"Q": _pop,
        b"gs": _state,
        b"sh": _shade,
        b"Do": _draw,
        INLINE_IMAGE: _inline,
    }


def _decimal(value: float) -> bytes:
    return b"%d" % value if value == int(value) else f"{value:.4f}".rstrip("0").encode()


class PressConversion:
    """Makes the programs of one file fit for a press."""

    def __init__(self, pdf: Pdf, *, colour: bool) -> None:
        self.pdf = pdf
        self.colour = colour
        self._count = 0
        self._done: set[tuple[int, int]] = set()
        self._copies: dict[tuple[tuple[int, int], float, str], str] = {}
        self._states: list[Any] = []
        self.pictured: list[int] = []
        """The pages, 1-based, of which a part became a picture."""

    def page(self, page: Any, number: int) -> None:  # noqa: ANN401 - pikepdf's objects are what the file holds
        """Changes a page's program and what it draws with."""
        resources = page.get("/Resources", Dictionary())
        items = instructions(content_of(page))
        spans: list[tuple[int, int]] = []
        while True:
            work = _ContentConversion(self, resources, items, spans)
            try:
                work.run()
                break
            except NeedsRasterError:
                spans.append(enclosing_span(items, work.at))
                self.pictured += [number] if number not in self.pictured else []
        replaced = {span[0]: self._picture(page, items, span) for span in spans if not _inside(span, spans)}
        out = [piece for i, piece in work.out if i not in replaced] if not replaced else _spliced(work.out, replaced)
        if isinstance(page.get("/Contents"), Stream):
            page.Contents.write(content_bytes(out))
        else:
            page.Contents = self.pdf.make_stream(content_bytes(out))

    def _picture(self, page: Any, items: Sequence[Instruction], span: tuple[int, int]) -> Instruction:  # noqa: ANN401
        image, said = flatten_to_image(self.pdf, page, items, span, colour=self.colour)
        if image is None:
            return Instruction(b"", b"n")
        name = self.added(page.Resources, "/XObject", image)
        return Instruction(said.replace(b"/Flat", b"/" + name.encode()).removesuffix(b"Q"), b"Q")

    def finish(self) -> None:
        """Takes out of the states what no program asks for any more."""
        for state in self._states:
            for key in (*TRANSPARENT, *DEVICE_BOUND):
                if key in state:
                    del state[key]

    def state(self, state: Any) -> None:  # noqa: ANN401 - as above
        """Remembers a state that a program chose."""
        self._states.append(state)

    def added(self, resources: Any, kind: str, item: Any) -> str:  # noqa: ANN401 - as above
        """A new name for something that is drawn with."""
        self._count += 1
        name = f"Fl{self._count}"
        if kind not in resources:
            resources[kind] = Dictionary()
        resources[kind]["/" + name] = self.pdf.make_indirect(item)
        return name

    def drawing(self, form: Any, inherited: Any, alpha: float = 1.0) -> None:  # noqa: ANN401 - as above
        """Changes a program that is no page's: a drawing's, a pattern's, a glyph's."""
        if self._once(form):
            return
        for key in ("/Group", "/StructParent", "/StructParents", "/Ref", "/OPI", "/PS", "/Metadata", "/OC"):
            if key in form:
                del form[key]
        work = _ContentConversion(self, form.get("/Resources", inherited), instructions(content_of(form)), [], alpha)
        try:
            work.run()
        except NeedsRasterError:
            self._done.discard(form.objgen)
            raise
        form.write(content_bytes([piece for _, piece in work.out]))

    def _once(self, item: Any) -> bool:  # noqa: ANN401 - as above
        """Whether an object was seen before."""
        if item.objgen != (0, 0) and item.objgen in self._done:
            return True
        self._done.add(item.objgen)
        return False

    def picture(self, image: Any, alpha: float) -> None:  # noqa: ANN401 - as above
        """Changes a picture."""
        if not self._once(image):
            convert_image(image, colour=self.colour, alpha=alpha)

    def lightened(self, resources: Any, name: str, alpha: float) -> str:  # noqa: ANN401 - as above
        """The name of a drawing or a picture as it looks on white with so much alpha."""
        item = resources["/XObject"][name]
        key = (item.objgen, round(alpha, 4), str(resources.objgen))
        if key not in self._copies:
            copy = self.pdf.make_stream(item.read_raw_bytes())
            for entry, value in item.items():
                if entry != "/Length":
                    copy[entry] = value
            if copy.get("/Subtype") == Name.Image:
                self.picture(copy, alpha)
            else:
                self.drawing(copy, resources, alpha)
            self._copies[key] = self.added(resources, "/XObject", copy)
        return self._copies[key]

    def shading(self, shading: Any) -> Any:  # noqa: ANN401 - as above
        """A shading in grays. Raises NeedsRasterError where it is a mesh."""
        if self.colour:
            return shading
        if int(shading.ShadingType) not in (2, 3):
            raise NeedsRasterError
        first, last = (float(value) for value in shading.get("/Domain", [0, 1]))
        function = self.pdf.make_stream(
            shading_grays(shading),
            FunctionType=0,
            Domain=Array([first, last]),
            Range=Array([0, 1]),
            Size=Array([SHADING_STEPS]),
            BitsPerSample=8,
        )
        out = Dictionary(
            ShadingType=shading.ShadingType, ColorSpace=Name.DeviceGray, Coords=shading.Coords, Function=function
        )
        for key in ("/Domain", "/Extend", "/BBox", "/AntiAlias"):
            if key in shading:
                out[key] = shading[key]
        return self.pdf.make_indirect(out)


def _inside(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans)


def _spliced(out: Sequence[tuple[int, Instruction]], replaced: dict[int, Instruction]) -> list[Instruction]:
    """The program with each picture where its part began."""
    result: list[Instruction] = []
    waiting = sorted(replaced)
    for i, piece in out:
        while waiting and waiting[0] < i:
            result.append(replaced[waiting.pop(0)])
        result.append(piece)
    return [*result, *(replaced[i] for i in waiting)]
