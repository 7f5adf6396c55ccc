"""Verdicts: what became of a link's target, as a closed set of values.

`Unknown` is one of them, and never means that something is gone. A kind in `DEAD` is what was observed on one day;
`history` decides when the link counts as dead.
"""

from dataclasses import dataclass
from datetime import date
from typing import assert_never


@dataclass(frozen=True, slots=True, kw_only=True)
class Alive:
    """It leads where it led, as far as can be told."""

    why: str = ""
    """Remarks: a redirect on the way, a comparison with a capture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The same content is at another address, to which the server redirects permanently."""

    to: str
    why: str
    """How the content was recognized."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The server has no such page (404, 410)."""

    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchHost:
    """The name service knows no such name."""

    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftNotFound:
    """A soft 404: an error page with status 200."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeRedirect:
    """The address of a page redirects to the front page of a site."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """The domain is for sale, or shows a dealer's advertisements."""

    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """The page no longer says what it said when the essay was written."""

    share: float
    """The share of the capture's text that the page still has, 0 to 1."""
    captured: date
    archive: str
    """The name of the archive that has the capture."""
    archive_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The server refuses programs."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paywall:
    """It exists for readers who pay or log in."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Nothing follows from what was observed."""

    why: str


Verdict = (
    Alive | Moved | Gone | NoSuchHost | SoftNotFound | HomeRedirect | Parked | Drifted | Blocked | Paywall | Unknown
)  # fmt: skip

DEAD = frozenset({"gone", "no-such-host", "soft-404", "home-redirect", "parked"})
"""Kinds that make a link dead when they were observed often enough."""
SETTLED = frozenset({"alive", "moved", "drifted", "paywall"})
"""Kinds in which the page was found, so that earlier failures no longer count."""


def kind_of(verdict: Verdict) -> str:  # noqa: C901, PLR0911 - one line a member
    """The verdict's name in output and in the ledger."""
    match verdict:
        case Alive():
            return "alive"
        case Moved():
            return "moved"
        case Gone():
            return "gone"
        case NoSuchHost():
            return "no-such-host"
        case SoftNotFound():
            return "soft-404"
        case HomeRedirect():
            return "home-redirect"
        case Parked():
            return "parked"
        case Drifted():
            return "drifted"
        case Blocked():
            return "blocked"
        case Paywall():
            return "paywall"
        case Unknown():
            return "unknown"
        case _:
            assert_never(verdict)


def describe(verdict: Verdict) -> str:  # noqa: PLR0911 - as above
    """The verdict in words."""
    match verdict:
        case Alive(why=why) | SoftNotFound(why=why) | Blocked(why=why) | Paywall(why=why) | Unknown(why=why):
            return why
        case Moved(to=to, why=why):
            return f"moved to {to}: {why}"
        case Gone(status=status):
            return f"the server has no such page ({status})"
        case NoSuchHost(host=host):
            return f"there is no host {host}"
        case HomeRedirect(to=to):
            return f"redirects to the front page {to}"
        case Parked(sign=sign):
            return f"the domain is parked: {sign}"
        case Drifted(share=share, captured=day, archive=archive):
            return f"it has only {share:.0%} of the text of the capture of {day.isoformat()} ({archive})"
        case _:
            assert_never(verdict)
