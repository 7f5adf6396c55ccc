"""The books in build/: of each essay's folder the EPUB and the other files for readers."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from footlight.engines.epub.container_reader import DamagedEpubError
from footlight.findings.finding import Finding, Severity
from footlight.shelf.epub_description import describe
from footlight.shelf.shelf_book import Book, Holding

FOLDER = "shelf"
"""The catalogue's own folder in build/."""
EPUB = "application/epub+zip"
OFFERED = (
    # The ending behind NAME, media type, and words for people. Files for a print shop are not offered.
    (".epub", EPUB, "EPUB"),
    (".kepub.epub", EPUB, "EPUB for Kobo"),
    ("-kindle.epub", EPUB, "EPUB for Kindle"),
    (".pdf", "application/pdf", "PDF"),
    ("-booklet.pdf", "application/pdf", "booklet to print and fold"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheredBooks:
    """The books of some folders, and findings about folders that hold none."""

    books: tuple[Book, ...]
    """By title, or in the order of the folders."""
    findings: tuple[Finding, ...]


def gather(build: Path) -> GatheredBooks:
    """Return every book of a build folder, by title. An EPUB that cannot be read is a finding."""
    return merge_by_title([gather_folders(build, names_in(build))])


def merge_by_title(parts: Iterable[GatheredBooks]) -> GatheredBooks:
    """Merge books that were gathered in parts, sorted by title."""
    known = tuple(parts)
    books = sorted((b for part in known for b in part.books), key=lambda book: (sorting_key(book.title), book.name))
    return GatheredBooks(books=tuple(books), findings=tuple(finding for part in known for finding in part.findings))


def gather_folders(build: Path, names: Sequence[str]) -> GatheredBooks:
    """Return the books of some folders, in their order."""
    books, findings = [], []
    for name in names:
        holdings = tuple(_holdings(build, name))
        if not holdings:
            continue
        epub = build / name / f"{name}.epub"
        if holdings[0].path != epub:
            findings.append(_without_epub(name))
            continue
        try:
            books.append(describe(name, epub, holdings))
        except DamagedEpubError as error:
            findings.append(_unreadable(name, error))
    return GatheredBooks(books=tuple(books), findings=tuple(findings))


def sorting_key(text: str) -> str:
    """Return the key by which lists are sorted: without case and opening punctuation, and 2 before 10."""
    plain = text.casefold().lstrip("“”‘’\"'«»„¡¿([ ")
    return re.sub(r"\d{1,9}", lambda number: number[0].zfill(9), plain)


def names_in(build: Path) -> list[str]:
    """Return the names of the folders in a build folder, sorted; hidden ones are not essays."""
    try:
        with os.scandir(build) as entries:
            return sorted(e.name for e in entries if e.is_dir(follow_symlinks=False) and not e.name.startswith("."))
    except FileNotFoundError:
        return []


def _holdings(build: Path, name: str) -> Iterator[Holding]:
    for suffix, media, words in OFFERED:
        file = f"{name}{suffix}"
        path = build / name / file
        try:
            state = path.lstat()
        except OSError:
            continue
        if not path.is_symlink():  # it could lead out of build/
            yield Holding(path=path, name=f"{name}/{file}", media=media, words=words, size=state.st_size)


def _without_epub(name: str) -> Finding:
    return Finding(
        code="shelf-no-epub",
        severity=Severity.WARNING,
        message=f"build/{name}/ holds no {name}.epub, which says what the book is",
        hint=f"`footlight build {name} --edition epub` makes it.",
        file=f"build/{name}",
    )


def _unreadable(name: str, error: DamagedEpubError) -> Finding:
    return Finding(
        code="shelf-epub-broken",
        severity=Severity.WARNING,
        message=f"{name}.epub cannot be read, and is left out: {error}",
        hint=f"`footlight build {name} --force` makes it again.",
        file=f"build/{name}/{name}.epub",
    )
