"""Links that count as dead get an entry in the ledger: what failed and when, and the capture that stands in for it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from footlight.ledger.entries import Searched
from footlight.links.archives.archive import Archive
from footlight.links.recovery import EssayFacts, Recovery
from footlight.links.recovery.dead_link_captures import dead_link, stand_in
from footlight.textmatch.places import Place
from footlight.workflows.links.checked_links import Checked, CheckedLink
from footlight.workflows.links.missing_links import Missing


def looked_after(checked: Checked, archives: Sequence[Archive], day: date) -> Checked:
    """The essay with what stands in for each of its dead links that no person decided on."""
    return replace(checked, recoveries=tuple(_recoveries(checked, archives, day)))


def _recoveries(checked: Checked, archives: Sequence[Archive], day: date) -> Iterator[Recovery]:
    if checked.missing is None:
        return
    meta = checked.missing.source.meta
    facts = EssayFacts(date=meta.date.first_day if meta.date else None)
    for link in checked.links:
        entry = checked.missing.entry_within(link.link.start, link.link.end)
        if link.counts_as_dead and not (entry and entry.status.decided):
            yield stand_in(_dead(link, checked.missing), facts, archives, day)


def _dead(checked: CheckedLink, missing: Missing) -> Recovery:
    link, seen, text = checked.link, checked.seen, missing.source.text
    place = Place(
        start=link.start, end=link.end, kind=seen.kind, code="target", confidence=1.0, why=seen.why, anchor=link.words
    )
    days = ", ".join(day.isoformat() for day in checked.history.failed)
    failed = Searched(where=link.url, when=checked.history.failed[-1], result=f"{seen.kind} on {days}")
    start = text.rfind("\n", 0, link.start) + 1
    stop = text.find("\n", link.end)
    markup = text[max(start, link.start - 80) : min(stop if stop >= 0 else len(text), link.end + 80)]
    return dead_link(place, link.url, markup.strip(), failed)
