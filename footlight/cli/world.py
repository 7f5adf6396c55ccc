"""What a command may touch besides its arguments: streams, the environment, the folder it stands in, the clock."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from footlight.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The world of one command; tests make their own."""

    out: TextIO
    """Findings and results."""
    err: TextIO
    """Progress and what happened."""
    environ: Mapping[str, str]
    cwd: Path
    clock: Clock = field(default_factory=Clock)
    stdin: TextIO = sys.stdin

    @classmethod
    def of_process(cls) -> "World":
        """The world of this process. Streams take any character, whatever the locale."""
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # real streams
        if sys.stdin:  # without a window or a terminal there is none
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # as above
        return cls(out=sys.stdout, err=sys.stderr, environ=os.environ, cwd=Path.cwd())

    def coloured(self, stream: TextIO) -> bool:
        """Whether a stream takes colour: a terminal, and NO_COLOR (https://no-color.org) is not set."""
        return stream.isatty() and not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"
