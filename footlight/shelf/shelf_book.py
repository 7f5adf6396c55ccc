"""A book on the shelf, its authors, files and cover."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """An author."""

    name: str
    file_as: str = ""
    """The form of the name by which catalogues sort; empty where the EPUB does not give it."""

    @property
    def sorted_by(self) -> str:
        """The form of the name by which lists are sorted."""
        return self.file_as or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A file that a reader can download."""

    path: Path
    name: str
    """Its path from build/: `NAME/NAME.epub`."""
    media: str
    words: str
    """What kind of file it is, in words for people."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The cover image, as a member of the EPUB's zip."""

    epub: Path
    member: str
    media: str
    suffix: str
    """The ending of its file name, such as `.png`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An essay's editions, described by its EPUB's package document."""

    name: str
    """The name of the essay and of its folder in build/."""
    identifier: str
    """The identifier of the EPUB as an IRI; a UUID made from it where it is none."""
    title: str
    subtitle: str = ""
    authors: tuple[Author, ...] = ()
    languages: tuple[str, ...] = ()
    published: str = ""
    """An ISO date, or the beginning of one; empty where the EPUB does not give it."""
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
        """The year of publication, four digits; empty where it is not known."""
        return self.published[:4] if self.published[:4].isdigit() else ""

    @property
    def cover_path(self) -> str:
        """The path of the cover from the shelf's root; empty where there is none."""
        return f"covers/{self.name}{self.cover.suffix}" if self.cover else ""
