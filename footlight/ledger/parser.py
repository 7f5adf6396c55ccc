"""Read the ledger file into entries; report what is wrong with it, each fault at its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

from footlight.findings.finding import Finding
from footlight.input_record import note_absent, note_input, open_file
from footlight.ledger.entries import SCHEMA, Candidate, Entry, Evidence, Ledger, Searched
from footlight.ledger.keys import LINK, QUOTE, REQUIRED, SUB_TABLES, Invalid, ValueReader, short_repr, suggestion
from footlight.ledger.toml_lines import logical_lines
from footlight.textmatch.places import Quote
from footlight.textmatch.toml_keys import MOST_PARTS, line_of_deep_key

LARGEST = 10_000_000
"""Bytes of a ledger; about 5,000 links with all their evidence."""
MOST_ENTRIES = 20_000
"""Entries. 60,000 took 38 s and 1.2 GB in a build, and nobody reads a book of 20,000 lost links."""
_MOST_FINDINGS = 100
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_BOM = "\ufeff"

_Spot = tuple[int, str, int, str]
"""The number of the entry from 0, the name of the sub-table or "", its number from 0, and the key or ""."""


def read_ledger(path: Path, *, file: str = "") -> tuple[Ledger, tuple[Finding, ...]]:
    """Read the ledger and report what is wrong with it; an entry with an error is left out.

    A missing file is an empty ledger. `file` is the path as findings show it. All findings are errors: a caller that
    wants to write the ledger or print from it must stop at any of them.
    """
    reading = _Reading(file or str(path))
    try:
        text = ledger_text(path)
        entries = reading.entries(text)
    except FileNotFoundError:
        return Ledger(), ()
    except Invalid as invalid:
        found = _finding(invalid, reading.file, (invalid.line, invalid.column))
        return Ledger(), (found,)
    return Ledger(entries=entries), reading.findings(text)


def ledger_text(path: Path) -> str:
    """Return the text of the file as it is, with a byte order mark.

    Raises FileNotFoundError, and Invalid if it cannot be read, is too large or is not UTF-8.
    """
    try:
        if path.exists() and not path.is_file():
            raise Invalid("ledger-unreadable", "the ledger is not a file", "Move or rename what has its name.")
        with open_file(path) as stream:
            data = stream.read(LARGEST + 1)
        note_input(path, data)
    except FileNotFoundError:
        note_absent(path)
        raise
    except (OSError, ValueError) as error:
        raise Invalid(
            "ledger-unreadable", f"the ledger cannot be read: {error}", "Check the rights of the file."
        ) from None
    if len(data) > LARGEST:
        raise Invalid("ledger-too-large", f"the ledger has more than {LARGEST:,} bytes", "Split the essay.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = (before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1)
        raise Invalid("ledger-encoding", "the ledger is not UTF-8", "Save it as UTF-8.", place=place) from None


def ledger_tables(text: str) -> dict[str, Any]:
    """Return the text as TOML tables of a known schema; raises Invalid."""
    text = text.removeprefix(_BOM)
    if line := line_of_deep_key(text):
        raise Invalid("ledger-syntax", f"a key has more than {MOST_PARTS} parts", "Correct the line.", place=(line, 1))
    try:
        tables = tomllib.loads(text)
    except RecursionError:
        raise Invalid("ledger-syntax", "the ledger is nested too deeply", "Links are [[link]] tables.") from None
    except ValueError as error:  # TOMLDecodeError is one; a number of thousands of digits is a plain one
        at = _PLACE.search(str(error))
        place = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 1)
        message = f"this is not TOML: {_PLACE.sub('', str(error)).strip()}"
        raise Invalid("ledger-syntax", message, "Correct the line. The file was not changed.", place=place) from None
    schema = tables.get("schema", SCHEMA)
    if isinstance(schema, bool) or not isinstance(schema, int) or schema < 1:
        raise Invalid("ledger-schema", f"{short_repr(schema)} is not a schema", f"Write `schema = {SCHEMA}`.")
    if schema > SCHEMA:
        hint = "Use the Footlight that wrote it, or a newer one."
        raise Invalid(
            "ledger-schema", f"the ledger has schema {short_repr(schema)}; this Footlight knows {SCHEMA}", hint
        )
    return tables


def entry_of(table: Mapping[str, Any]) -> Entry | None:
    """Return a `[[link]]` table as an entry; None if anything but an unknown key is wrong with it."""
    return _Reading("").entry(table, 0)


def _finding(invalid: Invalid, file: str, place: tuple[int, int]) -> Finding:
    line, column = place
    return Finding(code=invalid.code, message=invalid.message, hint=invalid.hint, file=file, line=line, column=column)


class _Reading:
    """Reads the entries of one file and collects what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._faults: list[tuple[Invalid, _Spot]] = []
        self._spoilt = False
        """Whether the entry that is being read has an error."""

    def findings(self, text: str) -> tuple[Finding, ...]:
        """Return what is wrong, each fault at its line."""
        if not self._faults:
            return ()
        spots = _spots(text.removeprefix(_BOM))
        found = []
        for invalid, spot in self._faults:
            entry, name, number, key = spot
            near = (spot, (entry, name or key, number, ""), (entry, "", 0, name or key), (entry, "", 0, ""))
            found.append(_finding(invalid, self.file, next((spots[at] for at in near if at in spots), (0, 0))))
        return tuple(found)

    def entries(self, text: str) -> tuple[Entry, ...]:
        """Return the valid entries of a ledger's text; raises Invalid if the text is not a ledger at all."""
        tables = ledger_tables(text)
        self._unknown(tables, ("schema", "link"), (-1, "", 0))
        links = tables.get("link", [])
        if not _is_tables(links):
            raise Invalid("ledger-wrong-type", "`link` is not a list of tables", "Head each entry with [[link]].")
        if len(links) > MOST_ENTRIES:
            raise Invalid("ledger-too-large", f"the ledger has more than {MOST_ENTRIES:,} entries", "Divide the essay.")
        entries: dict[str, Entry] = {}
        for number, table in enumerate(links):
            entry = self.entry(table, number)
            if entry and entry.id in entries:
                invalid = Invalid(
                    "ledger-duplicate-id", f"a second entry has the id '{entry.id}'", "Rename one of them."
                )
                self._report(invalid, (number, "", 0, "id"))
            elif entry:
                entries[entry.id] = entry
            if self._full:
                self._faults.append(
                    (Invalid("ledger-more", "there are more faults than are listed here"), (number, "", 0, ""))
                )
                break
        return tuple(entries.values())

    def entry(self, table: Mapping[str, Any], number: int) -> Entry | None:
        """Return one entry; None if anything but an unknown key is wrong with it."""
        self._spoilt = False
        self._unknown(table, (*LINK, *SUB_TABLES), (number, "", 0))
        values = self._values(table, "link", (number, "", 0))
        subs: dict[str, Any] = {
            "evidence": tuple(Evidence(**found) for found in self._sub_tables(table, "evidence", number)),
            "candidates": tuple(Candidate(**found) for found in self._sub_tables(table, "candidate", number)),
            "searched": tuple(Searched(**found) for found in self._sub_tables(table, "searched", number)),
        }
        if not self._spoilt and values["status"].printed and not values.get("url"):
            hint = "Give the address, or set the status to unrecovered."
            self._report(
                Invalid("ledger-no-url", f"the entry is {values['status']} and has no url", hint),
                (number, "", 0, "status"),
            )
        if self._spoilt:
            return None
        quote = Quote(**{name: values.pop(name) for name in QUOTE if name in values})
        return Entry(quote=quote, **values, **subs)

    def _sub_tables(self, table: Mapping[str, Any], name: str, entry: int) -> Iterator[dict[str, Any]]:
        """Yield the values of each valid `[[link.NAME]]`."""
        tables = table.get(name, [])
        if not _is_tables(tables):
            invalid = Invalid(
                "ledger-wrong-type", f"`{name}` is not a list of tables", f"Head each with [[link.{name}]]."
            )
            self._report(invalid, (entry, name, 0, ""))
            return
        for number, sub in enumerate(tables):
            if self._full:
                self._spoilt = True  # the rest was not read
                return
            self._unknown(sub, tuple(SUB_TABLES[name]), (entry, name, number))
            values = self._values(sub, name, (entry, name, number))
            if all(values.get(key) for key in REQUIRED[name]):
                yield values

    def _values(self, table: Mapping[str, Any], name: str, spot: tuple[int, str, int]) -> dict[str, Any]:
        rows: Mapping[str, ValueReader] = LINK if name == "link" else SUB_TABLES[name]
        values = {}
        for key, read in rows.items():
            try:
                if (value := _read(table, key, read, required=key in REQUIRED[name])) is not None:
                    values[key] = value
            except Invalid as invalid:
                self._report(Invalid(invalid.code, f"`{key}`: {invalid.message}", invalid.hint), (*spot, key))
        return values

    def _unknown(self, table: Mapping[str, Any], known: tuple[str, ...], spot: tuple[int, str, int]) -> None:
        for key in table:
            if key not in known and not self._full:
                self._report(
                    Invalid("ledger-unknown-key", f"unknown key {short_repr(key)}", suggestion(key, known)),
                    (*spot, key),
                )

    @property
    def _full(self) -> bool:
        return len(self._faults) >= _MOST_FINDINGS

    def _report(self, invalid: Invalid, spot: _Spot) -> None:
        self._spoilt = self._spoilt or invalid.code != "ledger-unknown-key"
        if not self._full:
            self._faults.append((invalid, spot))


