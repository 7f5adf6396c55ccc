"""The catalogue of build/ written into build/shelf/, whole or not at all."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from footlight.errors import UsageError
from footlight.finding import Finding, Severity
from footlight.pipeline.publishing import problem
from footlight.shelf.book import Book
from footlight.shelf.catalogue import Catalogue
from footlight.shelf.describing import UnreadableError, cover_bytes
from footlight.shelf.documents import still
from footlight.shelf.gathering import FOLDER, gather


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """What came of it."""

    books: int
    documents: int
    findings: tuple[Finding, ...]


def shelve(build: Path, *, title: str) -> Shelved:
    """Writes the catalogue of everything in a build folder.

    Raises UsageError where an essay of the shelf's own name stands in its place, EnvironmentProblem where the disk is
    full or may not be written; then the catalogue of before is left.
    """
    target = build / FOLDER
    if (target / f"{FOLDER}.epub").exists() or (target / f"{FOLDER}.pdf").exists():
        raise UsageError(
            f"build/{FOLDER}/ holds the editions of an essay named '{FOLDER}'", hint="Give the essay another name."
        )
    gathered = gather(build)
    catalogue = Catalogue(gathered.books, title=title)
    try:
        build.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{FOLDER}.", dir=build) as folder:
            waiting = Path(folder, "new")
            documents = sum(1 for _ in _written(catalogue, waiting))
            spoilt = tuple(_covers(gathered.books, waiting))
            waiting.chmod(0o755)
            if target.exists():
                target.replace(Path(folder, "old"))
            waiting.replace(target)
    except OSError as error:
        raise problem(error, target) from None
    return Shelved(books=len(gathered.books), documents=documents, findings=(*gathered.findings, *spoilt))


def _written(catalogue: Catalogue, folder: Path) -> Iterator[Path]:
    made: set[Path] = set()
    for document in still(catalogue):
        path = folder / document.path
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(document.data)
        yield path


def _covers(books: tuple[Book, ...], folder: Path) -> Iterator[Finding]:
    (folder / "covers").mkdir(parents=True, exist_ok=True)
    for book in books:
        if book.cover is None:
            continue
        try:
            (folder / book.cover_path).write_bytes(cover_bytes(book.cover))
        except UnreadableError as error:
            yield Finding(
                code="shelf-cover-broken",
                severity=Severity.WARNING,
                message=f"the cover in {book.name}.epub cannot be read: {error}",
                hint=f"`footlight build {book.name} --force` makes it again.",
                file=f"build/{book.name}/{book.name}.epub",
            )
