"""Input and result of recovery: the facts of an essay, and what was recovered for a place."""

import datetime as dt
from dataclasses import dataclass

from footlight.ledger.entries import Candidate, Evidence, Method, Reason, Searched, Status
from footlight.textmatch.places import Place

UNLINKED = "unlinked"
"""The kind of a place without a trace in the text: its words stayed, and only a copy shows the link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EssayFacts:
    """The facts of the front matter that recovery needs."""

    title: str = ""
    author: str = ""
    date: dt.date | None = None
    url: str = ""
    """The address of first publication, whose captures are searched first."""
    lang: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """The result for one place: recovered, candidate or unrecovered."""

    place: Place
    status: Status
    url: str = ""
    title: str = ""
    author: str = ""
    site: str = ""
    issued: dt.date | None = None
    archive_url: str = ""
    archived: dt.datetime | None = None
    method: Method | None = None
    score: float | None = None
    reason: Reason | None = None
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    """Other addresses that were considered, best first."""
    searched: tuple[Searched, ...] = ()
