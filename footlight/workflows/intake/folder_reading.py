"""A folder of pages and manuscripts, such as a site that was copied with wget: each file is a source of its own."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin

from footlight.findings.finding import Finding
from footlight.intake.item import Item
from footlight.intake.parcel import Parcel
from footlight.intake.reader_table import reader_for

_BESIDE_A_PAGE = re.compile(r".+[_.-](?:files|file|Dateien|fichiers|archivos|bestanden|soubory)\Z")
"""How browsers name the folder of a saved page's pictures, scripts and frames."""
_UNSURE = 5
"""Likeness from which a file counts: a style sheet is text as well, but nobody's essay."""
_NO_ESSAYS = frozenset((".css", ".js", ".json", ".map", ".csv", ".log", ".ini", ".toml", ".yaml", ".yml", ".sh", ".py"))
"""Endings of text that is no essay's."""


def read_folder(parcel: Parcel) -> Iterator[Item | Finding]:
    """The essays of each file in a folder, in the order of their paths, and how many files are none.

    The address of a file is that of the folder (`--url`) with the path of the file behind it.
    """
    passed_over: Counter[str] = Counter()
    for name in parcel.members:
        inner = _parcel(parcel, name)
        reader = reader_for(inner) if _may_be_essay(name) else None
        if reader is None or reader.likeness(inner) <= _UNSURE:
            passed_over[PurePosixPath(name).suffix.lower() or "without an ending"] += 1
        else:
            yield from reader.items(inner)
    if passed_over:
        counted = ", ".join(f"{ending}: {number}" for ending, number in sorted(passed_over.items()))
        message = f"not imported, for they are no essays: files {counted}"
        yield Finding(code="import-left-out", message=message, file=parcel.name)


def _parcel(folder: Parcel, name: str) -> Parcel:
    path = folder.path / name if folder.path else None
    root = f"{folder.address.rstrip('/')}/" if folder.address else ""
    address = urljoin(root, quote(name)).removesuffix("index.html") if root else ""
    return Parcel(name=f"{folder.name.rstrip('/')}/{name}", path=path, address=address)


def _may_be_essay(name: str) -> bool:
    path = PurePosixPath(name)
    of_a_page = any(map(_BESIDE_A_PAGE.match, path.parts[:-1]))
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and not of_a_page and path.suffix.lower() not in _NO_ESSAYS
