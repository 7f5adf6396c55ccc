"""What an archive can be asked, and its answers as values.

An answer is one of four, so that "not asked" and "did not answer" never become "not archived": `Found`, `NotArchived`,
`Unreachable` (timeout, 429, 5xx, a file that cannot be read) and `Excluded` (the archive may not show the site). A
capture is a row of a CDX index (https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar, runtime_checkable

from footlight.engines.warc.evidence_record import Artefact
from footlight.ledger.entries import Searched
from footlight.links.archives.page_library import PageLibrary

T_co = TypeVar("T_co", covariant=True)
MOVED_STATUSES = (301, 302, 308)
"""Redirects that say that a page moved: the permanent ones, and the 302 that many servers give for it."""


class Match(StrEnum):
    """How the address of a query is compared, by CDX's own names."""

    EXACT = "exact"
    PREFIX = "prefix"
    HOST = "host"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query to the index."""

    url: str
    match: Match = Match.EXACT
    limit: int = 10_000
    """Most rows; an answer of that many may have been cut."""
    first: bool = False
    """Only the first good capture of each address, and no pictures, styles or scripts, as far as the archive can leave
    them out: enough to see which pages a site has.
    """
    moves: bool = False
    """Only captures of redirects with a status of `MOVED_STATUSES`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One row of the index."""

    urlkey: str
    timestamp: str
    """14 digits, UTC."""
    original: str
    """The address as it was captured, byte for byte."""
    mime: str = ""
    status: int = 0
    """0 where the index does not say, as in a TimeMap."""
    digest: str = ""
    archive_url: str = ""
    """Where a browser shows it; empty for a file on this machine."""
    artefact: str = ""
    """Where the bytes are kept: `FILE#urn:uuid:…` for a record of a WARC."""
    redirect: str = ""
    """Where a 3xx led, where the index says so."""
    soft: bool = False
    """Whether it is known to be an error page with status 200."""
    locator: str = ""
    """By what the archive finds it again: an address, or a place in a file."""

    @property
    def when(self) -> datetime:
        """The moment of the capture."""
        return parse_timestamp(self.timestamp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The body of a capture as the site sent it, without an archive's rewriting."""

    data: bytes
    content_type: str = ""
    sha256: str = ""
    """Of `data`, in lower-case hex."""
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T_co]):
    """The archive has it."""

    value: T_co


@dataclass(frozen=True, slots=True, kw_only=True)
class NotArchived:
    """The archive answered that it has nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """The archive did not answer; nothing follows from that."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """The archive answered that it may not show it."""

    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirected:
    """The capture is a redirect."""

    to: str
    """Where it led, absolute; empty where the capture does not say."""


IndexAnswer = Found[tuple[Capture, ...]] | NotArchived | Unreachable | Excluded
ReadAnswer = Found[Body] | Redirected | NotArchived | Unreachable | Excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchReport:
    """What was searched in an archive, for the ledger."""

    searched: tuple[Searched, ...] = ()
    """What was asked and read, and what was not."""
    blocked: tuple[Unreachable | Excluded, ...] = ()
    """Failures: queries from which nothing follows."""


class Archive(Protocol):
    """A web archive: WARC files on this machine, pywb, Wayback, Common Crawl, or any Memento TimeGate."""

    @property
    def name(self) -> str:
        """How the ledger calls it: `wayback`, or a file's name."""

    def captures(self, query: Query) -> IndexAnswer:
        """Query the index. The rows come in the order of urlkey and timestamp."""

    def read(self, capture: Capture) -> ReadAnswer:
        """Read the body of a capture."""

    def close(self) -> None:
        """Close files and connections."""


@runtime_checkable
class SearchableArchive(Archive, Protocol):
    """An archive whose pages can be searched by their text."""

    @property
    def library(self) -> PageLibrary:
        """Its pages."""

    def capture_of(self, number: int) -> Capture | None:
        """The capture of that number, from which a page of the library was read."""

    def feeds(self) -> tuple[Capture, ...]:
        """Captures that may be feeds."""

    def search_report(self) -> SearchReport:
        """What of the archive the library holds."""

    def asked(self) -> date | None:
        """The day on which it gave its answers; None for a file, which gives the same ones on any day."""


@runtime_checkable
class RecordArchive(Archive, Protocol):
    """An archive of records that can be copied byte for byte."""

    def artefact(self, capture: Capture) -> Artefact | None:
        """The capture's record; None where it is gone from the file, or too large."""


def parse_timestamp(timestamp: str) -> datetime:
    """The moment that 1 to 14 digits of a CDX timestamp mean; missing digits mean the beginning of their period."""
    digits = (timestamp + "00000101000000"[len(timestamp) :])[:14]
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime(1, 1, 1, tzinfo=UTC)


def cdx_timestamp(when: datetime) -> str:
    """The 14 digits of a moment."""
    return when.astimezone(UTC).strftime("%Y%m%d%H%M%S")
