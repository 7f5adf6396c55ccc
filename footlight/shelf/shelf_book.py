"""An edition on the shelf, as frozen values."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote it."""

    name: str
    file_as: str = ""
    """The form that a catalogue sorts by; empty where the book does not say."""

    @property
    def sorted_by(self) -> str:
        """What a list of authors is in the order of."""
        return self.file_as or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A file that a reader can take."""

    path: Path
    name: str
    """From build/: `NAME/NAME.epub`."""
    media: str
    words: str
    """What kind of file that is, for people."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The picture on the front, as a member of the EPUB's zip."""

    epub: Path
    member: str
    media: str
    suffix: str
    """`.png`, with its stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An essay's editions, described by its EPUB's package document."""

    name: str
    """Of the essay: its folder in build/."""
    identifier: str
    """An address or a URN: what the EPUB is identified by, or a UUID made from it."""
    title: str
    subtitle: str = ""
    authors: tuple[Author, ...] = ()
    languages: tuple[str, ...] = ()
    published: str = ""
    """An ISO date, or the beginning of one; empty where the book does not say."""
    modified: str
    """`YYYY-MM-DDThh:mm:ssZ`."""
    publisher: str = ""
    rights: str = ""
    summary: str = ""
    subjects: tuple[str, ...] = ()
    holdings: tuple[Holding, ...] = ()
    cover: Cover | None = None

    @property
    def year(self) -> str:
        """When it was first published, in four digits, or nothing."""
        return self.published[:4] if self.published[:4].isdigit() else ""

    @property
    def cover_path(self) -> str:
        """Where the shelf keeps the cover, from its own root; empty where there is none."""
        return f"covers/{self.name}{self.cover.suffix}" if self.cover else ""
