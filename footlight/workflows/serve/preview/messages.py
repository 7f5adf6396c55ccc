"""What a preview is asked, and what it answers. Both sides import it, so it needs no engine."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footlight.engines.weasyprint.preview_pages import PreviewPage
from footlight.essay_files import EssayFile

PICTURE = "picture:"
"""Begins the address of a picture in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An essay that has changed."""

    essay: EssayFile
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingMade:
    """The essay cannot be set as it is now; what was shown before stands."""

    name: str
    revision: int
    findings: tuple[ShownFinding, ...]
    trouble: str = ""
    """What stopped it, where it is not the essay."""


Answer = TextReady | PagesReady | NothingMade
