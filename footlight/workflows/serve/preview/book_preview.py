"""One book as it is now: only essays that changed are read and laid out again, and what somebody looks at comes first.

A book of sixty essays has hundreds of pages. The sections that changed are set before all others; then those whose
place, number or quoted pages changed with them, the nearest to the page that is looked at first. Until a section is
done its old pages stand in its place, and it is said how many these are.
"""

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from footlight.editions.colophon import Production
from footlight.editions.page_document import PageSetup
from footlight.engines.weasyprint.preview_pages import PreviewPage
from footlight.engines.weasyprint.sections.section_layout import IndivisibleError, SectionPlace, SectionReport
from footlight.engines.weasyprint.sections.sectioned_text import SectionedText
from footlight.engines.weasyprint.typesetter import LaidOutDocument
from footlight.errors import UsageError
from footlight.essay.book import Book
from footlight.essay_files import find_essays
from footlight.file_state import FileState, file_state
from footlight.findings.finding import Finding, has_errors, ordered
from footlight.project import Project, files_of_essay
from footlight.settings.parser import load_config
from footlight.settings.themes import NotesIn
from footlight.settings.values import Config
from footlight.settings.wording import load_wording
from footlight.workflows.book.book_builds import book_texts, section_jobs, siblings_of
from footlight.workflows.book.book_matter import book_matter
from footlight.workflows.book.book_orders import find_orders
from footlight.workflows.book.book_plan import plan_book
from footlight.workflows.book.section_builds import SectionJob, SectionOutcome, make_sections
from footlight.workflows.build.composition import Compositor, EditionText
from footlight.workflows.build.essay_look import Look, look_of
from footlight.workflows.build.freshness import toolchain
from footlight.workflows.processes.section_pool import page_numbers, section_places, wrong_quotes
from footlight.workflows.processes.setter import LayoutJob
from footlight.workflows.serve.preview.ebook_preview import ebook_preview
from footlight.workflows.serve.preview.messages import (
    BOOK,
    Answer,
    Asked,
    EbookReady,
    NothingMade,
    PagesDrawn,
    PagesReady,
    TextReady,
)
from footlight.workflows.serve.preview.preview_setter import PreviewSetter
from footlight.workflows.serve.preview.shown_text import picture_salt, shown_document, shown_findings
from footlight.workflows.serve.preview.source_words import source_text

_TOLD_EVERY = 0.7
"""Seconds after which pages are shown while more are being set."""
_ROUNDS = 8
"""How often a book is laid out anew at most because notes moved or pages are quoted."""


