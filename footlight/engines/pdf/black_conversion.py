"""Pages converted for a press: every colour as black ink, or colours as they are; no transparency, no marked content.

A content stream can set a colour in many ways, and each is followed: the operators of each colour space, patterns,
shadings, images, form XObjects, Type 3 glyphs, and graphics state that is inherited (ISO 32000-1, 8.4 to 8.10).
A transparent colour becomes the opaque colour that it has on white paper. Where no opaque colour looks the same, the
part of the page becomes an image (`transparency_flattening`).

`PressConversion` converts one file, `_ContentConversion` one content stream of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream

from footlight.engines.pdf.content_stream import INLINE_IMAGE, Instruction, content_bytes, content_of, instructions
from footlight.engines.pdf.gray_values import SHADING_STEPS, gray_value, initial_colour, shading_grays, space_family
from footlight.engines.pdf.pdf_file import PdfObject, compressed
from footlight.engines.pdf.press_images import convert_image
from footlight.engines.pdf.transparency_flattening import NeedsRasterError, enclosing_span, flatten_to_image

_SPACES_OF_OPERATORS = {b"g": "/DeviceGray", b"rg": "/DeviceRGB", b"k": "/DeviceCMYK"}
_OPERATORS_OF_SPACES = {"/DeviceGray": b"g", "/DeviceRGB": b"rg", "/DeviceCMYK": b"k"}
TRANSPARENCY_KEYS = ("/ca", "/CA", "/SMask", "/BM", "/AIS", "/TK")
DEVICE_KEYS = ("/TR", "/TR2", "/HT", "/HTP", "/BG", "/BG2", "/UCR", "/UCR2")
"""Keys of a graphics state that are meant for one device, such as halftones; PDF/X forbids them."""
OWN_PREFIX = "Fl"
"""The names of resources that are added begin with it."""
_PATTERN_SPACE = f"{OWN_PREFIX}Ground"
"""The name of the colour space `[/Pattern /DeviceGray]`, for uncoloured patterns."""


@dataclass(frozen=True, slots=True)
class _Colour:
    """The colour for filling or for stroking."""

    space: PdfObject = "/DeviceGray"
    components: tuple[float, ...] = (0.0,)
    operands: bytes = b""
    """The operands as the content stream has them, where the space is not a device space."""
    alpha: float = 1.0
    pattern: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """The part of the graphics state that matters here."""

    fill: _Colour = field(default_factory=_Colour)
    stroke: _Colour = field(default_factory=_Colour)


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A converted page whose conversion changed nothing but its content stream."""

    content: bytes
    """Compressed, as it stands in the file."""
    states: tuple[str, ...]
    """The graphics states that it sets."""


_OF_OTHERS = frozenset((b"Do", b"sh", INLINE_IMAGE))
"""Operators that draw with an object of its own, which is converted as well."""
_PATTERNS = frozenset((b"scn", b"SCN"))


