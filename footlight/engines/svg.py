"""SVG drawings rebuilt from an allow-list, so that only what is known to be harmless reaches an edition.

The file is parsed by expat and written again: elements and attributes of static SVG (https://www.w3.org/TR/SVG2/) are
copied, all others are dropped with their content. References may lead only within the drawing, or to an image that is
embedded in it. It is code of our own, because the sanitizers on PyPI are for HTML or work by patterns.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pyexpat import ErrorString, ExpatError, ParserCreate
from xml.etree import ElementTree as ET

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
LARGEST = 16 * 2**20
"""Bytes of a drawing. Maps of whole countries have some five million."""
MOST_SHAPES = 200_000
"""Shapes that are drawn, with each repetition by `use`; letters and long paths count as several. They take 5 s."""
_MAX_DEPTH = 200
"""Levels of groups, and of shapes that repeat shapes. Drawing programs make some twenty."""
_MAX_ENTITIES = 100
_MAX_ENTITY_LENGTH = 1000


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _names(
    """
    svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath image switch a
    linearGradient radialGradient stop pattern clipPath mask marker style
    filter feGaussianBlur feOffset feBlend feMerge feMergeNode feColorMatrix feFlood feComposite
    """
)
_ATTRIBUTES = _names(
    """
    id class style x y x1 y1 x2 y2 cx cy r rx ry dx dy d points width height viewBox preserveAspectRatio transform
    gradientTransform gradientUnits spreadMethod fx fy fr offset patternUnits patternContentUnits patternTransform
    clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits refX refY orient rotate textLength
    lengthAdjust startOffset pathLength version systemLanguage
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap
    stroke-linejoin stroke-miterlimit opacity color stop-color stop-opacity clip-path clip-rule mask marker marker-start
    marker-mid marker-end display visibility overflow paint-order vector-effect font font-family font-size font-style
    font-weight font-variant font-stretch text-anchor text-decoration letter-spacing word-spacing dominant-baseline
    alignment-baseline baseline-shift writing-mode direction unicode-bidi mix-blend-mode isolation filter
    in in2 result stdDeviation mode type values operator k1 k2 k3 k4 flood-color flood-opacity filterUnits
    """
)
_NUMBERS = _names(
    """
    x y x1 y1 x2 y2 cx cy r rx ry width height fx fy fr offset markerWidth markerHeight refX refY stroke-width
    stroke-dashoffset stroke-miterlimit opacity fill-opacity stroke-opacity stop-opacity startOffset pathLength
    """
)
_LENGTH = re.compile(r"\s*[+-]?(\d*\.?\d+(?:[eE][+-]?\d+)?|\d+\.)\s*(?:%|[a-zA-Z]{1,4})?\s*")
_KEYWORDS = frozenset({"auto", "inherit", "center", "left", "right", "top", "bottom", "none"})
_NO_NUMBER = re.compile(r"(?<![\w#])[+-]?(?:nan|inf(?:inity)?)(?![\w-])", re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*([\"']?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
_OWN_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_CSS_DANGERS = re.compile(r"@import|@font-face|expression\s*\(|behaviou?r\s*:|-moz-binding|\\|<", re.IGNORECASE)
_DROPPED_SILENTLY = frozenset({"metadata", "view", "font", "font-face", "namedview", "cursor", "color-profile"})
"""Elements that draw nothing, or that today's viewers ignore: they are dropped without being reported."""
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "image", "use"})


class UnusableSvgError(Exception):
    """A drawing that cannot be set; its message says why, in words that follow “the drawing NAME”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A rebuilt drawing."""

    data: bytes
    """UTF-8, without a document type."""
    dropped: tuple[str, ...]
    """The names of elements and attributes that were dropped, each once."""


