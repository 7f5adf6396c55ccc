"""Build a book: from its order to its products in build/NAME/.

`build_book` is the way of one book from top to bottom: its essays are made into sections, several at a time; the
sections are joined; the whole is set, checked and published as an essay is. Nothing appears unless all editions were
made and none has an error.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from footlight.editions.books.book_colophon import make_book_colophon
from footlight.editions.books.sections import BookText, Section, joined, with_living_references
from footlight.editions.colophon import Production
from footlight.errors import EngineError
from footlight.essay.book import BACK, FRONT, Book, Chapter, Role
from footlight.essay.siblings import Siblings, comparable, path_forms
from footlight.findings.finding import Finding, Severity, has_errors, ordered, strict
from footlight.input_record import note_digests, recorded
from footlight.interrupts import interrupts_held
from footlight.project import Project
from footlight.reading.source_file import read_source
from footlight.settings.values import Config, Edition
from footlight.settings.wording import load_wording
from footlight.workflows.book.book_matter import BookMatter, book_matter
from footlight.workflows.book.section_builds import SectionJob, make_sections
from footlight.workflows.build.all_editions import SetEditions, house_style, in_face, set_editions
from footlight.workflows.build.composition import EditionText
from footlight.workflows.build.essay_builds import Outcome
from footlight.workflows.build.essay_look import Look, look_of
from footlight.workflows.build.freshness import common_inputs, digests_read, input_hashes
from footlight.workflows.build.job import Job
from footlight.workflows.build.manifest import ENDING, manifest
from footlight.workflows.build.publication import publish_editions
from footlight.workflows.processes.setter import LocalSetter, Setter

if TYPE_CHECKING:  # importing it is deferred
    from footlight.workflows.build.source_check import Finished


@dataclass(frozen=True, slots=True, kw_only=True)
class BookJob:
    """A book to be built."""

    book: Book
    job: Job
    """What is asked for; `job.essay` names the book and its file."""
    processes: int = 0
    """How many make sections; 0 stands for one a core."""
    digests: Mapping[Path, str] = field(default_factory=dict)
    """What was read of the files that order the book."""
    keep_going: bool = False
    """Whether an essay with an error is left out, instead of the book not being made."""


def build_book(order: BookJob, setter: Setter | None = None, progress: Callable[[str], None] | None = None) -> Outcome:
    """Make a book's editions and publish them. `setter` lays the pages out; without one this process does.

    Raises UsageError for a broken template or configuration, EnvironmentProblem where the machine lacks something.
    """
    build = _Build(order=order, setter=setter or LocalSetter(), progress=progress or (lambda _: None))
    return build.outcome()


@dataclass(slots=True, kw_only=True)
class _Build:
    """One book, being built."""

    order: BookJob
    setter: Setter
    progress: Callable[[str], None]
    findings: list[Finding] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def _job(self) -> Job:
        return self.order.job

    @property
    def _book(self) -> Book:
        return self.order.book

    def outcome(self) -> Outcome:
        job = self._job
        folder = job.project.build / job.essay.name
        inputs = input_hashes(folder, common_inputs(job.project, self._book.path))
        inputs |= digests_read(folder, self.order.digests)
        with recorded() as record:
            outcome, products = self._built()
        if outcome.products:
            publish_editions(products, job, inputs | digests_read(folder, record.digests))
        return outcome

    def _built(self) -> tuple[Outcome, Mapping[str, bytes]]:
        name, failed = self._job.essay.name, Outcome(name=self._job.essay.name, findings=())
        with interrupts_held():
            look = look_of(self._book.source, self._job.project, self._job.config)
        self._find(look.findings)
        siblings = siblings_of(self._book, self._job.project)
        self._make_sections(siblings)
        if has_errors(self.findings) or not any(one.chapter.role is Role.ESSAY for one in self.sections):
            return replace(failed, findings=ordered(self.findings)), {}
        made, text = self._set(look, siblings)
        while self.order.keep_going and (broken := self._broken()):
            self._leave_out(broken)
            made, text = self._set(look, siblings)
        if made is None or text is None or has_errors(self.findings):
            return replace(failed, findings=ordered(self.findings)), {}
        self.findings += _missing(self.sections, self._book.shown)
        notes, layout = text.annotated.notes, made.layout
        essays = {section.key: section.chapter.file.name for section in self.sections}
        words = load_wording(self._book.meta.lang, self._job.project.template_folders)
        listed = manifest(name, text.annotated, layout, made.places, self.findings, words=words, essays=essays)
        products = {**made.products, f"{name}{ENDING}": listed}
        outcome = Outcome(
            name=name,
            findings=ordered(self.findings),
            products=tuple(products),
            pages=made.pages.get(Edition.READING, 0),
            printed_pages=made.pages.get(Edition.PRINT, 0),
            notes=len(notes),
            lost=sum(not note.url and note.entry is not None for note in notes),
            unplanned=layout.unplanned if layout else (),
        )
        return outcome, products

    def _find(self, findings: Sequence[Finding]) -> None:
        findings = tuple(findings)
        self.findings += strict(findings) if self._job.config.build.strict else findings

    def _make_sections(self, siblings: Siblings) -> None:
        """Make all sections; those that cannot be made are left out, or stop the book."""
        job = self._job
        made = section_jobs(self._book, siblings, job.project, job.config, job.key.toolchain)
        jobs = [replace(one, anew=job.anew) for one in made]
        broken: list[Chapter] = []
        for number, outcome in enumerate(make_sections(jobs, self.order.processes), 1):
            self.progress(f"{number} of {len(jobs)} essays read")
            if outcome.section is None or (job.config.build.strict and has_errors(strict(outcome.findings))):
                broken.append(outcome.chapter)
                self._lessened(outcome.findings)
                continue
            self._find(outcome.findings)
            note_digests(outcome.section.digests)
            self.sections.append(outcome.section)
        for chapter in broken:
            self._say_broken(chapter)

    def _lessened(self, findings: Sequence[Finding]) -> None:
        """Keep the findings of an essay that is left out, its errors as warnings where the book goes on without it."""
        if not self.order.keep_going:
            self._find(findings)
            return
        self.findings += [
            replace(finding, severity=Severity.WARNING) if finding.severity is Severity.ERROR else finding
            for finding in findings
        ]

    def _say_broken(self, chapter: Chapter) -> None:
        name = chapter.file.name
        if self.order.keep_going:
            message = f"the essay '{name}' has an error and is left out of the book"
            hint = "Mend what its finding names, and build the book again."
            finding = Finding(code="book-essay-left-out", message=message, hint=hint, file=chapter.file.shown)
        else:
            message = f"the essay '{name}' has an error, so the book is not made"
            hint = "Mend what its finding names; or `--keep-going` leaves it out."
            finding = Finding(code="book-essay-broken", message=message, hint=hint, file=chapter.file.shown)
        self.findings.append(finding)

    def _broken(self) -> list[Section]:
        """The sections that errors of the finished editions are about."""
        at_fault = {finding.file for finding in self.findings if finding.severity is Severity.ERROR}
        found = [section for section in self.sections if section.shown in at_fault]
        return found if len(found) < len(self.sections) else []

    def _leave_out(self, broken: Sequence[Section]) -> None:
        shown = {section.shown for section in broken}
        held = [finding for finding in self.findings if finding.file in shown]
        self.findings = [finding for finding in self.findings if finding.file not in shown]
        self._lessened(held)
        self.sections = [section for section in self.sections if section.shown not in shown]
        for section in broken:
            self._say_broken(section.chapter)

    def _set(self, look: Look, siblings: Siblings) -> tuple[SetEditions | None, EditionText | None]:
        """Join the sections and set them."""
        job = replace(self._job, project=look.project, config=look.config)
        words = load_wording(self._book.meta.lang, job.project.template_folders)
        try:
            matter = book_matter(self._book, words, job.project.root)
            self._find(matter.findings)
            production = Production(moment=self._job.moment, editor=self._job.config.notes.editor)
            paper, screen = book_texts(self._book, self.sections, matter, look, production)

            def look_through(finished: "Finished", so_far: tuple[Finding, ...]) -> tuple[Finding, ...]:
                from footlight.workflows.book.book_source_check import book_source_findings  # noqa: PLC0415 - as above

                return book_source_findings(paper, finished, siblings, (*self.findings, *so_far))

            made = set_editions(paper, screen, job, self.setter, look, look_through=look_through, meanwhile=_meanwhile)
        except EngineError as error:
            hint = error.hint or "This is worth a report to the makers of Footlight, with the book."
            self._find([Finding(code="engine", message=str(error), hint=hint, file=self._book.shown)])
            return None, None
        self._find(made.findings)
        return made, paper


def _meanwhile() -> None:
    """Import what is needed when pages are there, while another process lays them out."""
    with interrupts_held():
        from footlight.workflows.book import book_source_check  # noqa: F401, PLC0415


def section_jobs(book: Book, siblings: Siblings, project: Project, config: Config, program: str) -> list[SectionJob]:
    """What the sections of a book are made of; `program` is as in `SectionJob`."""
    words = load_wording(book.meta.lang, project.template_folders)
    plain = (Role.ESSAY, Role.FRONT, Role.BACK)
    return [
        SectionJob(
            chapter=chapter,
            siblings=siblings,
            project=project,
            config=config,
            role="" if chapter.role in plain else words.say(chapter.role.value),
            program=program,
        )
        for chapter in book.chapters
    ]


def book_texts(
    book: Book, sections: Sequence[Section], matter: BookMatter, look: Look, production: Production
) -> tuple[EditionText, EditionText]:
    """Join sections to the text for paper and the text for screens."""
    words = load_wording(book.meta.lang, look.project.template_folders)
    house = house_style(look, words)
    on_paper = book_text(book, sections, matter)

    def text(own: BookText, production: Production) -> EditionText:
        notes = tuple(note for section in own.sections for note in own.text_of(section).fragments.notes)
        return EditionText(
            annotated=joined(book, (matter.title, matter.subtitle), own, matter.cover),
            fragments=replace(matter.fragments, abstract="", headnote="", notes=notes),
            colophon=make_book_colophon(own, matter.plain_title, words, production),
            house=house,
            book=own,
        )

    paper = text(on_paper, in_face(production, house, look.face))
    return paper, text(replace(on_paper, on_screen=True), production)


def _missing(sections: Sequence[Section], shown: str) -> list[Finding]:
    """Count the places where a link seems to be missing, for the end of a build."""
    count, essays = sum(section.missing for section in sections), sum(section.missing > 0 for section in sections)
    if not count:
        return []
    places = f"{count} {'place' if count == 1 else 'places'}"
    message = f"{places} in {essays} {'essay' if essays == 1 else 'essays'} where a link seems to be missing"
    hint = "Run `footlight links find` to see where."
    return [Finding(code="links-missing", severity=Severity.INFO, message=message, hint=hint, file=shown)]


def siblings_of(book: Book, project: Project) -> Siblings:
    """Where links between the essays of a book can lead."""
    by_path: dict[str, str] = {}
    by_address: dict[str, str] = {}
    titles: dict[str, str] = {}
    for chapter in book.chapters:
        source, _ = read_source(chapter.file)  # its findings are those of its section
        for form in path_forms(chapter.file.path):
            by_path.setdefault(form, chapter.key)
        titles[chapter.key] = (source.meta.title if source else "") or chapter.file.given.words
        if source and source.meta.url:
            by_address.setdefault(comparable(source.meta.url), chapter.key)
    return Siblings(by_path=by_path, by_address=by_address, titles=titles, root=str(project.source))


def book_text(book: Book, sections: Sequence[Section], matter: BookMatter) -> BookText:
    """The book with those of its sections that were made."""
    living = with_living_references(sections)
    known = {section.chapter.file.name: section for section in living}
    parts = tuple(
        (part.title, tuple(known[one.file.name] for one in part.chapters if one.file.name in known))
        for part in book.parts
    )
    return BookText(
        book=book,
        sections=living,
        front=tuple(section for section in living if section.chapter.role in FRONT),
        parts=tuple((title, essays) for title, essays in parts if essays),
        back=tuple(section for section in living if section.chapter.role in BACK),
        title=matter.fragments.title,
        subtitle=matter.fragments.subtitle,
        dedication=matter.fragments.abstract,
        epigraph=matter.fragments.headnote,
    )
