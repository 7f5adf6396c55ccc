"""Strategy 1 at work: the anchors that the copies have and the essay has not, put to the places that were found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from footlight.ledger.entries import Candidate
from footlight.links.archives.url_key import loose_key
from footlight.links.recovery.essay_copies import Copy
from footlight.links.recovery.outcome import UNLINKED
from footlight.links.recovery.own_captures import Lost, compared
from footlight.links.recovery.visible_text import Surface
from footlight.textmatch.places import Place

_REACH = 40
"""Characters of white space between a place and an anchor that still are one place."""
_WIDEST = 160
"""Characters of a place; a longer anchor is marked at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOff:
    """An anchor of a copy and the place that it fills."""

    place: Place
    lost: Lost
    copy: Copy
    others: tuple[Candidate, ...] = ()
    """Where other copies led from the same place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the copies say."""

    found: tuple[ReadOff, ...]
    sound: Mapping[Place, Copy]
    """Places where a copy that still has its links reads the same and has none."""


def read_off(essay: Surface, places: Sequence[Place], copies: Sequence[Copy]) -> Reading:
    """Each lost anchor once, with the place found for it or, where none was, a new one of kind `unlinked`."""
    best: list[tuple[Lost, Copy, tuple[Candidate, ...]]] = []
    comparisons = [(copy, compared(essay, copy.page)) for copy in copies]
    for copy, comparison in comparisons:
        for lost in comparison.lost:
            at = next((i for i, (known, _, _) in enumerate(best) if _one_place(known, lost)), None)
            if at is None:
                best.append((lost, copy, ()))
            elif loose_key(best[at][0].url) != loose_key(lost.url):
                known, source, others = best[at]
                why = f"the {copy.what} of {copy.capture.when:%Y-%m-%d} leads here, an earlier choice does not"
                if all(other.url != lost.url for other in others):
                    best[at] = known, source, (*others, Candidate(url=lost.url, why=why))
    best.sort(key=lambda row: (row[0].start, row[0].end))
    filled = _filled(essay, places, [lost for lost, _, _ in best])
    found = tuple(
        ReadOff(place=filled.get(i) or _unlinked(essay, lost), lost=lost, copy=copy, others=others)
        for i, (lost, copy, others) in enumerate(best)
    )
    taken = set(filled.values())
    sound = {
        place: copy
        for copy, comparison in comparisons
        for place in places
        if place not in taken and comparison.shows_no_link(essay, place.start, place.end)
    }
    return Reading(found=found, sound=sound)


def _filled(essay: Surface, places: Sequence[Place], lost: Sequence[Lost]) -> dict[int, Place]:
    """The place of each lost anchor, by its index: the nearest pairs first, and no place twice."""
    pairs = sorted(
        (_away(place, anchor), i, at)
        for i, anchor in enumerate(lost)
        for at, place in enumerate(places)
        if _reaches(essay, place, anchor)
    )
    filled: dict[int, Place] = {}
    used: set[int] = set()
    for _, i, at in pairs:
        if i not in filled and at not in used:
            filled[i] = places[at]
            used.add(at)
    return filled


def _one_place(one: Lost, other: Lost) -> bool:
    return (one.start < other.end and other.start < one.end) or (one.start, one.end) == (other.start, other.end)


def _reaches(essay: Surface, place: Place, lost: Lost) -> bool:
    """Whether they touch, or nothing that a reader sees lies between them within one paragraph."""
    if place.start <= lost.end and lost.start <= place.end:
        return True
    left, right = (lost.end, place.start) if lost.end < place.start else (place.end, lost.start)
    return right - left <= _REACH and not essay.seen[left:right].strip() and essay.block(left - 1) == essay.block(right)


def _away(place: Place, lost: Lost) -> tuple[int, int]:
    """An address stood after its words, so the place nearest to their end comes first."""
    return max(place.start - lost.end, lost.start - place.end, 0), abs(place.end - lost.end)


def _unlinked(essay: Surface, lost: Lost) -> Place:
    start = lost.start if lost.end - lost.start <= _WIDEST else max(lost.words_end - 1, lost.start)
    words = essay.source[lost.start : lost.words_end]
    place = Place(
        start=start,
        end=lost.end,
        kind=UNLINKED,
        code="unlinked",
        confidence=round(lost.quality, 3),
        why="a copy of the essay has a link here",
        anchor=" ".join(words.split()),
    )
    return place if place.end - place.start <= _WIDEST else replace(place, start=place.end)
