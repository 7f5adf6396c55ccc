"""Which dialect a post is read in, and why."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from footlight.essay.document import Source
from footlight.essay.markdown_name import MarkdownName
from footlight.input_record import read_input
from footlight.reading.dialects.dialect import BY_NAME, Dialect
from footlight.reading.dialects.signs import SIGNS, Sign, Where

if TYPE_CHECKING:  # importing it is put off
    from footlight.reading.dialects.protected import Protected

_LOOKED_INTO = 65_536
"""Bytes of a file of a generator in which its sign is sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A dialect, and why a post is read in it."""

    dialect: Dialect
    why: str
    seen_in: tuple[Path, ...] = ()
    """The file of the project that decided; a change of it may change the choice."""


def choose(source: Source, root: Path, said: MarkdownName = MarkdownName.AUTO) -> Choice:
    """The dialect of a post. `said` is what the project's configuration says; `root` is the project's folder."""
    for name, by in ((source.meta.markdown, "its front matter says so"), (said, "source/footlight.toml says so")):
        if name is not MarkdownName.AUTO:
            return Choice(dialect=BY_NAME[name], why=by)
    look = _Look(source.path, source.text, source.body_start, root)
    for sign in SIGNS:
        if found := look.sees(sign):
            return Choice(dialect=BY_NAME[sign.dialect], why=found[0], seen_in=found[1])
    return Choice(dialect=BY_NAME["plain"], why="nothing speaks for a generator")


class _Look:
    """One post and its project, looked at for signs."""

    def __init__(self, path: Path, text: str, body_start: int, root: Path) -> None:
        self.head, self.body = text[:body_start], text[body_start:]
        self.folders = [folder for folder in (path.parent, *path.parent.parents) if folder.is_relative_to(root)] or [
            root
        ]
        self.names = {name: folder for folder in reversed(self.folders) for name in _names(folder)}
        self.path = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        self.protected: Protected | None = None

    def sees(self, sign: Sign) -> tuple[str, tuple[Path, ...]] | None:
        """Why a sign is seen, and the file that it is seen in; None where it is not."""
        match sign.where:
            case Where.KEY:
                found = re.search(sign.pattern, self.head, re.MULTILINE)
                return (sign.why.format(found["key"] if "key" in found.groupdict() else ""), ()) if found else None
            case Where.FILE:
                return self._file(sign)
            case Where.PATH:
                return (sign.why, ()) if re.search(sign.pattern, self.path) else None
            case Where.BODY:
                return (sign.why, ()) if self._in_body(sign) else None

    def _file(self, sign: Sign) -> tuple[str, tuple[Path, ...]] | None:
        folder = self.names.get(sign.file)
        if folder is None:
            return None
        path = folder / sign.file
        if not sign.pattern:
            return sign.why, (path,)
        try:
            words = read_input(path)[:_LOOKED_INTO].decode("utf-8", "replace")
        except OSError:
            return None
        return (sign.why, (path,)) if re.search(sign.pattern, words, re.MULTILINE) else None

    def _in_body(self, sign: Sign) -> bool:
        if not any(need in self.body for need in sign.needs):
            return False
        pattern = re.compile(sign.pattern, re.MULTILINE)
        match = pattern.search(self.body)
        if match and self.protected is None:
            from footlight.reading.dialects.protected import Protected  # noqa: PLC0415 - plain prose does not need it

            self.protected = Protected(self.body)
        while match and self.protected and self.protected.in_code(match.start()):
            match = pattern.search(self.body, match.start() + 1)
        return match is not None


def _names(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from (entry.name for entry in entries)
    except OSError:
        return
