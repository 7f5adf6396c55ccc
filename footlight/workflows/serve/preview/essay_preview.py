"""One essay as it is now: read, written as HTML, laid out; each time only what changed since the time before.

No tags, no validation, no EPUB: those are a build's, which follows when the writer rests.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from footlight.editions.colophon import Production
from footlight.editions.epub.content_documents import BookSetup
from footlight.editions.web.inner_files import InnerPictures
from footlight.editions.web.web_document import Inside, web_document
from footlight.engines.kept_pandoc import KeptPandoc
from footlight.engines.weasyprint.typesetter import LaidOutDocument
from footlight.essay.layout import Layout
from footlight.essay_files import EssayFile, of_project
from footlight.findings.finding import Finding, has_errors, ordered
from footlight.project import Project
from footlight.settings.parser import load_config
from footlight.settings.themes import NotesIn
from footlight.workflows.build.all_editions import edition_texts, house_style
from footlight.workflows.build.annotated_essay import Prepared, prepare
from footlight.workflows.build.composition import Compositor, EditionText
from footlight.workflows.build.essay_look import Look, look_of
from footlight.workflows.processes.setter import LayoutJob, LayoutResult, LocalSetter, PendingLayout
from footlight.workflows.serve.preview.messages import PICTURE, Answer, NothingMade, PagesReady, ShownFinding, TextReady
from footlight.workflows.serve.preview.source_words import words_of_lines

_FACING = 2
"""Pages that are drawn first: the one that is looked at, and the one beside it."""


class PreviewSetter(LocalSetter):
    """Lays out, and keeps the last documents instead of making PDFs of them."""

    def __init__(self) -> None:
        super().__init__()
        self._laid: list[tuple[Layout, LaidOutDocument, tuple[str, ...]]] = []

    def begin(self, job: LayoutJob) -> PendingLayout:
        """Keep a document; it is laid out when its pages are asked for."""

        def laid_out() -> LayoutResult:
            laid = self.typesetter_for(job).lay_out(job.html, column=job.column)
            layout = laid.layout()
            self._laid = [*self._laid[-3:], (layout, laid, job.styles)]
            return LayoutResult(layout=layout, pdf=b"", warnings=laid.warnings)

        return laid_out

    def document_of(self, layout: Layout) -> tuple[LaidOutDocument, tuple[str, ...]]:
        """The document that a layout is of, and its style sheets. Raises StopIteration where it is too long ago."""
        return next((laid, styles) for known, laid, styles in reversed(self._laid) if known is layout)


class EssayPreview:
    """The preview of one essay."""

    def __init__(self, project: Project, setter: PreviewSetter) -> None:
        self._project, self._setter = project, setter
        self._pandoc = KeptPandoc()
        self._set: tuple[EditionText, Look, Prepared] | None = None
        self._drawn: frozenset[str] = frozenset()
        self._made: tuple[tuple[EssayFile, int], tuple[Finding, ...]] | None = None

    def text(self, file: EssayFile, revision: int) -> Answer:
        """Read the essay and write its text. Raises UsageError where the configuration or a template is faulty."""
        config = load_config(self._project.config)
        given = config.project
        file = of_project(file, lang=given.lang, authors=given.author, site=given.url)
        prepared, findings = prepare(file, self._project, replace(config, drafts=True), read=self._pandoc.read_markdown)
        self._set = None
        if prepared is None or has_errors(findings):
            self._pandoc.forget()
            return NothingMade(name=file.name, revision=revision, findings=_shown(findings, file))
        look = look_of(prepared.source, self._project, config)
        house = house_style(look, prepared.words)
        production = Production(moment=None, editor=config.notes.editor)
        paper, screen = edition_texts(prepared, production, house, look.face, self._pandoc.write_html)
        findings = ordered((*findings, *look.findings, *paper.fragments.findings))
        self._set = paper, look, prepared
        self._made = (file, revision), findings
        html, pictures = _document(screen, look)
        return TextReady(
            name=file.name,
            revision=revision,
            html=html,
            title=paper.colophon.title,
            lang=prepared.source.meta.lang,
            direction=prepared.source.meta.direction,
            pictures=pictures,
            findings=_shown(findings, file, prepared.source.text),
        )

    def pages(self, looked_at: int) -> Iterator[PagesReady]:
        """Lay out the text that was read last: its pages, of which those that are new are drawn, the visible first.

        Raises EngineError where it cannot be set.
        """
        if self._set is None or self._made is None:
            return
        paper, look, prepared = self._set
        (file, revision), findings = self._made
        compositor = Compositor(
            text=paper,
            project=look.project,
            setter=self._setter,
            tallest=look.config.notes.tallest,
            beside=look.notes is NotesIn.MARGIN,
        )
        laid = compositor.lay_out(look.config.page)
        document, styles = self._setter.document_of(laid.layout)
        pages = document.preview(_salt(styles, prepared.on_paper.essay.images))
        found = ordered((*findings, *compositor.findings, *laid.findings))
        shown = _shown(found, file, prepared.source.text)
        new = [number for number, page in enumerate(pages) if page.key not in self._drawn]
        first = [number for number in new if looked_at <= number < looked_at + _FACING] or new[:_FACING]
        rest = [number for number in new if number not in first]
        self._drawn = frozenset(page.key for page in pages)
        for part in (first, rest) if rest else (first,):
            yield PagesReady(
                name=file.name,
                revision=revision,
                pages=pages,
                findings=shown,
                drawn=tuple(pages[number].key for number in part),
                pdf=document.drawn(part) if part else b"",
                sure=part is rest or not rest,
            )

    def confirm(self) -> bool:
        """Whether the text was read right where only a part of it was read anew."""
        return self._pandoc.confirm()

    def forget(self) -> None:
        """Draw all pages anew the next time, because the other side has lost them."""
        self._drawn = frozenset()


def _salt(styles: Sequence[str], images: Sequence[Path]) -> str:
    """All that changes pages besides their boxes: the style sheets, and the files of pictures."""
    digest = sha256()
    for sheet in styles:
        digest.update(sheet.encode("utf-8", "surrogatepass"))
    for path in images:
        try:
            state = path.stat()
        except OSError:
            continue
        digest.update(f"{path}{state.st_mtime_ns}{state.st_size}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _document(text: EditionText, look: Look) -> tuple[str, tuple[Path, ...]]:
    """The text as the web edition has it, without faces; and the files of its pictures, by their numbers in it."""
    paths = text.annotated.essay.images
    addresses = {path.as_uri(): f"{PICTURE}{number}" for number, path in enumerate(paths)}
    setup = BookSetup(annotated=text.annotated, colophon=text.colophon, house=text.house)
    inside = Inside(pictures=InnerPictures(addresses=addresses), faces=False, sources="'self'")
    return web_document(setup, text.fragments, look.project.template_folders, inside), paths


def _shown(findings: Sequence[Finding], file: EssayFile, source: str = "") -> tuple[ShownFinding, ...]:
    find = words_of_lines(source)
    return tuple(
        ShownFinding(
            finding=finding.as_json(),
            words=find(finding.line, finding.column) if finding.file == file.shown else "",
        )
        for finding in findings
    )
