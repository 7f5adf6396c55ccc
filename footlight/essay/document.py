"""The essay as values: what its front matter says, its source text, its tree, and the tree with its notes numbered."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from footlight.essay.tree import Nodes
from footlight.ledger.entries import Entry


class LinksAsNotes(StrEnum):
    """In which editions a link that is present in the source becomes a note as well."""

    BOTH = "both"
    PRINT = "print"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An author or another contributor."""

    name: str
    """As it is printed."""
    file_as: str = ""
    """As it is sorted: "Armstrong, Patrick"; empty where the source does not say."""
    role: str = "aut"
    """A MARC relator code (https://id.loc.gov/vocabulary/relators.html)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """An identifier and, where known, its scheme, such as ISBN-13 or DOI."""

    text: str
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date of which the day, or the month as well, may be unknown; `text` is how the source wrote it."""

    text: str
    year: int = 0
    """0 where the text is no ISO 8601 date; then only `text` can be printed."""
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`; empty where the year is unknown."""
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        known = 3 if self.day else 2 if self.month else 1 if self.year else 0
        return "-".join(parts[:known])

    @property
    def first_day(self) -> date | None:
        """The first day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1) if self.year else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The front matter, parsed once. Texts are plain: markup in a title is in `Essay.title`."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    """Editors, translators and others, each with a role."""
    date: PartialDate | None = None
    lang: str = "en"
    """A BCP 47 tag."""
    direction: str = "ltr"
    url: str = ""
    """Where it was first published."""
    published_in: str = ""
    rights: str = ""
    permission: str = ""
    """Who allowed this edition and when; empty where nothing is recorded."""
    publisher: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    links_as_notes: LinksAsNotes = LinksAsNotes.BOTH
    bibliography: tuple[str, ...] = ()
    """Files of references for the author's own citations, relative to the source."""
    isbn: str = ""
    """Of the printed edition, as it is written; empty where it has none."""
    collection: str = ""
    """The series that it is part of."""
    position: str = ""
    """Its place in the series: a number, or numbers between points."""
    cover_image: str = ""
    """A file beside the source; empty where the house draws the cover."""
    csl: str = ""
    """A citation style beside the source; empty for the house's own."""

    @property
    def byline(self) -> str:
        """The authors' names, joined for metadata and running heads."""
        return ", ".join(person.name for person in self.authors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A Markdown file, read and its front matter parsed; no engine was needed for it."""

    name: str
    """The slug: the file's name without `.md`, and the name of the essay's folder in build/."""
    path: Path
    shown: str
    """The path as findings write it."""
    text: str
    body_start: int
    """Offset in characters of the first one after the front matter."""
    meta: Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Essay:
    """The tree that pandoc read, made safe: no raw HTML of the source's, no file outside the project."""

    source: Source
    title: Nodes
    subtitle: Nodes
    abstract: Nodes
    headnote: Nodes
    body: Nodes
    references: tuple[dict[str, Any], ...] = ()
    """The author's own references, as CSL JSON in pandoc's metadata form."""
    images: tuple[Path, ...] = ()
    """The files that the text shows, absolute, each once."""
    cover: Path | None = None
    """The picture that the source names as its cover."""


def call_mark(number: int) -> str:
    """The comment that holds the place of a note's call in pandoc's HTML."""
    return f"<!--fl:call:{number}-->"


CALL = re.compile(r"<!--fl:call:(\d+)-->")
"""Finds the calls again; no comment of a source's ever gets there."""


_CALL_ID = "fl-call-"


def is_call(identifier: str) -> bool:
    """Whether an identifier is that of a note's call."""
    return identifier.startswith(_CALL_ID)


class Series(StrEnum):
    """Whose note it is."""

    AUTHOR = "author"
    EDITOR = "editor"


class NoteKind(StrEnum):
    """What a note is about."""

    TEXT = "text"
    """Words of the author's or the editor's own."""
    LINK = "link"
    """The address of a link that is present in the source."""
    RECOVERED = "recovered"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A numbered note: its call stands in the text as the placeholder `call_mark(number)`."""

    number: int
    series: Series
    kind: NoteKind
    content: Nodes
    """Blocks."""
    url: str = ""
    """The address that it prints; empty for TEXT and LOST."""
    entry: Entry | None = None
    see: int = 0
    """The number of the note that has the source already; 0 where it stands here in full."""
    endnote: bool = False
    """Set at the end because it is too tall for the foot of a page."""

    @property
    def id(self) -> str:
        """The note's identifier in every product; its call's is `fl-call-N`."""
        return f"fl-note-{self.number}"

    @property
    def call_id(self) -> str:
        """The identifier of the note's call in every product."""
        return f"{_CALL_ID}{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """The essay with its notes numbered in the order of the text; both editions are made from it."""

    essay: Essay
    headnote: Nodes
    body: Nodes
    notes: tuple[Note, ...]
    references: tuple[dict[str, Any], ...] = ()
    """What the notes and the text cite, for pandoc's citeproc."""
