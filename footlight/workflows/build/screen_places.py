"""The places of notes in editions on screens, by the notes as they are numbered on paper."""

from collections.abc import Mapping, Sequence

from footlight.essay.document import Annotated, Note, NoteKind


def by_paper(places: Mapping[str, str], on_screen: Annotated, on_paper: Annotated) -> Mapping[str, str]:
    """Name the notes of the places as the notes are numbered on paper, where links are notes on paper only."""
    if on_screen is on_paper:
        return places
    of_paper, of_screen = _by_section(on_paper.notes), _by_section(on_screen.notes)
    named: dict[str, str] = {}
    for section, notes in of_paper.items():
        shown = of_screen.get(section, [])
        printed = notes if len(notes) == len(shown) else [note for note in notes if note.kind is not NoteKind.LINK]
        pairs = zip(printed, shown, strict=True)
        named |= {paper.id: places[screen.id] for paper, screen in pairs if screen.id in places}
    return named


def _by_section(notes: Sequence[Note]) -> dict[str, list[Note]]:
    """The notes of each section of a book; all of them where it is an essay."""
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.section, []).append(note)
    return found
