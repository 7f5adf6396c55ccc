"""The questions that an archive is asked and the answers that it can give.

An answer is one of four, so that "not asked" and "could not be asked" are never "not there": `Found`, `NothingThere`,
`Unreachable` (time-out, 429, 5xx, a file that cannot be read) and `Excluded` (the archive says that it may not show
it). A capture is a row of a CDX index (https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar, runtime_checkable

from footlight.engines.warc.evidence_record import Artefact
from footlight.ledger.entries import Searched
from footlight.links.archives.page_library import Library

T_co = TypeVar("T_co", covariant=True)
MOVES = (301, 302, 308)
"""Redirects that say that a page is elsewhere now: for good, and the 302 that servers give for it."""


class Match(StrEnum):
    """How the address of a query is compared, with CDX's own names."""

    EXACT = "exact"
    PREFIX = "prefix"
    HOST = "host"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question to the index."""

    url: str
    match: Match = Match.EXACT
    limit: int = 10_000
    """Rows at most; an answer of that many may have been cut."""
    first: bool = False
    """Only the first good capture of each address, and no pictures, styles or scripts, as far as the archive can leave
    them out: what a look round a site needs.
    """
    moves: bool = False
    """Only captures that say that a page moved, with a status of `MOVES`."""


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
    """Where anyone can look at it; empty for a file on this machine."""
    artefact: str = ""
    """Where the bytes are kept: `FILE#urn:uuid:…` for a record of a WARC."""
    redirect: str = ""
    """Where a 3xx led, where the index says so."""
    soft: bool = False
    """Known to be an error page that says 200."""
    locator: str = ""
    """The archive's own way to find it again."""

    @property
    def when(self) -> datetime:
        """The moment of the capture."""
        return moment(self.timestamp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a capture holds, raw: no archive's rewriting in it."""

    data: bytes
    content_type: str = ""
    sha256: str = ""
    """Of `data`, in lower-case hex."""
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T_co]):
    """It is there."""

    value: T_co


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingThere:
    """The archive was asked and answered that it holds nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """The archive did not answer; nothing follows from that."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """The archive says that it may not show it."""

    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirected:
    """What was captured is a redirect."""

    to: str
    """Where it led, absolute; empty where the capture does not say."""


Answer = Found[tuple[Capture, ...]] | NothingThere | Unreachable | Excluded
Reading = Found[Body] | Redirected | NothingThere | Unreachable | Excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What of an archive its library holds, for the ledger."""

    searched: tuple[Searched, ...] = ()
    """What was asked and read, and what was not."""
    blocked: tuple[Unreachable | Excluded, ...] = ()
    """Questions that were not answered: nothing follows from those."""


class Archive(Protocol):
    """A web archive: a file on this machine, pywb, Wayback, or any Memento TimeGate."""

    @property
    def name(self) -> str:
        """How the ledger calls it: `wayback`, or a file's name."""

    def captures(self, query: Query) -> Answer:
        """The rows of the index, in the order of urlkey and timestamp."""

    def read(self, capture: Capture) -> Reading:
        """What the capture holds, raw."""

    def close(self) -> None:
        """Let go of files and connections."""


@runtime_checkable
class Searchable(Archive, Protocol):
    """An archive of which the pages can be searched by what they say."""

    @property
    def library(self) -> Library:
        """Its pages."""

    def capture_of(self, number: int) -> Capture | None:
        """The capture of that number, from which a page of the library was read."""

    def feeds(self) -> tuple[Capture, ...]:
        """Captures that may be feeds."""

    def survey(self) -> Survey:
        """What of the archive the library holds."""

    def asked(self) -> date | None:
        """The day on which it gave its answers; None for a file, which gives them on any day."""


@runtime_checkable
class Keeping(Archive, Protocol):
    """An archive that holds records, which can be copied byte for byte."""

    def artefact(self, capture: Capture) -> Artefact | None:
        """The capture's record under its address and moment; None where it is not there any more, or too large."""


def moment(timestamp: str) -> datetime:
    """The moment that 1 to 14 digits of a CDX timestamp mean; what is missing is the beginning of its period."""
    digits = (timestamp + "00000101000000"[len(timestamp) :])[:14]
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime(1, 1, 1, tzinfo=UTC)


def stamp(when: datetime) -> str:
    """The 14 digits of a moment."""
    return when.astimezone(UTC).strftime("%Y%m%d%H%M%S")
