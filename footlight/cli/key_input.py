"""Commands of a user: single keys of a terminal, or lines of a pipe."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TextIO

from footlight.engines.operating_system import WholeLines, single_keys

_END = "\x04"
"""Control-D."""
_ARROWS = {b"\x1b[B": "s", b"\x1b[C": "s", b"\x1b[A": "u", b"\x1b[D": "u"}
"""Arrow keys, as terminals send them (ECMA-48): skip and undo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A key, and the text behind it."""

    key: str
    rest: str = ""


class Keys(Protocol):
    """A source of commands."""

    by_line: bool
    """Whether Enter ends each command."""

    def command(self) -> Command | None:
        """Return the next command; None at the end."""

    def line(self) -> str:
        """Return a line of text, without its end and the white space round it."""


class LineKeys:
    """A command a line: its first character is the key, the rest goes with it."""

    by_line = True

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def command(self) -> Command | None:
        """Return the command of the next line that is not empty."""
        for line in self._stream:
            if line.strip():
                return Command(key=line.strip()[0], rest=line.strip()[1:].strip())
        return None

    def line(self) -> str:
        """Return the next line."""
        return self._stream.readline().strip()


class SingleKeys:
    """A command a key, from a terminal that hands over each key at once."""

    by_line = False

    def __init__(self, stream: TextIO, whole_lines: WholeLines) -> None:
        self._stream, self._whole_lines = stream, whole_lines

    def command(self) -> Command | None:
        """Return the command of the next key. Several characters at once were pasted, and are no command."""
        data = os.read(self._stream.fileno(), 1024)
        key = _ARROWS.get(data) or data.decode("utf-8", "replace")
        if key in ("", _END):
            return None
        return Command(key=key if len(key) == 1 else "")

    def line(self) -> str:
        """Return a line, shown and edited as the terminal does it."""
        with self._whole_lines():
            return self._stream.readline().strip()


@contextmanager
def keys_of(stream: TextIO) -> Iterator[Keys]:
    """Read commands from a stream: key by key from a terminal where the system can, else line by line."""
    if not stream.isatty():
        yield LineKeys(stream)
        return
    with single_keys(stream) as whole_lines:
        yield SingleKeys(stream, whole_lines) if whole_lines else LineKeys(stream)
