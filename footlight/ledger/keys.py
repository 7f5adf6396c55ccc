"""The keys of the ledger's tables, in the order in which they are written, each with the function that reads its value.

To add a key, add a field to its value in `footlight.ledger.entries` and a row here.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, assert_never

from footlight.ledger.entries import SCHEMA, Candidate, Entry, Evidence, Method, Reason, Searched, Status
from footlight.textmatch.suggestions import did_you_mean

ValueReader = Callable[[object], Any]
"""Turns a value as TOML gives it into the value of the field; raises Invalid."""

_INVISIBLE = "\\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
_ADDRESS = re.compile(rf"https?://[^/?#{_INVISIBLE}][^{_INVISIBLE}]*", re.IGNORECASE)
_ID = re.compile(r"(?:[^\W_]|-)+")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Invalid(Exception):  # noqa: N818 - it becomes a finding, not an error
    """A value or file that is not valid; `line` and `column` are 1-based, 0 if unknown."""

    def __init__(self, code: str, message: str, hint: str = "", *, place: tuple[int, int] = (0, 0)) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint
        self.line, self.column = place


def short_repr(value: object) -> str:
    """Return a value for a message: short, quoted, without unprintable characters."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a value of thousands of levels
        text = type(value).__name__
    return text if len(text) <= 60 else f"{text[:57]}..."


def suggestion(word: str, known: tuple[str, ...]) -> str:
    """Return the hint for an unknown word: the most similar known one, or all of them."""
    near = did_you_mean(word[:100], known)
    return f"{near[:1].upper()}{near[1:]}" or f"Known are: {', '.join(known)}."


def _wrong_type(value: object, wanted: str, hint: str) -> Invalid:
    return Invalid("ledger-wrong-type", f"{short_repr(value)} is not {wanted}", hint)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _wrong_type(value, "text", 'Put it in quotation marks, as in "text".')
    return value


def _identifier(value: object) -> str:
    if not _ID.fullmatch(text := _text(value)):
        raise Invalid(
            "ledger-bad-id", f"the id {short_repr(text)} is not made of letters, digits and hyphens", "Rename it."
        )
    return text


def is_address(text: str) -> bool:
    """Tell whether a text can be the address of an entry."""
    return _ADDRESS.fullmatch(text) is not None


def _address(value: object) -> str:
    if (text := _text(value)) and not _ADDRESS.fullmatch(text):
        raise Invalid(
            "ledger-bad-url",
            f"{short_repr(text)} is not an http or https address",
            "Write the whole address, beginning with http:// or https://, without blanks and invisible characters.",
        )
    return text


def _sha256(value: object) -> str:
    if (text := _text(value)) and not _SHA256.fullmatch(text):
        raise Invalid(
            "ledger-bad-sha256", f"{short_repr(text)} is not a SHA-256 in lower-case hex", "It has 64 digits."
        )
    return text


def _score(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong_type(value, "a number", "Write it as in `score = 0.9`.")
    if not 0 <= value <= 1:  # false for NaN as well
        raise Invalid(
            "ledger-bad-score", f"the score {short_repr(value)} is not between 0 and 1", "Leave it out if unsure."
        )
    return float(value)


def _when(value: object) -> datetime | date:
    """Read a date, or a moment in UTC; without a time zone it is taken for UTC, as in the timestamps of archives."""
    if isinstance(value, str):
        value = _from_text(value)
    if isinstance(value, datetime):
        try:
            return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)
        except OverflowError:
            raise _wrong_type(value, "a moment that UTC can name", "Check the year.") from None
    if not isinstance(value, date):
        raise _wrong_type(
            value, "a date", "Write it as in 2009-03-02 or 2009-03-05T10:11:12Z, without quotation marks."
        )
    return value


def _from_text(text: str) -> datetime | date | str:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()  # the day that was written, in whatever time zone
    if isinstance(value, str) and isinstance(moment := _from_text(value), datetime):
        return moment.date()
    return _when(value)


def _moment(value: object) -> datetime:
    when = _when(value)
    return when if isinstance(when, datetime) else datetime.combine(when, time(), UTC)


class _OneOf:
    """Reads a member of an enumeration."""

    def __init__(self, kind: type[StrEnum]) -> None:
        self.kind = kind

    def __call__(self, value: object) -> StrEnum:
        text = _text(value)
        try:
            return self.kind(text)
        except ValueError:
            message = f"unknown {self.kind.__name__.lower()} {short_repr(text)}"
            raise Invalid("ledger-unknown-value", message, suggestion(text, tuple(self.kind))) from None