def rebuild_svg(data: bytes) -> Drawing:
    """Rebuild a drawing from what is known to be harmless. Raises UnusableSvgError."""
    if len(data) > LARGEST:
        raise UnusableSvgError(f"is larger than {LARGEST // 2**20} MiB")
    reader = _Reader()
    reader.parse(data)
    if reader.root is None:
        raise UnusableSvgError("is no SVG")
    _check_shapes(reader.root)
    root = reader.root
    root.set("xmlns", _SVG)
    if any("xlink:href" in element.attrib for element in root.iter()):
        root.set("xmlns:xlink", _XLINK)
    return Drawing(data=ET.tostring(root, encoding="utf-8"), dropped=tuple(reader.dropped))


def is_svg(data: bytes) -> bool:
    """Whether a file is an SVG, in any encoding of XML."""
    head = data[:4096]
    text = head.decode("utf-16", "replace") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.decode("latin-1")
    return bool(re.match(r"(?:\ufeff|ï»¿)?\s*<", text) and re.search(r"<(?:[\w.-]+:)?svg[\s>/]|<!DOCTYPE svg", text))


@dataclass(slots=True)
class _Reader:
    """Builds a tree of allowed elements from expat's events."""

    root: ET.Element | None = None
    dropped: dict[str, None] = field(default_factory=dict)
    _open: list[ET.Element] = field(default_factory=list)
    _dropped_depth: int = 0
    """How many elements are open in one that is dropped, including itself; 0 outside of any."""
    _entities: int = 0

    def parse(self, data: bytes) -> None:
        parser = ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.EntityDeclHandler = self._entity
        parser.buffer_text = True
        try:
            parser.Parse(data, True)  # noqa: FBT003 - expat's interface
        except ExpatError as error:
            message = f"is no well-formed SVG: {ErrorString(error.code)}, in line {error.lineno}"
            raise UnusableSvgError(message) from None
        except ValueError as error:  # an encoding that Python does not have
            raise UnusableSvgError(f"cannot be read: {error}") from None

    def _entity(self, name: str, _parameter: object, value: str | None, *_: object) -> None:
        """Refuse entities that are long, or that contain another. Short ones are Illustrator's, for namespaces."""
        self._entities += 1
        if value is None or "&" in value or len(value) > _MAX_ENTITY_LENGTH or self._entities > _MAX_ENTITIES:
            raise UnusableSvgError(f"declares an entity, {name[:40]}, that no drawing needs")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if (
            self._dropped_depth
            or space not in (_SVG, "")
            or tag not in _ELEMENTS
            or (self.root is None and tag != "svg")
        ):
            self._dropped_depth += 1
            replaced = tag == "foreignObject" and bool(self._open) and self._open[-1].tag == "switch"
            if self._dropped_depth == 1 and not replaced and tag not in _DROPPED_SILENTLY and space in (_SVG, ""):
                self.dropped[tag[:40]] = None
            return
        if len(self._open) >= _MAX_DEPTH:
            raise UnusableSvgError(f"is nested deeper than {_MAX_DEPTH} levels")
        kept = dict(self._kept(tag, attributes))
        if tag == "image" and "xlink:href" not in kept:  # WeasyPrint cannot draw one without a picture
            self._dropped_depth = 1
            return
        element = ET.Element("g" if tag == "a" else tag, kept)
        if self._open:
            self._open[-1].append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        if self._dropped_depth:
            self._dropped_depth -= 1
            return
        element = self._open.pop()
        if element.tag == "style" and (not element.text or _unsafe_css(element.text)):
            self.dropped["style"] = None
            element.text = ""

    def _words(self, words: str) -> None:
        if self._dropped_depth or not self._open:
            return
        parent = self._open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + words
        else:
            parent.text = (parent.text or "") + words

    def _kept(self, tag: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
        for name, value in attributes.items():
            space, _, key = name.rpartition(" ")
            if key == "href" and space in ("", _XLINK):
                if _allowed_reference(tag, value):
                    yield "xlink:href", value.strip()
                elif tag != "a":
                    self.dropped["href"] = None
            elif space == _XML and key in ("space", "lang"):
                yield f"xml:{key}", value
            elif not space and key in _ATTRIBUTES and _safe_value(key, value):
                yield key, value
            elif not space and key[:2].lower() == "on":
                self.dropped[key[:40]] = None


def _allowed_reference(tag: str, value: str) -> bool:
    if tag == "image":
        return bool(_OWN_PICTURE.fullmatch(value.strip()))
    return tag != "a" and value.strip().startswith("#")


def _safe_value(key: str, value: str) -> bool:
    if key == "style" and _unsafe_css(value):
        return False
    if _NO_NUMBER.search(value) and key not in ("id", "class", "style", "font-family", "font", "in", "in2", "result"):
        return False
    if key in ("width", "height", "r", "rx", "ry") and value.strip().startswith("-"):
        return False
    if key in _NUMBERS and value.strip() not in _KEYWORDS:
        return all(_finite(part) for part in re.split(r"[\s,]+", value.strip()) if part)
    if key == "viewBox":
        parts = re.split(r"[\s,]+", value.strip())
        return len(parts) == 4 and all(map(_finite, parts)) and float(parts[2]) > 0 and float(parts[3]) > 0
    return all(match[2].startswith("#") for match in _REFERENCE.finditer(value))


def _finite(text: str) -> bool:
    match = _LENGTH.fullmatch(text)
    return bool(match) and math.isfinite(float(match[1])) and float(match[1]) < 1e7 if match else False


def _unsafe_css(css: str) -> bool:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return bool(_CSS_DANGERS.search(css)) or not all(m[2].startswith("#") for m in _REFERENCE.finditer(css))


def _check_shapes(root: ET.Element) -> None:
    """Refuse a drawing that draws too much, and cut references that lead back to where they stand.

    WeasyPrint draws `use`, markers and patterns without any bound, and refuses a whole document for one ring of them.
    """
    by_id = {element.get("id", ""): element for element in root.iter()}
    counted: dict[int, int] = {}
    open_elements: set[int] = set()

    def count(element: ET.Element) -> int:
        """What an element draws, in shapes, with what it repeats."""
        key = id(element)
        if key in counted:
            return counted[key]
        if len(open_elements) >= _MAX_DEPTH:
            raise UnusableSvgError(f"repeats shapes within each other, deeper than {_MAX_DEPTH} levels")
        open_elements.add(key)
        total = _weight(element)
        for child in element:
            total += count(child)
        for attribute, target, times in list(_repeated(element)):
            found = by_id.get(target)
            if found is not None and id(found) in open_elements:
                element.attrib.pop(attribute, None)
            elif found is not None:
                total += times * count(found)
        open_elements.discard(key)
        counted[key] = min(total, MOST_SHAPES + 1)
        return counted[key]

    if count(root) > MOST_SHAPES:
        raise UnusableSvgError(f"draws more than {MOST_SHAPES:,} shapes, or repeats some of them so often")


def _weight(element: ET.Element) -> int:
    """What an element itself draws: a letter counts as four shapes, 50 characters of a path as one."""
    if element.tag in ("text", "tspan", "textPath"):
        return 1 + 4 * sum(len(words or "") for words in (element.text, *(child.tail for child in element)))
    return int(element.tag in _SHAPES) + _outline(element) // 50


def _outline(element: ET.Element) -> int:
    return len(element.get("d", "")) + len(element.get("points", ""))


def _repeated(element: ET.Element) -> Iterator[tuple[str, str, int]]:
    """What an element draws besides its children: the attribute that says so, the identifier, and how often."""
    if element.tag in ("use", "linearGradient", "radialGradient", "pattern", "textPath"):
        yield "xlink:href", element.get("xlink:href", "").removeprefix("#"), 1
    for key in ("fill", "stroke", "mask", "clip-path", "filter", "marker", "marker-start", "marker-mid", "marker-end"):
        for match in _REFERENCE.finditer(element.get(key, "")):
            yield key, match[2].removeprefix("#"), 1 + _outline(element) if key.startswith("marker") else 1
