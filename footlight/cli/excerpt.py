"""The line of a source that a finding is about, with a caret below the column, as compilers show it.

Each line of an excerpt begins with blanks. So whoever reads findings line by line, as `file:line:col: message [code]`,
knows the lines that belong to the finding above them.
"""

from collections.abc import Sequence
from pathlib import Path, PurePath

from footlight.cli.folding import cells_of
from footlight.essay_files import ENDINGS
from footlight.reading.source_file import LARGEST, encoding_of
from footlight.textmatch.clean_text import one_line

_SHOWN = frozenset({*ENDINGS, ".toml", ".meta", ".txt"})
"""Endings of files that a person writes for Footlight; what else a finding names is not opened."""
_BEFORE = 30
"""Cells of a long line that stand before the caret."""
_MARKS = 4
"""Characters that are shown for a cell; combining marks take none."""


class Excerpts:
    """Gives excerpts of the files that findings name, each file read once."""

    def __init__(self, folders: Sequence[Path], width: int = 100) -> None:
        self._folders = folders
        """Where a relative path is looked up, the first one first."""
        self._width = max(width, 40)
        self._known: dict[str, Sequence[str]] = {}

    def of(self, file: str, line: int, column: int) -> list[str]:
        """Return the lines of an excerpt; none where the file has no such line or cannot be read."""
        if line < 1 or not file:
            return []
        if file not in self._known:
            self._known[file] = self._lines(file)
        lines = self._known[file]
        return excerpt(lines[line - 1], line, column, self._width) if line <= len(lines) else []

    def _lines(self, file: str) -> Sequence[str]:
        if PurePath(file).suffix.lower() not in _SHOWN:
            return ()
        path = next((path for folder in self._folders if (path := folder / file).is_file()), None)
        try:
            if path is None or path.stat().st_size > LARGEST:
                return ()
            data = path.read_bytes()
        except (OSError, ValueError):
            return ()
        text = data.decode(encoding_of(data), "replace").replace("\r\n", "\n")
        # As `textmatch.places.Lines` counts the lines of an essay, and `tomllib` those of TOML.
        return text.split("\n") if path.suffix == ".toml" else text.splitlines()


def excerpt(text: str, line: int, column: int, width: int = 100) -> list[str]:
    """Return a line of a file with its number, and below it a caret at the column (1-based; 0: no caret)."""
    text = text.lstrip("\ufeff") if line == 1 else text
    gutter = f"{line:>6} | "
    room = width - len(gutter)
    at = min(max(column - 1, 0), len(text))
    first = _first(text, at, room)
    shown = "…" if first else ""
    caret = 0
    index, cells = first, cells_of(shown)
    while index < len(text):
        piece = one_line(text[index].replace("\t", " "))
        if index == at:
            caret = cells
        if (cells + cells_of(piece) >= room or len(shown) > room * _MARKS) and index + 1 < len(text):
            shown += "…"
            break
        shown += piece
        cells += cells_of(piece)
        index += 1
    caret = cells if at >= len(text) else caret
    blank = " " * (len(gutter) - 2)
    return [f"{gutter}{shown}".rstrip(), *([f"{blank}| {' ' * caret}^"] if column else [])]


def _first(text: str, at: int, room: int) -> int:
    """The index at which the shown piece of a line begins."""
    if at < room * _MARKS and cells_of(text[: at + 1]) < room - 1:
        return 0
    first, before = at, 0
    while first and (before := before + cells_of(text[first - 1])) <= min(_BEFORE, room // 2):
        if at - first >= room * _MARKS:
            return first
        first -= 1
    while (
        first and at - first < room * _MARKS and cells_of(text[first - 1 : first + room]) < room - 1
    ):  # near the end of the line
        first -= 1
    return first
