"""What was imported, and as what: source/.imports/NAME.toml and the text as it was imported beside it, NAME.md.

By it a source that is imported again finds its essays, and edits are merged against what the import had written. The
record says too what became of each link that is not in the text as the page had it, and which captures the page named.
"""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from footlight.file_replacement import replace_file
from footlight.input_record import read_file
from footlight.intake.conversion import Conversion
from footlight.intake.item import Item
from footlight.intake.link_fates import Fate
from footlight.project import IMPORTS, import_record_path, imported_text_path

VERSION = 1
"""Of what conversion makes: an item that another version converted is converted again."""
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """What is known of an essay that was imported."""

    essay: Path
    key: str
    digest: str
    """Of the item from which it was made."""


def digest_of(item: Item) -> str:
    """The SHA-256 of an item: what its reader found, files and capture aside."""
    said = (
        VERSION, item.kind, item.content, item.address, item.title, item.subtitle, item.authors, item.date, item.lang,
        item.keywords, item.published_in, item.rights, item.description, item.draft, item.name, item.cover,
        sorted(item.doubts.items()),
    )  # fmt: skip
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def read_records(folder: Path) -> dict[str, ImportRecord]:
    """The records of a folder's essays by the keys of their items; one that cannot be read counts for nothing."""
    found: dict[str, ImportRecord] = {}
    place = folder / IMPORTS
    for path in sorted(place.glob("*.toml")) if place.is_dir() else ():
        try:
            raw = tomllib.loads(read_file(path).decode("utf-8")) if path.stat().st_size < _LARGEST else {}
        except (OSError, ValueError, RecursionError):  # also of thousands of digits, or brackets
            continue
        key, digest = raw.get("key"), raw.get("digest")
        if isinstance(key, str) and isinstance(digest, str):
            found[key] = ImportRecord(essay=folder / f"{path.stem}.md", key=key, digest=digest)
    return found


def write_record(essay: Path, item: Item, conversion: Conversion) -> None:
    """Write the text as imported, then the record: where a process is killed between them, the item is converted again.

    Raises EnvironmentProblem where they cannot be written.
    """
    text, record = imported_text_path(essay), import_record_path(essay)
    text.parent.mkdir(exist_ok=True)
    _replace_if_changed(text, conversion.text.encode("utf-8"), "the imported text")
    _replace_if_changed(record, _record_text(item, conversion).encode("utf-8"), "the record of the import")


def _replace_if_changed(path: Path, data: bytes, what: str) -> None:
    if not path.is_file() or read_file(path) != data:
        replace_file(path, data, what)


def _record_text(item: Item, conversion: Conversion) -> str:
    links = conversion.links
    lines = [
        "# Written by `footlight import`, which needs it to keep your edits when the source is imported again.",
        "schema = 1",
        f"key = {_quoted(item.key)}",
        f"digest = {_quoted(digest_of(item))}",
        f"from = {_quoted(item.origin)}",
        f"url = {_quoted(conversion.address)}",
        f"links = {{ page = {links.in_page}, text = {links.in_markdown} }}",
        f"notes = {conversion.notes}",
    ]
    for one in links.fates:
        if one.fate in (Fate.KEPT, Fate.ABSOLUTE, Fate.NOTE, Fate.IN_PAGE):
            continue
        lines += [
            "",
            "[[link]]",
            f"was = {_quoted(one.href)}",
            f"words = {_quoted(one.words)}",
            f"fate = {_quoted(str(one.fate))}",
        ]
        lines += [f"url = {_quoted(one.address)}"] if one.address else []
        lines += [f"capture = {_quoted(one.capture)}"] if one.capture else []
    for picture in conversion.pictures:
        if picture.capture:
            lines += ["", "[[picture]]", f"url = {_quoted(picture.address)}", f"capture = {_quoted(picture.capture)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A basic string of TOML; JSON's escapes are among TOML's, DEL's is added, and lone surrogates have none."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")
