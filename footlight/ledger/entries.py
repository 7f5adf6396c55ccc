"""The ledger of an essay's links, `source/NAME.links.toml`, as frozen values.

The file has one `[[link]]` for each place, in the order of the text, and a person can read and edit it.
`footlight.ledger.parser` reads it, `footlight.ledger.writer` writes it without losing comments or the order of keys,
and `footlight.ledger.anchoring` finds the place of an entry in the text again.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from footlight.textmatch.places import Quote

SCHEMA = 1
DESCRIBED = "described"
"""The kind of an entry that only says what a link that is present leads to."""
EDITOR = "editor"
"""The value of `by` for the editor of the edition."""


class Status(StrEnum):
    """The state of a place. Footlight writes the first three, a person the last two."""

    RECOVERED = "recovered"
    CANDIDATE = "candidate"
    UNRECOVERED = "unrecovered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    """A person said that no link is missing here; nothing is set."""

    @property
    def decided(self) -> bool:
        """Whether a person decided; no run may change the entry then."""
        return self in (Status.ACCEPTED, Status.REJECTED)

    @property
    def printed(self) -> bool:
        """Whether an edition may print the entry's address as a source."""
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
    """Rate limited, unreachable, or never asked: says nothing about what the archive holds."""
    EXCLUDED = "excluded"
    """The archive does not show it, for example at the request of the site's owner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Something that contains the address: what it is, where and when it was seen."""

    what: str
    """capture, live-page, cdx-row, source, feed, or editor."""
    url: str = ""
    seen: datetime | date | None = None
    sha256: str = ""
    """SHA-256 of the raw bytes, in lower-case hex."""
    line: str = ""
    """The line that contains the address, byte for byte."""
    artefact: str = ""
    """The record that holds the bytes, relative to the ledger: `NAME.warc.gz#urn:uuid:…`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that was considered and not chosen."""

    url: str
    title: str = ""
    score: float | None = None
    archive_url: str = ""
    why: str = ""
    """Why it was not chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """One search: where, when, and with which result, so that "not found" and "not asked" differ."""

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
    """Words that the editor inserts to complete the sentence; an edition marks them as supplied."""
    by: str = ""
    """The person who decided: "editor" or a name; empty if nobody did."""
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
    """0 to 1; only computed by Footlight, never written by hand."""
    note: str = ""
    """A sentence of the editor for the note, in Markdown of one paragraph."""
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    searched: tuple[Searched, ...] = ()

    @property
    def named(self) -> str:
        """The name of the person who decided; empty if nobody did, and for the editor, who is not named."""
        return self.by if self.status.decided and self.by.casefold() != EDITOR else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The entries of an essay's ledger."""

    entries: tuple[Entry, ...] = ()
