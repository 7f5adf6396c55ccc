"""A person's decision about a place, written into its entry so that no run of Footlight changes it."""

from dataclasses import dataclass, replace
from datetime import datetime

from footlight.ledger.entries import Candidate, Entry, Evidence, Method, Reason, Status
from footlight.textmatch.places import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a person said about a place, and when."""

    by: str
    """`editor`, or a name."""
    when: datetime
    line: str = ""
    """The answer as it was written, with file and line; empty for a key that was pressed."""
    sha256: str = ""
    """Of that file, in lower-case hex."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An address that was found for a place."""

    url: str
    title: str
    score: float | None
    why: str
    """Why it was not chosen; of a chosen one that is only a guess, the reason for it; else empty."""
    day: str = ""
    """When the page was written, or else captured, `YYYY-MM-DD`; empty where that is not known."""
    archive_url: str = ""


def offers(entry: Entry) -> tuple[Offer, ...]:
    """What was found for a place, best first: the chosen address, then the others."""
    found = []
    if entry.url:
        day = entry.issued or (entry.archived.date() if entry.archived else None)
        found.append(
            Offer(
                url=entry.url,
                title=entry.title,
                score=entry.score,
                why=next((one.why for one in entry.candidates if one.url == entry.url), ""),
                day=day.isoformat() if day else "",
                archive_url=entry.archive_url,
            )
        )
    known = {entry.url}
    for other in entry.candidates:
        if other.url not in known:
            known.add(other.url)
            found.append(
                Offer(url=other.url, title=other.title, score=other.score, why=other.why, archive_url=other.archive_url)
            )
    return tuple(found)


def accept(entry: Entry, url: str, statement: Statement) -> Entry:
    """The entry with an address that a person gave or confirmed.

    An address that was found before keeps what is known of it; one that was chosen before becomes a candidate.
    """
    said = _evidence(statement, url)
    if url == entry.url:
        kept = tuple(row for row in entry.evidence if (row.what, row.line) != (said.what, said.line))
        return replace(entry, status=Status.ACCEPTED, by=statement.by, reason=None, evidence=(*kept, said))
    offer = next((one for one in entry.candidates if one.url == url), None)
    others = tuple(one for one in entry.candidates if one.url not in (url, entry.url))
    before = Candidate(url=entry.url, title=entry.title, score=entry.score, why=f"{statement.by} named another")
    return replace(
        entry,
        status=Status.ACCEPTED,
        by=statement.by,
        reason=None,
        url=url,
        title=offer.title if offer else "",
        author="",
        site="",
        issued=None,
        archive_url=offer.archive_url if offer else "",
        archived=None,
        method=Method.EDITOR,
        score=None,
        evidence=(said,),
        candidates=(before, *others) if entry.url else others,
    )


def reject(entry: Entry, statement: Statement) -> Entry:
    """The entry of a place where no link is missing: what was found stays in it, and editions set no note."""
    said = _evidence(statement, "")
    kept = tuple(row for row in entry.evidence if row.what != "editor")
    return replace(entry, status=Status.REJECTED, by=statement.by, reason=None, evidence=(*kept, said))


def new_entry(identity: str, kind: str, quote: Quote) -> Entry:
    """The entry of a place that was not searched yet."""
    return Entry(id=identity, kind=kind, quote=quote, status=Status.UNRECOVERED, reason=Reason.NOT_SEARCHED)


def _evidence(statement: Statement, url: str) -> Evidence:
    return Evidence(what="editor", url=url, seen=statement.when, sha256=statement.sha256, line=statement.line)
