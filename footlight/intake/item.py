"""One essay that is to be imported, as a reader of `footlight.intake.readers` found it in a source."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from footlight.engines.warc.evidence_record import Artefact
from footlight.findings.finding import Finding
from footlight.input_record import read_file

LARGEST_FILE = 64 * 2**20
"""Bytes of one file that came with an item; a larger one counts as missing."""


class ItemKind(StrEnum):
    """What the content of an item is."""

    PAGE = "page"
    """A whole HTML page: the main text, and what the page says about itself, are yet to be found."""
    FRAGMENT = "fragment"
    """The HTML of the text alone, as feeds and exports hold it."""
    MARKDOWN = "markdown"
    """Markdown of the text alone, without front matter."""
    TREE = "tree"
    """The JSON of pandoc's document tree (`pandoc --to json`), of documents that pandoc reads. Its `meta` is not read:
    the reader puts what it says into the fields of the item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file that came with an item: a picture in a Word file, in an export or in a saved page."""

    address: str
    """As the content names it: relative (`media/image1.png`), absolute, or `cid:…`."""
    data: bytes = b""
    """Its bytes; empty where `path` has them."""
    path: Path | None = None
    """A file on this machine, or the zip file in which `member` lies."""
    member: str = ""

    def read(self) -> bytes | None:
        """Its bytes; None where they cannot be read, or are more than `LARGEST_FILE`."""
        if self.path is None:
            return self.data
        try:
            if not self.member:
                return read_file(self.path) if self.path.stat().st_size <= LARGEST_FILE else None
            with _open_zip(self.path, self.path.stat().st_mtime_ns).open(self.member) as stream:
                data = stream.read(LARGEST_FILE + 1)
        except (OSError, EOFError, LookupError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, struct.error):
            return None
        return data if len(data) <= LARGEST_FILE else None


@lru_cache(maxsize=1)
def _open_zip(path: Path, _: int) -> zipfile.ZipFile:
    """A zip file, which stays open: with ten thousand pictures in it, its directory takes long to read."""
    return zipfile.ZipFile(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One essay to be imported. What a reader does not know stays empty; a page's own metadata fill it."""

    kind: ItemKind
    content: str
    origin: str
    """Where it is in its source, for a person: `blog.xml, post 12`, or the address."""
    identity: str = ""
    """What finds the same essay again when the source is imported another time: a post's id or GUID. Empty: the
    address, else the origin."""
    address: str = ""
    """Where it was published; relative links are resolved against it."""
    title: str = ""
    """Plain text."""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    """As the source writes it: ISO 8601, RFC 5322, or any form that docs/front-matter.md lists."""
    lang: str = ""
    """A language tag."""
    keywords: tuple[str, ...] = ()
    published_in: str = ""
    """The name of the blog, paper or site."""
    rights: str = ""
    description: str = ""
    cover: str = ""
    """The address of the picture that stands for the essay: absolute, or that of one of `files`."""
    name: str = ""
    """A wish for the name of its file: a slug, or a file name without ending. Empty: made of title or address."""
    draft: bool = False
    doubts: Mapping[str, str] = field(default_factory=dict)
    """Where values come from that may be wrong, such as `from the page's <title>`, by key of the front matter."""
    redirects: tuple[tuple[str, str], ...] = ()
    """Addresses of shortening services and where they led, as far as an archive knows; no reader fills it."""
    findings: tuple[Finding, ...] = ()
    """What the reader has to say of this essay, none of it an error."""
    files: tuple[AttachedFile, ...] = ()
    capture: Artefact | None = None
    """The page as it was captured, which is kept beside the essay."""

    @property
    def key(self) -> str:
        """What finds the same essay again."""
        return self.identity or self.address or self.origin
