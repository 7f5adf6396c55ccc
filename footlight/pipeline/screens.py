"""The EPUB of an essay, held against its gate."""

from collections.abc import Mapping

from footlight.checking.epub import check_notes
from footlight.editions.epub.making import make_epub
from footlight.essay import Annotated, NoteKind
from footlight.finding import Finding
from footlight.pipeline.text import Text, set_notes
from footlight.project import Project


def epub(text: Text, project: Project) -> tuple[bytes, Mapping[int, str], tuple[Finding, ...]]:
    """The EPUB, where in it each note stands (by number), and what does not hold."""
    data = make_epub(text.annotated, text.fragments, text.colophon, text.frame, project.template_folders)
    checked = check_notes(data, set_notes(text.annotated, text.fragments), text.annotated.essay.source.shown)
    return data, checked.places, checked.findings


def by_paper(places: Mapping[int, str], on_screen: Annotated, on_paper: Annotated) -> Mapping[int, str]:
    """The places by the numbers that the notes have on paper, where links are notes on paper only."""
    if on_screen is on_paper:
        return places
    shared = [note for note in on_paper.notes if note.kind is not NoteKind.LINK]
    pairs = zip(shared, on_screen.notes, strict=True)
    return {paper.number: places[screen.number] for paper, screen in pairs if screen.number in places}