def _read(table: Mapping[str, Any], key: str, read: ValueReader, *, required: bool) -> object:
    value = read(table[key]) if key in table else None
    if required and not str(value or "").strip():
        raise Invalid("ledger-missing-key", "this key is missing", "Add it.")
    return value


def _is_tables(value: object) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _spots(text: str) -> dict[_Spot, tuple[int, int]]:
    """Return the line and column of each header and key of the entries; keys before the first have entry -1."""
    spots: dict[_Spot, tuple[int, int]] = {}
    entry, name, number = -1, "", 0
    for line in logical_lines(text):
        if line.header == ("link",) and line.repeats:
            entry, name, number = entry + 1, "", 0
        elif line.header[:1] == ("link",) and len(line.header) > 1:
            number = number + 1 if line.header[1] == name else 0
            name = line.header[1]
        elif line.header:
            entry_or_top = (-1, "", 0, line.header[0])
            spots.setdefault(entry_or_top, (line.number, line.column))
            name, number = "\0", 0  # keys of an unknown table
            continue
        if line.header or line.key:
            spots.setdefault((entry, name, number, line.key), (line.number, line.column))
    return spots


def entry_lines(path: Path, entries: tuple[Entry, ...]) -> dict[str, int]:
    """Return the 1-based line of each entry's `id`, by its id; nothing if the file cannot be read."""
    try:
        lines = logical_lines(ledger_text(path).removeprefix("\ufeff"))
    except (FileNotFoundError, Invalid):
        return {}
    found: dict[str, int] = {}
    known = {entry.id for entry in entries}
    header: tuple[str, ...] = ()
    for line in lines:
        header = line.header or header
        if line.key == "id" and header == ("link",):
            name = line.text.partition("=")[2].strip().partition("#")[0].strip().strip("\"'")
            if name in known:
                found.setdefault(name, line.number)
    return found
