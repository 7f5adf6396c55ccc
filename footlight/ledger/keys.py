"""The keys of the ledger's tables, in the order in which they are written, and how the value of each is read.

To give an entry another key, add a field in `footlight.ledger.entries` and a row here.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, assert_never

from footlight.ledger.entries import Candidate, Entry, Evidence, Method, Reason, Searched, Status
from footlight.suggestions import did_you_mean

Row = Callable[[object], Any]
"""From a value as TOML gives it to the value of the field; raises Wrong."""

_INVISIBLE = "\\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
_ADDRESS = re.compile(rf"https?://[^/?#{_INVISIBLE}][^{_INVISIBLE}]*", re.IGNORECASE)
_ID = re.compile(r"(?:[^\W_]|-)+")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Wrong(Exception):  # noqa: N818 - it becomes a finding, not an error
    """A value, or the whole file, that we do not take; `line` and `column` are 1-based, 0 where unknown."""

    def __init__(self, code: str, message: str, hint: str = "", *, place: tuple[int, int] = (0, 0)) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint
        self.line, self.column = place


def shown(value: object) -> str:
    """A value of a stranger's file as it may stand in a message: short, quoted, nothing unprintable."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a value of thousands of levels
        text = type(value).__name__
    return text if len(text) <= 60 else f"{text[:57]}..."


def nearest(word: str, known: tuple[str, ...]) -> str:
    """The hint for an unknown word: the known one that is near, or all that are known."""
    near = did_you_mean(word[:100], known)
    return f"{near[:1].upper()}{near[1:]}" or f"Known are: {', '.join(known)}."


def _wrong_type(value: object, wanted: str, hint: str) -> Wrong:
    return Wrong("ledger-wrong-type", f"{shown(value)} is not {wanted}", hint)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _wrong_type(value, "text", 'Put it in quotation marks, as in "text".')
    return value


def _identifier(value: object) -> str:
    if not _ID.fullmatch(text := _text(value)):
        raise Wrong("ledger-bad-id", f"the id {shown(text)} is not made of letters, digits and hyphens", "Rename it.")
    return text


def is_address(text: str) -> bool:
    """Whether a text can stand in a ledger as an address."""
    return _ADDRESS.fullmatch(text) is not None


def _address(value: object) -> str:
    if (text := _text(value)) and not _ADDRESS.fullmatch(text):
        raise Wrong(
            "ledger-bad-url",
            f"{shown(text)} is not an http or https address",
            "Write it whole, from http:// or https:// on, without spaces or characters that cannot be seen.",
        )
    return text


def _sha256(value: object) -> str:
    if (text := _text(value)) and not _SHA256.fullmatch(text):
        raise Wrong("ledger-bad-sha256", f"{shown(text)} is not a SHA-256 in lower-case hex", "It has 64 digits.")
    return text


def _score(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong_type(value, "a number", "Write it as in `score = 0.9`.")
    if not 0 <= value <= 1:  # false for NaN as well
        raise Wrong("ledger-bad-score", f"the score {shown(value)} is not between 0 and 1", "Leave it out if unsure.")
    return float(value)


def _when(value: object) -> datetime | date:
    """A date, or a moment in UTC; one without a time zone is taken to be in UTC, as archives' stamps are."""
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


def _one_of(kind: type[StrEnum]) -> Row:
    def read(value: object) -> StrEnum:
        text = _text(value)
        try:
            return kind(text)
        except ValueError:
            message = f"unknown {kind.__name__.lower()} {shown(text)}"
            raise Wrong("ledger-unknown-value", message, nearest(text, tuple(kind))) from None

    return read


LINK: Mapping[str, Row] = {
    "id": _identifier,
    "kind": _text,
    "exact": _text,
    "prefix": _text,
    "suffix": _text,
    "supplied": _text,
    "status": _one_of(Status),
    "by": _text,
    "reason": _one_of(Reason),
    "url": _address,
    "title": _text,
    "author": _text,
    "site": _text,
    "issued": _day,
    "archive_url": _address,
    "archived": _moment,
    "method": _one_of(Method),
    "score": _score,
    "note": _text,
}
EVIDENCE: Mapping[str, Row] = {
    "what": _text,
    "url": _address,
    "seen": _when,
    "sha256": _sha256,
    "line": _text,
    "artefact": _text,
}
CANDIDATE: Mapping[str, Row] = {
    "url": _address,
    "title": _text,
    "score": _score,
    "archive_url": _address,
    "why": _text,
}
SEARCHED: Mapping[str, Row] = {"where": _text, "when": _when, "result": _text}

SUB_TABLES: Mapping[str, Mapping[str, Row]] = {"evidence": EVIDENCE, "candidate": CANDIDATE, "searched": SEARCHED}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "link": ("id", "kind", "status"),
    "evidence": ("what",),
    "candidate": ("url",),
    "searched": ("where",),
}
QUOTE = ("exact", "prefix", "suffix")
_ALWAYS = ("id", "kind", "exact", "status", "what", "where")


def values_of(record: Entry | Evidence | Candidate | Searched) -> dict[str, Any]:
    """The record as the values of its TOML table, in the order of the rows, what is not known left out."""
    found: dict[str, Any] = {}
    for key in _rows_of(record):
        of = record.quote if isinstance(record, Entry) and key in QUOTE else record
        value = getattr(of, key)
        if key in _ALWAYS or value not in ("", None):
            found[key] = value.value if isinstance(value, StrEnum) else value
    return found


def _rows_of(record: Entry | Evidence | Candidate | Searched) -> Mapping[str, Row]:
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


def sub_tables_of(entry: Entry) -> dict[str, list[dict[str, Any]]]:
    """The entry's `[[link.evidence]]`, `[[link.candidate]]` and `[[link.searched]]`, each as `values_of` gives it."""
    tables: dict[str, tuple[Evidence | Candidate | Searched, ...]]
    tables = {"evidence": entry.evidence, "candidate": entry.candidates, "searched": entry.searched}
    return {name: [values_of(record) for record in records] for name, records in tables.items()}
