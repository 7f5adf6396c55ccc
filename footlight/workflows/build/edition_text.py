"""What editions are set from, and what has to stand in them."""

from dataclasses import dataclass

from footlight.checking.layout_gate import ExpectedNote
from footlight.editions.colophon import Colophon
from footlight.editions.fragments import Fragments, words_of
from footlight.editions.page_document import HouseStyle
from footlight.editions.printed_addresses import shown
from footlight.essay.document import Annotated, NoteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An annotated essay, its pieces of HTML, what it says about itself, and with what it is set."""

    annotated: Annotated
    fragments: Fragments
    colophon: Colophon
    house: HouseStyle


def set_notes(annotated: Annotated, fragments: Fragments) -> tuple[ExpectedNote, ...]:
    """Each note as it should stand."""
    return tuple(
        ExpectedNote(note=note, words=words_of(html), addresses=_addresses(note.url, note.kind, see=bool(note.see)))
        for note, html in zip(annotated.notes, fragments.notes, strict=True)
    )


def _addresses(url: str, kind: NoteKind, *, see: bool) -> tuple[tuple[str, str], ...]:
    return ((shown(url), url),) if url and not see and kind in (NoteKind.LINK, NoteKind.RECOVERED) else ()
