"""A stream on which nothing leaves but text and the few sequences with which Footlight itself colours a terminal.

Commands clean the words of others where they print them (`textmatch.clean_text`). This is the second lock: standard
output and standard error of the process are such streams, so warnings and log lines of libraries pass it, too.
"""

import re
from collections.abc import Iterable
from typing import TextIO

from footlight.textmatch.clean_text import visible

_ENDS = re.compile(r"(\r\n)")
"""Line ends of CSV (RFC 4180)."""
_OWN = re.compile(r"(\r|\x1b\[[0-9;]*[mK]|\x1b\[H|\x1b\[[23]J|\x1b\[\?25[lh])")
"""Colours, clearing a line or the screen, hiding the cursor (ECMA-48): none that renames a window or answers."""


class CleanStream:
    """Writes to a stream what `visible` makes of a text; on a terminal colours and clearing pass."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()

    def write(self, text: str) -> int:
        """Write a text. Returns the number of its characters."""
        parts = (_OWN if self._terminal else _ENDS).split(text) if "\x1b" in text or "\r" in text else [text]
        self._stream.write("".join(part if n % 2 else visible(part) for n, part in enumerate(parts)))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        """All else is the stream's own."""
        return getattr(self._stream, name)
