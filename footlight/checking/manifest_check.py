"""Check the products against the manifest: what NAME.links.json says of each note holds in the PDFs and the EPUB."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from footlight.checking.layout_gate import (
    ExpectedNote,
    FinishedPdf,
    addresses_intact,
    check_layout,
    comparable_text,
    linked,
    present,
)
from footlight.essay.document import Note, NoteKind, Series
from footlight.essay.layout import Box, LaidPage, Layout, NotePlace
from footlight.findings.finding import Finding

_NOWHERE = Box(x=0, y=0, width=0, height=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestNotes:
    """A manifest's notes as values of the gates, whose rules then check the files on disk."""

    on_paper: tuple[ExpectedNote, ...]
    """Notes with a place in the PDF."""
    layout: Layout
    """Pages of calls and notes, as far as the manifest tells."""
    on_screen: tuple[ExpectedNote, ...]
    """Notes with a place in the EPUB, with their numbers there."""
    on_web: tuple[ExpectedNote, ...] = ()
    """Notes with a place in the web edition, with their numbers there."""


def read_manifest(data: bytes, printed: Callable[[str], str]) -> ManifestNotes:
    """Read a manifest; `printed` gives an address's printed form. Raises ValueError where the data is no manifest."""
    try:
        links = json.loads(data)["links"]
        links = [link for link in links if link["note"] is not None]  # the others stand in the text, as their own words
        notes = [(_set(link, int(link["note"]), printed), link) for link in links]
        paper = [(item, link["pdf"]) for item, link in notes if link.get("pdf")]
        screen, web = (
            tuple(_set(link, _number(link[medium]), printed) for link in links if link.get(medium))
            for medium in ("epub", "web")
        )
        on_paper = tuple(item for item, _ in paper)
        return ManifestNotes(on_paper=on_paper, layout=_layout(paper), on_screen=screen, on_web=web)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from None


def _number(place: str) -> int:
    """The number of the note at a place such as `text.xhtml#fl-note-2`."""
    return int(place.rpartition("-")[2])


def _set(link: dict[str, Any], number: int, printed: Callable[[str], str]) -> ExpectedNote:
    note = Note(
        number=number,
        series=Series(link["series"]),
        kind=NoteKind(link["kind"]),
        content=[],
        url=link["url"] or "",
        see=int(link["see"] or 0),
        section=str(link.get("section") or ""),
    )
    stands = note.url and not note.see and note.kind in (NoteKind.LINK, NoteKind.RECOVERED)
    return ExpectedNote(note=note, words=(), addresses=((printed(note.url), note.url),) if stands else ())


def _layout(notes: Sequence[tuple[ExpectedNote, dict[str, Any]]]) -> Layout:
    """The pages of calls and notes as a layout; boxes are not in the manifest."""
    anchors: dict[int, list[str]] = {}
    for item, place in notes:
        anchors.setdefault(int(place["call_page"]), []).append(item.note.call_id)
        anchors.setdefault(int(place["page"]), []).append(item.note.id)
        for page in _continuations(place):
            anchors.setdefault(page, [])
    pages = (
        LaidPage(number=number, width=0, height=0, block=_NOWHERE, anchors=tuple(anchors.get(number, ())))
        for number in range(1, max(anchors, default=0) + 1)
    )
    places = (
        NotePlace(note_id=item.note.id, page=page, box=_NOWHERE)
        for item, place in notes
        if place["box"]
        for page in (int(place["page"]), *_continuations(place))
    )
    return Layout(pages=tuple(pages), notes=tuple(places))


def _continuations(place: dict[str, Any]) -> list[int]:
    """The further pages of a note that goes on."""
    return [int(part["page"]) for part in place.get("goes_on", [])]


def check_reading_notes(
    listed: ManifestNotes, texts: Sequence[str], links: Sequence[tuple[int, str]], shown: str
) -> list[Finding]:
    """Check the reading PDF: each note's page exists, its address is printed and linked, calls and notes link."""
    if len(listed.layout.pages) > len(texts):
        message = f"the manifest names page {len(listed.layout.pages)}, and the PDF has {len(texts)}"
        return [Finding(code="manifest-astray", message=message, hint="Build it again.", file=shown)]
    pdf = FinishedPdf(shown=shown, layout=listed.layout, texts=texts, links=links)
    return list(check_layout(listed.on_paper, pdf, (present, addresses_intact, linked)))


def check_printed_addresses(listed: ManifestNotes, texts: Sequence[str], shown: str) -> list[Finding]:
    """Check the print PDF, whose page numbers may differ: each address is whole on a page or on two adjacent ones."""
    layers = [comparable_text(text) for text in texts]
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
        if not any(comparable_text(words) in layer for layer in spreads)
    ]
