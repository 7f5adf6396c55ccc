"""Check what stands in build/NAME/, from the files alone.

EPUBCheck takes seconds to start and runs beside all else, many books in one Java machine.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from footlight.checking.binding_preflight import check_booklet, check_cover_file
from footlight.checking.epub_gate import check_notes
from footlight.checking.epub_preflight import check_opened
from footlight.checking.epub_validators import run_ace, run_epubcheck
from footlight.checking.manifest_check import ManifestNotes, check_printed_addresses, check_reading_notes, read_manifest
from footlight.checking.metadata_rules import check_rights
from footlight.checking.print_preflight import check_print, proof_of
from footlight.checking.reading_preflight import check_labels, fallback_faces, families
from footlight.checking.tag_rules import check_tagged
from footlight.checking.typography.figures import Figures
from footlight.checking.typography.typography_report import felt, measure
from footlight.checking.web_gate import check_page
from footlight.editions.printed_addresses import shown as printed
from footlight.engines.operating_system import core_count
from footlight.engines.pdf.document_facts import pdf_facts
from footlight.engines.pdf.structure_tree import read_tags
from footlight.engines.pdf.xmp_identification import claims_of
from footlight.engines.pdfium import page_texts
from footlight.engines.templates import Templates
from footlight.errors import EngineError, EnvironmentProblem, FootlightError
from footlight.essay.document import Source
from footlight.essay_files import EssayFile
from footlight.findings.finding import Finding, Severity, ordered
from footlight.input_record import read_file
from footlight.project import Project
from footlight.reading.source_file import read_source, why_passed_over
from footlight.settings.check_options import CheckOptions
from footlight.settings.epub_options import VARIANT_ENDINGS
from footlight.settings.values import ENDINGS, Config, Edition
from footlight.workflows.build.essay_look import look_of
from footlight.workflows.build.freshness import common_inputs, why_stale
from footlight.workflows.build.print_edition import ticket_for

_MANIFEST = ".links.json"
_MOST_AT_ONCE = 4
"""Java machines, of some 300 MB each."""
_BATCH = 25
"""EPUBs for one Java machine: enough to pay for its start, few enough for reports to come while others are read."""

_FACES = ("fonts.css", "fonts-code.css", "fonts-emoji.css", "page.css")
"""Style sheets that name the faces of pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreflightScope:
    """What is checked of each essay."""

    project: Project
    config: Config
    editions: tuple[Edition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found in the products of one essay."""

    name: str
    files: int
    """How many were checked."""
    findings: tuple[Finding, ...]
    unchecked: bool = False
    """Whether EPUBCheck, which was asked for, could not run."""
    pages: tuple["SetEdition", ...] = ()
    """How the lines and pages of each edition with pages of text are set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEdition:
    """An edition, measured."""

    edition: Edition
    shown: str
    figures: Figures | None
    """None where it has no paragraph to measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Essay:
    """An essay's source and its products."""

    file: EssayFile
    scope: PreflightScope
    book: Source | None = field(default=None, compare=False)
    """What stands for the source of a book: its metadata without a text."""
    templates: Templates | None = None
    """Those that it is set with, once its theme is known."""

    def source(self) -> Source | None:
        """The source, whose findings are the build's to report; None where it cannot be read."""
        return self.book or read_source(self.file)[0]

    def product(self, ending: str) -> Path:
        return self.scope.project.build / self.file.name / f"{self.file.name}{ending}"

    def shown(self, ending: str) -> str:
        return self.scope.project.shown(self.product(ending))

    @property
    def books(self) -> tuple[str, ...]:
        """The endings of the EPUBs that are there: the one for all readers, and those for one."""
        wanted = [_EPUB, *(VARIANT_ENDINGS[variant] for variant in self.scope.config.epub.variants)]
        return tuple(ending for ending in wanted if self.product(ending).is_file())

    @property
    def standing(self) -> tuple[str, ...]:
        """The endings of the files that are there, of the editions asked for and of the manifest."""
        wanted = [ENDINGS[edition] for edition in self.scope.editions]
        return tuple(ending for ending in (*wanted, _MANIFEST) if self.product(ending).is_file())


def preflight(
    files: Sequence[EssayFile], scope: PreflightScope, books: Mapping[str, Source] = MappingProxyType({})
) -> Iterator[Report]:
    """Yield the report on each essay, in their order, as soon as it is there.

    `books` are, by their names, what stands for the sources of those that are books.
    """
    essays = [_Essay(file=file, scope=scope, book=books.get(file.name)) for file in files]
    with ThreadPoolExecutor(min(_MOST_AT_ONCE, core_count())) as pool:
        epubs = [essay for essay in essays if _EPUB in essay.standing]
        batches = [epubs[start : start + _BATCH] for start in range(0, len(epubs), _BATCH)]
        said = {essay: future for batch in batches for future in [pool.submit(_epubcheck, batch)] for essay in batch}
        try:
            for essay in essays:
                yield _report(essay, said.get(essay))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_EPUB = ENDINGS[Edition.EPUB]


def _report(essay: _Essay, book: "Future[Mapping[_Essay, _EpubcheckResult]] | None") -> Report:
    findings = [*_standing(essay), *_rights(essay)] if essay.standing else [_not_built(essay)]
    listed, found = _manifest(essay)
    findings += found
    themed = _themed(essay)
    for ending, check in _CHECKS.items():
        if ending in essay.standing:
            try:
                findings += check(themed, listed)
            except EngineError as error:
                hint = "Build it again."
                findings.append(
                    Finding(code="product-unreadable", message=str(error), hint=hint, file=essay.shown(ending))
                )
    pages = tuple(_set_editions(essay))
    findings += _felt(pages, essay.scope.config.check)
    said = book.result()[essay] if book else _EpubcheckResult()
    return Report(
        name=essay.file.name,
        files=len(essay.standing),
        findings=ordered([*findings, *said.findings]),
        unchecked=said.unchecked,
        pages=pages,
    )


def _themed(essay: _Essay) -> _Essay:
    """The essay with the settings and folders of its theme."""
    source = essay.source()
    if not source:
        return essay
    look = look_of(source, essay.scope.project, essay.scope.config)
    scope = replace(essay.scope, project=look.project, config=look.config)
    return replace(essay, scope=scope, templates=look.templates)


def _set_editions(essay: _Essay) -> Iterator[SetEdition]:
    """Measure the lines and pages of the reading and the print edition; one that cannot be read has its finding."""
    for edition in (Edition.READING, Edition.PRINT):
        path, shown = _of(essay, edition)
        if ENDINGS[edition] in essay.standing:
            with suppress(EngineError):
                figures = measure(read_file(path), essay.scope.config.check)
                yield SetEdition(edition=edition, shown=shown, figures=figures)


def _felt(pages: Sequence[SetEdition], limits: CheckOptions) -> Iterator[Finding]:
    """What a reader would stumble over. What the print edition has in common with the reading one is said once."""
    said: set[tuple[str, str]] = set()
    for each in pages:
        if each.figures is None:
            continue
        new = tuple(fault for fault in each.figures.faults if (fault.kind, fault.words) not in said)
        yield from felt(replace(each.figures, faults=new), limits, each.shown)
        said.update((fault.kind, fault.words) for fault in new)


def _not_built(essay: _Essay) -> Finding:
    source = essay.source()
    passed_over = why_passed_over(source, essay.file, drafts=False) if source and not essay.book else None
    return passed_over or _missing(essay)


def _missing(essay: _Essay) -> Finding:
    folder = essay.scope.project.shown(essay.product("").parent)
    source = essay.file.shown
    return Finding(
        code="not-built",
        message=f"nothing of {source} stands in {folder}/",
        hint=f"`footlight {'book' if essay.book else 'build'} {essay.file.name}` makes it.",
        file=source,
    )


def _standing(essay: _Essay) -> Iterator[Finding]:
    """Report what is missing, and what is not made from the sources as they are now."""
    name, project = essay.file.name, essay.scope.project
    wanted = [*((ENDINGS[edition], str(edition)) for edition in essay.scope.editions), (_MANIFEST, "manifest")]
    for ending, what in wanted:
        if ending not in essay.standing:
            hint = f"`footlight build {name}` makes it; `footlight check --edition NAME` looks at one edition only."
            yield Finding(
                code="product-missing", message=f"the {what} is not there", hint=hint, file=essay.shown(ending)
            )
    names = [essay.product(ending).name for ending in essay.standing]
    why = why_stale(essay.product("").parent, common_inputs(project, essay.file.path), names)
    if why:
        yield Finding(
            code="stale",
            severity=Severity.WARNING,
            message=f"what was built is not what a build would make now: {why}",
            hint=f"`footlight build {name}`, then check again.",
            file=project.shown(essay.product("").parent),
        )


def _rights(essay: _Essay) -> tuple[Finding, ...]:
    shown = essay.file.shown
    source = essay.source()
    return check_rights(source.meta, shown) if source else ()


def _manifest(essay: _Essay) -> tuple[ManifestNotes | None, list[Finding]]:
    path = essay.product(_MANIFEST)
    if _MANIFEST not in essay.standing:
        return None, []
    try:
        return read_manifest(read_file(path), printed), []
    except (OSError, ValueError) as error:
        message = f"the manifest cannot be read: {error}"
        return None, [
            Finding(code="manifest-unreadable", message=message, hint="Build it again.", file=essay.shown(_MANIFEST))
        ]


def _check_reading(essay: _Essay, listed: ManifestNotes | None) -> list[Finding]:
    path, shown = _of(essay, Edition.READING)
    data = read_file(path)
    seen = pdf_facts(data)
    found = [*check_labels(path, seen.metadata, shown), *fallback_faces(seen, _families(essay), shown)]
    by_ear = "ua1" in claims_of(seen.metadata)
    found += check_tagged(read_tags(data), essay.scope.config.notes.reading_order, shown, claims=by_ear)
    return [*found, *(check_reading_notes(listed, page_texts(data), seen.links, shown) if listed else ())]


def _check_print(essay: _Essay, listed: ManifestNotes | None) -> list[Finding]:
    path, shown = _of(essay, Edition.PRINT)
    data = read_file(path)
    source = essay.source()
    ticket = ticket_for(essay.scope.config.ticket, source.meta.direction if source else "ltr")
    found = list(check_print(proof_of(data, ticket, shown)))
    if Edition.READING not in essay.scope.editions:  # it says the same of the same faces
        found += fallback_faces(pdf_facts(data), _families(essay), shown)
    return [*found, *(check_printed_addresses(listed, page_texts(data), shown) if listed else ())]


def _check_epub(essay: _Essay, listed: ManifestNotes | None) -> list[Finding]:
    path, shown = _of(essay, Edition.EPUB)
    notes = listed.on_screen if listed else ()
    found = [*check_opened(read_file(path), notes, shown), *run_ace(path, shown)]
    for ending in essay.books:
        if ending != _EPUB:
            found += check_notes(read_file(essay.product(ending)), notes, essay.shown(ending)).findings
    return found


def _check_web(essay: _Essay, listed: ManifestNotes | None) -> list[Finding]:
    path, shown = _of(essay, Edition.WEB)
    return list(check_page(read_file(path), listed.on_web if listed else (), shown).findings)


def _check_booklet(essay: _Essay, _: ManifestNotes | None) -> list[Finding]:
    path, shown = _of(essay, Edition.BOOKLET)
    return list(check_booklet(read_file(path), shown))


def _check_cover(essay: _Essay, _: ManifestNotes | None) -> list[Finding]:
    path, shown = _of(essay, Edition.COVER)
    page = essay.scope.config.ticket.page
    return list(check_cover_file(read_file(path), page, shown))


_CHECKS: Mapping[str, Callable[[_Essay, ManifestNotes | None], list[Finding]]] = {
    ENDINGS[Edition.READING]: _check_reading,
    ENDINGS[Edition.PRINT]: _check_print,
    ENDINGS[Edition.BOOKLET]: _check_booklet,
    ENDINGS[Edition.COVER]: _check_cover,
    ENDINGS[Edition.EPUB]: _check_epub,
    ENDINGS[Edition.WEB]: _check_web,
}


def _of(essay: _Essay, edition: Edition) -> tuple[Path, str]:
    return essay.product(ENDINGS[edition]), essay.shown(ENDINGS[edition])


def _families(essay: _Essay) -> frozenset[str]:
    templates = essay.templates or Templates(essay.scope.project)
    return families([sheet for name in _FACES for sheet in templates.styles(name)])


@dataclass(frozen=True, slots=True, kw_only=True)
class _EpubcheckResult:
    """EPUBCheck's findings for one essay."""

    findings: tuple[Finding, ...] = ()
    unchecked: bool = False


def _epubcheck(essays: Sequence[_Essay]) -> Mapping[_Essay, _EpubcheckResult]:
    """Run EPUBCheck on the EPUBs of all essays; where it fails on one of them, on each essay by itself."""
    books = [(essay.product(ending), essay.shown(ending)) for essay in essays for ending in essay.books]
    try:
        said = iter(run_epubcheck(books))
        return {essay: _EpubcheckResult(findings=tuple(f for _ in essay.books for f in next(said))) for essay in essays}
    except EngineError as error:
        if len(essays) > 1:
            return {essay: said for one in essays for essay, said in _epubcheck([one]).items()}
        return {essays[0]: _not_run(essays[0], error)}
    except EnvironmentProblem as error:
        return {essay: _not_run(essay, error) for essay in essays}


def _not_run(essay: _Essay, error: FootlightError) -> _EpubcheckResult:
    finding = Finding(
        code="epubcheck-not-run",
        severity=Severity.WARNING,
        message=f"the EPUB was not held against EPUBCheck: {error}",
        hint=error.hint or "This is worth a report to the makers of Footlight.",
        file=essay.shown(_EPUB),
    )
    return _EpubcheckResult(findings=(finding,), unchecked=True)
