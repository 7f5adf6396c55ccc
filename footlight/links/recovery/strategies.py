"""`recover`: each strategy in its order, and what came of it for each place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from footlight.ledger.entries import Candidate, Evidence, Method, Reason, Searched, Status
from footlight.links.archives.archive import Archive, Body, Capture, Excluded, SearchableArchive
from footlight.links.archives.url_key import host_of
from footlight.links.gaps.archive_rewritten import CODE, original_in_markup
from footlight.links.recovery.candidate_pages import seen
from footlight.links.recovery.capture_choice import chosen
from footlight.links.recovery.choice_model import Model, model, probabilities, why_lost
from footlight.links.recovery.essay_copies import Copy, Gathered, gather, quoted
from footlight.links.recovery.gap_context import gap_at
from footlight.links.recovery.lost_anchors import ReadOff, read_off
from footlight.links.recovery.ranking_context import essay_context, ranking_context
from footlight.links.recovery.recovery_result import EssayFacts, Recovery
from footlight.links.recovery.sibling_search import by_siblings
from footlight.links.recovery.visible_text import VisibleText, visible_text
from footlight.textmatch.places import Place

_KEPT = 10
"""Candidates that are reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A page that could be it."""

    archive: SearchableArchive
    page: int
    probability: float
    features: dict[str, float]


def recover(
    source: str,
    facts: EssayFacts,
    places: Sequence[Place],
    archives: Sequence[Archive],
    *,
    decided: Sequence[tuple[int, int]] = (),
) -> tuple[Recovery, ...]:
    """What becomes of each place of an essay, in the order of the text, and of those that only a copy of it shows.

    `archives` are open and can be used for any number of essays. `decided` are stretches of the source of which a
    person decided: no place that touches one is looked at.
    """
    essay = visible_text(source)
    open_places = [place for place in places if not _touches(place, decided)]
    gathered = gather(essay, facts, archives)
    reading = read_off(essay, open_places, gathered.copies)
    found = [off for off in reading.found if not _touches(off.place, decided)]
    taken = {off.place for off in found} | reading.sound.keys()
    rest = [place for place in open_places if place not in taken]
    done = [_from_copy(off, facts, archives, gathered) for off in found]
    done += [_sound(place, copy, gathered) for place, copy in reading.sound.items()]
    done += [_moved(row, essay, facts, archives) for row in _from_index(essay, facts, rest, archives, gathered)]
    return tuple(sorted(done, key=lambda recovery: (recovery.place.start, recovery.place.end)))


def _touches(place: Place, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place.end and place.start <= end for start, end in spans)


def _sound(place: Place, copy: Copy, gathered: Gathered) -> Recovery:
    """A place where the essay never had a link."""
    shown = Searched(
        where=f"{copy.what} of {copy.capture.original}",
        when=copy.capture.when,
        result="reads the same here, and has no link",
    )
    return Recovery(
        place=place, status=Status.UNRECOVERED, reason=Reason.NOTHING_FOUND, searched=(*gathered.searched, shown)
    )


def _from_copy(off: ReadOff, facts: EssayFacts, archives: Sequence[Archive], gathered: Gathered) -> Recovery:
    """A lost link read off a copy of the essay."""
    known = model()
    sure = off.lost.quality >= known.own_recovered and not (off.others and off.copy.what == "reprint")
    evidence = Evidence(
        what="feed" if off.copy.what == "feed" else "capture",
        url=off.copy.capture.original,
        seen=off.copy.capture.when,
        sha256=off.copy.sha256,
        line=quoted(off.copy.raw, off.lost.url) or off.lost.line,
        artefact=off.copy.capture.artefact,
    )
    recovery = Recovery(
        place=off.place,
        status=Status.RECOVERED if sure else Status.CANDIDATE,
        url=off.lost.url,
        title=off.lost.words,
        site=host_of(off.lost.url),
        method=Method.OWN_CAPTURE,
        score=known.own_score(off.lost.quality),
        evidence=(evidence,),
        candidates=off.others,
        searched=tuple(gathered.searched),
    )
    return _with_target(recovery, facts, archives)


def _with_target(recovery: Recovery, facts: EssayFacts, archives: Sequence[Archive]) -> Recovery:
    """... with what the archives hold of the page that it leads to."""
    for archive in archives:
        held = chosen(archive, recovery.url, facts.date)
        if held is not None:
            return _described(recovery, archive, *held)
    return recovery


def _described(recovery: Recovery, archive: Archive, capture: Capture, body: Body) -> Recovery:
    title, author, issued = recovery.title, "", None
    number = archive.library.by_key(capture.original) if isinstance(archive, SearchableArchive) else None
    if number is not None and isinstance(archive, SearchableArchive):
        page = archive.library.page(number)
        title, author, issued = page.title or title, page.author, page.published
    seen_there = Evidence(
        what="capture",
        url=capture.original,
        seen=capture.when,
        sha256=body.sha256,
        line=title,
        artefact=capture.artefact,
    )
    return replace(
        recovery,
        title=title,
        author=author,
        issued=issued,
        archive_url=capture.archive_url,
        archived=capture.when,
        evidence=(*recovery.evidence, seen_there),
    )


def _from_index(
    essay: VisibleText, facts: EssayFacts, places: Sequence[Place], archives: Sequence[Archive], gathered: Gathered
) -> list[Recovery]:
    searchable = [archive for archive in archives if isinstance(archive, SearchableArchive)]
    settings = [(archive, essay_context(archive.library, essay, facts)) for archive in searchable] if places else []
    surveys = [archive.search_report() for archive, _ in settings]
    searched = (*gathered.searched, *(row for survey in surveys for row in survey.searched))
    blocked = [*gathered.blocked, *(row for survey in surveys for row in survey.blocked)]
    known = Gathered(copies=gathered.copies, searched=list(searched), blocked=blocked)
    found = []
    for place in places:
        gap = gap_at(essay, place)
        ranked: list[Ranked] = []
        for archive, setting in settings:
            pages = seen(ranking_context(setting, gap))
            shares = probabilities(model(), gap.carrier, [features for _, features in pages])
            ranked += [
                Ranked(archive=archive, page=number, probability=share, features=features)
                for (number, features), share in zip(pages, shares, strict=True)
            ]
        ranked.sort(key=lambda row: (-row.probability, row.archive.library.page(row.page).url))
        found.append(_judged(place, _distinct(ranked), facts, known))
    return found


def _moved(lost: Recovery, essay: VisibleText, facts: EssayFacts, archives: Sequence[Archive]) -> Recovery:
    """What siblings show of an unrecovered place that still has its address, inside one that an archive rewrote, and
    of which no archive has a capture.
    """
    place = lost.place
    url = original_in_markup(essay.source[place.start : place.end]) if place.code == CODE else ""
    if not url or lost.status is not Status.UNRECOVERED or any(chosen(one, url, facts.date) for one in archives):
        return lost
    return by_siblings(lost, url, facts, archives)


def _distinct(ranked: list[Ranked]) -> list[Ranked]:
    """Each address once, where several archives hold it."""
    found: dict[str, Ranked] = {}
    for row in ranked:
        found.setdefault(row.archive.library.page(row.page).key, row)
    return list(found.values())


def _judged(place: Place, ranked: list[Ranked], facts: EssayFacts, gathered: Gathered) -> Recovery:
    known: Model = model()
    best = ranked[0] if ranked else None
    if best is None or best.probability < known.candidate:
        return Recovery(
            place=place,
            status=Status.UNRECOVERED,
            reason=_reason(gathered),
            candidates=tuple(_candidate(row, best) for row in ranked[:_KEPT]),
            searched=tuple(gathered.searched),
        )
    page = best.archive.library.page(best.page)
    same_author = bool(facts.author) and page.author.casefold() == facts.author.casefold()
    recovery = Recovery(
        place=place,
        status=Status.RECOVERED if best.probability >= known.recovered else Status.CANDIDATE,
        url=page.url,
        title=page.title,
        author=page.author,
        site=host_of(page.url),
        issued=page.published,
        method=Method.AUTHOR_SITE if same_author else Method.SITE_INDEX,
        score=round(best.probability, 3),
        candidates=tuple(_candidate(row, best) for row in ranked[1:_KEPT]),
        searched=tuple(gathered.searched),
    )
    return _with_target(recovery, facts, [best.archive])


def _reason(gathered: Gathered) -> Reason:
    """Why nothing was found: nothing follows where only one question was not answered."""
    if not gathered.blocked:
        return Reason.NOTHING_FOUND
    return Reason.EXCLUDED if all(isinstance(one, Excluded) for one in gathered.blocked) else Reason.NOT_SEARCHED


def _candidate(row: Ranked, best: Ranked | None) -> Candidate:
    page = row.archive.library.page(row.page)
    return Candidate(
        url=page.url,
        title=page.title,
        score=round(row.probability, 3),
        why=why_lost(row.features, best.features if best and best is not row else None, model()),
    )
