"""A print PDF inspected for the preflight: its boxes, colours, transparency, images, fonts, and what is no page.

`press_facts` gives the facts of a file as values. `_ContentInspector` follows every content stream as a viewer does,
through form XObjects, patterns and Type 3 glyphs, and notes what it draws. The preflight's rules judge these facts.
"""

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name

from footlight.engines.pdf.content_stream import INLINE_IMAGE, Instruction, content_of, instructions
from footlight.engines.pdf.gray_values import is_device_gray, space_family
from footlight.engines.pdf.pdf_file import PdfObject, array_items, open_pdf

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in pt of default user space."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Something that was found on a page."""

    page: int
    """1-based; 0 where it belongs to the file."""
    what: str
    at: Point | None = None
    """Where it is drawn, in pt, if that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedImage:
    """An image as it is drawn on a page."""

    page: int
    box: Box
    pixels: tuple[int, int]
    dpi: float
    """The lower of its horizontal and vertical resolutions on paper, in pixels per inch."""
    space: str
    """The family of its colour space."""
    bits: int
    """Per component."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedFont:
    """A font that pages use."""

    page: int
    """The first of them."""
    name: str
    embedded: bool
    partial: bool
    """Whether a subset is embedded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputIntent:
    """A printing condition that the file says it is made for."""

    kind: str
    """Its subtype, such as `/GTS_PDFX`."""
    condition: str
    registry: str
    info: str
    profile: str
    """The device class and colour space of its ICC profile, such as `prtrGRAY`; empty where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressFacts:
    """The facts of a print PDF."""

    version: str
    identified: bool
    """Whether the trailer has an /ID."""
    encrypted: bool
    boxes: tuple[dict[str, Box], ...]
    """The boxes of each page, by their names, such as `/TrimBox`."""
    colours: tuple[Occurrence, ...]
    """Colours other than DeviceGray that text, paths or shadings have."""
    transparent: tuple[Occurrence, ...]
    pictures: tuple[PlacedImage, ...]
    fonts: tuple[UsedFont, ...]
    extras: tuple[Occurrence, ...]
    """Keys of the catalog, of pages and of graphics states that mean nothing on paper, or only to one device."""
    intents: tuple[OutputIntent, ...]
    info: dict[str, str]
    metadata: str
    """The XMP packet; empty where there is none."""


_MAX_DEPTH = 12
"""Levels of nested forms that are followed: a form may draw itself."""
_COLOUR_OPERATORS = {b"rg": "DeviceRGB", b"RG": "DeviceRGB", b"k": "DeviceCMYK", b"K": "DeviceCMYK"}
_POSITIONING = frozenset({b"Tm", b"re", b"m"})
_DEVICE_KEYS = ("/TR", "/TR2", "/HTP")


