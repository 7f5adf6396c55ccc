"""The catalogue of build/, written as files into build/shelf/: all of them or none."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from footlight.engines.epub.container_reader import DamagedEpubError
from footlight.engines.operating_system import core_count, exchange_paths
from footlight.errors import UsageError
from footlight.findings.finding import Finding, Severity
from footlight.shelf.built_books import FOLDER, GatheredBooks, gather_folders, merge_by_title, names_in
from footlight.shelf.catalogue import Catalogue
from footlight.shelf.catalogue_documents import static_documents
from footlight.shelf.epub_description import cover_bytes
from footlight.shelf.shelf_book import Book
from footlight.workflows.build.publication import disk_problem
from footlight.workflows.processes.critical_section import critical_section
from footlight.workflows.processes.pool import Progress, map_in_processes, no_progress
from footlight.workflows.processes.temporary_folder import SHELF_FOLDER, held_folder, remove_abandoned

_BATCH = 250
"""Folders that a process reads at a time: fewer are not worth the start of another process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """The catalogue that was written."""

    books: int
    documents: int
    findings: tuple[Finding, ...]


def shelve(build: Path, *, title: str) -> Shelved:
    """Write the catalogue of everything in a build folder.

    Raises UsageError where an essay of the shelf's own name stands in its place, EnvironmentProblem where the disk is
    full or may not be written; then the last catalogue stays.
    """
    target = build / FOLDER
    if (target / f"{FOLDER}.epub").exists() or (target / f"{FOLDER}.pdf").exists():
        raise UsageError(
            f"build/{FOLDER}/ holds the editions of an essay named '{FOLDER}'", hint="Give the essay another name."
        )
    try:
        build.mkdir(exist_ok=True)
        remove_abandoned(build, SHELF_FOLDER)
        with held_folder(build, SHELF_FOLDER) as folder:
            waiting = folder / "new"
            gathered = _gathered(build, waiting)
            documents = sum(1 for _ in _written(Catalogue(gathered.books, title=title), waiting))
            waiting.chmod(0o755)
            with critical_section():
                if target.exists() and not exchange_paths(waiting, target):
                    target.replace(folder / "old")
                if waiting.exists() and not target.exists():
                    waiting.replace(target)
    except OSError as error:
        raise disk_problem(error, target) from None
    return Shelved(books=len(gathered.books), documents=documents, findings=gathered.findings)


def _written(catalogue: Catalogue, folder: Path) -> Iterator[Path]:
    made: set[Path] = set()
    for document in static_documents(catalogue):
        path = folder / document.path
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(document.data)
        yield path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Some of the folders in build/, and where their covers are written."""

    build: Path
    names: tuple[str, ...]
    waiting: Path


def _gathered(build: Path, waiting: Path) -> GatheredBooks:
    """Return all books, and write their covers: opening thousands of EPUBs is work for every core."""
    (waiting / "covers").mkdir(parents=True)
    names = names_in(build)
    parts = [
        _Part(build=build, names=tuple(names[at : at + _BATCH]), waiting=waiting) for at in range(0, len(names), _BATCH)
    ]
    cores = min(core_count(), len(parts))
    if cores <= 1:
        return merge_by_title(_part(part, no_progress) for part in parts)
    return merge_by_title(map_in_processes(_part, parts, cores))


def _part(part: _Part, _: Progress) -> GatheredBooks:
    found = gather_folders(part.build, part.names)
    return replace(found, findings=(*found.findings, *_covers(found.books, part.waiting)))


def _covers(books: tuple[Book, ...], folder: Path) -> Iterator[Finding]:
    for book in books:
        if book.cover is None:
            continue
        try:
            (folder / book.cover_path).write_bytes(cover_bytes(book.cover))
        except DamagedEpubError as error:
            yield Finding(
                code="shelf-cover-broken",
                severity=Severity.WARNING,
                message=f"the cover in {book.name}.epub cannot be read: {error}",
                hint=f"`footlight build {book.name} --force` makes it again.",
                file=f"build/{book.name}/{book.name}.epub",
            )
