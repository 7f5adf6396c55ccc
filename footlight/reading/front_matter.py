"""Front matter: pandoc's own metadata names and ours, parsed into `Metadata` once, each key a row."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from footlight.engines.yaml import Mapping, Value, YamlProblem, read_mapping
from footlight.essay.document import Identifier, LinksAsNotes, Metadata, PartialDate
from footlight.findings.finding import Finding, Severity
from footlight.press.isbn import isbn_13
from footlight.reading.people import people
from footlight.suggestions import did_you_mean

_HEADER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?\Z")
_WEB = re.compile(r"https?://[^\s/]+\S*\Z")

_FROM_RIGHT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages that are written from right to left (Unicode CLDR, characters/orientation)."""

PASSED_TO_PANDOC = frozenset({"references"})
"""Keys that are read from pandoc's tree; nothing of them is looked at here."""


class BadValue(Exception):  # noqa: N818 - it becomes a finding
    """A value that its key cannot take; the message says what it takes."""


def _text(value: Value) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    raise BadValue("takes a text")


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(_text(item) for item in value)
    raise BadValue("takes a text or a list of texts")


def _files(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else _texts(value)


def partial_date(value: Value) -> PartialDate:
    """A date as `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or any text, which is then printed as it stands."""
    words = _text(value)
    match = _ISO.match(words)
    if not match:
        return PartialDate(text=words)
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise BadValue(f"'{words}' is no day of the calendar; write it as 2011-02-25") from None
    return PartialDate(text=words, year=year, month=month, day=day)


def _language(value: Value) -> str:
    words = _text(value)
    if not _LANGUAGE.match(words):
        raise BadValue(f"'{words}' is no language tag; write one such as en-GB, fr or ru")
    return words


def _direction(value: Value) -> str:
    if value in ("ltr", "rtl"):
        return str(value)
    raise BadValue("takes ltr or rtl")


def _address(value: Value) -> str:
    words = _text(value)
    if not _WEB.match(words):
        raise BadValue(f"'{words}' is no web address; it begins with http:// or https://")
    return words


def _links_as_notes(value: Value) -> LinksAsNotes:
    try:
        return LinksAsNotes(_text(value))
    except ValueError:
        raise BadValue(f"takes both, print or none; {did_you_mean(_text(value), LinksAsNotes)}") from None


def _identifiers(value: Value) -> tuple[Identifier, ...]:
    items = value if isinstance(value, list) else [value]
    found = []
    for item in items:
        match item:
            case str():
                found.append(Identifier(text=_text(item)))
            case {"text": str(words), **rest}:
                scheme = rest.get("scheme", "")
                found.append(Identifier(text=_text(words), scheme=scheme if isinstance(scheme, str) else ""))
            case _:
                raise BadValue("takes a text, or records with `scheme` and `text`")
    return tuple(found)


def _isbn(value: Value) -> str:
    words = _text(value)
    if not isbn_13(words):
        raise BadValue(f"'{words}' is no ISBN: ten or thirteen digits, of which the last one checks the others")
    return words


def _position(value: Value) -> str:
    words = _text(value)
    if not re.fullmatch(r"\d+(\.\d+)*", words):
        raise BadValue("takes a number, or numbers between points: 2, or 2.1")
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    field: str
    read: Callable[[Value], Any]


def _people(role: str) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:  # noqa: ANN401 - a tuple of Person
        try:
            return people(value, role)
        except ValueError as error:
            raise BadValue(str(error)) from None

    return read


KEYS: dict[str, _Key] = {
    "title": _Key(field="title", read=_text),
    "subtitle": _Key(field="subtitle", read=_text),
    "author": _Key(field="authors", read=_people("aut")),
    "editor": _Key(field="contributors", read=_people("edt")),
    "translator": _Key(field="contributors", read=_people("trl")),
    "contributor": _Key(field="contributors", read=_people("ctb")),
    "date": _Key(field="date", read=partial_date),
    "lang": _Key(field="lang", read=_language),
    "dir": _Key(field="direction", read=_direction),
    "abstract": _Key(field="", read=_text),
    "keywords": _Key(field="keywords", read=_texts),
    "subject": _Key(field="keywords", read=_texts),
    "description": _Key(field="description", read=_text),
    "rights": _Key(field="rights", read=_text),
    "publisher": _Key(field="publisher", read=_text),
    "identifier": _Key(field="identifiers", read=_identifiers),
    "isbn": _Key(field="isbn", read=_isbn),
    "belongs-to-collection": _Key(field="collection", read=_text),
    "group-position": _Key(field="position", read=_position),
    "cover-image": _Key(field="cover_image", read=_text),
    "bibliography": _Key(field="bibliography", read=_files),
    "csl": _Key(field="csl", read=_text),
    "url": _Key(field="url", read=_address),
    "published-in": _Key(field="published_in", read=_text),
    "permission": _Key(field="permission", read=_text),
    "links-as-notes": _Key(field="links_as_notes", read=_links_as_notes),
}


def split(text: str) -> tuple[str, int]:
    """The YAML at the head of a source, without its fences, and the offset at which the body begins."""
    match = _HEADER.match(text)
    return (match["yaml"], match.end()) if match else ("", 0)


def read_metadata(text: str, shown: str) -> tuple[Metadata, int, tuple[Finding, ...]]:
    """The front matter of a source, the offset of the body, and what is wrong with it."""
    head, body_start = split(text)
    try:
        mapping = read_mapping(head)
    except YamlProblem as problem:
        finding = Finding(
            code="front-matter-syntax",
            message=f"the front matter cannot be read: {problem}",
            hint="Put a text that holds a colon or a quotation mark between single quotes.",
            file=shown,
            line=problem.line + 1,
            column=problem.column,
        )
        return Metadata(), body_start, (finding,)
    findings = [_repeated(name, mapping, shown) for name in mapping.repeated]
    meta = Metadata()
    for name, value in mapping.values.items():
        if name in PASSED_TO_PANDOC:
            continue
        if name not in KEYS:
            findings.append(_unknown(name, mapping, shown))
        elif value not in ("", [], {}):
            try:
                meta = _put(meta, KEYS[name], value)
            except BadValue as error:
                findings.append(_bad(name, str(error), mapping, shown))
    if not mapping.values.get("dir") and meta.lang.split("-")[0].lower() in _FROM_RIGHT:
        meta = replace(meta, direction="rtl")
    return meta, body_start, tuple(findings)


def _put(meta: Metadata, key: _Key, value: Value) -> Metadata:
    read = key.read(value)
    if not key.field:
        return meta
    if key.field in ("contributors", "keywords"):
        read = getattr(meta, key.field) + read
    return replace(meta, **{key.field: read})


def _repeated(name: str, mapping: Mapping, shown: str) -> Finding:
    return Finding(
        code="front-matter-repeated-key",
        severity=Severity.WARNING,
        message=f"the key '{name}' stands more than once in the front matter; the last one counts",
        hint="Remove the other.",
        file=shown,
        line=mapping.lines[name] + 1,
    )


def _unknown(name: str, mapping: Mapping, shown: str) -> Finding:
    nearest = did_you_mean(name, [*KEYS, *PASSED_TO_PANDOC])
    return Finding(
        code="front-matter-unknown-key",
        message=f"unknown key '{name}' in the front matter" + (f"; {nearest}" if nearest else ""),
        hint="The keys that are read stand in docs/front-matter.md.",
        file=shown,
        line=mapping.lines[name] + 1,
    )


def _bad(name: str, problem: str, mapping: Mapping, shown: str) -> Finding:
    return Finding(
        code="front-matter-value",
        message=f"'{name}' {problem}" if problem.startswith("takes") else f"{name}: {problem}",
        hint="See docs/front-matter.md.",
        file=shown,
        line=mapping.lines[name] + 1,
    )
