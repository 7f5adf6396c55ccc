"""Steps of earlier builds, kept in the user's cache folder under what they were made of.

A key is a hash of all that a step is made of: of an essay that is read, what was asked for; of a section that is laid
out, its words, the style sheets, and its place in the document; of all, the program. The files that were read stand in
the entry with their digests, and count as well. So no step is taken for another one, and the folder can be deleted at
any time.
"""

import hashlib
import os
import pickle
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footlight.engines.machine_fonts import MACHINE_FONTS, machine_fonts
from footlight.file_replacement import put_file
from footlight.input_record import read_file
from footlight.user_folders import cache_folder

if TYPE_CHECKING:  # the process that sets pages has imported it
    from footlight.engines.weasyprint.sections.drawn_section import DrawnSection

_FORM = 1
"""To be counted up when the form of entries changes."""
_DIGEST = 32
"""Bytes of a SHA-256."""
_MOST = 1_000_000_000
"""Bytes that are kept; what was not used for longest goes first."""


def key_of(*parts: object) -> str:
    """A key for what is made of all this."""
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: object) -> str:
    """A value of ours as text: equal values have one text, in whichever process, whatever the order of sets."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = [f"{one.name}={canonical(getattr(value, one.name))}" for one in fields(value)]
        return f"{type(value).__name__}({', '.join(parts)})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(sorted(f'{canonical(key)}: {canonical(one)}' for key, one in value.items()))}}}"
    if isinstance(value, AbstractSet):
        return f"{{{', '.join(sorted(map(canonical, value)))}}}"
    if isinstance(value, list | tuple):
        return f"({', '.join(map(canonical, value))})"
    return repr(value)


class BuildStore:
    """The folder. Where it cannot be read or written, nothing is there."""

    def __init__(self) -> None:
        self._standing: dict[Path, str] = {}
        self._faces: dict[str, bytes] = {}
        """The files of fonts that were read: all sections of a book share a few."""

    def get(self, key: str) -> Any:  # noqa: ANN401 - whatever was put
        """What was put under a key, if it is there and whole, and the files that it was made of are the same."""
        with suppress(OSError, RuntimeError):
            path = self._path(key)
            data = read_file(path)
            # What is damaged must not be read: a pickle is a program.
            if hashlib.sha256(data[_DIGEST:]).digest() == data[:_DIGEST]:
                read, value = pickle.loads(data[_DIGEST:])  # noqa: S301 - this program wrote it, in the user's own folder
                if all(self._digest(file) == digest for file, digest in read.items()):
                    os.utime(path)
                    return value
        return None

    def put(self, key: str, value: object, read: Mapping[Path, str]) -> None:
        """Keep something under a key, with the files that were read for it."""
        packed = pickle.dumps((dict(read), value), protocol=pickle.HIGHEST_PROTOCOL)
        with suppress(OSError, RuntimeError):
            path = self._path(key)
            path.parent.mkdir(parents=True, exist_ok=True)
            put_file(path, hashlib.sha256(packed).digest() + packed, private=True)

    def get_section(self, key: str) -> "DrawnSection | None":
        """A drawn section, with the files of its fonts, which several share."""
        section: DrawnSection | None = self.get(key)
        if section is None:
            return None
        faces = {font.digest: self._face(font.digest) for font in section.fonts}
        return replace(section, files=faces) if all(faces.values()) else None

    def _face(self, digest: str) -> Any:  # noqa: ANN401 - as `get`
        if digest not in self._faces and (face := self.get(f"face-{digest}")):
            self._faces[digest] = face
        return self._faces.get(digest)

    def put_section(self, key: str, section: "DrawnSection") -> None:
        """Keep a drawn section."""
        for digest, data in section.files.items():
            with suppress(OSError, RuntimeError):
                if not self._path(f"face-{digest}").exists():
                    self.put(f"face-{digest}", data, {})
        self.put(key, replace(section, files={}), section.read)

    def prune(self) -> None:
        """Delete what was not used for longest, where too much is kept."""
        with suppress(OSError, RuntimeError):
            entries = [(entry.stat(), entry.path) for entry in os.scandir(self._folder()) if entry.is_file()]
            total = sum(state.st_size for state, _ in entries)
            for state, path in sorted(entries, key=lambda pair: pair[0].st_mtime_ns):
                if total <= _MOST:
                    break
                Path(path).unlink(missing_ok=True)
                total -= state.st_size

    def _digest(self, path: Path) -> str:
        if path not in self._standing:
            try:
                found = machine_fonts() if path == MACHINE_FONTS else hashlib.sha256(read_file(path)).hexdigest()
            except OSError:
                found = ""
            self._standing[path] = found
        return self._standing[path]

    def _folder(self) -> Path:
        """Raises RuntimeError where the user has no home."""
        return cache_folder() / "steps" / str(_FORM)

    def _path(self, key: str) -> Path:
        return self._folder() / key


class NoStore(BuildStore):
    """Keeps nothing."""

    def get(self, _key: str) -> None:
        """Give nothing."""

    def put(self, _key: str, _value: object, _read: Mapping[Path, str]) -> None:
        """Keep nothing."""

    def get_section(self, _key: str) -> None:
        """Give nothing."""

    def put_section(self, _key: str, _section: "DrawnSection") -> None:
        """Keep nothing."""

    def prune(self) -> None:
        """Delete nothing."""
