"""A TOML file of a project: read within bounds, and with the place of what is wrong in it."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footlight.errors import UsageError
from footlight.input_record import note_absent, note_input

_LARGEST = 1_000_000
"""Bytes."""
_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)")
"""What tomllib puts behind its messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlFile:
    """The content of a file."""

    shown: str
    """Its path as messages write it."""
    text: str
    tables: dict[str, Any]

    def problem(self, message: str, *, table: str = "", key: str = "", hint: str = "") -> UsageError:
        """An error at the line of a key, else of its table, else of the whole file."""
        return UsageError(f"{self.shown}{self._line(table, key)}: {message}", hint=hint)

    def _line(self, table: str, key: str) -> str:
        from footlight.ledger.toml_lines import logical_lines  # noqa: PLC0415 - only a faulty file waits for it

        head, found = "", ""
        for line in logical_lines(self.text):
            head = line.header[0] if line.header else head
            if key and head == table and line.key == key:
                return f":{line.number}"
            if table and not found and table in (*line.header[:1], "" if head else line.key):
                found = f":{line.number}"
        return found


def toml_file(path: Path, shown: str) -> TomlFile:
    """Read a file. Raises FileNotFoundError; and UsageError where it is no ordinary file, too large or no TOML."""
    try:
        if path.exists() and not path.is_file():  # opening a named pipe would wait for ever
            raise UsageError(f"{shown} is not an ordinary file", hint="Move what stands there out of the way.")
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
        note_input(path, data)
    except FileNotFoundError:
        note_absent(path)
        raise
    except OSError as error:
        raise UsageError(f"{shown} cannot be read: {error.strerror}", hint="Check its permissions.") from None
    if len(data) > _LARGEST:
        raise UsageError(f"{shown} has more than {_LARGEST:,} bytes", hint="Delete what does not belong there.")
    return TomlFile(shown=shown, **_parsed(data, shown))


def _parsed(data: bytes, shown: str) -> dict[str, Any]:
    try:
        text = data.decode("utf-8-sig")  # some editors of Windows write a byte order mark
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{shown}:{line}: this is not UTF-8", hint="Save the file as UTF-8.") from None
    try:
        return {"text": text, "tables": tomllib.loads(text)}
    except RecursionError:
        raise UsageError(f"{shown}: lists or tables are nested too deeply") from None
    except ValueError as error:  # TOMLDecodeError is one; a number of thousands of digits is another
        message, place = str(error), ""
        if found := _PLACE.search(message):
            place, message = f":{found[1]}:{found[2]}", message.replace(found[0], "")
        elif long := re.search(r"\d{4000}", text):
            place, message = f":{text.count(chr(10), 0, long.start()) + 1}", "a number has thousands of digits"
        hint = "Correct the line; docs/configuration.md shows a whole file."
        raise UsageError(f"{shown}{place}: this is not TOML: {message}", hint=hint) from None
