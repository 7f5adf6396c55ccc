"""What a command uses besides its arguments: streams, the environment, the working folder, the clock."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from footlight.clock import Clock

_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Characters that change the direction of the text after them (Unicode, UAX #9)."""
_CONTROLS = {i: f"\\x{i:02x}" for i in (*range(32), *range(127, 160)) if i not in (9, 10)}
_CONTROLS |= {i: f"\\u{i:04x}" for i in _BIDI}
"""Characters that control a terminal or make one text look like another."""
_JSON_ESCAPES = {i: f"\\u{i:04x}" for i in (*range(127, 160), 0x2028, 0x2029, *_BIDI)}
"""Those that JSON has as they are within strings, where alone they can stand, and what ends a line elsewhere."""


def visible(text: str) -> str:
    r"""Replace control characters by their escapes, such as `\x1b`: names of files, titles and addresses hold any."""
    return text.translate(_CONTROLS)


def as_json(value: object, indent: int | None = None) -> str:
    """Write a value as JSON that controls no terminal: JSON itself escapes the first 32 control characters only."""
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    return written.translate(_JSON_ESCAPES)


def one_line(text: str) -> str:
    """Make a text visible and end no line in it: the name of a file cannot feign a finding of its own."""
    return visible(text).replace("\n", "\\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The world of one command; tests make their own."""

    out: TextIO
    """Findings and results; text that Footlight did not write goes through `show`."""
    err: TextIO
    """Progress and messages; text that Footlight did not write goes through `log`."""
    environ: Mapping[str, str]
    cwd: Path
    clock: Clock = field(default_factory=Clock)
    stdin: TextIO = sys.stdin

    def show(self, line: str) -> None:
        """Write a line to standard output, with its control characters made visible."""
        self.out.write(f"{one_line(line)}\n")

    def log(self, line: str) -> None:
        """Write a line to standard error at once, with its control characters made visible."""
        self.err.write(f"{one_line(line)}\n")
        self.err.flush()

    @classmethod
    def of_process(cls) -> "World":
        """Make the world of this process. Streams take any character, whatever the locale."""
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # real streams
        if sys.stdin:  # without a window or a terminal there is none
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # as above
        return cls(out=sys.stdout, err=sys.stderr, environ=os.environ, cwd=Path.cwd())

    def coloured(self, stream: TextIO) -> bool:
        """Tell whether a stream takes colour: it is a terminal, and NO_COLOR (https://no-color.org) is not set."""
        return stream.isatty() and not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"
