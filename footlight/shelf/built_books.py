"""The books in build/: a folder an essay, its EPUB and what else of it a reader can take."""

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
    # what NAME has behind it, media type, what it is for people. What goes to a print shop is for no reader's shelf.
    (".epub", EPUB, "EPUB"),
    (".kepub.epub", EPUB, "EPUB for Kobo"),
    ("-kindle.epub", EPUB, "EPUB for Kindle"),
    (".pdf", "application/pdf", "PDF"),
    ("-booklet.pdf", "application/pdf", "booklet to print and fold"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What stands in build/, and what could not be put on the shelf."""

    books: tuple[Book, ...]
    """By title, or as they were asked for."""
    findings: tuple[Finding, ...]


def gather(build: Path) -> Gathered:
    """Every book of a build folder. One that cannot be read is left out, and said."""
    return in_order([gather_named(build, names_in(build))])


def in_order(parts: Iterable[Gathered]) -> Gathered:
    """Books that were gathered in parts, by their titles."""
    known = tuple(parts)
    books = sorted((b for part in known for b in part.books), key=lambda book: (sorting_key(book.title), book.name))
    return Gathered(books=tuple(books), findings=tuple(finding for part in known for finding in part.findings))


def gather_named(build: Path, names: Sequence[str]) -> Gathered:
    """The books of some folders, in the order of the names."""
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
    return Gathered(books=tuple(books), findings=tuple(findings))


def sorting_key(text: str) -> str:
    """The text as lists are sorted: without regard to case, not by the marks that open it, and 2 before 10."""
    plain = text.casefold().lstrip("“”‘’\"'«»„¡¿([ ")
    return re.sub(r"\d{1,9}", lambda number: number[0].zfill(9), plain)


def names_in(build: Path) -> list[str]:
    """The folders of a build folder, by name; hidden ones are nobody's."""
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
        if not path.is_symlink():  # it could lead anywhere
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
