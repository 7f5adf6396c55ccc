"""Where in a ledger's file its entries stand, so that a finding about one can name its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

from footlight.findings.finding import Finding
from footlight.ledger.entries import SCHEMA, Candidate, Entry, Evidence, Ledger, Searched
from footlight.ledger.keys import LINK, QUOTE, REQUIRED, SUB_TABLES, Row, Wrong, nearest, shown
from footlight.ledger.toml_lines import logical_lines
from footlight.textmatch.places import Quote

LARGEST = 10_000_000
"""Bytes; some 5,000 links with all their evidence."""
_MOST_FINDINGS = 100
_DEEP_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""")
"""`a.a.a…`: the time that tomllib takes grows with the square of its length."""
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_BOM = "\ufeff"

_Spot = tuple[int, str, int, str]
"""The number of the entry from 0, the name of the sub-table or "", its number from 0, and the key or ""."""


def read_ledger(path: Path, *, file: str = "") -> tuple[Ledger, tuple[Finding, ...]]:
    """The ledger and what is wrong with it; an entry with an error is left out. A missing file is an empty ledger.

    `file` is the path as findings show it. All findings are at error level, so whoever wants to write the ledger
    back, or to print from it, stops at any of them.
    """
    reading = _Reading(file or str(path))
    try:
        text = ledger_text(path)
        entries = reading.entries(text)
    except FileNotFoundError:
        return Ledger(), ()
    except Wrong as wrong:
        found = _finding(wrong, reading.file, (wrong.line, wrong.column))
        return Ledger(), (found,)
    return Ledger(entries=entries), reading.findings(text)


def ledger_text(path: Path) -> str:
    """The text of the file as it stands, a byte order mark included.

    Raises FileNotFoundError; and Wrong where it cannot be read, is too large or is not UTF-8.
    """
    try:
        if path.exists() and not path.is_file():
            raise Wrong("ledger-unreadable", "the ledger is not a file", "Move what stands there out of the way.")
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise Wrong(
            "ledger-unreadable", f"the ledger cannot be read: {error}", "Check the rights of the file."
        ) from None
    if len(data) > LARGEST:
        raise Wrong("ledger-too-large", f"the ledger has more than {LARGEST:,} bytes", "Split the essay.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = (before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1)
        raise Wrong("ledger-encoding", "the ledger is not UTF-8", "Save it as UTF-8.", place=place) from None


def ledger_tables(text: str) -> dict[str, Any]:
    """The text as TOML tables of a schema that we know; raises Wrong."""
    text = text.removeprefix(_BOM)
    if deep := _DEEP_KEY.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise Wrong("ledger-syntax", "a key has more than 100 parts", "Mend the line.", place=(line, 1))
    try:
        tables = tomllib.loads(text)
    except RecursionError:
        raise Wrong("ledger-syntax", "the ledger is nested too deeply", "Links are [[link]] tables.") from None
    except ValueError as error:  # TOMLDecodeError is one; a number of thousands of digits is a plain one
        at = _PLACE.search(str(error))
        place = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 1)
        message = f"this is not TOML: {_PLACE.sub('', str(error)).strip()}"
        raise Wrong("ledger-syntax", message, "The file was left as it was; mend the line.", place=place) from None
    schema = tables.get("schema", SCHEMA)
    if isinstance(schema, bool) or not isinstance(schema, int) or schema < 1:
        raise Wrong("ledger-schema", f"{shown(schema)} is not a schema", f"Write `schema = {SCHEMA}`.")
    if schema > SCHEMA:
        hint = "Use the Footlight that wrote it, or a newer one."
        raise Wrong("ledger-schema", f"the ledger has schema {shown(schema)}; this Footlight knows {SCHEMA}", hint)
    return tables


def entry_of(table: Mapping[str, Any]) -> Entry | None:
    """A `[[link]]` table as an entry; None where anything but an unknown key is wrong with it."""
    return _Reading("").entry(table, 0)


def _finding(wrong: Wrong, file: str, place: tuple[int, int]) -> Finding:
    line, column = place
    return Finding(code=wrong.code, message=wrong.message, hint=wrong.hint, file=file, line=line, column=column)


