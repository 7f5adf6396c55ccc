"""TOML text as logical lines: a statement with all the lines of its value, a header, or a blank or comment line.

The text must be valid TOML (`tomllib` has read it). Logical lines serve to change a person's file statement by
statement without touching any other byte, and to name the line of a fault, which tomllib does not do for values.
Grammar: https://toml.io/en/v1.0.0
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

# No possessive quantifiers: those on groups misread in Python before 3.11.5 (python/cpython#101955).
_TOKEN = re.compile(
    r'"""[^"\\]*(?:(?:\\.|"{1,2}(?!"))[^"\\]*)*"{3,5}'  # two quotes may be content
    r"|'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}"
    r'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
    r"|'[^'\n]*'"
    r"|(?P<comment>#[^\n]*)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)",
    re.DOTALL,
)
_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_PATH = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*(?P<open>\[\[?)[ \t]*(?P<path>{_PATH})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*(?P<path>{_PATH})[ \t]*=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One logical line; the texts of all lines, joined, are the given text."""

    text: str
    number: int
    """The number of its first physical line, 1-based."""
    header: tuple[str, ...] = ()
    """The path of a `[header]` or `[[header]]`."""
    repeats: bool = False
    """Whether the header has double brackets."""
    key: str = ""
    """The first part of the key of a statement."""
    comment: str = ""
    """The last comment in it, from `#` on, without the line end."""

    @property
    def column(self) -> int:
        """The column of its first word, 1-based."""
        return len(self.text) - len(self.text.lstrip(" \t")) + 1

    @property
    def blank(self) -> bool:
        """Whether it holds white space only."""
        return not self.text.strip()


def logical_lines(text: str) -> Iterator[Line]:
    """Yield the logical lines of a valid TOML text, in order."""
    start, number, depth, comment = 0, 1, 0, ""
    for token in _TOKEN.finditer(text):
        match token.lastgroup:
            case "comment":
                comment = token[0].rstrip("\r")
            case "open":
                depth += 1
            case "close":
                depth -= 1
            case "end" if depth <= 0:
                piece = text[start : token.end()]
                yield _line(piece, number, comment)
                number += piece.count("\n")
                start, depth, comment = token.end(), 0, ""
            case _:
                pass
    if start < len(text):
        yield _line(text[start:], number, comment)


def _line(text: str, number: int, comment: str) -> Line:
    if header := _HEADER.match(text):
        path = _path(header["path"])
        return Line(text=text, number=number, header=path, repeats=header["open"] == "[[", comment=comment)
    if key := _KEY.match(text):
        return Line(text=text, number=number, key=_path(key["path"])[0], comment=comment)
    return Line(text=text, number=number, comment=comment)


def _path(written: str) -> tuple[str, ...]:
    return tuple(_name(part) for part in re.findall(_PART, written))


def _name(part: str) -> str:
    if part[0] not in "\"'":
        return part
    return next(iter(tomllib.loads(f"{part} = 0")))
