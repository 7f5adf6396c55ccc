"""The notes as templates see them: the way back first, the captured copy last, and the calls that lead to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from footlight.editions.addresses import address_html
from footlight.editions.epub.xhtml import Mending, inner, mend, parse
from footlight.engines.templates import markup
from footlight.essay import Note, NoteKind


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
    lost: bool
    """Whether all of it is in the edition's own voice, and so in the language of its wording."""
    href: str
    """Where the note is, from any document of the book."""
    call_href: str


def note_views(
    notes: Sequence[Note], pieces: Sequence[str], files: Mapping[str, str], file: str
) -> tuple[NoteView, ...]:
    """The notes with their finished HTML in `pieces`; `files` says which file has each call, `file` holds the notes."""
    return tuple(_view(note, html, files.get(note.call_id, ""), file) for note, html in zip(notes, pieces, strict=True))


def _view(note: Note, html: str, call_file: str, file: str) -> NoteView:
    in_paragraph = html.startswith("<p>")
    return NoteView(
        id=note.id,
        call_id=note.call_id,
        number=note.number,
        series=note.series,
        lead=markup("<p>"),
        rest=markup(html.removeprefix("<p>") if in_paragraph else f"</p>{html}"),
        archive=markup(_archive(note)),
        lost=note.kind is NoteKind.LOST,
        href=f"{file}#{note.id}",
        call_href=f"{call_file}#{note.call_id}",
    )


def _archive(note: Note) -> str:
    entry = note.entry
    if not entry or not entry.archive_url or not entry.status.printed or note.see:
        return ""
    root = parse(address_html(entry.archive_url))
    mend(root, Mending(pictures={}, captures={}))
    return inner(root)