class _ContentConversion:
    """The conversion of one content stream."""

    def __init__(
        self,
        press: "PressConversion",
        resources: PdfObject,
        items: Sequence[Instruction],
        spans: Sequence[tuple[int, int]] = (),
        base_alpha: float = 1.0,
    ) -> None:
        """`spans` are left out: they become images. `base_alpha` applies to all, as for a transparent form XObject."""
        self._press = press
        self._resources = resources
        self._items = items
        self._skipped = {i for first, last in spans for i in range(first, last + 1)}
        self._base_alpha = base_alpha
        self._state = _State()
        self._saved_states: list[_State] = []
        self.at = 0
        """The index of the instruction that is being converted."""
        self.out: list[tuple[int, Instruction]] = []
        """Converted instructions, each with the index of the one that it comes from."""

    def run(self) -> None:
        """Convert the stream. Raises NeedsRasterError where something transparent has no opaque colour."""
        # Type 3 glyphs are content streams in the font, and may set colours of their own.
        for font in self._resources.get("/Font", {}).values():
            if font.get("/Subtype") == Name.Type3:
                self._convert_glyphs(font)
        for at, item in enumerate(self._items):
            if at in self._skipped:
                continue
            self.at = at
            handler = self._HANDLERS.get(item.operator)
            if handler is None:
                self.out.append((self.at, item))
            else:
                handler(self, item)

    def _write(self, operands: bytes, operator: bytes) -> None:
        self.out.append((self.at, Instruction(operands, operator)))

    def _convert_glyphs(self, font: PdfObject) -> None:
        for glyph in font.get("/CharProcs", {}).values():
            self._press.convert_form(glyph, font.get("/Resources", self._resources))

    def _save_state(self, item: Instruction) -> None:
        self._saved_states.append(self._state)
        self.out.append((self.at, item))

    def _restore_state(self, item: Instruction) -> None:
        self._state = self._saved_states.pop() if self._saved_states else self._state
        self.out.append((self.at, item))

    def _drop(self, item: Instruction) -> None:
        """Leave out marked-content operators: a press has no use for tags."""

    def _current(self, *, stroke: bool) -> _Colour:
        return self._state.stroke if stroke else self._state.fill

    def _set_colour(self, colour: _Colour, *, stroke: bool) -> None:
        colour = replace(colour, alpha=self._current(stroke=stroke).alpha)
        self._state = replace(self._state, **{"stroke" if stroke else "fill": colour})
        self._write_colour(colour, stroke=stroke)

    def _write_colour(self, colour: _Colour, *, stroke: bool) -> None:
        """Write the instruction that sets a colour, blended with white where it is transparent."""
        alpha = colour.alpha * self._base_alpha
        if colour.pattern:
            # The pattern itself is written by `_pattern`; what it paints cannot be blended here.
            if alpha != 1:
                raise NeedsRasterError
            return
        components = colour.components
        if not self._press.colour:
            operator, components = b"g", (gray_value(colour.space, colour.components),)
        elif (family := space_family(colour.space)) in _OPERATORS_OF_SPACES and not colour.operands:
            operator = _OPERATORS_OF_SPACES[family]
        elif alpha == 1:
            self.out.append((self.at, Instruction(colour.operands, b"SCN" if stroke else b"scn")))
            return
        else:
            raise NeedsRasterError
        if alpha != 1:
            # White is 1 in gray and RGB, and 0 in CMYK.
            components = tuple(value * alpha if operator == b"k" else 1 - alpha * (1 - value) for value in components)
        self._write(b" ".join(map(_decimal, components)) + b" ", operator.upper() if stroke else operator)

    def _device_colour(self, item: Instruction) -> None:
        """`g`, `rg`, `k`, and the same for stroking in capitals."""
        stroke = item.operator.isupper()
        self._set_colour(_Colour(_SPACES_OF_OPERATORS[item.operator.lower()], item.numbers()), stroke=stroke)

    def _colour_space(self, item: Instruction) -> None:
        """`cs` and `CS`: a colour space, and with it its initial colour."""
        stroke = item.operator.isupper()
        space: PdfObject = self._resources.get("/ColorSpace", {}).get(item.name(), item.name())
        pattern = space_family(space) == "/Pattern"
        if self._press.colour and (
            pattern or space_family(space) not in _OPERATORS_OF_SPACES or isinstance(space, Array)
        ):
            self.out.append((self.at, item))
        # `cs` sets the initial colour too, which is written as a colour of its own, since `cs` may be dropped.
        components: tuple[float, ...] = () if pattern else initial_colour(space)
        operands = b" ".join(map(_decimal, components)) + b" " if isinstance(space, Array) else b""
        self._set_colour(_Colour(space, components, operands, pattern=pattern), stroke=stroke)

    def _colour(self, item: Instruction) -> None:
        """`sc`, `scn`, and the same for stroking in capitals: a colour or a pattern in the current space."""
        stroke = item.operator.isupper()
        colour = self._current(stroke=stroke)
        if item.name():
            self._pattern(item, colour, stroke=stroke)
        else:
            operands = item.operands if isinstance(colour.space, Array) else b""
            colour = replace(colour, components=item.numbers(), operands=operands, pattern=False)
            self._set_colour(colour, stroke=stroke)

    def _pattern(self, item: Instruction, colour: _Colour, *, stroke: bool) -> None:
        self._set_colour(replace(colour, pattern=True), stroke=stroke)
        pattern = self._resources.get("/Pattern", {}).get(item.name())
        if pattern is None:
            return
        if int(pattern.get("/PatternType", 1)) == 2:  # a shading pattern
            pattern.Shading = (
                self._press.converted_shading(pattern.Shading) if not _is_gray(pattern.Shading) else pattern.Shading
            )
            if "/ExtGState" in pattern:
                del pattern["/ExtGState"]
        else:
            self._press.convert_form(pattern, self._resources)
        if self._press.colour:
            self.out.append((self.at, item))
            return
        components = item.numbers()
        space = b"/Pattern "
        operands = b""
        if components:  # an uncoloured pattern (8.7.3.3): the colour stands before the pattern's name
            underlying = colour.space[1] if isinstance(colour.space, Array) and len(colour.space) > 1 else "/DeviceGray"
            operands = _decimal(gray_value(underlying, components)) + b" "
            self._add_pattern_space()
            space = b"/" + _PATTERN_SPACE.encode() + b" "
        self._write(space, b"CS" if stroke else b"cs")
        self._write(operands + item.operands.split()[-1] + b" ", b"SCN" if stroke else b"scn")

    def _add_pattern_space(self) -> None:
        if "/ColorSpace" not in self._resources:
            self._resources.ColorSpace = Dictionary()
        self._resources.ColorSpace["/" + _PATTERN_SPACE] = Array([Name.Pattern, Name.DeviceGray])

    def _graphics_state(self, item: Instruction) -> None:
        """`gs`: alpha becomes part of the colours, masks and blend modes need an image, the rest stays."""
        state = self._resources.get("/ExtGState", {}).get(item.name())
        if state is None:
            return
        mask = state.get("/SMask")
        mode = state.get("/BM")
        modes = list(mode) if isinstance(mode, Array) else [mode]
        if isinstance(mask, Dictionary) or not {str(m) for m in modes} & {"None", "/Normal", "/Compatible"}:
            raise NeedsRasterError
        self._press.note_state(state)
        for stroke, key in ((False, "/ca"), (True, "/CA")):
            colour = self._current(stroke=stroke)
            if key in state and float(state[key]) != colour.alpha:
                colour = replace(colour, alpha=float(state[key]))
                self._state = replace(self._state, **{"stroke" if stroke else "fill": colour})
                self._write_colour(colour, stroke=stroke)
        # A state that has nothing else left is not set any more. `finish` takes these keys out of the state itself.
        if set(state.keys()) - {"/Type", *TRANSPARENCY_KEYS, *DEVICE_KEYS}:
            self.out.append((self.at, item))

    def _shading(self, item: Instruction) -> None:
        """`sh`: a shading that is painted at once."""
        shading = self._resources.get("/Shading", {}).get(item.name())
        if shading is None:
            return
        if self._state.fill.alpha * self._base_alpha != 1:
            raise NeedsRasterError
        if not _is_gray(shading):
            self._resources.Shading[item.name()] = self._press.converted_shading(shading)
        self.out.append((self.at, item))

    def _xobject(self, item: Instruction) -> None:
        """`Do`: an image or a form."""
        drawn = self._resources.get("/XObject", {}).get(item.name())
        if drawn is None or drawn.get("/Subtype") not in (Name.Image, Name.Form):
            return
        alpha = self._state.fill.alpha * self._base_alpha
        if alpha != 1:
            name = self._press.blended_copy(self._resources, item.name(), alpha)
            self._write(b"/" + name.encode() + b" ", b"Do")
            return
        if drawn.Subtype == Name.Image:
            self._press.convert_image(drawn, 1.0)
        else:
            self._press.convert_form(drawn, self._resources)
        self.out.append((self.at, item))

    def _inline_image(self, _item: Instruction) -> None:
        """`EI`: an inline image. It is rendered and drawn as an image XObject."""
        raise NeedsRasterError

    _HANDLERS: ClassVar[dict[bytes, Callable[["_ContentConversion", Instruction], None]]] = {
        **dict.fromkeys((b"BDC", b"BMC", b"EMC", b"DP", b"MP"), _drop),
        **dict.fromkeys((b"g", b"G", b"rg", b"RG", b"k", b"K"), _device_colour),
        **dict.fromkeys((b"cs", b"CS"), _colour_space),
        **dict.fromkeys((b"sc", b"SC", b"scn", b"SCN"), _colour),
        b"q": _save_state,
        b"Q": _restore_state,
        b"gs": _graphics_state,
        b"sh": _shading,
        b"Do": _xobject,
        INLINE_IMAGE: _inline_image,
    }


