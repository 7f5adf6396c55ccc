"""The manifest held against the products: what NAME.links.json says of a note is so, in the PDFs and in the EPUB."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from footlight.checking.layout_gate import SetNote, SetPdf, addresses_intact, check_layout, linked, present, squeezed
from footlight.essay.document import Note, NoteKind, Series
from footlight.essay.layout import Box, LaidPage, Layout, NotePlace
from footlight.findings.finding import Finding

_NOWHERE = Box(x=0, y=0, width=0, height=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a manifest says, as the gate's own values, so that its rules hold again for the files on the disk."""

    on_paper: tuple[SetNote, ...]
    """The notes that have a place in a PDF."""
    layout: Layout
    on_screen: tuple[SetNote, ...]
    """Those that have a place in the EPUB, by the numbers that they have there."""


def read_manifest(data: bytes, printed: Callable[[str], str]) -> Listed:
    """A manifest's notes; `printed` gives an address as it is set. Raises ValueError where it is no such manifest."""
    try:
        links = json.loads(data)["links"]
        notes = [(_set(link, int(link["note"]), printed), link) for link in links]
        paper = [(item, link["pdf"]) for item, link in notes if link.get("pdf")]
        screen = tuple(_set(link, _number(link["epub"]), printed) for link in links if link.get("epub"))
        return Listed(on_paper=tuple(item for item, _ in paper), layout=_layout(paper), on_screen=screen)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from None


def _number(place: str) -> int:
    """Of the note that stands at a place such as `text.xhtml#fl-note-2`."""
    return int(place.rpartition("-")[2])


def _set(link: dict[str, Any], number: int, printed: Callable[[str], str]) -> SetNote:
    note = Note(
        number=number,
        series=Series(link["series"]),
        kind=NoteKind(link["kind"]),
        content=[],
        url=link["url"] or "",
        see=int(link["see"] or 0),
    )
    stands = note.url and not note.see and note.kind in (NoteKind.LINK, NoteKind.RECOVERED)
    return SetNote(note=note, words=(), addresses=((printed(note.url), note.url),) if stands else ())


def _layout(notes: Sequence[tuple[SetNote, dict[str, Any]]]) -> Layout:
    """As much of the layout as the manifest tells: which call and which note stand on which page."""
    anchors: dict[int, list[str]] = {}
    for item, place in notes:
        anchors.setdefault(int(place["call_page"]), []).append(item.note.call_id)
        anchors.setdefault(int(place["page"]), []).append(item.note.id)
    pages = (
        LaidPage(number=number, width=0, height=0, block=_NOWHERE, anchors=tuple(anchors.get(number, ())))
        for number in range(1, max(anchors, default=0) + 1)
    )
    places = (NotePlace(note_id=i.note.id, page=int(p["page"]), box=_NOWHERE) for i, p in notes if p["box"])
    return Layout(pages=tuple(pages), notes=tuple(places))


def check_listed(listed: Listed, texts: Sequence[str], links: Sequence[tuple[int, str]], shown: str) -> list[Finding]:
    """The notes of the reading PDF: each on a page that it has, its address whole and alive, linked both ways."""
    if len(listed.layout.pages) > len(texts):
        message = f"the manifest names page {len(listed.layout.pages)}, and the PDF has {len(texts)}"
        return [Finding(code="manifest-astray", message=message, hint="Build it again.", file=shown)]
    pdf = SetPdf(shown=shown, layout=listed.layout, texts=texts, links=links)
    return list(check_layout(listed.on_paper, pdf, (present, addresses_intact, linked)))


def check_printed(listed: Listed, texts: Sequence[str], shown: str) -> list[Finding]:
    """The addresses of the print PDF, whose pages may be others: each whole on one of them, or on two that follow."""
    layers = [squeezed(text) for text in texts]
    spreads = [*layers, *(a + b for a, b in pairwise(layers))]
    return [
        Finding(
            code="address-broken",
            message=f"note {item.note.number} does not print {words} whole",
            hint="Look at the page.",
            file=shown,
        )
        for item in listed.on_paper
        for words, _ in item.addresses
        if not any(squeezed(words) in layer for layer in spreads)
    ]
