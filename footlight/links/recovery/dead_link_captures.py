"""Find a capture for a dead link, whose address is known, so that nothing is ranked.

`capture_choice` decides between captures. The address stands in the source byte for byte. If no archive has a capture,
the page's siblings may show where it moved (`sibling_search`).
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
    """Look for a capture of a dead link; `day` is the day of the search.

    The result is recovered if an archive has a capture, a candidate if siblings show where the page moved, and else
    unrecovered with a reason.
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
    """Add a capture to the link, with title, author and date of the captured page."""
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
    """Return the title of the page, without the site's name if the archive's library knows it."""
    number = archive.library.by_key(capture.original) if isinstance(archive, SearchableArchive) else None
    short = archive.library.page(number).title if number is not None and isinstance(archive, SearchableArchive) else ""
    return short if short and short in page.title else page.title


def dead_link_recovery(place: Place, url: str, markup: str, failed: Searched) -> Recovery:
    """Return a dead link as a recovery without a capture; `markup` is the line of the source with its address."""
    evidence = Evidence(what="source", line=markup)
    return Recovery(place=place, status=Status.RECOVERED, url=url, evidence=(evidence,), searched=(failed,))
