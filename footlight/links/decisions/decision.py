"""A person's word about a place, put into its entry so that no run of ours ever changes it."""

from dataclasses import dataclass, replace
from datetime import datetime

from footlight.ledger.entries import Candidate, Entry, Evidence, Method, Reason, Status
from footlight.textmatch.places import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Who said it, when, and in what words."""

    by: str
    """`editor`, or a name."""
    when: datetime
    line: str = ""
    """The answer as it was written, and where; empty for a key that was pressed."""
    sha256: str = ""
    """Of the file that holds it, in lower-case hex."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An address that was found for a place."""

    url: str
    title: str
    score: float | None
    why: str
    """Why it was not chosen; of the one that was, what speaks for it where it is only a guess, or nothing."""
    day: str = ""
    """When it was written, or else captured, `YYYY-MM-DD`; empty where that is not known."""
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


def accepted(entry: Entry, url: str, word: Word) -> Entry:
    """The entry with an address that a person gave or confirmed.

    One that was found keeps what is known of it, and its evidence; what was chosen before it becomes a candidate.
    """
    said = _evidence(word, url)
    if url == entry.url:
        kept = tuple(row for row in entry.evidence if (row.what, row.line) != (said.what, said.line))
        return replace(entry, status=Status.ACCEPTED, by=word.by, reason=None, evidence=(*kept, said))
    offer = next((one for one in entry.candidates if one.url == url), None)
    others = tuple(one for one in entry.candidates if one.url not in (url, entry.url))
    before = Candidate(url=entry.url, title=entry.title, score=entry.score, why=f"{word.by} named another")
    return replace(
        entry,
        status=Status.ACCEPTED,
        by=word.by,
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


def rejected(entry: Entry, word: Word) -> Entry:
    """The entry of a place where no link is missing; all that was found stays in it, and nothing is set."""
    said = _evidence(word, "")
    kept = tuple(row for row in entry.evidence if row.what != "editor")
    return replace(entry, status=Status.REJECTED, by=word.by, reason=None, evidence=(*kept, said))


def unasked(identity: str, kind: str, quote: Quote) -> Entry:
    """The entry of a place that nobody has looked into yet."""
    return Entry(id=identity, kind=kind, quote=quote, status=Status.UNRECOVERED, reason=Reason.NOT_SEARCHED)


def _evidence(word: Word, url: str) -> Evidence:
    return Evidence(what="editor", url=url, seen=word.when, sha256=word.sha256, line=word.line)
