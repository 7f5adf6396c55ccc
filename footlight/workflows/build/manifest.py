"""NAME.links.json: each link → its note → page and box in the PDF → places on screens → status → archive."""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import Any, NamedTuple

from footlight import __version__
from footlight.editions.printed_addresses import shown
from footlight.essay.document import AddressInText, Annotated, Note
from footlight.essay.layout import Layout, NotePlace, unspaced
from footlight.findings.finding import Finding, findings_schema
from footlight.ledger.entries import DESCRIBED, Entry, Status
from footlight.ledger.further_help import further_help
from footlight.settings.certainty_words import certainty_sentence
from footlight.settings.wording import Wording

SCHEMA = 1
ENDING = ".links.json"
IN_TEXT = "address"
"""The kind of a link whose words are its whole address, and that has no note."""


def manifest(  # noqa: PLR0913 - all that it is about
    name: str,
    text: Annotated,
    layout: Layout | None,
    on_screen: Mapping[str, Mapping[str, str]],
    findings: Sequence[Finding],
    *,
    words: Wording,
    essays: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Return the manifest of an essay or a book: a row for each note, and for each address that stands in the text
    itself, in their order. Pages are 1-based, boxes `[x, y, width, height]` in pt from the top left.

    `on_screen` has the places of the notes in `epub` and in `web`, by the identifiers of the notes.
    `words` say why a link's address is as sure as it is. `essays` are the names of a book's essays by the keys of their
    sections: a book's notes are counted in each of them.
    """
    in_pdf = _pdf_places(layout) if layout else None
    order = {section: at for at, section in enumerate(essays)}
    rows = [
        (
            (order.get(note.section, 0), 2 * note.number),
            _of_book(note.section, essays) | _link(note, in_pdf, on_screen, words),
        )
        for note in text.notes
    ]
    rows += [
        ((order.get(one.section, 0), 2 * one.behind + 1), _of_book(one.section, essays) | _in_text(one, page))
        for one, page in _pages_of(text.addresses, layout)
    ]
    value = {
        "schema": SCHEMA,
        "essay": name,
        "generator": f"Footlight {__version__}",
        "links": [row for _, row in sorted(rows, key=lambda row: row[0])],
        "announced": [finding.as_json() for finding in findings],
    }
    return _encoded(value)


def merged(new: bytes, old: bytes) -> bytes:
    """Add to a manifest what an older one of the same sources says of editions that were not made anew."""
    value, known = json.loads(new), json.loads(old)
    others = _by_place(known["links"])
    for place, link in _by_place(value["links"]).items():
        other = others.get(place, {})
        places = {medium: link.pop(medium, None) or other.get(medium) for medium in ("pdf", "epub", "web")}
        link.update({medium: place for medium, place in places.items() if place})
    value["announced"] = [*known["announced"], *(f for f in value["announced"] if f not in known["announced"])]
    return _encoded(value)


def _by_place(links: Sequence[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The rows of a manifest by what tells them apart: their note, or how many addresses without one stood before."""
    unnoted = count()
    return {(link.get("section"), link["note"] or f"{next(unnoted)}"): link for link in links}


def _encoded(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


_Places = tuple[Mapping[str, int], Mapping[str, list[NotePlace]]]
"""The first page of each identifier, and the boxes of each note at the foot of a page, in the order of the pages."""


def _pdf_places(layout: Layout) -> _Places:
    boxes: dict[str, list[NotePlace]] = {}
    for place in layout.notes:
        boxes.setdefault(place.note_id, []).append(place)
    return layout.pages_by_anchor(), boxes


def _pages_of(addresses: Sequence[AddressInText], layout: Layout | None) -> Iterator[tuple[AddressInText, int | None]]:
    """Each address that stands in the text, with the page, from 1, on which it begins; None where that is not known."""
    starts = [page.start.offset for page in layout.pages] if layout else []
    at = 0
    for address in addresses:
        forms = [unspaced(form) for form in (shown(address.url), address.words)]
        found = [place for form in forms if layout and (place := layout.text.find(form, at)) >= 0]
        at = min(found, default=at)
        yield address, bisect_right(starts, at) if found else None


def _in_text(address: AddressInText, page: int | None) -> dict[str, Any]:
    """The row of an address that stands in the text: it has no note, for none would say more."""
    said = {"series": address.series, "kind": IN_TEXT, "status": "present", "url": address.url}
    row = {name: said.get(name) for name in _ROWS}
    return row | ({"pdf": {"call_page": page, "page": page, "box": None}} if page else {})


def _of_book(section: str, essays: Mapping[str, str]) -> dict[str, Any]:
    """In a book, whose link it is: the essay, and the key of its section."""
    return {"essay": essays.get(section, ""), "section": section} if section else {}


class _Row(NamedTuple):
    """A key of a link: what it holds, and its JSON Schema."""

    of: Callable[[Note, Entry | None, Wording], Any]
    schema: Mapping[str, Any]


_TEXT_OR_NONE = {"type": ["string", "null"]}
_ROWS: Mapping[str, _Row] = {
    "note": _Row(lambda note, _, __: note.number, {"type": ["integer", "null"], "minimum": 1}),
    "series": _Row(lambda note, _, __: note.series, {"type": "string"}),
    "kind": _Row(lambda note, _, __: note.kind, {"type": "string"}),
    "id": _Row(lambda _, entry, __: entry.id if entry else None, _TEXT_OR_NONE),
    "missing": _Row(lambda _, entry, __: entry.kind if entry else None, _TEXT_OR_NONE),
    "status": _Row(
        lambda note, entry, _: entry.status if entry and entry.kind != DESCRIBED else ("present" if note.url else None),
        {"enum": [*Status, "present", None]},
    ),
    "score": _Row(
        lambda _, entry, __: entry.score if entry else None, {"type": ["number", "null"], "minimum": 0, "maximum": 1}
    ),
    "why": _Row(lambda _, entry, words: (certainty_sentence(entry, words) or None) if entry else None, _TEXT_OR_NONE),
    "help": _Row(lambda _, entry, __: (further_help(entry) or None) if entry else None, _TEXT_OR_NONE),
    "url": _Row(lambda note, _, __: note.url or None, _TEXT_OR_NONE),
    "see": _Row(lambda note, _, __: note.see or None, {"type": ["integer", "null"]}),
    "archive_url": _Row(lambda _, entry, __: (entry.archive_url or None) if entry else None, _TEXT_OR_NONE),
    "archived": _Row(
        lambda _, entry, __: entry.archived.isoformat() if entry and entry.archived else None, _TEXT_OR_NONE
    ),
}


def manifest_schema() -> dict[str, Any]:
    """The JSON Schema (draft 7) of NAME.links.json."""
    page = {"type": "integer", "minimum": 0}
    box = {"type": ["array", "null"], "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
    goes_on = {"type": "array", "items": _record({"page": page, "box": box})}
    in_pdf = _record({"call_page": page, "page": page, "box": box}, {"goes_on": goes_on})
    text = {"type": "string"}
    link = _record(
        {name: dict(row.schema) for name, row in _ROWS.items()},
        {"essay": text, "section": text, "pdf": in_pdf, "epub": text, "web": text},
    )
    announced = {"type": "array", "items": findings_schema()}
    return _record(
        {
            "schema": {"const": SCHEMA},
            "essay": text,
            "generator": text,
            "links": {"type": "array", "items": link},
            "announced": announced,
        }
    )


def _record(always: dict[str, Any], sometimes: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
    properties = {**always, **sometimes}
    return {"type": "object", "additionalProperties": False, "required": list(always), "properties": properties}


def _link(
    note: Note, in_pdf: _Places | None, on_screen: Mapping[str, Mapping[str, str]], words: Wording
) -> dict[str, Any]:
    value: dict[str, Any] = {name: row.of(note, note.entry, words) for name, row in _ROWS.items()}
    if in_pdf:
        pages, boxes = in_pdf
        places = boxes.get(note.id, [])
        value["pdf"] = {
            "call_page": pages.get(note.call_id, 0),
            "page": places[0].page if places else pages.get(note.id, 0),
            "box": places[0].box.as_json() if places else None,
        }
        if len(places) > 1:
            value["pdf"]["goes_on"] = [{"page": place.page, "box": place.box.as_json()} for place in places[1:]]
    value |= {medium: places[note.id] for medium, places in on_screen.items() if note.id in places}
    return value
