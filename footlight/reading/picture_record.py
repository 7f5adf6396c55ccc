"""Where the pictures of an essay that stand elsewhere were fetched from: `source/NAME.pictures.toml`, a row a picture.

`footlight pictures` writes it; a build reads it and asks no network.

    schema = 1

    [[picture]]
    url = "https://example.org/mill.png"     # as the essay gives it; of one that the text holds, a digest of it
    file = "mill.pictures/mill.png"          # beside the essay
    fetched = 2026-11-29T10:11:12Z
    from = "https://web.archive.org/…"       # where its bytes came from: the same address, or a capture of it
    sha256 = "…"
"""

import json
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from footlight.input_record import note_absent, read_input
from footlight.project import picture_record_path
from footlight.reading.pictures import STATIC, Shelves
from footlight.real_path import real_path

_LARGEST = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPicture:
    """A row of the record."""

    url: str
    file: str
    """Relative to the essay's folder, with slashes."""
    fetched: datetime
    source: str
    sha256: str
    """Of the file's bytes."""


def read_record(essay: Path) -> dict[str, Path]:
    """The files of kept pictures by their `picture_key`; a row that is not of this form counts for nothing."""
    path = picture_record_path(essay)
    try:
        if not path.exists():
            note_absent(path)
            return {}
        if path.stat().st_size > _LARGEST:
            return {}
        raw = tomllib.loads(read_input(path).decode("utf-8"))
    except (OSError, ValueError, RecursionError):  # also of thousands of digits, or brackets
        return {}
    rows = raw.get("picture", [])
    found = {}
    for row in rows if isinstance(rows, list) else ():
        url, file = (row.get("url"), row.get("file")) if isinstance(row, dict) else (None, None)
        if isinstance(url, str) and isinstance(file, str) and (place := _inside(essay.parent, file)):
            found[url] = place
    return found


def _inside(folder: Path, file: str) -> Path | None:
    try:
        path = real_path(folder / file)
        return path if path.is_relative_to(real_path(folder)) and path.is_file() else None
    except (OSError, ValueError):
        return None


def shelves_of(essay: Path, root: Path, static: tuple[str, ...] = STATIC) -> Shelves:
    """Where the pictures of an essay may lie."""
    return Shelves(folder=essay.parent, root=root, static=static, fetched=read_record(essay))


def record_row(row: FetchedPicture) -> str:
    """The TOML of a row."""
    moment = row.fetched.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f"[[picture]]\nurl = {_quoted(row.url)}\nfile = {_quoted(row.file)}\nfetched = {moment}\n"
        f"from = {_quoted(row.source)}\nsha256 = {_quoted(row.sha256)}\n"
    )


def _quoted(text: str) -> str:
    """A basic string of TOML; JSON's escapes are among TOML's (https://toml.io/en/v1.0.0#string), DEL's is added."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
