"""Write entries into `source/NAME.links.toml` without changing anything that a person put there.

The file is cut into blocks, one for each `[[link]]`. `toml_editor` edits the lines of a block whose values changed;
everything else is copied byte for byte. The new text is read again, and every entry compared, before it replaces the
file.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from footlight.errors import FootlightError
from footlight.file_lock import lock_folder
from footlight.file_replacement import replace_file
from footlight.input_record import read_file
from footlight.ledger.entries import SCHEMA, Entry
from footlight.ledger.keys import Invalid, sub_tables_of, values_of
from footlight.ledger.parser import entry_of, ledger_tables, ledger_text
from footlight.ledger.toml_editor import Block, edit_block, join_pieces, new_block, split_blocks, unsupported_form

_BOM = "\ufeff"


class LedgerError(FootlightError):
    """The ledger cannot be edited; it was not changed."""


def write_entries(path: Path, entries: Sequence[Entry]) -> None:
    """Put the entries, given in the order of the text, into the ledger at `path`; all others stay.

    An entry that a person accepted or rejected is changed only by one that is decided too. Nothing is written if
    nothing changed. Raises LedgerError if the file is not a ledger or an entry is invalid, EnvironmentProblem if the
    file cannot be written.
    """
    path = Path(os.path.realpath(path))
    with lock_folder(path.parent):
        before = _existing_text(path)
        after = merge_entries(before or "", entries, str(path))
        if after != before and (before is not None or entries):
            replace_file(path, after.encode("utf-8"), "the ledger")


def restore(path: Path, *, written: bytes, before: bytes | None) -> bool:
    """Undo a change: put `before` back if the ledger is still what was `written`; else return False.

    Raises EnvironmentProblem if the file cannot be written.
    """
    path = Path(os.path.realpath(path))
    with lock_folder(path.parent):
        if not path.exists() or read_file(path) != written:
            return False
        if before is None:
            path.unlink()
        else:
            replace_file(path, before, "the ledger")
    return True


def _existing_text(path: Path) -> str | None:
    """Return the text of the file; None if there is no file."""
    try:
        return ledger_text(path)
    except FileNotFoundError:
        return None
    except Invalid as invalid:
        raise _problem(invalid, str(path)) from None


def dumps(entries: Sequence[Entry]) -> str:
    """Return the text of a new ledger; raises LedgerError if an entry could not be read back."""
    return merge_entries("", entries, "the ledger")


def merge_entries(text: str, entries: Sequence[Entry], name: str) -> str:
    """Return a ledger's text with the entries put into it; raises LedgerError, whose message begins with `name`."""
    bom = _BOM if text.startswith(_BOM) else ""
    given: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in given:
            raise LedgerError(f"two entries for {name} have the id '{entry.id}'")
        given[entry.id] = _as_read(entry, name)
    try:
        tables = ledger_tables(text)
        body = text.removeprefix(_BOM) if text.strip(_BOM + " \t\r\n") else f"schema = {SCHEMA}\n"
        result = bom + _put_entries(
            split_blocks(body, tables.get("link", [])), given, "\r\n" if "\r\n" in text else "\n"
        )
        _verify(tables.get("link", []), ledger_tables(result).get("link", []), given)
    except Invalid as invalid:
        raise _problem(invalid, name) from None
    return result


def _problem(invalid: Invalid, name: str) -> LedgerError:
    place = f"{name}:{invalid.line}:{invalid.column}" if invalid.line else name
    return LedgerError(f"{place}: {invalid.message}", hint=invalid.hint)


def _as_read(entry: Entry, name: str) -> Entry:
    """Return the entry as it will be read from the file: times in UTC, no lone surrogates."""
    tables = {key: [_encodable(sub) for sub in subs] for key, subs in sub_tables_of(entry).items()}
    read = entry_of({**_encodable(values_of(entry)), **tables})
    if read is None:
        raise LedgerError(f"the entry '{entry.id}' for {name} has a value that a ledger cannot hold")
    return read


def _encodable(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
        for key, value in values.items()
    }


def _put_entries(blocks: Sequence[Block], given: dict[str, Entry], newline: str) -> str:
    """Return the text with each entry in its block, or in a new block after that of the entry before it."""
    left = dict(given)
    placed = []
    for block in blocks:
        entry = left.pop(str(block.id), None)  # the first of two blocks with the same id
        stays = entry is None or (block.protected and not entry.status.decided)
        placed.append(block if entry is None or stays else edit_block(block, entry, newline))
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
    return join_pieces([(block.text, block.new) for block in placed], newline)


def _index(blocks: Sequence[Block], identity: str) -> int:
    return next(number for number, block in enumerate(blocks) if block.id == identity)


def _verify(before: list[dict[str, Any]], after: list[dict[str, Any]], given: dict[str, Entry]) -> None:
    """Raise Invalid unless each given entry reads back the same and no other entry changed."""
    left, standing = dict(given), iter(before)
    known = {str(old.get("id")) for old in before}
    for new in after:
        old = next(standing, {}) if str(new.get("id")) in known else {}
        entry = left.pop(str(new.get("id")), None)
        if entry is None or (old and Block(text="", values=old).protected and not entry.status.decided):
            right = _is_unchanged(old, new)
        else:
            right = entry_of(new) == entry
        if not right:
            raise unsupported_form()
    if left or next(standing, None) is not None:
        raise unsupported_form()


def _is_unchanged(old: dict[str, Any], new: dict[str, Any]) -> bool:
    try:
        return old == new or repr(old) == repr(new)  # NaN is not equal to itself
    except ValueError:  # Python refuses to print a number of thousands of digits
        return False
