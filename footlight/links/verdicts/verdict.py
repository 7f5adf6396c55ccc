"""What became of a link's target, as a closed set of values.

`Unknown` is one of them and never means that something is gone. Those of `DEAD` are what was seen on one day; what it
takes before a link counts as dead stands in `history`.
"""

from dataclasses import dataclass
from datetime import date
from typing import assert_never


@dataclass(frozen=True, slots=True, kw_only=True)
class Alive:
    """It leads where it led, as far as could be seen."""

    why: str = ""
    """What is to be said besides: a redirect on the way, a capture that it was compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The same content stands elsewhere, and the server says that this is for good."""

    to: str
    why: str
    """By what the content was known again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The server says that it has no such page (404, 410)."""

    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchHost:
    """The name service knows no such name."""

    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftNotFound:
    """An error page that does not say so in its status: a soft 404."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeRedirect:
    """A page's address leads to the front page of a site."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """The domain is for sale, or shows a dealer's advertisements."""

    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """Something else stands there than stood there when the essay was written."""

    likeness: float
    """The share of what the capture says that the page still says, 0 to 1."""
    captured: date
    archive: str
    """Whose capture it was."""
    archive_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The server does not let a program see it."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paywall:
    """It is there for those who pay or log in."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Nothing follows from what was seen."""

    why: str


Verdict = (
    Alive | Moved | Gone | NoSuchHost | SoftNotFound | HomeRedirect | Parked | Drifted | Blocked | Paywall | Unknown
)  # fmt: skip

DEAD = frozenset({"gone", "no-such-host", "soft-404", "home-redirect", "parked"})
"""Kinds that make a link dead once they were seen often enough."""
SETTLED = frozenset({"alive", "moved", "drifted", "paywall"})
"""Kinds in which somebody answered for the page, so that failures from before count no more."""


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


def said(verdict: Verdict) -> str:  # noqa: PLR0911 - as above
    """The verdict in words, for a person."""
    match verdict:
        case Alive(why=why) | SoftNotFound(why=why) | Blocked(why=why) | Paywall(why=why) | Unknown(why=why):
            return why
        case Moved(to=to, why=why):
            return f"moved for good to {to}: {why}"
        case Gone(status=status):
            return f"the server says that there is no such page ({status})"
        case NoSuchHost(host=host):
            return f"no host is called {host}"
        case HomeRedirect(to=to):
            return f"leads to the front page {to}"
        case Parked(sign=sign):
            return f"the domain is parked: {sign}"
        case Drifted(likeness=likeness, captured=day, archive=archive):
            return f"{likeness:.0%} of what the capture of {day.isoformat()} says ({archive}) still stands there"
        case _:
            assert_never(verdict)
