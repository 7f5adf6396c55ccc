"""What a preview is asked, and what it answers. Both sides import it, so it needs no engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from footlight.engines.weasyprint.preview_pages import PreviewPage
from footlight.essay_files import EssayFile
from footlight.file_state import FileState

PICTURE = "picture:"
"""Begins the address of a picture in the text."""


BOOK = "book/"
"""Begins the name under which a book is asked for and answered: an essay may have the same one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An essay or a book that has changed."""

    name: str
    """That of the essay, or `BOOK` and that of the book."""
    essay: EssayFile | None
    """None for a book, whose order is read anew."""
    revision: int
    """Counts the questions; an answer has that of its question."""
    looked_at: int = 0
    """The page that somebody looks at, from 0: it is drawn first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding, with the words of the source by which its place is found on a page."""

    finding: dict[str, Any]
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReady:
    """The text as HTML, ready before its pages are."""

    name: str
    revision: int
    html: str
    title: str
    lang: str
    direction: str
    pictures: tuple[Path, ...]
    """In the HTML, the address of each is `PICTURE` and its number."""
    findings: tuple[ShownFinding, ...]
    files: Mapping[Path, FileState] = field(default_factory=dict)
    """What a book was made of, as it was when it was read; a change of these is one of the book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesDrawn:
    """Pages of a book that are drawn, before they are shown in their places."""

    name: str
    revision: int
    drawn: tuple[str, ...]
    """As in `PagesReady`."""
    pdf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EbookDocument:
    """A content document of the e-book as it is now."""

    path: str
    title: str
    digest: str
    """Of all that it looks like: its text and the style sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EbookReady:
    """The e-book as it would be made now, without a cover and page marks, which only a build makes."""

    name: str
    revision: int
    documents: tuple[EbookDocument, ...]
    """In reading order."""
    files: Mapping[str, tuple[str, bytes]]
    """Media type and bytes of each file, by its path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesReady:
    """The pages; those that are new are drawn in this answer, or in one that follows it at once."""

    name: str
    revision: int
    pages: tuple[PreviewPage, ...]
    findings: tuple[ShownFinding, ...]
    drawn: tuple[str, ...]
    """The keys of the pages in `pdf`, in their order."""
    pdf: bytes
    sure: bool = False
    """Whether nothing more follows for this revision."""
    old: int = 0
    """How many pages are still those of a revision before: of a book, whose other sections follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingMade:
    """The essay cannot be set as it is now; what was shown before stands."""

    name: str
    revision: int
    findings: tuple[ShownFinding, ...]
    trouble: str = ""
    """What stopped it, where it is not the essay."""


Answer = TextReady | PagesReady | PagesDrawn | EbookReady | NothingMade
