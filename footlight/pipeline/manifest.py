"""NAME.links.json: each link → its note → page and box in the PDF → place in the EPUB → status → archive."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from footlight import __version__
from footlight.essay import Note
from footlight.finding import Finding
from footlight.layout import Layout

SCHEMA = 1


def manifest(
    name: str, notes: Sequence[Note], layout: Layout | None, in_epub: Mapping[int, str], findings: Sequence[Finding]
) -> bytes:
    """The manifest of an essay's editions; pages are 1-based, boxes `[x, y, width, height]` in pt from the top left."""
    value = {
        "schema": SCHEMA,
        "essay": name,
        "generator": f"Footlight {__version__}",
        "links": [_link(note, layout, in_epub) for note in notes],
        "announced": [finding.as_json() for finding in findings],
    }
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _link(note: Note, layout: Layout | None, in_epub: Mapping[int, str]) -> dict[str, Any]:
    entry = note.entry
    value: dict[str, Any] = {
        "note": note.number,
        "series": note.series,
        "kind": note.kind,
        "id": entry.id if entry else None,
        "missing": entry.kind if entry else None,
        "status": entry.status if entry else ("present" if note.url else None),
        "url": note.url or None,
        "see": note.see or None,
        "archive_url": (entry.archive_url or None) if entry else None,
        "archived": entry.archived.isoformat() if entry and entry.archived else None,
    }
    if layout:
        boxes = [place for place in layout.notes if place.note_id == note.id]
        value["pdf"] = {
            "call_page": layout.page_of(note.call_id),
            "page": boxes[0].page if boxes else layout.page_of(note.id),
            "box": boxes[0].box.as_json() if boxes else None,
        }
    if note.number in in_epub:
        value["epub"] = in_epub[note.number]
    return value