class _ContentInspector:
    """Follows the content streams of page after page, and notes what it finds."""

    def __init__(self) -> None:
        self.colours: list[Occurrence] = []
        self.transparent: list[Occurrence] = []
        self.pictures: list[PlacedImage] = []
        self.extras: list[Occurrence] = []
        self._page = 0
        self._unused_colour = ""
        """A colour that was set, and that nothing was drawn with yet."""
        self._noted: set[tuple[str, str]] = set()
        """What was noted on this page: each kind of colour and transparency is noted once a page."""

    def inspect_page(self, page: PdfObject, number: int) -> "PageFacts":
        """Inspect a page, and give what it has; `number` is 1-based."""
        self._page, self._unused_colour, self._noted = number, "", set()
        before = [len(found) for found in (self.colours, self.transparent, self.pictures, self.extras)]
        if page.get("/Group", Dictionary()).get("/S") == Name.Transparency:
            self._note_transparency("a transparency group")
        self._follow(page, page.get("/Resources", Dictionary()), Matrix(), 0)
        self._colour_used(None)
        return PageFacts(
            colours=tuple(self.colours[before[0] :]),
            transparent=tuple(self.transparent[before[1] :]),
            pictures=tuple(self.pictures[before[2] :]),
            extras=tuple(self.extras[before[3] :]),
        )

    def add(self, facts: "PageFacts", number: int) -> None:
        """Take what a page is known to have."""
        self.colours += [replace(one, page=number) for one in facts.colours]
        self.transparent += [replace(one, page=number) for one in facts.transparent]
        self.pictures += [replace(one, page=number) for one in facts.pictures]
        self.extras += [replace(one, page=number) for one in facts.extras]

    def _follow(self, holder: PdfObject, resources: PdfObject, matrix: Matrix, depth: int) -> None:
        """Inspect a content stream; `matrix` is the current transformation matrix at its beginning."""
        if depth > _MAX_DEPTH or not isinstance(resources, Dictionary):
            return
        for font in resources.get("/Font", Dictionary()).values():
            if font.get("/Subtype") == Name.Type3:
                self._follow_glyphs(font, resources, depth)
        saved: list[Matrix] = []
        for item in instructions(content_of(holder)):
            match item.operator:
                case b"q":
                    saved.append(matrix)
                case b"Q":
                    matrix = saved.pop() if saved else matrix
                case b"cm":
                    numbers = item.numbers()
                    matrix = Matrix(*numbers) @ matrix if len(numbers) == 6 else matrix
                case b"Tj" | b"TJ" | b"BT" | b"ET" | b"Tf":
                    pass  # most instructions of a book: nothing to look at, and the way is short
                case _:
                    self._inspect(item, resources, matrix, depth)

    def _inspect(self, item: Instruction, resources: PdfObject, matrix: Matrix, depth: int) -> None:
        match item.operator:
            case b"rg" | b"RG" | b"k" | b"K":
                self._colour_set(f"{_COLOUR_OPERATORS[item.operator]} (operator {item.operator.decode()})")
            case b"cs" | b"CS":
                self._space_set(resources.get("/ColorSpace", {}).get(item.name(), item.name()))
            case b"scn" | b"SCN" if item.name():
                self._pattern(resources.get("/Pattern", {}).get(item.name()), resources, matrix, depth)
            case b"sh":
                shading = resources.get("/Shading", {}).get(item.name())
                self._space_set(shading.get("/ColorSpace") if shading is not None else None)
                self._colour_used(_transformed(matrix, 0, 0))
            case b"gs":
                self._graphics_state(resources.get("/ExtGState", {}).get(item.name()))
            case b"Do":
                self._xobject(resources.get("/XObject", {}).get(item.name()), resources, matrix, depth)
            case _ if item.operator == INLINE_IMAGE:
                self._inline_image(item, matrix)
            case operator if self._unused_colour and operator in _POSITIONING:
                # The first position after a colour is set is where the colour is seen.
                numbers = item.numbers()
                x, y = (numbers[4:6] if operator == b"Tm" else numbers[:2]) if len(numbers) > 1 else (0, 0)
                self._colour_used(_transformed(matrix, x, y))
            case _:
                pass

    def _follow_glyphs(self, font: PdfObject, resources: PdfObject, depth: int) -> None:
        """Inspect the glyphs of a Type 3 font, which are content streams; each font once a page."""
        if ("font", str(font.objgen)) not in self._noted:
            self._noted.add(("font", str(font.objgen)))
            for glyph in font.get("/CharProcs", Dictionary()).values():
                self._follow(glyph, font.get("/Resources", resources), Matrix(), depth + 1)
                self._colour_used(None)

    def _colour_set(self, what: str) -> None:
        self._unused_colour = self._unused_colour or what

    def _colour_used(self, at: Point | None) -> None:
        """Note the colour that was set: something is drawn with it."""
        if self._unused_colour and ("colour", self._unused_colour) not in self._noted:
            self._noted.add(("colour", self._unused_colour))
            self.colours.append(Occurrence(page=self._page, what=self._unused_colour, at=at))
        self._unused_colour = ""

    def _note_transparency(self, what: str, at: Point | None = None) -> None:
        if ("transparent", what) not in self._noted:
            self._noted.add(("transparent", what))
            self.transparent.append(Occurrence(page=self._page, what=what, at=at))

    def _space_set(self, space: PdfObject) -> None:
        if space is None or is_device_gray(space):
            return
        if space_family(space) == "/Pattern":
            # The underlying space of uncoloured patterns.
            self._space_set(space[1] if isinstance(space, Array) and len(space) > 1 else None)
            return
        name = str(space[0]) if isinstance(space, Array) else str(space)
        self._colour_set(f"{name.lstrip('/')} (operator cs)")

    def _pattern(self, pattern: PdfObject, resources: PdfObject, matrix: Matrix, depth: int) -> None:
        if pattern is None:
            return
        if "/Shading" in pattern:
            self._space_set(pattern.Shading.get("/ColorSpace"))
            self._graphics_state(pattern.get("/ExtGState"))
        elif isinstance(pattern, pikepdf.Stream):
            self._follow(pattern, pattern.get("/Resources", resources), matrix, depth + 1)

    def _graphics_state(self, state: PdfObject) -> None:
        if state is None:
            return
        for key in ("/ca", "/CA"):
            if float(state.get(key, 1)) != 1:
                self._note_transparency(f"an alpha of {float(state[key]):g}")
        if isinstance(state.get("/SMask"), Dictionary):
            self._note_transparency("a soft mask")
        mode = state.get("/BM", Name.Normal)
        if str(mode[0] if isinstance(mode, Array) and len(mode) else mode) not in ("/Normal", "/Compatible"):
            self._note_transparency(f"the blend mode {mode}")
        self.extras += [Occurrence(page=self._page, what=key) for key in _DEVICE_KEYS if key in state]

    def _xobject(self, drawn: PdfObject, resources: PdfObject, matrix: Matrix, depth: int) -> None:
        if not isinstance(drawn, pikepdf.Stream):
            return
        if drawn.get("/Subtype") == Name.Image:
            stencil = bool(drawn.get("/ImageMask"))
            space = "/DeviceGray" if stencil else _image_space(drawn.get("/ColorSpace"))
            bits = int(drawn.get("/BitsPerComponent", 1))
            self._note_image((int(drawn.Width), int(drawn.Height)), space, bits, matrix)
            if "/SMask" in drawn or "/SMaskInData" in drawn:
                self._note_transparency("an image with a soft mask", (matrix.e, matrix.f))
            return
        if drawn.get("/Group", Dictionary()).get("/S") == Name.Transparency:
            self._note_transparency("a transparency group", (matrix.e, matrix.f))
        own = [float(value) for value in drawn.get("/Matrix", ())]
        inner = Matrix(*own) @ matrix if len(own) == 6 else matrix
        self._follow(drawn, drawn.get("/Resources", resources), inner, depth + 1)

    def _inline_image(self, item: Instruction, matrix: Matrix) -> None:
        image = item.image
        space = "/DeviceGray" if image.image_mask or image.mode in ("L", "1") else f"/{image.mode}"
        self._note_image((image.width, image.height), space, image.bits_per_component or 1, matrix)

    def _note_image(self, pixels: tuple[int, int], space: str, bits: int, matrix: Matrix) -> None:
        # An image fills the unit square (8.9.5.1): the matrix gives its size and place.
        width, height = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
        corners = [_transformed(matrix, x, y) for x in (0, 1) for y in (0, 1)]
        xs, ys = zip(*corners, strict=True)
        box: Box = (min(xs), min(ys), max(xs), max(ys))
        dpi = min(72 * pixels[0] / width, 72 * pixels[1] / height) if width and height else 0.0
        self.pictures.append(PlacedImage(page=self._page, box=box, pixels=pixels, dpi=dpi, space=space, bits=bits))


