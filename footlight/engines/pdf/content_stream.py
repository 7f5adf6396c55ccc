"""A page's program, instruction by instruction (ISO 32000-1, 7.8.2): quickly where it is plain, else by qpdf.

A book of five hundred pages has a quarter of a million instructions; as bytes they are cut apart by one regular
expression in a quarter of the time that it takes to make objects of them. What the expression does not understand
(strings with brackets in them, pictures within the program, dictionaries within dictionaries) is left to qpdf's own
parser, page by page.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pikepdf

INLINE_IMAGE = b"EI"
"""The operator that ends a picture within the program, which is one instruction; its `image` is pikepdf's."""


class Instruction(NamedTuple):
    """An operator and what stands before it, as the file has it."""

    operands: bytes
    operator: bytes
    image: Any = None

    def numbers(self) -> tuple[float, ...]:
        """The operands that are numbers."""
        return tuple(float(word) for word in self.operands.split() if _NUMBER.fullmatch(word))

    def name(self) -> str:
        """The last operand if it is a name, with its slash, as resources are looked up by it; else nothing."""
        word = self.operands.split()[-1:] or [b""]
        return _decoded(word[0]) if word[0].startswith(b"/") else ""


_NUMBER = re.compile(rb"[-+]?(?:\d+\.?\d*|\.\d+)")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


def _decoded(name: bytes) -> str:
    return _HEX.sub(lambda match: bytes([int(match[1], 16)]), name).decode("utf-8", "surrogateescape")


_PLAIN = re.compile(
    rb"""\s*(
        (?:(?: [-+.\d]+(?![-+.\d]) | /[^\s()<>\[\]{}/%]+(?=[\s()<>\[\]{}/%])
            | \[[^\[\]()%]*(?:\([^()\\]*\)[^\[\]()%]*)*\] | <<[^<>()%]*(?:<[0-9A-Fa-f\s]*>[^<>()%]*)*>>
            | <[0-9A-Fa-f\s]*> | \([^()\\]*\) )\s*)*
    )([A-Za-z'"][A-Za-z0-9*]*)(?![^\s/\[<(])""",
    re.VERBOSE,
)


def instructions(program: bytes) -> list[Instruction]:
    """The instructions of a program, which is not compressed; as far as it can be read."""
    plain = plain_instructions(program)
    return list(_by_qpdf(program)) if plain is None else plain


def plain_instructions(program: bytes) -> list[Instruction] | None:
    """The instructions, cut apart as bytes; None where some of the program is not understood."""
    found: list[Instruction] = []
    at = 0
    for match in _PLAIN.finditer(program):
        if match.start() != at or match[2] == b"BI":
            return None
        found.append(Instruction(match[1], match[2]))
        at = match.end()
    return None if program[at:].strip() else found


def _by_qpdf(program: bytes) -> Iterator[Instruction]:
    with pikepdf.Pdf.new() as holder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # half an instruction at the end draws nothing
        for item in pikepdf.parse_content_stream(holder.make_stream(program)):
            if isinstance(item, pikepdf.ContentStreamInlineImage):
                written = pikepdf.unparse_content_stream([item]).rstrip()
                yield Instruction(written.removesuffix(INLINE_IMAGE), INLINE_IMAGE, item.iimage)
            else:
                operands = b" ".join(_written(operand) for operand in item.operands)
                yield Instruction(operands + b" " if operands else b"", bytes(str(item.operator), "latin-1"))


def _written(operand: Any) -> bytes:  # noqa: ANN401 - pikepdf's objects are what the file holds
    return pikepdf.unparse_content_stream([([operand], pikepdf.Operator("x"))]).rsplit(b"x", 1)[0].strip()


def program(items: Iterable[Instruction]) -> bytes:
    """The program of instructions, a line each."""
    return b"\n".join(item.operands + item.operator for item in items) + b"\n"


def program_of(holder: Any) -> bytes:  # noqa: ANN401 - as above
    """The program of a page, or of a drawing, a pattern or a glyph, which are streams themselves."""
    if isinstance(holder, pikepdf.Stream):
        return holder.read_bytes()
    contents = holder.get("/Contents")
    if contents is None:
        return b""
    if isinstance(contents, pikepdf.Array):
        return b"\n".join(part.read_bytes() for part in contents)
    return bytes(contents.read_bytes())
