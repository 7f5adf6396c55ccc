"""Writes entries into `source/NAME.links.toml` so that all that a person put there stays.

The file is cut into blocks, one a `[[link]]`. What changed within a block is edited by `block_editor`; the
rest is copied byte for byte, and what came out is read again before it takes the file's place.
"""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from footlight.errors import EnvironmentProblem, FootlightError
from footlight.file_lock import lock_folder
from footlight.ledger.entries import SCHEMA, Entry
from footlight.ledger.keys import Wrong, sub_tables_of, values_of
from footlight.ledger.parser import entry_of, ledger_tables, ledger_text
from footlight.ledger.toml_editor import Block, blocks_of, edited_block, joined, new_block, unusual

_BOM = "\ufeff"


class LedgerError(FootlightError):
    """The ledger as it stands cannot be written into; it was left as it was."""


def write_entries(path: Path, entries: Sequence[Entry]) -> None:
    """Put the entries, given in the order of the text, into the ledger at `path`; entries not given stay.

    An entry that a person accepted or rejected is changed only by one that is decided as well. Nothing is written
    where nothing changed. Raises LedgerError where the file is no ledger or an entry is none, EnvironmentProblem
    where the machine does not let us write.
    """
    path = Path(os.path.realpath(path))
    with lock_folder(path.parent):
        before = _standing(path)
        after = merged(before or "", entries, str(path))
        if after != before and (before is not None or entries):
            _replace(path, after.encode("utf-8"))


def put_back(path: Path, *, written: bytes, before: bytes | None) -> bool:
    """Undo: the ledger as it stood `before`, where it is still what was `written`; False where somebody changed it
    since. Raises EnvironmentProblem where the machine does not let us write.
    """
    path = Path(os.path.realpath(path))
    with lock_folder(path.parent):
        if not path.exists() or path.read_bytes() != written:
            return False
        if before is None:
            path.unlink()
        else:
            _replace(path, before)
    return True


def _standing(path: Path) -> str | None:
    """The text of the file; None where there is none."""
    try:
        return ledger_text(path)
    except FileNotFoundError:
        return None
    except Wrong as wrong:
        raise _problem(wrong, str(path)) from None


def dumps(entries: Sequence[Entry]) -> str:
    """The text of a new ledger; raises LedgerError where an entry could not be read back."""
    return merged("", entries, "the ledger")


def merged(text: str, entries: Sequence[Entry], name: str) -> str:
    """The text of a ledger with the entries put into it; raises LedgerError, whose message begins with `name`."""
    bom = _BOM if text.startswith(_BOM) else ""
    given: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in given:
            raise LedgerError(f"two entries for {name} have the id '{entry.id}'")
        given[entry.id] = _as_read(entry, name)
    try:
        tables = ledger_tables(text)
        body = text.removeprefix(_BOM) if text.strip(_BOM + " \t\r\n") else f"schema = {SCHEMA}\n"
        result = bom + _put(blocks_of(body, tables.get("link", [])), given, "\r\n" if "\r\n" in text else "\n")
        _prove(tables.get("link", []), ledger_tables(result).get("link", []), given)
    except Wrong as wrong:
        raise _problem(wrong, name) from None
    return result


def _problem(wrong: Wrong, name: str) -> LedgerError:
    place = f"{name}:{wrong.line}:{wrong.column}" if wrong.line else name
    return LedgerError(f"{place}: {wrong.message}", hint=wrong.hint)


def _as_read(entry: Entry, name: str) -> Entry:
    """The entry as a reader of the file would get it: times in UTC, no halves of surrogate pairs."""
    tables = {key: [_encodable(sub) for sub in subs] for key, subs in sub_tables_of(entry).items()}
    read = entry_of({**_encodable(values_of(entry)), **tables})
    if read is None:
        raise LedgerError(f"the entry '{entry.id}' for {name} has a value that a ledger does not take")
    return read


def _encodable(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
        for key, value in values.items()
    }


def _put(blocks: Sequence[Block], given: dict[str, Entry], newline: str) -> str:
    """The text of the blocks with each entry in its own, or in a new one after that of the entry before it."""
    left = dict(given)
    placed = []
    for block in blocks:
        entry = left.pop(str(block.id), None)  # of two blocks with one id it is the first's
        stays = entry is None or (block.protected and not entry.status.decided)
        placed.append(block if entry is None or stays else edited_block(block, entry, newline))
    at: int | None = None
    standing = {block.id for block in blocks}
    for entry in given.values():
        if entry.id in standing:
            at = _index(placed, entry.id) + 1
        else:
            if at is None:
                at = min((_index(placed, one) for one in given if one in standing), default=len(placed))
            placed.insert(at, new_block(entry, newline))
            at += 1
    return joined([(block.text, block.new) for block in placed], newline)


def _index(blocks: Sequence[Block], identity: str) -> int:
    return next(number for number, block in enumerate(blocks) if block.id == identity)


def _prove(before: list[dict[str, Any]], after: list[dict[str, Any]], given: dict[str, Entry]) -> None:
    """Raise Wrong unless each entry can be read back, and all others stand as they stood."""
    left, standing = dict(given), iter(before)
    known = {str(old.get("id")) for old in before}
    for new in after:
        old = next(standing, {}) if str(new.get("id")) in known else {}
        entry = left.pop(str(new.get("id")), None)
        if entry is None or (old and Block(text="", values=old).protected and not entry.status.decided):
            right = _stands(old, new)
        else:
            right = entry_of(new) == entry
        if not right:
            raise unusual()
    if left or next(standing, None) is not None:
        raise unusual()


def _stands(old: dict[str, Any], new: dict[str, Any]) -> bool:
    try:
        return old == new or repr(old) == repr(new)  # NaN is unlike itself
    except ValueError:  # and a number of thousands of digits has no decimal form
        return False


def _replace(path: Path, data: bytes) -> None:
    """Put the bytes in the file's place at once, its mode kept."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        mode = path.stat().st_mode & 0o7777 if path.exists() else None
        try:
            with temporary.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if mode is not None:
                temporary.chmod(mode)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        message = f"the ledger {path} cannot be written: {error.strerror}"
        raise EnvironmentProblem(message, hint="Check the rights of its folder and the room on the disk.") from None
