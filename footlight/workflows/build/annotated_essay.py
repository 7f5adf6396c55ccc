"""Read an essay and its ledger: its places are anchored, pandoc parses it, its notes are numbered."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from footlight.checking.metadata_rules import check_wording
from footlight.editions.cross_references import with_cross_references
from footlight.editions.essay_references import with_essay_references
from footlight.editions.quotation_marks import with_quotation_marks
from footlight.engines.pandoc import ReadMarkdown, read_markdown
from footlight.essay.document import Annotated, Essay, LinksAsNotes, Source
from footlight.essay.siblings import Siblings
from footlight.essay_files import EssayFile
from footlight.findings.finding import Finding, has_errors
from footlight.input_record import read_input
from footlight.ledger.anchoring import anchor_all
from footlight.ledger.entries import Entry, Status
from footlight.ledger.parser import read_ledger
from footlight.notes import annotate, mark
from footlight.notes.annotation import NoteOptions
from footlight.project import Project, ledger_path
from footlight.reading.dialects.choice import Choice, choose
from footlight.reading.essay_reader import read_essay
from footlight.reading.picture_record import shelves_of
from footlight.reading.source_file import read_source, why_passed_over
from footlight.real_path import real_path
from footlight.settings.values import Config
from footlight.settings.wording import Wording, load_wording
from footlight.workflows.build.citation_style import Style, citation_style


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An essay that is ready to be set."""

    source: Source
    choice: Choice
    """In which Markdown the source was read."""
    entries: tuple[Entry, ...]
    """The ledger's entries that have a place in the text, in the order of the text."""
    words: Wording
    style: Style
    on_paper: Annotated
    on_screen: Annotated
    """The same value as `on_paper` unless the essay wants its links as notes in print only."""
    inputs: tuple[Path, ...]
    """The files that were read, beyond those that every essay has: images, bibliographies, the style."""
    findings: tuple[Finding, ...] = ()
    """Findings of the source and the ledger."""


def prepare(  # noqa: PLR0913 - the essay, how it is read, and what is done meanwhile
    file: EssayFile,
    project: Project,
    config: Config,
    meanwhile: Callable[[Source], None] | None = None,
    *,
    siblings: Siblings | None = None,
    read: ReadMarkdown = read_markdown,
) -> tuple[Prepared | None, tuple[Finding, ...]]:
    """Read an essay up to the point where it can be set; None where it cannot, with findings in either case.

    `meanwhile` is called with the source while pandoc reads. `siblings` are the other essays of its book;
    `read` calls pandoc. Raises UsageError for a broken configuration, EnvironmentProblem where pandoc is missing.
    """
    source, findings = read_source(file)
    if source is None or has_errors(findings):
        return None, findings
    source = replace(source, siblings=siblings) if siblings else source
    passed_over = why_passed_over(source, file, drafts=config.drafts)
    if passed_over:
        return None, (*findings, passed_over)
    source, files, found = _with_bibliographies(source, project)
    findings += found
    entries, marked, found = _marked(source, project)
    findings += found
    if has_errors(findings):
        return None, findings
    choice = choose(source, project.root, config.source.markdown)
    known = source
    shelves = shelves_of(source.path, project.root, config.source.static)
    essay, found = read_essay(
        source, marked, shelves, choice, (lambda: meanwhile(known)) if meanwhile else None, read=read
    )
    findings += found
    if essay is None or has_errors(findings):
        return None, findings
    style, style_path, found = citation_style(source, config, project)
    findings += found
    words = load_wording(source.meta.lang, project.template_folders)
    findings += check_wording(words, source.meta, source.shown)
    essay, found = with_cross_references(with_quotation_marks(essay, words), words)
    essay = with_essay_references(essay, words) if siblings else essay
    findings += found
    on_paper, on_screen, found = _annotated(essay, entries, words, style)
    findings += found
    if has_errors(findings):
        return None, findings
    prepared = Prepared(
        source=source,
        choice=choice,
        entries=entries,
        words=words,
        style=style,
        on_paper=on_paper,
        on_screen=on_screen,
        inputs=(*essay.images, *([essay.cover] if essay.cover else []), *files, *choice.seen_in, style_path),
        findings=findings,
    )
    return prepared, findings


def _marked(source: Source, project: Project) -> tuple[tuple[Entry, ...], str, tuple[Finding, ...]]:
    """Return the entries that have a place, in the order of the text, and the text with a mark at each place."""
    path = ledger_path(source.path)
    ledger, findings = read_ledger(path, file=project.shown(path))
    if has_errors(findings):
        return (), source.text, findings
    living = [entry for entry in ledger.entries if entry.status is not Status.REJECTED]
    places, found = anchor_all(source.text, living, source.shown)
    placed = sorted((places[entry.id].end, i, entry) for i, entry in enumerate(living) if entry.id in places)
    marked = mark(source.text, [end for end, _, _ in placed])
    return tuple(entry for _, _, entry in placed), marked, findings + found


def _with_bibliographies(source: Source, project: Project) -> tuple[Source, tuple[Path, ...], tuple[Finding, ...]]:
    """The source with those of its bibliographies that are files of the project, and a warning for each other one."""
    files, names, findings = [], [], []
    for name in source.meta.bibliography:
        path = real_path(source.path.parent / name)
        if path.is_file() and path.is_relative_to(real_path(project.root)):
            read_input(path)
            files.append(path)
            names.append(name)
        else:
            message = f"the bibliography {name} is not a file of the project"
            hint = "Put it beside the essay, or correct its name."
            findings.append(Finding(code="bibliography-missing", message=message, hint=hint, file=source.shown))
    return replace(source, meta=replace(source.meta, bibliography=tuple(names))), tuple(files), tuple(findings)


def _annotated(
    essay: Essay, entries: tuple[Entry, ...], words: Wording, style: Style
) -> tuple[Annotated, Annotated, tuple[Finding, ...]]:
    wish = essay.source.meta.links_as_notes
    with_links = NoteOptions(links_as_notes=wish is not LinksAsNotes.NONE, cites_in_notes=style.cites_in_notes)
    on_paper, findings = annotate(essay, entries, words, with_links)
    if wish is not LinksAsNotes.PRINT:
        return on_paper, on_paper, findings
    without = NoteOptions(links_as_notes=False, cites_in_notes=style.cites_in_notes)
    return on_paper, annotate(essay, entries, words, without)[0], findings
