"""What passes may ask about a post: its front matter as it stands, and the files of the project around it."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from footlight.essay.siblings import Siblings
from footlight.input_record import read_input

_MOST_FILES = 200_000
_PASSED_OVER = frozenset({"build", "node_modules", "public", "_site", "__pycache__", "target", "dist"})
_KEY = re.compile(r"^([A-Za-z_][\w.-]*)[ \t]*[:=][ \t]*(.*)$", re.MULTILINE)
_ADDRESS = re.compile(r"""^url:[ \t]*["']?(https?://[^\s"']+)""", re.MULTILINE)
_HEAD = 8192
"""Characters of another post in which its front matter is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post in its project."""

    path: Path
    root: Path
    """The project's folder; nothing outside of it is looked at."""
    head: str = ""
    """The front matter, fences and all."""
    siblings: Siblings = field(default_factory=Siblings)
    """The essays of the book that the post is read for."""
    _files: dict[str, list[Path]] = field(default_factory=dict, compare=False)

    @property
    def front(self) -> dict[str, str]:
        """The keys of the front matter that have a value on their line, the first of each, without quotation marks."""
        found: dict[str, str] = {}
        for key, value in _KEY.findall(self.head):
            found.setdefault(key, value.strip().strip("\"'"))
        return found

    def file(self, name: str) -> Path | None:
        """The file of the project that a name or the end of a path means, the nearest to its root; else None.

        A name without an ending is that of a Markdown file. Letters may be large or small, and composed or not.
        """
        wanted = PurePosixPath(_folded(name.strip().lstrip("/")))
        if not wanted.name:
            return None
        if not self._files:
            self._list_files()
        names = [wanted.name] if wanted.suffix else []
        names += [f"{wanted.name}{ending}" for ending in (".md", ".markdown", ".mdx")]
        for each in names:
            ends = [*wanted.parent.parts, each]
            for path in self._files.get(each, ()):
                parts = [_folded(part) for part in path.parts]
                if parts[-len(ends) :] == ends:
                    return path
        return None

    def _list_files(self) -> None:
        found = list(_below(self.root, self.root))
        for path in sorted(found, key=lambda path: (len(path.parts), path.as_posix())):
            self._files.setdefault(_folded(path.name), []).append(path)
        self._files.setdefault("", [])

    def address(self, path: Path) -> str:
        """Where another post of the project was first published, by its front matter; empty where it does not say.

        Of a post of the same book it is the path from here.
        """
        if self.siblings.has(self.root / path):
            return self.relative(path)
        try:
            match = _ADDRESS.search(read_input(self.root / path)[:_HEAD].decode("utf-8", "replace"))
        except OSError:
            return ""
        return match[1] if match else ""

    def relative(self, path: Path) -> str:
        """A file of the project as this post names it, spelt as an address."""
        return Path(os.path.relpath(self.root / path, self.path.parent)).as_posix().replace(" ", "%20")


def _folded(name: str) -> str:
    return normalize("NFC", name).casefold()


def _below(folder: Path, root: Path, depth: int = 0) -> Iterator[Path]:
    """The files below a folder, relative to `root`; hidden folders and what generators write are passed over."""
    if depth > 20:
        return
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)[:_MOST_FILES]
    except OSError:
        return
    for entry in found:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            if entry.name not in _PASSED_OVER:
                yield from _below(Path(entry.path), root, depth + 1)
        else:
            yield Path(entry.path).relative_to(root)