class _Reading:
    """One reading of one file: entries out, what is wrong with them collected."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._wrongs: list[tuple[Wrong, _Spot]] = []
        self._spoilt = False
        """Whether the entry that is being read cannot be used."""

    def findings(self, text: str) -> tuple[Finding, ...]:
        """What is wrong, each at the line where it stands."""
        if not self._wrongs:
            return ()
        spots = _spots(text.removeprefix(_BOM))
        found = []
        for wrong, spot in self._wrongs:
            entry, name, number, key = spot
            near = (spot, (entry, name or key, number, ""), (entry, "", 0, name or key), (entry, "", 0, ""))
            found.append(_finding(wrong, self.file, next((spots[at] for at in near if at in spots), (0, 0))))
        return tuple(found)

    def entries(self, text: str) -> tuple[Entry, ...]:
        """The entries of a ledger's text that have nothing wrong; raises Wrong where it is no ledger at all."""
        tables = ledger_tables(text)
        self._unknown(tables, ("schema", "link"), (-1, "", 0))
        links = tables.get("link", [])
        if not _is_tables(links):
            raise Wrong("ledger-wrong-type", "`link` is not a list of tables", "Head each entry with [[link]].")
        entries: dict[str, Entry] = {}
        for number, table in enumerate(links):
            entry = self.entry(table, number)
            if entry and entry.id in entries:
                wrong = Wrong("ledger-duplicate-id", f"a second entry has the id '{entry.id}'", "Rename one of them.")
                self._say(wrong, (number, "", 0, "id"))
            elif entry:
                entries[entry.id] = entry
            if self._full:
                self._wrongs.append((Wrong("ledger-more", "more is wrong than is listed here"), (number, "", 0, "")))
                break
        return tuple(entries.values())

    def entry(self, table: Mapping[str, Any], number: int) -> Entry | None:
        """One entry; None where anything but an unknown key is wrong with it."""
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
            self._say(
                Wrong("ledger-no-url", f"the entry is {values['status']} and has no url", hint),
                (number, "", 0, "status"),
            )
        if self._spoilt:
            return None
        quote = Quote(**{name: values.pop(name) for name in QUOTE if name in values})
        return Entry(quote=quote, **values, **subs)

    def _sub_tables(self, table: Mapping[str, Any], name: str, entry: int) -> Iterator[dict[str, Any]]:
        """The values of each `[[link.NAME]]` that has nothing wrong."""
        tables = table.get(name, [])
        if not _is_tables(tables):
            wrong = Wrong("ledger-wrong-type", f"`{name}` is not a list of tables", f"Head each with [[link.{name}]].")
            self._say(wrong, (entry, name, 0, ""))
            return
        for number, sub in enumerate(tables):
            if self._full:
                self._spoilt = True  # it was not read to its end
                return
            self._unknown(sub, tuple(SUB_TABLES[name]), (entry, name, number))
            values = self._values(sub, name, (entry, name, number))
            if all(values.get(key) for key in REQUIRED[name]):
                yield values

    def _values(self, table: Mapping[str, Any], name: str, spot: tuple[int, str, int]) -> dict[str, Any]:
        rows: Mapping[str, Row] = LINK if name == "link" else SUB_TABLES[name]
        values = {}
        for key, read in rows.items():
            try:
                if (value := _read(table, key, read, required=key in REQUIRED[name])) is not None:
                    values[key] = value
            except Wrong as wrong:
                self._say(Wrong(wrong.code, f"`{key}`: {wrong.message}", wrong.hint), (*spot, key))
        return values

    def _unknown(self, table: Mapping[str, Any], known: tuple[str, ...], spot: tuple[int, str, int]) -> None:
        for key in table:
            if key not in known and not self._full:
                self._say(Wrong("ledger-unknown-key", f"unknown key {shown(key)}", nearest(key, known)), (*spot, key))

    @property
    def _full(self) -> bool:
        return len(self._wrongs) >= _MOST_FINDINGS

    def _say(self, wrong: Wrong, spot: _Spot) -> None:
        self._spoilt = self._spoilt or wrong.code != "ledger-unknown-key"
        if not self._full:
            self._wrongs.append((wrong, spot))


def _read(table: Mapping[str, Any], key: str, read: Row, *, required: bool) -> object:
    value = read(table[key]) if key in table else None
    if required and not str(value or "").strip():
        raise Wrong("ledger-missing-key", "the entry must have this", "Add it.")
    return value


def _is_tables(value: object) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _spots(text: str) -> dict[_Spot, tuple[int, int]]:
    """Line and column of each header and key of the entries; what stands before them is of entry -1."""
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
            name, number = "\0", 0  # keys of a table that is none of ours
            continue
        if line.header or line.key:
            spots.setdefault((entry, name, number, line.key), (line.number, line.column))
    return spots


def entry_lines(path: Path, entries: tuple[Entry, ...]) -> dict[str, int]:
    """The 1-based line of `id` of each entry that the file holds, by its id; nothing where it cannot be read."""
    try:
        lines = logical_lines(ledger_text(path).removeprefix("\ufeff"))
    except (FileNotFoundError, Wrong):
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
