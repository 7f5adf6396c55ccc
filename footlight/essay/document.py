"""An essay as values: front matter, source text, pandoc's tree, and the tree with numbered notes."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from footlight.essay.markdown_name import MarkdownName
from footlight.essay.siblings import KEYED, Siblings
from footlight.essay.tree import Nodes
from footlight.ledger.entries import Entry


class LinksAsNotes(StrEnum):
    """The editions in which links that are present in the source get a note."""

    BOTH = "both"
    PRINT = "print"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An author or another contributor."""

    name: str
    """The name as it is printed."""
    file_as: str = ""
    """The name as it is sorted: "Armstrong, Patrick"; empty where the source does not say."""
    role: str = "aut"
    """A MARC relator code (https://id.loc.gov/vocabulary/relators.html)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """An identifier and, where known, its scheme, such as ISBN-13 or DOI."""

    text: str
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date whose day, or month and day, may be unknown."""

    text: str
    """The date as the source writes it."""
    year: int = 0
    month: int = 0
    day: int = 0
    as_written: bool = False
    """Printed as the source has it, because it says more than its numbers: "Michaelmas 1984", "ca. 1890"."""

    @property
    def iso(self) -> str:
        """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`; empty where the year is unknown."""
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        known = 3 if self.day else 2 if self.month else 1 if self.year else 0
        return "-".join(parts[:known])

    @property
    def first_day(self) -> date | None:
        """The earliest day that the date can mean; None where the year is unknown."""
        return date(self.year, self.month or 1, self.day or 1) if self.year else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The front matter, parsed once, with what the file's name and the project say where it is silent.

    Title, subtitle and abstract are Markdown, as they are written; `Essay` has them parsed.
    """

    title: str = ""
    subtitle: str = ""
    abstract: str = ""
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    """Editors, translators and others, each with a role."""
    date: PartialDate | None = None
    lang: str = "en"
    """A BCP 47 tag."""
    lang_is_given: bool = False
    """Whether the front matter, the file's name or the project says it."""
    direction: str = "ltr"
    url: str = ""
    """Address of the first publication."""
    site: str = ""
    """The address of the site that it was published on, without a path of its own; empty where nobody says."""
    draft: str = ""
    """What says that it is not meant to be published, such as `draft: true`; empty where it is."""
    published_in: str = ""
    rights: str = ""
    permission: str = ""
    """Who permitted this edition, and when; empty where nothing is recorded."""
    publisher: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    links_as_notes: LinksAsNotes = LinksAsNotes.BOTH
    references: tuple[Any, ...] = ()
    """The author's own references, as CSL data of plain values."""
    bibliography: tuple[str, ...] = ()
    """Bibliography files for the author's citations, relative to the source."""
    isbn: str = ""
    """The printed edition's ISBN as the source writes it; empty where it has none."""
    collection: str = ""
    """Title of the series that the essay belongs to."""
    position: str = ""
    """Position in the series: a number, or numbers separated by points."""
    cover_image: str = ""
    """A file beside the source; empty where Footlight draws the cover."""
    markdown: MarkdownName = MarkdownName.AUTO
    """The dialect of Markdown."""
    csl: str = ""
    """A citation style beside the source; empty for our own."""
    contents: bool | None = None
    """Whether the pages have contents; None where the essay's length decides."""
    title_pages: bool | None = None
    """Whether half title and title have pages of their own; None as above."""
    sections: str = ""
    """Where sections begin: `recto`, `page`, or empty for the same page."""
    drop_cap: int = 0
    """Lines that the first letter of the text is high; 0 for a letter like the others."""
    theme: str = ""
    """The name of the theme that it is set in; empty for the project's."""

    @property
    def byline(self) -> str:
        """The authors' names, joined for metadata and running heads."""
        return ", ".join(person.name for person in self.authors)

    def web_address(self, target: str) -> str:
        """What a link's target is on the web, as far as the essay's own address or that of its site says it.

        As it is stays a place within the essay, what nobody says, and the name of a Markdown file, which no site serves
        unless it serves the essay as one.
        """
        is_file = is_markdown_file(target) and not is_markdown_file(self.url)
        if target.startswith("#") or SCHEME.match(target) or is_file:
            return target
        base = self.url or (self.site if target.startswith("/") else "")
        if not base:
            return f"https:{target}" if _OTHER_HOST.match(target) else target
        try:
            return urljoin(base, target)
        except ValueError:  # an address such as //[
            return target


SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
"""Matches the beginning of an absolute address, with its scheme (RFC 3986, section 3.1)."""
_MARKDOWN_FILE = re.compile(r"^(?!//)[^?#]*\.(?:md|markdown|mdx)(?:[?#]|$)", re.IGNORECASE)
_OTHER_HOST = re.compile(r"//[^/\[]+\.")
"""An address without a scheme (RFC 3986, section 4.2), which pages take from their own."""


def is_markdown_file(target: str) -> bool:
    """Whether a link leads to a source, and not to a page."""
    return _MARKDOWN_FILE.match(target) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A Markdown file with its front matter parsed; reading it needs no engine."""

    name: str
    """The slug: the file's name without its extension, and the name of the essay's folder in build/."""
    words_of_name: str
    """The words of the file's name, which stand for a title that is missing."""
    path: Path
    shown: str
    """The path as findings write it."""
    text: str
    body_start: int
    """Offset in characters of the first character after the front matter."""
    meta: Metadata
    siblings: Siblings = field(default_factory=Siblings)
    """The other essays of the book that it is read for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Essay:
    """The tree that pandoc read, made safe: without the source's raw HTML and without files outside the project."""

    source: Source
    title: Nodes
    subtitle: Nodes
    abstract: Nodes
    headnote: Nodes
    body: Nodes
    references: tuple[dict[str, Any], ...] = ()
    """The author's own references, as CSL JSON in pandoc's metadata form."""
    images: tuple[Path, ...] = ()
    """Absolute paths of the text's pictures, each once."""
    cover: Path | None = None
    """The cover picture that the source names."""


def call_mark(number: int) -> str:
    """The HTML comment that marks the place of a note's call until templates are filled in."""
    return f"<!--fl:call:{number}-->"


CALL = re.compile(r"<!--fl:call:(\d+)-->")
"""Matches such a comment. Comments of the source are removed before, so none of them matches."""


_CALL_ID, _NOTE_ID = "fl-call-", "fl-note-"
_OF_A_CALL, _OF_A_NOTE = (re.compile(rf"(?:{KEYED.pattern})?{name}") for name in (_CALL_ID, _NOTE_ID))


def is_call(identifier: str) -> bool:
    """Whether an identifier belongs to a note's call; in a book it begins with the key of its section."""
    return _OF_A_CALL.match(identifier) is not None


def is_note(identifier: str) -> bool:
    """Whether an identifier belongs to a note; in a book it begins as those of calls do."""
    return _OF_A_NOTE.match(identifier) is not None


class Series(StrEnum):
    """Whose note it is, the author's or the editor's."""

    AUTHOR = "author"
    EDITOR = "editor"


class NoteKind(StrEnum):
    """What a note holds."""

    TEXT = "text"
    """The author's or the editor's own words."""
    LINK = "link"
    """The address of a link that is present in the source."""
    RECOVERED = "recovered"
    """The source of a missing link that the ledger knows."""
    LOST = "lost"
    """The statement that a missing link was not recovered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A numbered note; in the text, the placeholder `call_mark(number)` stands for its call."""

    number: int
    series: Series
    kind: NoteKind
    content: Nodes
    """Blocks of pandoc's tree."""
    url: str = ""
    """The address that the note prints; empty for TEXT and LOST."""
    entry: Entry | None = None
    """The ledger's entry, where the note is of one."""
    see: int = 0
    """Number of the earlier note that gives the source in full ("See note 3"); 0 where this note does."""
    endnote: bool = False
    """Whether it is set at the end because it is too tall for the foot of a page."""
    section: str = ""
    """In a book, the key of the section whose note it is (`essay.book`); each section counts its notes from 1."""

    @property
    def id(self) -> str:
        """The note's identifier in every product."""
        return f"{self.section}{_NOTE_ID}{self.number}"

    @property
    def call_id(self) -> str:
        """The identifier of the note's call in every product."""
        return f"{self.section}{_CALL_ID}{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressInText:
    """A link of the text that needs no note, since its words are its whole address."""

    url: str
    words: str
    """As they stand there: perhaps without the scheme."""
    behind: int
    """How many notes stand before it."""
    series: Series = Series.AUTHOR
    """Whose words they are."""
    section: str = ""
    """As of a `Note`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """The essay with its notes numbered in text order; every edition is made from it."""

    essay: Essay
    title: Nodes
    """With the calls of the subtitle behind its own: an EPUB has the subtitle on a page without notes."""
    subtitle: Nodes
    abstract: Nodes
    headnote: Nodes
    body: Nodes
    notes: tuple[Note, ...]
    addresses: tuple[AddressInText, ...] = ()
    """In the order of the text."""
    references: tuple[dict[str, Any], ...] = ()
    """All references that text and notes cite, for pandoc's citeproc."""
