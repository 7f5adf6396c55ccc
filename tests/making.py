"""Essays made on the spot, through the same functions as `footlight build`: a project in a folder, an essay in it,
what editions are set from, and the EPUB.
"""

import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from footlight.checking.layout_gate import ExpectedNote
from footlight.editions.colophon import Colophon, Production, make_colophon
from footlight.editions.epub.assembly import draft_epub, essay_content
from footlight.editions.epub.content_documents import BookSetup
from footlight.editions.fragments import Fragments, make_fragments, words_of
from footlight.editions.page_document import HouseStyle
from footlight.editions.printed_addresses import shown
from footlight.editions.style_properties import page_properties
from footlight.engines.templates import Templates
from footlight.essay.document import Annotated
from footlight.essay.layout import Pagination
from footlight.essay_files import lone_essay
from footlight.findings.finding import Finding
from footlight.project import Project
from footlight.settings.values import Config
from footlight.workflows.build.annotated_essay import prepare

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the editions of an essay are set from."""

    project: Project
    annotated: Annotated
    fragments: Fragments
    colophon: Colophon
    house: HouseStyle
    findings: tuple[Finding, ...]

    def epub(self, pagination: Pagination | None = None) -> bytes:
        """The EPUB."""
        setup = BookSetup(annotated=self.annotated, colophon=self.colophon, house=self.house)
        draft = draft_epub(setup, partial(essay_content, setup, self.fragments), self.project.template_folders)
        return draft.pack(draft.files(pagination))

    def set_notes(self) -> tuple[ExpectedNote, ...]:
        """Each note as it should stand; its address where it prints one."""
        return tuple(
            ExpectedNote(
                note=note,
                words=words_of(html),
                addresses=((shown(note.url), note.url),) if note.url and not note.see else (),
            )
            for note, html in zip(self.annotated.notes, self.fragments.notes, strict=True)
        )


def write(root: Path, text: str, *, ledger: str = "", name: str = "essay") -> Path:
    """A project with one essay and, where there is one, its ledger; the path of the essay."""
    source = root / "source"
    source.mkdir(exist_ok=True)
    essay = source / f"{name}.md"
    essay.write_text(text, encoding="utf-8")
    if ledger:
        (source / f"{name}.links.toml").write_text(f"schema = 1\n\n{ledger}", encoding="utf-8")
    return essay


def make(essay: Path, config: Config | None = None) -> Made:
    """The essay at a path, ready to be set. Fails where it cannot be."""
    project = Project(root=essay.parent.parent)
    prepared, findings = prepare(lone_essay(essay, project.shown(essay)), project, config or Config())
    assert prepared is not None, [str(finding) for finding in findings]
    with tempfile.TemporaryDirectory() as folder:
        style = Path(folder, "style.csl")
        style.write_text(prepared.style.text, encoding="utf-8")
        annotated, words = prepared.on_screen, prepared.words
        fragments = make_fragments(annotated, words, style, bibliography=not prepared.style.cites_in_notes)
    templates = Templates(project)
    return Made(
        project=project,
        annotated=annotated,
        fragments=fragments,
        colophon=make_colophon(annotated, prepared.entries, words, Production()),
        house=HouseStyle(templates=templates, words=words, properties=page_properties(templates)),
        findings=findings,
    )