LINK: Mapping[str, ValueReader] = {
    "id": _identifier,
    "kind": _text,
    "exact": _text,
    "prefix": _text,
    "suffix": _text,
    "supplied": _text,
    "status": _OneOf(Status),
    "by": _text,
    "reason": _OneOf(Reason),
    "url": _address,
    "title": _text,
    "author": _text,
    "site": _text,
    "issued": _day,
    "archive_url": _address,
    "archived": _moment,
    "method": _OneOf(Method),
    "score": _score,
    "note": _text,
}
EVIDENCE: Mapping[str, ValueReader] = {
    "what": _text,
    "url": _address,
    "seen": _when,
    "sha256": _sha256,
    "line": _text,
    "artefact": _text,
}
CANDIDATE: Mapping[str, ValueReader] = {
    "url": _address,
    "title": _text,
    "score": _score,
    "archive_url": _address,
    "why": _text,
}
SEARCHED: Mapping[str, ValueReader] = {"where": _text, "when": _when, "result": _text}

SUB_TABLES: Mapping[str, Mapping[str, ValueReader]] = {
    "evidence": EVIDENCE,
    "candidate": CANDIDATE,
    "searched": SEARCHED,
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "link": ("id", "kind", "status"),
    "evidence": ("what",),
    "candidate": ("url",),
    "searched": ("where",),
}
QUOTE = ("exact", "prefix", "suffix")
_ALWAYS = ("id", "kind", "exact", "status", "what", "where")


def values_of(record: Entry | Evidence | Candidate | Searched) -> dict[str, Any]:
    """Return a record as the values of its TOML table, in the order of the rows, without unknown ones."""
    found: dict[str, Any] = {}
    for key in _rows_of(record):
        of = record.quote if isinstance(record, Entry) and key in QUOTE else record
        value = getattr(of, key)
        if key in _ALWAYS or value not in ("", None):
            found[key] = value.value if isinstance(value, StrEnum) else value
    return found


def _rows_of(record: Entry | Evidence | Candidate | Searched) -> Mapping[str, ValueReader]:
    match record:
        case Entry():
            return LINK
        case Evidence():
            return EVIDENCE
        case Candidate():
            return CANDIDATE
        case Searched():
            return SEARCHED
        case _:
            assert_never(record)


def ledger_schema() -> dict[str, Any]:
    """The JSON Schema (draft 7) of a ledger: what the rows above take.

    Dates are texts there, as in JSON, and as editors give those of TOML to a schema.
    """
    link = _table_schema("link", LINK)
    link["properties"] |= {
        name: {"type": "array", "items": _table_schema(name, rows)} for name, rows in SUB_TABLES.items()
    }
    properties = {"schema": {"const": SCHEMA}, "link": {"type": "array", "items": link}}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _table_schema(name: str, rows: Mapping[str, ValueReader]) -> dict[str, Any]:
    properties = {key: _value_schema(read) for key, read in rows.items()}
    required = list(REQUIRED.get(name, ()))
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


_DAY = r"\d{4}-?\d\d-?\d\d"
_SCHEMAS: Mapping[ValueReader, dict[str, Any]] = {
    _text: {"type": "string"},
    _identifier: {"type": "string", "pattern": r"^([^\W_]|-)+$"},
    _address: {"type": "string", "pattern": r"^$|^[Hh][Tt][Tt][Pp][Ss]?://[^/?#\s][^\s]*$"},
    _sha256: {"type": "string", "pattern": "^$|^[0-9a-f]{64}$"},
    _score: {"type": "number", "minimum": 0, "maximum": 1},
    **{read: {"type": "string", "pattern": rf"^{_DAY}([T ].*)?$"} for read in (_when, _day, _moment)},
}


def _value_schema(read: ValueReader) -> dict[str, Any]:
    return {"enum": [word.value for word in read.kind]} if isinstance(read, _OneOf) else _SCHEMAS[read]


def sub_tables_of(entry: Entry) -> dict[str, list[dict[str, Any]]]:
    """Return the entry's `[[link.evidence]]`, `[[link.candidate]]` and `[[link.searched]]` as `values_of` does."""
    tables: dict[str, tuple[Evidence | Candidate | Searched, ...]]
    tables = {"evidence": entry.evidence, "candidate": entry.candidates, "searched": entry.searched}
    return {name: [values_of(record) for record in records] for name, records in tables.items()}
