r"""The one cleaner of text that leaves: characters that control a terminal, reorder a line, or cannot be seen.

Names of files, titles, addresses and the messages of libraries may come from anybody. `visible` shows such a character
as its escape, for people who read messages; `as_json` for programs, `plain` leaves it out, for titles in metadata. What
counts is a row below, with its reason.
"""

import json
import re
from typing import Any

_TERMINAL = (*range(9), *range(11, 32), *range(127, 160))
"""Control characters (ECMA-48) but the tabulator and the line end."""
_DIRECTION = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Characters that change the direction of what stands round them (Unicode, UAX #9)."""
_OVERRIDES = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Those of them that reach on to the next one, or to the end of the paragraph; the others are marks of one place."""
_UNSEEN = (0x200B, *range(0x2060, 0x2065), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080))
"""Characters without width, and tags; but not the joiners, with which Persian, Hindi and emoji are written."""
_LINE_ENDS = (0x2028, 0x2029)
"""Line ends of Unicode, which some programs take for such and others do not."""
_SURROGATES = range(0xD800, 0xE000)
"""Halves of characters, which no encoding has. Python has them for bytes of a file's name that are not UTF-8."""
_NONCHARACTERS = (0xFFFE, 0xFFFF)
"""What XML cannot hold."""


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_SHOWN = {code: _escape(code) for code in (*_TERMINAL, *_DIRECTION, *_UNSEEN, *_LINE_ENDS, *_SURROGATES)}
_IN_JSON = {code: f"\\u{code:04x}" for code in (*range(127, 160), *_DIRECTION, *_LINE_ENDS, *_UNSEEN) if code < 0x10000}
"""JSON and TOML escape the first 32 themselves. The tags of plane 14 stay, which a program reads as they are."""
_LEFT_OUT = dict.fromkeys((*_TERMINAL, *_OVERRIDES, *_UNSEEN, *_SURROGATES, *_NONCHARACTERS), "") | dict.fromkeys(
    _LINE_ENDS, " "
)
_HALVES = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    r"""Replace what controls, reorders or hides by its escape, such as `\x1b`, `\u202e` and `\udcff`."""
    return text if text.isascii() and text.isprintable() else text.translate(_SHOWN)


def one_line(text: str) -> str:
    """Make a text visible and end no line in it: the name of a file cannot feign a finding of its own."""
    return visible(text).replace("\n", "\\n")


def plain(text: str) -> str:
    """Leave out what controls, reorders or hides: for metadata, which programs show in a line among other things."""
    return text if text.isascii() and text.isprintable() else text.translate(_LEFT_OUT)


def as_json(value: object, indent: int | None = None) -> str:
    r"""Write a value as JSON that controls no terminal. Half a character, which JSON has not, is the text `\udcff`."""
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    if _HALVES.search(written):
        written = json.dumps(_without_halves(value), ensure_ascii=False, indent=indent)
    return escaped(written)


def escaped(written: str) -> str:
    r"""Escape, within the quoted strings of a JSON or TOML text, what the format leaves as it is: `\u202e`."""
    return written if written.isascii() and "\x7f" not in written else written.translate(_IN_JSON)


def _without_halves(value: Any) -> Any:  # noqa: ANN401 - JSON
    match value:
        case str():
            return _HALVES.sub(lambda match: _escape(ord(match[0])), value)
        case dict():
            return {_without_halves(key): _without_halves(item) for key, item in value.items()}
        case list() | tuple():
            return [_without_halves(item) for item in value]
        case _:
            return value
