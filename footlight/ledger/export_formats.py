"""A ledger in the forms of other programs: CSV, JSON, BibTeX, CSL-JSON and a page of Robust Links.

Sources of the forms: RFC 4180; biblatex 3.20, section 2.1.1 (`@online`); CSL 1.0.2, the JSON schema of data items;
https://robustlinks.mementoweb.org/spec/ (`data-originalurl`, `data-versionurl`, `data-versiondate`).
"""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from footlight.ledger.entries import Entry

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets take for the beginning of a formula (OWASP, CSV Injection), also in full width."""
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_COLUMNS = (
    "essay", "id", "kind", "status", "words", "url", "title", "author", "site", "issued", "archive_url", "archived",
    "method", "by", "score", "reason", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedEntry:
    """An entry and the essay that it belongs to."""

    essay: str
    title: str
    """Of the essay."""
    entry: Entry


def as_csv(rows: Sequence[ExportedEntry]) -> str:
    """One row an entry, under a head. A cell that a spreadsheet would compute begins with an apostrophe."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for one in rows:
        table.writerow([_cell(value) for value in _values(one).values()])
    return out.getvalue()


def as_json(rows: Sequence[ExportedEntry]) -> str:
    """A list of objects with the columns of the CSV; what is unknown is null."""
    found = [{key: None if value == "" else value for key, value in _values(one).items()} for one in rows]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def as_bibtex(rows: Sequence[ExportedEntry]) -> str:
    """One `@online` for each address that an edition may print."""
    entries = []
    for key, one in _keyed(rows):
        entry = one.entry
        fields = {
            "author": f"{{{_tex(entry.author)}}}" if entry.author else "",
            "title": _tex(entry.title or entry.url),
            "organization": _tex(entry.site),
            "date": entry.issued.isoformat() if entry.issued else "",
            "url": re.sub(r"[{}\\\s]", lambda m: f"%{ord(m[0]):02X}", entry.url),
            "urldate": entry.archived.date().isoformat() if entry.archived else "",
            "note": _tex(entry.archive_url and f"Archived at {entry.archive_url}"),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        entries.append("\n".join([f"@online{{{key},", *lines, "}"]))
    return "\n\n".join(entries) + ("\n" if entries else "")


def as_csl_json(rows: Sequence[ExportedEntry]) -> str:
    """One item of type `webpage` for each address that an edition may print."""
    return json.dumps([csl_item(key, one.entry) for key, one in _keyed(rows)], ensure_ascii=False, indent=2) + "\n"


def csl_item(key: str, entry: Entry) -> dict[str, Any]:
    """An entry's source as a CSL data item. The author is literal: splitting a name would be a guess."""
    item: dict[str, Any] = {"id": key, "type": "webpage", "title": entry.title or entry.url, "URL": entry.url}
    if entry.author:
        item["author"] = [{"literal": entry.author}]
    if entry.site:
        item["container-title"] = entry.site
    if entry.issued:
        item["issued"] = {"date-parts": [[entry.issued.year, entry.issued.month, entry.issued.day]]}
    if entry.archived:
        day = entry.archived.date()
        item["accessed"] = {"date-parts": [[day.year, day.month, day.day]]}
    if entry.archive_url:
        item["archive_location"] = entry.archive_url
    return item


def as_robust_links(rows: Sequence[ExportedEntry]) -> str:
    """A page of HTML with each address, its capture and the day of it, as Robust Links write them."""
    parts = ['<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Links</title></head>\n<body>\n']
    essay = ""
    for one in rows:
        if not one.entry.status.printed:
            continue
        if one.essay != essay:
            parts += ["</ul>\n" if essay else "", f"<h1>{escape(one.title or one.essay)}</h1>\n<ul>\n"]
            essay = one.essay
        parts.append(f"<li>{_robust_link(one.entry)}</li>\n")
    return "".join([*parts, "</ul>\n" if essay else "", "</body>\n</html>\n"])


def _robust_link(entry: Entry) -> str:
    robust = {"data-originalurl": entry.url}
    if entry.archive_url:
        robust["data-versionurl"] = entry.archive_url
    if entry.archived:
        robust["data-versiondate"] = entry.archived.date().isoformat()
    told = "".join(f' {name}="{escape(value)}"' for name, value in robust.items())
    words = escape(entry.title or entry.url)
    beside = ", ".join(escape(part) for part in (entry.author, entry.site) if part)
    capture = f' (<a href="{escape(entry.archive_url)}">capture</a>)' if entry.archive_url else ""
    return f'<a href="{escape(entry.url)}"{told}>{words}</a>{f", {beside}" if beside else ""}{capture}'


FORMATS: dict[str, Callable[[Sequence[ExportedEntry]], str]] = {
    "csv": as_csv,
    "json": as_json,
    "bibtex": as_bibtex,
    "csl-json": as_csl_json,
    "robust-links": as_robust_links,
}


def _values(one: ExportedEntry) -> dict[str, Any]:
    entry = one.entry
    values = (
        one.essay, entry.id, entry.kind, entry.status.value, entry.quote.exact, entry.url, entry.title, entry.author,
        entry.site, entry.issued.isoformat() if entry.issued else "", entry.archive_url,
        entry.archived.isoformat() if entry.archived else "", entry.method.value if entry.method else "", entry.by,
        "" if entry.score is None else entry.score, entry.reason.value if entry.reason else "", entry.note,
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _keyed(rows: Sequence[ExportedEntry]) -> list[tuple[str, ExportedEntry]]:
    """The entries that may be printed, each with a key of its own: BibTeX's keys are ASCII."""
    found: list[tuple[str, ExportedEntry]] = []
    taken: set[str] = set()
    for one in rows:
        if not one.entry.status.printed:
            continue
        stem = re.sub(r"[^A-Za-z0-9-]+", "-", f"{one.essay}-{one.entry.id}").strip("-") or "link"
        number, key = 1, stem
        while key.lower() in taken:
            number += 1
            key = f"{stem}-{number}"
        taken.add(key.lower())
        found.append((key, one))
    return found


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in re.sub(r"\s+", " ", text))
