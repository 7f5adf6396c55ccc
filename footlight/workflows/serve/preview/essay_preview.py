"""One essay as it is now: read, written as HTML, laid out; each time only what changed since the time before.

No tags, no validation, no EPUB: those are a build's, which follows when the writer rests.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from footlight.editions.colophon import Production
from footlight.engines.kept_pandoc import KeptPandoc
from footlight.essay_files import EssayFile
from footlight.findings.finding import Finding, has_errors, ordered
from footlight.project import Project
from footlight.settings.parser import load_config
from footlight.settings.themes import NotesIn
from footlight.workflows.build.all_editions import edition_texts, house_style
from footlight.workflows.build.annotated_essay import Prepared, prepare
from footlight.workflows.build.composition import Compositor, EditionText
from footlight.workflows.build.essay_look import Look, look_of
from footlight.workflows.serve.preview.ebook_preview import ebook_preview
from footlight.workflows.serve.preview.messages import Answer, Asked, EbookReady, NothingMade, PagesReady, TextReady
from footlight.workflows.serve.preview.preview_setter import KeptLayout, PreviewSetter
from footlight.workflows.serve.preview.shown_text import picture_salt, shown_document, shown_findings

_FACING = 2
"""Pages that are drawn first: the one that is looked at, and the one beside it."""


class EssayPreview:
    """The preview of one essay."""

    def __init__(self, project: Project, setter: PreviewSetter) -> None:
        self._project, self._setter = project, setter
        self._pandoc = KeptPandoc()
        self._set: tuple[EditionText, EditionText, Look, Prepared] | None = None
        self._drawn: frozenset[str] = frozenset()
        self._layouts: list[KeptLayout] = []
        """What is kept of the layouts of the last text."""
        self._made: tuple[tuple[EssayFile, int], tuple[Finding, ...]] | None = None

    def text(self, asked: Asked) -> Answer:
        """Read the essay and write its text. Raises UsageError where the configuration or a template is faulty."""
        file, revision = asked.essay, asked.revision
        if file is None:
            raise AssertionError(asked)  # `BookPreview` is asked for books
        config = load_config(self._project.config)
        file = config.project.add_to(file)
        prepared, findings = prepare(file, self._project, replace(config, drafts=True), read=self._pandoc.read_markdown)
        self._set = None
        if prepared is None or has_errors(findings):
            self._pandoc.forget()
            return NothingMade(name=file.name, revision=revision, findings=shown_findings(findings, {}))
        look = look_of(prepared.source, self._project, config)
        house = house_style(look, prepared.words)
        production = Production(moment=None, editor=config.notes.editor)
        paper, screen = edition_texts(prepared, production, house, look.face, self._pandoc.write_html)
        findings = ordered((*findings, *look.findings, *paper.fragments.findings))
        self._set = paper, screen, look, prepared
        self._made = (file, revision), findings
        html, pictures = shown_document(screen, look)
        return TextReady(
            name=file.name,
            revision=revision,
            html=html,
            title=paper.colophon.title,
            lang=prepared.source.meta.lang,
            direction=prepared.source.meta.direction,
            pictures=pictures,
            findings=shown_findings(findings, {file.shown: prepared.source.text}),
        )

    def pages(self, looked_at: int, _waiting: Callable[[], bool] = lambda: False) -> Iterator[PagesReady]:
        """Lay out the text that was read last: its pages, of which those that are new are drawn, the visible first.

        Raises EngineError where it cannot be set.
        """
        if self._set is None or self._made is None:
            return
        paper, _, look, prepared = self._set
        (file, revision), findings = self._made
        compositor = Compositor(
            text=paper,
            project=look.project,
            setter=self._setter,
            tallest=look.config.notes.tallest,
            beside=look.notes is NotesIn.MARGIN,
        )
        self._setter.follow(self._layouts)
        laid = compositor.lay_out(look.config.page)
        self._setter.follow_no_more()
        document, styles = self._setter.document_of(laid.layout)
        pages = document.preview(_salt(styles, prepared.on_paper.essay.images))
        found = ordered((*findings, *compositor.findings, *laid.findings))
        shown = shown_findings(found, {file.shown: prepared.source.text})
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

    def ebook(self) -> EbookReady | None:
        """The e-book of the text that was read last. Raises what `draft_epub` raises."""
        if self._set is None or self._made is None:
            return None
        _, screen, look, _ = self._set
        (file, revision), _ = self._made
        return ebook_preview(file.name, revision, screen, look.project, look.config.epub)

    def confirm(self) -> bool:
        """Whether the text was read right where only a part of it was read anew; what the next one needs is begun.

        Called when nobody waits.
        """
        right = self._pandoc.confirm()
        self._pandoc.prepare()
        return right

    def end(self) -> None:
        """End what waits for the next save, since none will come."""
        self._pandoc.end()

    def forget(self) -> None:
        """Draw all pages anew the next time, because the other side has lost them."""
        self._drawn = frozenset()


def _salt(styles: Sequence[str], images: Sequence[Path]) -> str:
    """All that changes pages besides their boxes: the style sheets, and the files of pictures."""
    digest = sha256(picture_salt(images).encode())
    for sheet in styles:
        digest.update(sheet.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
