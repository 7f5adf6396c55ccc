"""The text of each marked-content sequence of a page, and what is drawn outside of any (ISO 32000-1, 14.6 and 9.10)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Dictionary, Name, Page

from footlight.engines.pdf.pdf_file import PdfObject

_TEXT_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_PAINTING = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE IMAGE"})
_PARSED = " ".join(["BDC", "BMC", "EMC", "Tf", "BI", "ID", "EI", *_TEXT_SHOWING, *_PAINTING])
"""The operators that pikepdf is to parse; it skips the others."""


@dataclass(slots=True, kw_only=True)
class PageContent:
    """What a page draws, by marked-content sequence."""

    texts: dict[int, str] = field(default_factory=dict)
    """The text of each sequence, by its identifier (MCID); empty for one that shows no text."""
    untagged: list[str] = field(default_factory=list)
    """Texts that are neither in a sequence with an MCID nor artifacts; an empty one for each path or image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sequence:
    """A marked-content sequence that is open, with what it inherits from those round it."""

    mcid: int | None
    artifact: bool
    replaced: bool
    """Whether an `ActualText` takes the place of what is shown in it."""


class MarkedContentReader:
    """Reads page after page; the ToUnicode map of each font is parsed once."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], _FontText] = {}

    def read(self, page: Page) -> PageContent:
        """Read a page, whose content stream pikepdf must be able to parse."""
        content, font = PageContent(), _FontText(Dictionary())
        fonts: PdfObject = page.resources.get("/Font", {})
        properties: PdfObject = page.resources.get("/Properties", {})
        open_sequences: list[_Sequence] = []
        for instruction in pikepdf.parse_content_stream(page, _PARSED):
            name, operands = str(instruction.operator), list(instruction.operands)
            if name in ("BDC", "BMC"):
                open_sequences.append(_begun(operands, properties, open_sequences, content))
            elif name == "EMC":
                del open_sequences[-1:]  # without an error where none is open
            elif name == "Tf":
                font = self._font(fonts.get(operands[0]))
            elif name in _TEXT_SHOWING:
                _add("".join(map(font.text, _strings(operands[-1]))), open_sequences, content)
            elif name in _PAINTING:
                _add("", open_sequences, content)
        return content

    def _font(self, font: PdfObject) -> "_FontText":
        key = font.objgen if font is not None and font.is_indirect else None
        if key is None:
            return _FontText(font if isinstance(font, Dictionary) else Dictionary())
        if key not in self._fonts:
            self._fonts[key] = _FontText(font if isinstance(font, Dictionary) else Dictionary())
        return self._fonts[key]


def _begun(
    operands: PdfObject, properties: PdfObject, open_sequences: list[_Sequence], content: PageContent
) -> _Sequence:
    """The sequence that `BDC` or `BMC` begins. An `ActualText` is added to the content here, for all that is in it."""
    held = operands[1] if len(operands) > 1 else Dictionary()
    if isinstance(held, Name):
        held = properties.get(held, Dictionary())
    # A sequence without an MCID belongs to the one round it.
    outer = open_sequences[-1] if open_sequences else _Sequence(mcid=None, artifact=False, replaced=False)
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
        _add(
            str(held.ActualText),
            [*open_sequences, _Sequence(mcid=inner.mcid, artifact=artifact, replaced=False)],
            content,
        )
    return inner


def _add(text: str, open_sequences: list[_Sequence], content: PageContent) -> None:
    innermost = open_sequences[-1] if open_sequences else None
    if innermost and (innermost.artifact or innermost.replaced):
        return
    if innermost is None or innermost.mcid is None:
        content.untagged.append(text)
    else:
        content.texts[innermost.mcid] = content.texts.get(innermost.mcid, "") + text


def _strings(operand: PdfObject) -> Iterator[bytes]:
    """The strings in an operand of `Tj` or `TJ`."""
    for item in operand if isinstance(operand, pikepdf.Array) else [operand]:
        if isinstance(item, pikepdf.String):
            yield bytes(item)


class _FontText:
    """The text for the character codes of a font, by its ToUnicode map (ISO 32000-1, 9.10.3)."""

    def __init__(self, font: PdfObject) -> None:
        self._code_length = 2 if font.get("/Subtype") == Name.Type0 else 1
        self._texts: dict[int, str] = {}
        map_ = font.get("/ToUnicode")
        if isinstance(map_, pikepdf.Stream):
            self._texts = dict(_map_entries(map_.read_bytes()))

    def text(self, codes: bytes) -> str:
        """The text for a string of codes; U+FFFD for each code that the map lacks."""
        starts = range(0, len(codes) - self._code_length + 1, self._code_length)
        numbers = (int.from_bytes(codes[at : at + self._code_length], "big") for at in starts)
        return "".join(self._texts.get(number, "\ufffd") for number in numbers)


_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_CHARACTER = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[(.*?)\])", re.DOTALL)


def _map_entries(cmap: bytes) -> Iterator[tuple[int, str]]:
    """The codes of a ToUnicode map, each with its text."""
    for kind, section in _SECTION.findall(cmap):
        if kind == b"bfchar":
            yield from ((int(code, 16), _utf16(to)) for code, to in _CHARACTER.findall(section))
            continue
        for first, last, to, each in _RANGE.findall(section):
            # At most as many as there are codes of two bytes: a hostile range may have billions.
            codes = range(int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF) + 1)
            if each:
                yield from zip(codes, map(_utf16, re.findall(rb"<([0-9A-Fa-f\s]*)>", each)), strict=False)
            else:
                start = _utf16(to)
                yield from ((code, start[:-1] + chr(ord(start[-1]) + n)) for n, code in enumerate(codes) if start)


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