def _transformed(matrix: Matrix, x: float, y: float) -> Point:
    point: Point = matrix.transform((x, y))
    return point


def _image_space(space: PdfObject) -> str:
    if space is None or is_device_gray(space):
        return "/DeviceGray"
    return str(space[0]) if isinstance(space, Array) else space_family(space)


_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_CATALOG_KEYS = ("/Type", "/Pages")
"""Keys of the catalog that a file of pages needs."""
_SCREEN_KEYS = ("/Annots", "/AA", "/StructParents", "/PieceInfo", "/PZ", "/Trans")
"""Keys of a page that mean nothing on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What the content of one page has, under the number that the page had when it was read."""

    colours: tuple[Occurrence, ...]
    transparent: tuple[Occurrence, ...]
    pictures: tuple[PlacedImage, ...]
    extras: tuple[Occurrence, ...]


def press_facts(
    data: bytes, known: MutableMapping[str, PageFacts] | None = None, digests: Sequence[str] = ()
) -> PressFacts:
    """Inspect a print PDF. Raises EngineError where it cannot be read.

    `known` has the facts of pages that were inspected before, by their digests, and gets those of the others; `digests`
    are those of this file's pages (`page_digests`).
    """
    with open_pdf(data) as pdf:
        inspector = _ContentInspector()
        digests = digests or ("",) * len(pdf.pages)
        fonts_read: set[tuple[int, int]] = set()
        extras = [Occurrence(page=0, what=key) for key in sorted(pdf.Root.keys()) if key not in _CATALOG_KEYS]
        fonts: dict[str, UsedFont] = {}
        for number, page in enumerate(pdf.pages, 1):
            if known is not None and digests[number - 1] in known:
                inspector.add(known[digests[number - 1]], number)
            else:
                facts = inspector.inspect_page(page.obj, number)
                if known is not None and digests[number - 1]:
                    known[digests[number - 1]] = facts
            extras += [
                Occurrence(page=number, what=key)
                for key in _SCREEN_KEYS
                if key in page.obj and page.obj[key] != Array()
            ]
            resources = page.obj.get("/Resources", Dictionary())
            if resources.objgen in fonts_read:
                continue
            if resources.is_indirect:
                fonts_read.add(resources.objgen)
            for font in _fonts(resources, number, 0):
                fonts.setdefault(font.name, font)
        return PressFacts(
            # The catalog may give a later version than the header (7.2.2).
            version=max(pdf.pdf_version, str(pdf.Root.get("/Version", "/")).lstrip("/"), key=_version_numbers),
            identified="/ID" in pdf.trailer,
            encrypted=pdf.is_encrypted,
            boxes=tuple(_boxes(page.obj) for page in pdf.pages),
            colours=tuple(inspector.colours),
            transparent=tuple(inspector.transparent),
            pictures=tuple(inspector.pictures),
            fonts=tuple(fonts.values()),
            extras=(*extras, *inspector.extras),
            intents=tuple(_intent(item) for item in array_items(pdf.Root.get("/OutputIntents"))),
            info={str(key): str(value) for key, value in pdf.trailer.get("/Info", Dictionary()).items()},
            metadata=pdf.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in pdf.Root else "",
        )