def _is_gray(shading: PdfObject) -> bool:
    return bool(shading.get("/ColorSpace") == Name.DeviceGray)


def _decimal(value: float) -> bytes:
    return b"%d" % value if value == int(value) else f"{value:.4f}".rstrip("0").encode()


class PressConversion:
    """The conversion of one file: of its pages, and of each object that they draw with, which is converted once."""

    def __init__(self, pdf: Pdf, *, colour: bool) -> None:
        self.pdf = pdf
        self.colour = colour
        """Whether colours stay."""
        self._count = 0
        self._converted: set[tuple[int, int]] = set()
        """Objects that are converted, by object and generation number."""
        self._copies: dict[tuple[tuple[int, int], float, str], str] = {}
        """The resource names of blended copies, by object, alpha and resource dictionary."""
        self._states: list[PdfObject] = []
        self.rasterized: list[int] = []
        """The pages, 1-based, of which a part became an image."""

    def convert_page(self, page: PdfObject, number: int, before: bytes = b"", after: bytes = b"") -> "PlainPage | None":
        """Convert a page's content stream and its resources; `number` is 1-based.

        `before` and `after` are content that goes round what is converted. It begins with `q` and ends with `Q`.
        Gives what came of it where nothing else was converted with it, so that it can be kept for the same page.
        """
        resources = page.get("/Resources", Dictionary())
        items = instructions(content_of(page))
        spans: list[tuple[int, int]] = []
        # Where a part needs an image, it is left out and the page is converted again. The part holds the instruction
        # that raised, which is skipped from then on: the loop ends.
        while True:
            conversion = _ContentConversion(self, resources, items, spans)
            try:
                conversion.run()
                break
            except NeedsRasterError:
                spans.append(enclosing_span(items, conversion.at))
                self.rasterized += [number] if number not in self.rasterized else []
        images = {span[0]: self._image(page, items, span) for span in spans if not _is_inside(span, spans)}
        out = _with_images(conversion.out, images) if images else [item for _, item in conversion.out]
        content, _ = compressed(before + content_bytes(out) + after)
        self._replace(page, content)
        glyphs = any(font.get("/Subtype") == Name.Type3 for font in resources.get("/Font", Dictionary()).values())
        others = any(item.operator in _OF_OTHERS or (item.operator in _PATTERNS and item.name()) for item in items)
        if glyphs or others or spans:
            Page(page).remove_unreferenced_resources()  # an image took the place of what the page drew
            return None
        return PlainPage(content, tuple(dict.fromkeys(item.name() for item in items if item.operator == b"gs")))

    def use_kept(self, page: PdfObject, kept: "PlainPage") -> None:
        """Give a page the content that it was converted to before."""
        self._replace(page, kept.content)
        states = page.get("/Resources", Dictionary()).get("/ExtGState", Dictionary())
        for name in kept.states:
            if name in states:
                self.note_state(states[name])

    def _replace(self, page: PdfObject, content: bytes) -> None:
        """Give a page its content, which is compressed."""
        if not isinstance(page.get("/Contents"), Stream):
            page.Contents = self.pdf.make_stream(b"")
        page.Contents.write(content, filter=Name.FlateDecode)

    def _image(self, page: PdfObject, items: Sequence[Instruction], span: tuple[int, int]) -> Instruction:
        """The instruction that draws a part of a page as an image."""
        image, content = flatten_to_image(self.pdf, page, items, span, colour=self.colour)
        if image is None:
            return Instruction(b"", b"n")
        name = self._add_resource(page.Resources, "/XObject", image)
        # All of its instructions, as the operands of the last one: they are not looked at again.
        return Instruction(content.replace(b"/Flat", b"/" + name.encode()).removesuffix(b"Q"), b"Q")

    def finish(self) -> None:
        """Remove transparency and device settings from the graphics states; their effect is in the colours now."""
        for state in self._states:
            for key in (*TRANSPARENCY_KEYS, *DEVICE_KEYS):
                if key in state:
                    del state[key]

    def note_state(self, state: PdfObject) -> None:
        """Note a graphics state that is used, for `finish`."""
        self._states.append(state)

    def _add_resource(self, resources: PdfObject, kind: str, item: PdfObject) -> str:
        """Add a resource, and return its name."""
        self._count += 1
        name = f"{OWN_PREFIX}{self._count}"
        if kind not in resources:
            resources[kind] = Dictionary()
        resources[kind]["/" + name] = self.pdf.make_indirect(item)
        return name

    def convert_form(self, form: PdfObject, inherited: PdfObject, alpha: float = 1.0) -> None:
        """Convert a form XObject, a tiling pattern or a Type 3 glyph; `inherited` are the resources of its holder.

        Raises NeedsRasterError.
        """
        if self._is_converted(form):
            return
        # What is left out is interactive, optional (layers), a link to another file, or transparency.
        for key in ("/Group", "/StructParent", "/StructParents", "/Ref", "/OPI", "/PS", "/Metadata", "/OC"):
            if key in form:
                del form[key]
        items = instructions(content_of(form))
        conversion = _ContentConversion(self, form.get("/Resources", inherited), items, base_alpha=alpha)
        try:
            conversion.run()
        except NeedsRasterError:
            self._converted.discard(form.objgen)
            raise
        form.write(content_bytes([item for _, item in conversion.out]))

    def _is_converted(self, item: PdfObject) -> bool:
        """Whether an object is converted already; it counts as converted from now on."""
        # Direct objects all have the number 0: they cannot be recognized, and cannot be shared either.
        if item.objgen != (0, 0) and item.objgen in self._converted:
            return True
        self._converted.add(item.objgen)
        return False

    def convert_image(self, image: PdfObject, alpha: float) -> None:
        """Convert an image XObject."""
        if not self._is_converted(image):
            convert_image(image, colour=self.colour, alpha=alpha)

    def blended_copy(self, resources: PdfObject, name: str, alpha: float) -> str:
        """The resource name of a copy of a form or an image, blended with white.

        A copy, because the same object may be drawn elsewhere with another alpha.
        """
        item = resources["/XObject"][name]
        # The name holds in one resource dictionary: the same image drawn from another one gets a name there.
        key = (item.objgen, round(alpha, 4), str(resources.objgen))
        if key not in self._copies:
            copy = self.pdf.make_stream(item.read_raw_bytes())
            for entry, value in item.items():
                if entry != "/Length":
                    copy[entry] = value
            if copy.get("/Subtype") == Name.Image:
                self.convert_image(copy, alpha)
            else:
                self.convert_form(copy, resources, alpha)
            self._copies[key] = self._add_resource(resources, "/XObject", copy)
        return self._copies[key]

    def converted_shading(self, shading: PdfObject) -> PdfObject:
        """An axial or radial shading in DeviceGray. Raises NeedsRasterError where it is of another type."""
        if self.colour:
            return shading
        if int(shading.ShadingType) not in (2, 3):
            raise NeedsRasterError
        first, last = (float(value) for value in shading.get("/Domain", [0, 1]))
        # A sampled function (type 0) takes the place of whatever function the shading has.
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


def _is_inside(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans)


def _with_images(out: Sequence[tuple[int, Instruction]], images: dict[int, Instruction]) -> list[Instruction]:
    """The instructions with each image where the part that it replaces began."""
    result: list[Instruction] = []
    waiting = sorted(images)
    for i, item in out:
        while waiting and waiting[0] < i:
            result.append(images[waiting.pop(0)])
        result.append(item)
    return [*result, *(images[i] for i in waiting)]
