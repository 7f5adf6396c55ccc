"""A content stream as instructions (ISO 32000-1, 7.8.2): by a regular expression where it is plain, else by qpdf.

A book of five hundred pages has a quarter of a million instructions. One regular expression splits them, as bytes, in a
quarter of the time that pikepdf needs to make objects of them. What the expression does not match (strings with
brackets in them, inline images, dictionaries in dictionaries) is left to qpdf's parser, stream by stream.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pikepdf

INLINE_IMAGE = b"EI"
"""The operator of an inline image, which is one instruction here; its `image` is pikepdf's."""


class Instruction(NamedTuple):
    """An operator and its operands, as they are written in the file."""

    operands: bytes
    operator: bytes
    image: Any = None

    def numbers(self) -> tuple[float, ...]:
        """The operands that are numbers."""
        return tuple(float(word) for word in self.operands.split() if _NUMBER.fullmatch(word))

    def name(self) -> str:
        """The last operand if it is a name, with its slash, as a resource dictionary has it; else the empty string."""
        word = self.operands.split()[-1:] or [b""]
        return _decoded(word[0]) if word[0].startswith(b"/") else ""


_NUMBER = re.compile(rb"[-+]?(?:\d+\.?\d*|\.\d+)")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


def _decoded(name: bytes) -> str:
    return _HEX.sub(lambda match: bytes([int(match[1], 16)]), name).decode("utf-8", "surrogateescape")


# Operands are numbers, names, arrays (with simple strings in them), dictionaries of one level, hexadecimal strings and
# literal strings without escapes or nested brackets. The lookaheads stop one operand from matching as two, and an
# operator from ending where its letters go on.
_PLAIN = re.compile(
    rb"""\s*(
        (?:(?: [-+.\d]+(?![-+.\d]) | /[^\s()<>\[\]{}/%]+(?=[\s()<>\[\]{}/%])
            | \[[^\[\]()%]*(?:\([^()\\]*\)[^\[\]()%]*)*\] | <<[^<>()%]*(?:<[0-9A-Fa-f\s]*>[^<>()%]*)*>>
            | <[0-9A-Fa-f\s]*> | \([^()\\]*\) )\s*)*
    )([A-Za-z'"][A-Za-z0-9*]*)(?![^\s/\[<(])""",
    re.VERBOSE,
)


def instructions(stream: bytes) -> list[Instruction]:
    """Parse a decompressed content stream, as far as it can be parsed."""
    plain = plain_instructions(stream)
    return list(_by_qpdf(stream)) if plain is None else plain


def plain_instructions(stream: bytes) -> list[Instruction] | None:
    """Parse a content stream by the regular expression; None where it does not match all of it."""
    found: list[Instruction] = []
    at = 0
    for match in _PLAIN.finditer(stream):
        # BI begins an inline image: its data may contain anything, also bytes that look like operators.
        if match.start() != at or match[2] == b"BI":
            return None
        found.append(Instruction(match[1], match[2]))
        at = match.end()
    return None if stream[at:].strip() else found


def _by_qpdf(stream: bytes) -> Iterator[Instruction]:
    with pikepdf.Pdf.new() as holder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pikepdf warns of an incomplete last instruction, which draws nothing
        for item in pikepdf.parse_content_stream(holder.make_stream(stream)):
            if isinstance(item, pikepdf.ContentStreamInlineImage):
                written = pikepdf.unparse_content_stream([item]).rstrip()
                yield Instruction(written.removesuffix(INLINE_IMAGE), INLINE_IMAGE, item.iimage)
            else:
                operands = b" ".join(_operand_bytes(operand) for operand in item.operands)
                yield Instruction(operands + b" " if operands else b"", bytes(str(item.operator), "latin-1"))


def _operand_bytes(operand: Any) -> bytes:  # noqa: ANN401 - pikepdf's objects have no common type
    # pikepdf serializes whole instructions only: a dummy operator is added and cut off again.
    return pikepdf.unparse_content_stream([([operand], pikepdf.Operator("x"))]).rsplit(b"x", 1)[0].strip()


def content_bytes(items: Iterable[Instruction]) -> bytes:
    """Serialize instructions, one a line."""
    return b"\n".join(item.operands + item.operator for item in items) + b"\n"


def content_of(holder: Any) -> bytes:  # noqa: ANN401 - as above
    """The content stream, decompressed, of a page, or of a form, pattern or glyph (which are streams themselves)."""
    if isinstance(holder, pikepdf.Stream):
        return holder.read_bytes()
    contents = holder.get("/Contents")
    if contents is None:
        return b""
    if isinstance(contents, pikepdf.Array):
        # The parts are joined with white space, so that no token goes over a boundary (7.8.2).
        return b"\n".join(part.read_bytes() for part in contents)
    return bytes(contents.read_bytes())