def _version_numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]


def _boxes(page: PdfObject) -> dict[str, Box]:
    """The boxes of a page, also those that it inherits, with their corners in order."""
    found = {}
    for name in _BOXES:
        holder = page
        while holder is not None and name not in holder:
            holder = holder.get("/Parent")
        if holder is not None and len(holder[name]) == 4:
            x0, y0, x1, y1 = (float(value) for value in holder[name])
            found[name] = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return found


_MAX_FONT_DEPTH = 8
"""Levels of nested forms whose fonts are read."""


def _fonts(resources: PdfObject, number: int, depth: int) -> Iterator[UsedFont]:
    if depth > _MAX_FONT_DEPTH or not isinstance(resources, Dictionary):
        return
    for font in resources.get("/Font", Dictionary()).values():
        yield _font(font, number)
    for drawn in resources.get("/XObject", Dictionary()).values():
        if drawn.get("/Subtype") == Name.Form:
            yield from _fonts(drawn.get("/Resources"), number, depth + 1)


def _font(font: PdfObject, number: int) -> UsedFont:
    name = str(font.get("/BaseFont", font.get("/Name", "?"))).lstrip("/")
    # A composite font has its descriptor in its descendant.
    descendants = array_items(font.get("/DescendantFonts"))
    descriptor = (descendants[0] if descendants else font).get("/FontDescriptor", Dictionary())
    embedded = font.get("/Subtype") == Name.Type3 or any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )
    return UsedFont(page=number, name=name, embedded=embedded, partial=name[6:7] == "+" and name[:6].isupper())


def _intent(item: PdfObject) -> OutputIntent:
    profile = item.get("/DestOutputProfile")
    # ICC.1: bytes 12 to 15 of the header are the device class, 16 to 19 the colour space.
    head = profile.read_bytes()[:20] if isinstance(profile, pikepdf.Stream) else b""
    return OutputIntent(
        kind=str(item.get("/S", "")),
        condition=str(item.get("/OutputConditionIdentifier", "")),
        registry=str(item.get("/RegistryName", "")),
        info=str(item.get("/Info", "")),
        profile=head[12:20].decode("latin-1").strip(),
    )
