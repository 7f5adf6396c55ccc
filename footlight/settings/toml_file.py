"""A TOML file of a project: read within bounds, and with the place of what is wrong in it."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footlight.errors import FilePlace, UsageError
from footlight.input_record import note_absent, note_input, open_file
from footlight.textmatch.toml_keys import MOST_PARTS, line_of_deep_key

if TYPE_CHECKING:  # see TomlFile.place
    from footlight.ledger.toml_lines import Line

_LARGEST = 1_000_000
"""Bytes of footlight.toml, or of a file of a book or of words; a whole one has some thousands."""
_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)")
"""What tomllib puts behind its messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlFile:
    """The content of a file."""

    path: Path
    shown: str
    """Its path as messages write it."""
    text: str
    tables: dict[str, Any]

    def problem(
        self, message: str, *, table: str = "", key: str = "", hint: str = "", of_value: bool = False
    ) -> UsageError:
        """An error at the place of a key, or of its value, else of its table, else of the whole file."""
        line, column = self.place(table, key, of_value=of_value)
        if not line:
            return UsageError(f"{self.shown}: {message}", hint=hint)
        place = FilePlace(self.path, line, column)
        return UsageError(f"{self.shown}:{line}:{column}: {message}", hint=hint, place=place)

    def place(self, table: str, key: str = "", *, of_value: bool = False) -> tuple[int, int]:
        """The line and the column of a key, else of its table, both 1-based; zeros where neither is there."""
        from footlight.ledger.toml_lines import logical_lines  # noqa: PLC0415 - only a faulty file waits for it

        head, found = "", (0, 0)
        for line in logical_lines(self.text):
            head = line.header[0] if line.header else head
            if key and head == table and line.key == key:
                return _key_in(line, key, of_value=of_value)
            if table and not found[0] and table in (*line.header[:1], "" if head else line.key):
                found = _key_in(line, key, of_value=of_value) if key else (line.number, line.column)
        return found


def _key_in(line: "Line", key: str, *, of_value: bool = False) -> tuple[int, int]:
    """The place of a key in a statement such as `links = {pages = 1}`, or of what follows its sign of equality.

    The place of the statement where the key is not seen, for it can be written with escapes.
    """
    at = re.search(rf"""(?<![\w-])["']?{re.escape(key)}["']?(?![\w-])(?P<value>[ \t]*=[ \t]*)?""", line.text)
    if at is None:
        return line.number, line.column
    start = at.end() if of_value and at["value"] else at.start()
    before = line.text[:start]
    return line.number + before.count("\n"), start - before.rfind("\n")


def toml_file(path: Path, shown: str) -> TomlFile:
    """Read a file. Raises FileNotFoundError; and UsageError where it is no ordinary file, too large or no TOML."""
    try:
        if path.exists() and not path.is_file():  # opening a named pipe would wait for ever
            raise UsageError(f"{shown} is not an ordinary file", hint="Move what stands there out of the way.")
        with open_file(path) as stream:
            data = stream.read(_LARGEST + 1)
        note_input(path, data)
    except FileNotFoundError:
        if path.is_symlink():
            hint = "Remove the link, or let it lead to a file."
            raise UsageError(f"{shown} is a link that leads nowhere", hint=hint) from None
        note_absent(path)
        raise
    except OSError as error:
        raise UsageError(f"{shown} cannot be read: {error.strerror}", hint="Check its permissions.") from None
    if len(data) > _LARGEST:
        raise UsageError(f"{shown} has more than {_LARGEST:,} bytes", hint="Delete what does not belong there.")
    return _parsed(data, path, shown)


def _parsed(data: bytes, path: Path, shown: str) -> TomlFile:
    try:
        text = data.decode("utf-8-sig")  # some editors of Windows write a byte order mark
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        place = FilePlace(path, line, column)
        message = f"{shown}:{line}:{column}: this is not UTF-8"
        raise UsageError(message, hint="Save the file as UTF-8.", place=place) from None
    if line := line_of_deep_key(text):
        place = FilePlace(path, line, 1)
        raise UsageError(f"{shown}:{line}:1: a key has more than {MOST_PARTS} parts", place=place)
    try:
        return TomlFile(path=path, shown=shown, text=text, tables=tomllib.loads(text))
    except RecursionError:
        raise UsageError(f"{shown}: lists or tables are nested too deeply") from None
    except ValueError as error:  # TOMLDecodeError is one; a number of thousands of digits is another
        hint = "Correct the line; docs/configuration.md shows a whole file."
        message, line, column = _syntax_error(str(error), text)
        place = FilePlace(path, line, column)
        raise UsageError(f"{shown}:{line}:{column}: this is not TOML: {message}", hint=hint, place=place) from None


def _syntax_error(message: str, text: str) -> tuple[str, int, int]:
    """What is wrong in a text that is no TOML, and its line and column."""
    if found := _PLACE.search(message):
        return message.replace(found[0], ""), int(found[1]), int(found[2])
    if long := re.search(r"\d{4000}", text):
        before = text[: long.start()]
        return "a number has thousands of digits", before.count("\n") + 1, len(before) - before.rfind("\n")
    lines = text.split("\n")
    return message.replace(" (at end of document)", ""), len(lines), len(lines[-1]) + 1
