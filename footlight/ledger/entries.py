"""The ledger of an essay's links, `source/NAME.links.toml`, as frozen values.

One `[[link]]` a place, in the order of the text, readable and editable by a person. How the file is read and written
without losing a comment or the order of keys stands in `footlight.ledger.parser`; how an entry finds its place in the
text again, in `footlight.ledger.anchoring`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from footlight.textmatch.places import Quote

SCHEMA = 1
EDITOR = "editor"
"""What `by` says of whoever makes the edition."""


class Status(StrEnum):
    """What became of a place. The first three are Footlight's to write, the last two a person's."""

    RECOVERED = "recovered"
    CANDIDATE = "candidate"
    UNRECOVERED = "unrecovered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    """A person said that this is no missing link: nothing is set."""

    @property
    def decided(self) -> bool:
        """Whether a person decided, so that no run may change the entry."""
        return self in (Status.ACCEPTED, Status.REJECTED)

    @property
    def printed(self) -> bool:
        """Whether the entry's address may stand in an edition as a source."""
        return self in (Status.RECOVERED, Status.ACCEPTED)


class Method(StrEnum):
    """How an address is known."""

    OWN_CAPTURE = "own-capture"
    AUTHOR_SITE = "author-site"
    SITE_INDEX = "site-index"
    SIBLING_PATTERN = "sibling-pattern"
    EDITOR = "editor"


class Reason(StrEnum):
    """Why something is not recovered."""

    NOTHING_FOUND = "nothing-found"
    NOT_SEARCHED = "not-searched"
    """Rate limited, unreachable, or never asked: not a statement about the archive."""
    EXCLUDED = "excluded"
    """The archive says that it may not show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was seen, where and when, that carries the address."""

    what: str
    """capture, live-page, cdx-row, source, feed, or editor."""
    url: str = ""
    seen: datetime | date | None = None
    sha256: str = ""
    """Of the raw bytes, in lower-case hex."""
    line: str = ""
    """The quoted line in which the address stands, byte for byte."""
    artefact: str = ""
    """Where the bytes are kept, relative to the ledger: `NAME.warc.gz#urn:uuid:…`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that was considered and not chosen."""

    url: str
    title: str = ""
    score: float | None = None
    archive_url: str = ""
    why: str = ""
    """Why it lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """Where was looked, when, and what came back, so that "not found" and "not asked" differ."""

    where: str
    when: datetime | date | None = None
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One `[[link]]` of the ledger."""

    id: str
    """Unique in the ledger: letters, digits and hyphens."""
    kind: str
    quote: Quote
    status: Status
    supplied: str = ""
    """What the editor puts in to mend the sentence; marked as supplied in the edition."""
    by: str = ""
    """Who decided, where a person did: "editor", or a name."""
    reason: Reason | None = None
    url: str = ""
    title: str = ""
    author: str = ""
    site: str = ""
    issued: date | None = None
    archive_url: str = ""
    archived: datetime | None = None
    method: Method | None = None
    score: float | None = None
    """0 to 1; only what Footlight computed."""
    note: str = ""
    """An editor's sentence to stand in the note, in Markdown of one paragraph."""
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    searched: tuple[Searched, ...] = ()

    @property
    def named(self) -> str:
        """The name of the person who decided; empty where nobody did, and for the editor, who needs no name."""
        return self.by if self.status.decided and self.by.casefold() != EDITOR else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All that is known of an essay's links."""

    entries: tuple[Entry, ...] = ()
