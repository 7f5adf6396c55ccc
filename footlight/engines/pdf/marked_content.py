"""The text of each piece of a page's content, and what is drawn outside of any tag (ISO 32000-1, 14.6 and 9.10)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Page

_SHOWN = frozenset({"Tj", "TJ", "'", '"'})
_PAINTED = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE IMAGE"})
_LOOKED_AT = " ".join(["BDC", "BMC", "EMC", "Tf", "BI", "ID", "EI", *_SHOWN, *_PAINTED])


@dataclass(slots=True, kw_only=True)
class PageContent:
    """What a page draws."""

    texts: dict[int, str] = field(default_factory=dict)
    """The text of each piece, by its identifier on the page; one that draws no text has an empty one."""
    untagged: list[str] = field(default_factory=list)
    """The texts that are neither tagged nor said to be artifacts; empty ones for lines and pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sequence:
    """A sequence of marked content that is open."""

    mcid: int | None
    artifact: bool
    replaced: bool
    """Whether its own text stands for what is drawn in it."""


class MarkedContentReader:
    """Reads pages, each face's characters once for all of them."""

    def __init__(self) -> None:
        self._faces: dict[Any, _Face] = {}

    def read(self, page: Page) -> PageContent:
        """What a page draws. Its content has to be one that pikepdf can parse."""
        content, face = PageContent(), _Face(Dictionary())
        fonts: Any = page.resources.get("/Font", {})
        properties: Any = page.resources.get("/Properties", {})
        around: list[_Sequence] = []
        for instruction in pikepdf.parse_content_stream(page, _LOOKED_AT):
            name, operands = str(instruction.operator), list(instruction.operands)
            if name in ("BDC", "BMC"):
                around.append(_opened(operands, properties, around, content))
            elif name == "EMC":
                del around[-1:]
            elif name == "Tf":
                face = self._face(fonts.get(operands[0]))
            elif name in _SHOWN:
                _put("".join(map(face.text, _strings(operands[-1]))), around, content)
            elif name in _PAINTED:
                _put("", around, content)
        return content

    def _face(self, font: Any) -> "_Face":  # noqa: ANN401 - pikepdf's objects are what the file holds
        key = font.objgen if font is not None and font.is_indirect else None
        if key is None or key not in self._faces:
            self._faces[key] = _Face(font if isinstance(font, Dictionary) else Dictionary())
        return self._faces[key]


def _opened(operands: Any, properties: Any, around: list[_Sequence], content: PageContent) -> _Sequence:  # noqa: ANN401 - as above
    held = operands[1] if len(operands) > 1 else Dictionary()
    if isinstance(held, Name):
        held = properties.get(held, Dictionary())
    outer = around[-1] if around else _Sequence(mcid=None, artifact=False, replaced=False)
    mcid = held.get("/MCID")
    artifact = outer.artifact or operands[0] == Name.Artifact
    inner = _Sequence(
        mcid=outer.mcid if mcid is None else int(mcid),
        artifact=artifact,
        replaced=outer.replaced or "/ActualText" in held,
    )
    if inner.mcid is not None and not artifact:
        content.texts.setdefault(inner.mcid, "")
    if "/ActualText" in held and not outer.replaced:
        _put(str(held.ActualText), [*around, _Sequence(mcid=inner.mcid, artifact=artifact, replaced=False)], content)
    return inner


def _put(text: str, around: list[_Sequence], content: PageContent) -> None:
    innermost = around[-1] if around else None
    if innermost and (innermost.artifact or innermost.replaced):
        return
    if innermost is None or innermost.mcid is None:
        content.untagged.append(text)
    else:
        content.texts[innermost.mcid] = content.texts.get(innermost.mcid, "") + text


def _strings(operand: Any) -> Iterator[bytes]:  # noqa: ANN401 - as above
    """The strings of an operand of Tj or TJ."""
    for item in operand if isinstance(operand, pikepdf.Array) else [operand]:
        if isinstance(item, pikepdf.String):
            yield bytes(item)


class _Face:
    """The characters of a font's codes, by its ToUnicode map (ISO 32000-1, 9.10.3)."""

    def __init__(self, font: Any) -> None:  # noqa: ANN401 - as above
        self._width = 2 if font.get("/Subtype") == Name.Type0 else 1
        self._characters: dict[int, str] = {}
        map_ = font.get("/ToUnicode")
        if isinstance(map_, pikepdf.Stream):
            self._characters = dict(_mapped(map_.read_bytes()))

    def text(self, codes: bytes) -> str:
        """What a string of codes says; U+FFFD for each code that the map lacks."""
        steps = range(0, len(codes) - self._width + 1, self._width)
        found = (self._characters.get(int.from_bytes(codes[at : at + self._width], "big"), "\ufffd") for at in steps)
        return "".join(found)


_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_CHARACTER = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[(.*?)\])", re.DOTALL)


def _mapped(text: bytes) -> Iterator[tuple[int, str]]:
    """The pairs of a ToUnicode map."""
    for kind, section in _SECTION.findall(text):
        if kind == b"bfchar":
            yield from ((int(code, 16), _utf16(to)) for code, to in _CHARACTER.findall(section))
            continue
        for first, last, to, each in _RANGE.findall(section):
            codes = range(int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF) + 1)
            if each:
                yield from zip(codes, map(_utf16, re.findall(rb"<([0-9A-Fa-f\s]*)>", each)), strict=False)
            else:
                start = _utf16(to)
                yield from ((code, start[:-1] + chr(ord(start[-1]) + n)) for n, code in enumerate(codes) if start)


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
