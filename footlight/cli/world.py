"""What a command uses besides its arguments: streams, the environment, the working folder, the clock."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO, cast

from footlight.cli.clean_stream import CleanStream
from footlight.cli.folding import fold, width_of
from footlight.clock import Clock
from footlight.textmatch.clean_text import one_line

STDOUT = "-"
"""Stands for standard output where a command takes the name of a file to write; a file of that name is `./-`."""


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
        """Write a line to standard output, with its control characters made visible, and folded at a terminal."""
        self.out.write(f"{fold(one_line(line), width_of(self.out))}\n")

    def log(self, line: str) -> None:
        """Write a line to standard error at once, in the same way."""
        self.err.write(f"{fold(one_line(line), width_of(self.err))}\n")
        self.err.flush()

    @classmethod
    def of_process(cls) -> "World":
        """Make the world of this process. Its streams take any character, whatever the locale, and clean it."""
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # real streams
        if sys.stdin:  # without a window or a terminal there is none
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # as above
        sys.stdout, sys.stderr = (cast("TextIO", CleanStream(stream)) for stream in (sys.stdout, sys.stderr))
        return cls(out=sys.stdout, err=sys.stderr, environ=os.environ, cwd=Path.cwd())

    def coloured(self, stream: TextIO) -> bool:
        """Tell whether a stream takes colour: it is a terminal, and NO_COLOR (https://no-color.org) is not set."""
        return stream.isatty() and not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"
