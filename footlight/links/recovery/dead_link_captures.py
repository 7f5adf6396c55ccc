"""What stands in for a link that is dead: its address is known, and what is looked for is a capture of it, the one that
the rules of `choosing` give. Nothing is ranked; the address stands in the source, byte for byte. Where no archive has
one, the page's siblings may show where it went (`siblings`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from footlight.ledger.entries import Evidence, Reason, Searched, Status
from footlight.links.archives.archive import Archive, Body, Capture, Excluded, Query, SearchableArchive, Unreachable
from footlight.links.archives.url_key import host_of
from footlight.links.captured_page import Page, read_page
from footlight.links.recovery.capture_choice import choose_capture
from footlight.links.recovery.essay_copies import describe_answer
from footlight.links.recovery.recovery_result import EssayFacts, Recovery
from footlight.links.recovery.sibling_search import search_siblings
from footlight.textmatch.places import Place


def find_replacement_capture(dead: Recovery, facts: EssayFacts, archives: Sequence[Archive], day: date) -> Recovery:
    """The capture that stands in for a dead link of this address, asked for on a day: recovered where an archive has
    one; a candidate where siblings show where the page went; else unrecovered, and why.
    """
    asked = [(archive, archive.captures(Query(url=dead.url))) for archive in archives]
    rows = tuple(
        Searched(where=f"{archive.name}: captures of {dead.url}", when=day, result=describe_answer(answer))
        for archive, answer in asked
    )
    searched = (*dead.searched, *rows)
    for archive, _ in asked:
        held = choose_capture(archive, dead.url, facts.date)
        if held is not None:
            return _held(replace(dead, searched=searched), archive, *held)
    unanswered = [answer for _, answer in asked if isinstance(answer, Unreachable | Excluded)]
    reason = Reason.NOT_SEARCHED if unanswered or not asked else Reason.NOTHING_FOUND
    if unanswered and all(isinstance(answer, Excluded) for answer in unanswered):
        reason = Reason.EXCLUDED
    lost = Recovery(place=dead.place, status=Status.UNRECOVERED, reason=reason, searched=searched)
    answering = [archive for archive, answer in asked if answer not in unanswered]
    found = search_siblings(lost, dead.url, facts, answering, day)
    return replace(found, evidence=(*dead.evidence, *found.evidence)) if found.url else found


def _held(dead: Recovery, archive: Archive, capture: Capture, body: Body) -> Recovery:
    """The link with its capture, and what that says of itself on the day."""
    page = read_page(body.data, url=capture.original, content_type=body.content_type)
    seen_there = Evidence(
        what="capture",
        url=capture.original,
        seen=capture.when,
        sha256=body.sha256,
        line=page.title,
        artefact=capture.artefact,
    )
    return replace(
        dead,
        title=_title(archive, capture, page),
        author=page.author,
        site=host_of(dead.url),
        issued=page.published,
        archive_url=capture.archive_url,
        archived=capture.when,
        evidence=(*dead.evidence, seen_there),
    )


def _title(archive: Archive, capture: Capture, page: Page) -> str:
    """What the page was called, without the name of its site where the archive's library knows what that is."""
    number = archive.library.by_key(capture.original) if isinstance(archive, SearchableArchive) else None
    short = archive.library.page(number).title if number is not None and isinstance(archive, SearchableArchive) else ""
    return short if short and short in page.title else page.title


def dead_link_recovery(place: Place, url: str, markup: str, failed: Searched) -> Recovery:
    """A link of the source that is dead, as a recovery to which the capture is still wanting. `markup` is the line of
    the source in which the address stands.
    """
    evidence = Evidence(what="source", line=markup)
    return Recovery(place=place, status=Status.RECOVERED, url=url, evidence=(evidence,), searched=(failed,))
