"""A print PDF looked through, page by page and drawing within drawing, for what a preflight needs to know."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from footlight.engines.pdf.content_stream import INLINE_IMAGE, Instruction, content_of, instructions
from footlight.engines.pdf.gray_values import is_device_gray, space_family
from footlight.engines.pdf.matrix import STILL, Matrix, moved, times
from footlight.engines.pdf.pdf_file import array_items, open_pdf

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in pt of the page's own space."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Something on a page."""

    page: int
    """1-based; 0 where it is the file's."""
    what: str
    at: Point | None = None
    """Where it is drawn, where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedImage:
    """A picture as it is drawn."""

    page: int
    box: Box
    pixels: tuple[int, int]
    dpi: float
    """The lesser of its two resolutions as printed, in pixels per inch."""
    space: str
    """The family of its colour space."""
    bits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedFont:
    """A font that a page uses."""

    page: int
    """The first that does."""
    name: str
    embedded: bool
    partial: bool
    """Whether only a part of it is in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputIntent:
    """A printing condition that a file says it was made for."""

    kind: str
    """Such as `/GTS_PDFX`."""
    condition: str
    registry: str
    info: str
    profile: str
    """The class and the colour space of its ICC profile, such as `prtrGRAY`; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressFacts:
    """A print PDF."""

    version: str
    identified: bool
    """Whether the trailer has an /ID."""
    encrypted: bool
    boxes: tuple[dict[str, Box], ...]
    """The boxes that each page has, by their names, such as `/TrimBox`."""
    colours: tuple[Occurrence, ...]
    """Where text, drawings or shadings have any colour that is not DeviceGray's."""
    transparent: tuple[Occurrence, ...]
    pictures: tuple[PlacedImage, ...]
    fonts: tuple[UsedFont, ...]
    extras: tuple[Occurrence, ...]
    """What is no page: keys of the catalog and of pages that mean nothing on paper, and states of one device only."""
    intents: tuple[OutputIntent, ...]
    info: dict[str, str]
    metadata: str
    """The XMP packet; empty where there is none."""


_DEEPEST = 12
"""Drawings within drawings that are followed; a drawing may name itself."""
_COLOURED = {b"rg": "DeviceRGB", b"RG": "DeviceRGB", b"k": "DeviceCMYK", b"K": "DeviceCMYK"}
_PLACED = frozenset({b"Tm", b"re", b"m"})
_DEVICE_BOUND = ("/TR", "/TR2", "/HTP")


class _ContentInspector:
    """What was seen so far, on all pages."""

    def __init__(self) -> None:
        self.colours: list[Occurrence] = []
        self.transparent: list[Occurrence] = []
        self.pictures: list[PlacedImage] = []
        self.extras: list[Occurrence] = []
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
        for item in instructions(content_of(holder)):
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
            self.colours.append(Occurrence(page=self._page, what=self._waiting, at=at))
        self._waiting = ""

    def _transparency(self, what: str, at: Point | None = None) -> None:
        if ("transparent", what) not in self._said:
            self._said.add(("transparent", what))
            self.transparent.append(Occurrence(page=self._page, what=what, at=at))

    def _space(self, space: Any) -> None:  # noqa: ANN401 - as above
        if space is None or is_device_gray(space):
            return
        if space_family(space) == "/Pattern":
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
        self.extras += [Occurrence(page=self._page, what=key) for key in _DEVICE_BOUND if key in state]

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
        if space is None or is_device_gray(space):
            return "/DeviceGray"
        return str(space[0]) if isinstance(space, Array) else space_family(space)

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
        self.pictures.append(PlacedImage(page=self._page, box=box, pixels=pixels, dpi=dpi, space=space, bits=bits))


_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_OF_PAGES = ("/Type", "/Pages")
_OF_A_PAGE = ("/Annots", "/AA", "/StructParents", "/PieceInfo", "/PZ", "/Trans")


def press_facts(data: bytes) -> PressFacts:
    """The facts of a print PDF. Raises EngineError where it cannot be read."""
    with open_pdf(data) as pdf:
        looking = _ContentInspector()
        extras = [Occurrence(page=0, what=key) for key in sorted(pdf.Root.keys()) if key not in _OF_PAGES]
        fonts: dict[str, UsedFont] = {}
        for number, page in enumerate(pdf.pages, 1):
            looking.page(page.obj, number)
            extras += [
                Occurrence(page=number, what=key) for key in _OF_A_PAGE if key in page.obj and page.obj[key] != Array()
            ]
            for font in _fonts(page.obj.get("/Resources", Dictionary()), number, 0):
                fonts.setdefault(font.name, font)
        return PressFacts(
            version=max(pdf.pdf_version, str(pdf.Root.get("/Version", "/")).lstrip("/"), key=_parts),
            identified="/ID" in pdf.trailer,
            encrypted=pdf.is_encrypted,
            boxes=tuple(_boxes(page.obj) for page in pdf.pages),
            colours=tuple(looking.colours),
            transparent=tuple(looking.transparent),
            pictures=tuple(looking.pictures),
            fonts=tuple(fonts.values()),
            extras=(*extras, *looking.extras),
            intents=tuple(_intent(item) for item in array_items(pdf.Root.get("/OutputIntents"))),
            info={str(key): str(value) for key, value in pdf.trailer.get("/Info", Dictionary()).items()},
            metadata=pdf.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in pdf.Root else "",
        )


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]


def _boxes(page: Any) -> dict[str, Box]:  # noqa: ANN401 - pikepdf's objects are what the file holds
    found = {}
    for name in _BOXES:
        holder = page
        while holder is not None and name not in holder:
            holder = holder.get("/Parent")
        if holder is not None and len(holder[name]) == 4:
            x0, y0, x1, y1 = (float(value) for value in holder[name])
            found[name] = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return found


_DEEPEST_FONTS = 8
"""Drawings within drawings whose fonts are looked at."""


def _fonts(resources: Any, number: int, depth: int) -> Iterator[UsedFont]:  # noqa: ANN401 - as above
    if depth > _DEEPEST_FONTS or not isinstance(resources, Dictionary):
        return
    for font in resources.get("/Font", Dictionary()).values():
        yield _font(font, number)
    for drawn in resources.get("/XObject", Dictionary()).values():
        if drawn.get("/Subtype") == Name.Form:
            yield from _fonts(drawn.get("/Resources"), number, depth + 1)


def _font(font: Any, number: int) -> UsedFont:  # noqa: ANN401 - as above
    name = str(font.get("/BaseFont", font.get("/Name", "?"))).lstrip("/")
    below = array_items(font.get("/DescendantFonts"))
    descriptor = (below[0] if below else font).get("/FontDescriptor", Dictionary())
    embedded = font.get("/Subtype") == Name.Type3 or any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )
    return UsedFont(page=number, name=name, embedded=embedded, partial=name[6:7] == "+" and name[:6].isupper())


def _intent(item: Any) -> OutputIntent:  # noqa: ANN401 - as above
    profile = item.get("/DestOutputProfile")
    head = profile.read_bytes()[:20] if isinstance(profile, pikepdf.Stream) else b""
    return OutputIntent(
        kind=str(item.get("/S", "")),
        condition=str(item.get("/OutputConditionIdentifier", "")),
        registry=str(item.get("/RegistryName", "")),
        info=str(item.get("/Info", "")),
        profile=head[12:20].decode("latin-1").strip(),
    )
