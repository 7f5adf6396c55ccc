"""What somebody at a terminal, or a file behind a pipe, says next: one key, or one line."""

import os
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TextIO

_END = "\x04"
"""Control-D."""
_STEPS = {b"\x1b[B": "s", b"\x1b[C": "s", b"\x1b[A": "u", b"\x1b[D": "u"}
"""Arrows, as terminals send them (ECMA-48): onward and back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A key, and what was written behind it."""

    key: str
    rest: str = ""


class Keys(Protocol):
    """Where commands come from."""

    def command(self) -> Command | None:
        """The next one; None where nobody says anything more."""

    def line(self) -> str:
        """A line of text, without its end and the white space round it."""


class Piped:
    """Line by line: the first character is the key, the rest goes with it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def command(self) -> Command | None:
        """The next line that is not empty."""
        for line in self._stream:
            if line.strip():
                return Command(key=line.strip()[0], rest=line.strip()[1:].strip())
        return None

    def line(self) -> str:
        """The next line."""
        return self._stream.readline().strip()


class Terminal:
    """Key by key, from a terminal that does not wait for the end of a line."""

    def __init__(self, stream: TextIO, before: list[Any]) -> None:
        """`before` are the terminal's own attributes."""
        self._stream, self._before = stream, before

    def command(self) -> Command | None:
        """One key. Several characters at once are something pasted, and mean nothing here."""
        data = os.read(self._stream.fileno(), 1024)
        key = _STEPS.get(data) or data.decode("utf-8", "replace")
        if key in ("", _END):
            return None
        return Command(key=key if len(key) == 1 else "")

    def line(self) -> str:
        """A line, shown and edited as the terminal lets one."""
        handle = self._stream.fileno()
        termios.tcsetattr(handle, termios.TCSADRAIN, self._before)
        try:
            return self._stream.readline().strip()
        finally:
            tty.setcbreak(handle, termios.TCSADRAIN)


@contextmanager
def keys_of(stream: TextIO) -> Iterator[Keys]:
    """The commands of a stream; a terminal is left as it was found, whatever happens."""
    if not stream.isatty():
        yield Piped(stream)
        return
    before = termios.tcgetattr(stream.fileno())
    try:
        tty.setcbreak(stream.fileno(), termios.TCSADRAIN)
        yield Terminal(stream, before)
    finally:
        termios.tcsetattr(stream.fileno(), termios.TCSADRAIN, before)
