"""The notes as templates see them: the way back first, the captured copy last, and the calls that lead to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from footlight.editions.epub.xhtml import Capture, Mending, inner, mend, parse
from footlight.editions.printed_addresses import address_html
from footlight.engines.templates import markup
from footlight.essay.document import Annotated, Note, NoteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note and its call."""

    id: str
    call_id: str
    number: int
    series: str
    lead: str
    """What opens the first paragraph; the way back stands right behind it."""
    rest: str
    archive: str
    """The full address of the captured copy, as a link; empty where there is none."""
    ours: bool
    """Whether all of it is in the edition's own voice, and so in the language of its wording."""
    href: str
    """Where the note is: in the document of its call."""
    call_href: str


def captures_of(annotated: Annotated) -> dict[str, Capture]:
    """The archived copies that the ledger names, by the address that was captured."""
    entries = [note.entry for note in annotated.notes if note.entry and note.entry.status.printed]
    return {
        entry.url: Capture(
            url=entry.url,
            archive_url=entry.archive_url,
            date=entry.archived.date().isoformat() if entry.archived else "",
        )
        for entry in entries
        if entry.archive_url or entry.archived
    }


def note_views(annotated: Annotated, pieces: Sequence[str]) -> tuple[NoteView, ...]:
    """The notes with their finished HTML in `pieces`; each stands in the document of its call."""
    captures = captures_of(annotated)
    views = []
    for note, html in zip(annotated.notes, pieces, strict=True):
        copy = captures[note.url].archive_url if note.url in captures and not note.see else ""
        views.append(_view(note, html, _address(copy) if copy else ""))
    return tuple(views)


def _view(note: Note, html: str, archive: str) -> NoteView:
    in_paragraph = html.startswith("<p>")
    return NoteView(
        id=note.id,
        call_id=note.call_id,
        number=note.number,
        series=note.series,
        lead=markup("<p>"),
        rest=markup(html.removeprefix("<p>") if in_paragraph else f"</p>{html}"),
        archive=markup(archive),
        ours=note.kind is NoteKind.LOST or bool(note.see),
        href=f"#{note.id}",
        call_href=f"#{note.call_id}",
    )


def _address(url: str) -> str:
    """An address as a link, from the left whatever stands round it."""
    root = parse(address_html(url))
    mend(root, Mending(pictures={}, captures={}, from_right=True))
    return inner(root)