@dataclass(frozen=True, slots=True)
class _SetSection:
    """A section whose pages are set and drawn."""

    pages: tuple[PreviewPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """The book that was read last."""

    revision: int
    paper: EditionText
    screen: EditionText
    look: Look
    findings: tuple[Finding, ...]
    sources: Mapping[str, str]
    """The text of each file, by its path as findings write it."""


@dataclass(slots=True)
class _Sheet:
    """The sections of a document that is being set: what is known of each."""

    text: SectionedText
    keys: list[str]
    names: list[str]
    reports: dict[int, SectionReport] = field(default_factory=dict)
    places: dict[int, SectionPlace] = field(default_factory=dict)

    def full_key(self, number: int, *, counted: bool) -> str:
        """What the pages of a section depend on: what it is made of, the pages that it quotes, and its place."""
        place, asked = self.places[number], sorted(self.reports[number].asked.items())
        strings = sorted(place.strings.items())
        total = place.total if counted else 0
        return _hash(self.keys[number], asked, place.first, place.blank, strings, total)


class BookPreview:
    """The preview of one book."""

    def __init__(self, project: Project, setter: PreviewSetter, name: str) -> None:
        """`name` is that of the book."""
        self._project, self._setter, self._name = project, setter, name
        self._sections: dict[str, tuple[SectionJob, dict[Path, FileState], SectionOutcome]] = {}
        self._text: _Text | None = None
        self._reports: dict[str, SectionReport] = {}
        self._moves: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        """Notes that have no room where they stand, by the key of their section: those for the foot of the page, and
        those for the end."""
        self._set: dict[str, _SetSection] = {}
        self._shown: dict[str, str] = {}
        """The full key of each section as it is shown, by its name."""
        self._settled: frozenset[str] = frozenset()
        """The keys of sections that have been set once."""
        self._quoted: Mapping[str, int] = {}
        """The page of each identifier, as an index quotes it."""

    # Text

    def text(self, asked: Asked) -> Answer:
        """Read what changed, and write the text. Raises UsageError where a configuration or a template is faulty."""
        revision = asked.revision
        config = load_config(self._project.config)
        order = next((one for one in find_orders(self._project, config) if one.name == self._name), None)
        if order is None:
            raise UsageError(f"there is no book '{self._name}' any more")
        essays = [config.project.add_to(one) for one in find_essays(self._project.source)]
        book, found = plan_book(order, self._project, config, essays)
        if book is None or has_errors(found):
            return self._nothing(revision, found, {})
        outcomes = self._made_sections(book, config)
        findings = (*found, *(finding for outcome in outcomes for finding in outcome.findings))
        sources = {one.chapter.file.shown: source_text(one.chapter.file.path) for one in outcomes}
        sections = [outcome.section for outcome in outcomes if outcome.section]
        if len(sections) < len(outcomes):
            return self._nothing(revision, findings, sources)
        look = look_of(book.source, self._project, config)
        matter = book_matter(book, load_wording(book.meta.lang, look.project.template_folders), self._project.root)
        production = Production(moment=None, editor=look.config.notes.editor)
        paper, screen = book_texts(book, sections, matter, look, production)
        findings = ordered((*findings, *look.findings, *matter.findings))
        self._text = _Text(revision=revision, paper=paper, screen=screen, look=look, findings=findings, sources=sources)
        html, pictures = shown_document(screen, look)
        return TextReady(
            name=f"{BOOK}{self._name}",
            revision=revision,
            html=html,
            title=paper.colophon.title,
            lang=book.meta.lang,
            direction=book.meta.direction,
            pictures=pictures,
            findings=shown_findings(findings, sources),
            files={path: state for _, files, _ in self._sections.values() for path, state in files.items()},
        )

    def _nothing(self, revision: int, findings: Sequence[Finding], sources: Mapping[str, str]) -> NothingMade:
        self._text = None
        shown = shown_findings(ordered(findings), sources)
        return NothingMade(name=f"{BOOK}{self._name}", revision=revision, findings=shown)

    def _made_sections(self, book: Book, config: Config) -> list[SectionOutcome]:
        """The sections of a book; those of which nothing changed are the ones of the time before."""
        siblings = siblings_of(book, self._project)
        made: list[SectionOutcome] = []
        kept: dict[str, tuple[SectionJob, dict[Path, FileState], SectionOutcome]] = {}
        for job in section_jobs(book, siblings, self._project, config, toolchain()):
            state = {path: file_state(path) for path in files_of_essay(job.chapter.file.path)}
            known = self._sections.get(job.chapter.key)
            if known is None or known[0] != job or known[1] != state:
                (outcome,) = make_sections([job], 1)
                known = job, state, outcome
            kept[job.chapter.key] = known
            made.append(known[2])
        self._sections = kept
        return made

    # Pages

    def pages(self, looked_at: int, waiting: Callable[[], bool]) -> Iterator[PagesReady | PagesDrawn]:
        """Lay out the text that was read last: what changed first, then what changed its place, the nearest first.

        It ends where `waiting` says that there is something newer. Raises EngineError where it cannot be set.
        """
        said = self._text
        if said is None:
            return
        compositor = Compositor(
            text=said.paper,
            project=said.look.project,
            setter=self._setter,
            tallest=said.look.config.notes.tallest,
            beside=said.look.notes is NotesIn.MARGIN,
        )
        try:
            yield from self._in_sections(said, compositor, looked_at, waiting)
        except IndivisibleError:
            yield from self._in_one(said, compositor)

    def _in_sections(
        self, said: _Text, compositor: Compositor, looked_at: int, waiting: Callable[[], bool]
    ) -> Iterator[PagesReady | PagesDrawn]:
        setup = replace(compositor.setup(said.look.config.page), pages_of=self._quoted)
        for _ in range(_ROUNDS):
            job = compositor.job(setup)
            salt = _hash(*job.styles, picture_salt(said.paper.annotated.essay.images))
            sheet = self._sheet(job, salt)
            if (moved := self._moved(sheet, setup)) != setup:
                setup = moved
                continue
            if not self._paginated(sheet, waiting):
                return
            numbers = page_numbers(sheet.reports)
            if said.paper.quotes_pages and self._quoted != numbers:
                self._quoted = numbers
                setup = replace(setup, pages_of=numbers)
                continue
            if (yield from self._finished(said, compositor, (sheet, setup, job, salt), (looked_at, waiting))):
                return

    def _sheet(self, job: LayoutJob, salt: str) -> _Sheet:
        text = SectionedText(self._setter.typesetter_for(job), job.html, job.column, job.notes_read)
        if not len(text):
            raise IndivisibleError
        keys = [_hash(salt, text.content(number)) for number in range(len(text))]
        return _Sheet(text, keys, text.names())

    def _moved(self, sheet: _Sheet, setup: PageSetup) -> PageSetup:
        """The setup with the notes elsewhere of which it is known that they have no room."""
        known = [self._moves[key] for key in sheet.keys if key in self._moves]
        at_foot = setup.at_foot.union(*(foot for foot, _ in known))
        return replace(setup, at_foot=at_foot, endnotes=setup.endnotes.union(*(end for _, end in known)))

    def _paginated(self, sheet: _Sheet, waiting: Callable[[], bool]) -> bool:
        """Make the pages of sections of which nothing is known yet; False where something newer waits."""
        self._reports = {key: report for key, report in self._reports.items() if key in set(sheet.keys)}
        order = sorted(range(len(sheet.keys)), key=lambda number: sheet.keys[number] in self._reports)
        for number in order:
            key = sheet.keys[number]
            if key not in self._reports:
                if waiting():
                    return False
                self._reports[key] = sheet.text.paginate(number, {})
            sheet.reports[number] = self._reports[key]
        for _ in range(_ROUNDS):
            wrong = wrong_quotes(sheet.reports, page_numbers(sheet.reports))
            if not wrong:
                break
            for number, pages in wrong.items():
                if waiting():
                    return False
                sheet.reports[number] = self._reports[sheet.keys[number]] = sheet.text.paginate(number, pages)
        sheet.places = section_places(sheet.reports)
        return True

    def _finished(
        self,
        said: _Text,
        compositor: Compositor,
        made: tuple[_Sheet, PageSetup, LayoutJob, str],
        asked: tuple[int, Callable[[], bool]],
    ) -> Generator[PagesReady | PagesDrawn, None, bool]:
        """Set all sections in their places, and show them; returns whether nothing is to be laid out anew."""
        (sheet, setup, job, salt), (looked_at, waiting) = made, asked
        counted = any("counter(pages" in style for style in job.styles)
        full = [sheet.full_key(number, counted=counted) for number in range(len(sheet.keys))]
        waits = [number for number in range(len(full)) if full[number] not in self._set]
        waits.sort(key=lambda number: self._urgency(sheet, number, looked_at))
        told = float("-inf")
        if not waits:
            yield self._ready(said, sheet, full, compositor)
        while waits:
            number = waits.pop(0)
            laid = sheet.text.place(number, sheet.reports[number].asked, sheet.places[number])
            new = compositor.moved(laid.layout(), setup)
            if new is not None:
                self._moves[sheet.keys[number]] = new.at_foot - setup.at_foot, new.endnotes - setup.endnotes
                return False
            pages, drawn = _drawn(laid, salt)
            self._set[full[number]] = _SetSection(pages)
            yield PagesDrawn(
                name=f"{BOOK}{self._name}",
                revision=said.revision,
                drawn=tuple(page.key for page in pages),
                pdf=drawn,
            )
            if not waits or time.monotonic() - told > _TOLD_EVERY:
                yield self._ready(said, sheet, full, compositor)
                told = time.monotonic()
            if waits and waiting():
                return True
        return True

    def _urgency(self, sheet: _Sheet, number: int, looked_at: int) -> tuple[bool, int]:
        """Sections that are new in themselves come first, then those that stand near to what is looked at."""
        place = sheet.places[number]
        end = place.first + sheet.reports[number].pages
        away = max(place.first - looked_at, looked_at - end + 1, 0)
        return sheet.keys[number] in self._settled, away

    def _ready(self, said: _Text, sheet: _Sheet, full: Sequence[str], compositor: Compositor) -> PagesReady:
        """The pages as far as they are set; a section that is not has its old ones."""
        pages: list[PreviewPage] = []
        shown: dict[str, str] = {}
        old = 0
        for name, key in zip(sheet.names, full, strict=True):
            here = key if key in self._set else self._shown.get(name, "")
            if here not in self._set:
                continue  # it is new in the book, and not set yet
            shown[name] = here
            pages += self._set[here].pages
            old += len(self._set[here].pages) * (here != key)
        self._shown = shown
        kept = {*shown.values(), *full}
        self._set = {key: section for key, section in self._set.items() if key in kept}
        done = all(key in self._set for key in full)
        if done:
            self._settled = frozenset(sheet.keys)
        return PagesReady(
            name=f"{BOOK}{self._name}",
            revision=said.revision,
            pages=tuple(pages),
            findings=shown_findings(ordered((*said.findings, *compositor.findings)), said.sources),
            drawn=(),
            pdf=b"",
            sure=done,
            old=old,
        )

    def _in_one(self, said: _Text, compositor: Compositor) -> Iterator[PagesReady]:
        """Lay the book out as a whole, because something goes over its sections."""
        laid = compositor.lay_out(said.look.config.page)
        document, styles = self._setter.document_of(laid.layout)
        pages = document.preview(_hash(*styles, picture_salt(said.paper.annotated.essay.images)))
        yield PagesReady(
            name=f"{BOOK}{self._name}",
            revision=said.revision,
            pages=pages,
            findings=shown_findings(ordered((*said.findings, *laid.findings)), said.sources),
            drawn=tuple(page.key for page in pages),
            pdf=document.drawn(range(len(pages))),
            sure=True,
        )

    def ebook(self) -> EbookReady | None:
        """The e-book of the text that was read last. Raises what `draft_epub` raises."""
        said = self._text
        if said is None:
            return None
        look = said.look
        return ebook_preview(f"{BOOK}{self._name}", said.revision, said.screen, look.project, look.config.epub)

    def confirm(self) -> bool:
        """Whether the text was read right; nothing is read in part."""
        return True


def _drawn(laid: LaidOutDocument, salt: str) -> tuple[tuple[PreviewPage, ...], bytes]:
    pages = laid.preview(salt)
    return pages, laid.drawn(range(len(pages)))


def _hash(*parts: object) -> str:
    digest = sha256()
    for part in parts:
        digest.update(f"{part}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
