"""The faces that the style sheet names, each with no more than the characters of the book, and their licences."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from footlight.editions.epub.container_writer import File
from footlight.engines.font_subsets import subset
from footlight.errors import UsageError

_NAMED = re.compile(r"""url\(\s*["']?(fonts/[^"')]+)["']?\s*\)""")
_MEDIA = {
    # The font types of EPUB 3.3 section 3.2; those that are compressed go in as they are.
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
_SUBSET = frozenset({".ttf", ".otf"})
_LICENCE = "OFL.txt"


def pack_faces(styles: str, characters: Iterable[str], folders: Sequence[Path]) -> list[File]:
    """The files that `styles` names as `url(fonts/NAME)`, from the last of the template folders that has each.

    Raises UsageError where none has one, or where it is of no kind that e-readers take.
    """
    letters = frozenset(characters)
    files = []
    licences: dict[Path, None] = {}
    for number, name in enumerate(dict.fromkeys(_NAMED.findall(styles)), 1):
        path = next((folder / name for folder in reversed(folders) if (folder / name).is_file()), None)
        if not path or path.suffix.lower() not in _MEDIA:
            hint = "Put a .ttf, .otf or .woff2 file there, or take its @font-face out."
            raise UsageError(f"epub.css names {name}, and templates/ has no such face", hint=hint)
        suffix, data = path.suffix.lower(), path.read_bytes()
        data = subset(data, letters) if suffix in _SUBSET else data
        files.append(File(name=name, data=data, media=_MEDIA[suffix], id=f"face-{number}"))
        if (path.parent / _LICENCE).is_file():
            licences[path.parent / _LICENCE] = None
    for number, path in enumerate(licences, 1):
        name = "fonts/OFL.txt" if number == 1 else f"fonts/OFL-{number}.txt"
        files.append(File(name=name, data=path.read_bytes(), media="text/plain", id=f"licence-{number}"))
    return files
