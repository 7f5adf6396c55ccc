"""What recovery gives back for a place, and what it is asked for an essay."""

import datetime as dt
from dataclasses import dataclass

from footlight.ledger.entries import Candidate, Evidence, Method, Reason, Searched, Status
from footlight.textmatch.places import Place

UNLINKED = "unlinked"
"""The kind of a place that left no trace in the text: a link was there, and its words stayed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EssayFacts:
    """What the front matter says, as far as recovery needs it."""

    title: str = ""
    author: str = ""
    date: dt.date | None = None
    url: str = ""
    """Where it was first published; recovery of own captures starts there."""
    lang: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What became of one place: recovered, candidate or unrecovered."""

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
    """What else was considered, best first."""
    searched: tuple[Searched, ...] = ()
