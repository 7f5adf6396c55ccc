"""`recover`: apply each strategy in order and decide about each place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from footlight.ledger.entries import Candidate, Evidence, Method, Reason, Searched, Status
from footlight.ledger.further_help import NO_LINK_THERE
from footlight.links.archives.archive import Archive, Body, Capture, Excluded, SearchableArchive
from footlight.links.archives.page_library import LibraryPage
from footlight.links.archives.url_key import host_of
from footlight.links.citations.source_description import Document, describe_source
from footlight.links.gaps.archive_rewritten import CODE, original_in_markup
from footlight.links.recovery.candidate_pages import candidate_pages
from footlight.links.recovery.capture_choice import choose_capture
from footlight.links.recovery.choice_model import Model, load_model, probabilities, why_lost
from footlight.links.recovery.essay_copies import CopySearch, EssayCopy, find_copies, quote_line
from footlight.links.recovery.gap_context import gap_context
from footlight.links.recovery.lost_anchors import TransferredAnchor, transfer_anchors
from footlight.links.recovery.ranking_context import essay_context, ranking_context
from footlight.links.recovery.recovery_result import EssayFacts, Recovery
from footlight.links.recovery.sibling_search import search_siblings
from footlight.links.recovery.visible_text import VisibleText, visible_text
from footlight.textmatch.places import Place

_NUMBER = re.compile(r"\d+")
_KEPT = 10
"""The most candidates that are reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPage:
    """A candidate page with its probability."""

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
    """Recover each place of an essay, in the order of the text, and places that only a copy of the essay shows.

    `archives` are open and can be used for any number of essays. `decided` are stretches of the source that a person
    decided; places that touch one are left out.
    """
    essay = visible_text(source)
    open_places = [place for place in places if not _touches(place, decided)]
    search = find_copies(essay, facts, archives)
    reading = transfer_anchors(essay, open_places, search.copies)
    found = [off for off in reading.found if not _touches(off.place, decided)]
    taken = {off.place for off in found} | reading.sound.keys()
    rest = [place for place in open_places if place not in taken]
    done = [_recover_from_copy(off, facts, archives, search) for off in found]
    done += [_never_linked(place, copy, search) for place, copy in reading.sound.items()]
    done += [
        _search_for_moved(row, essay, facts, archives) for row in _rank_pages(essay, facts, rest, archives, search)
    ]
    return tuple(sorted(done, key=lambda recovery: (recovery.place.start, recovery.place.end)))


def _touches(place: Place, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place.end and place.start <= end for start, end in spans)


def _never_linked(place: Place, copy: EssayCopy, search: CopySearch) -> Recovery:
    """Return the result for a place where the essay never had a link."""
    shown = Searched(
        where=f"{copy.what} of {copy.capture.original}",
        when=copy.capture.when,
        result=NO_LINK_THERE,
    )
    return Recovery(
        place=place, status=Status.UNRECOVERED, reason=Reason.NOTHING_FOUND, searched=(*search.searched, shown)
    )


def _recover_from_copy(
    off: TransferredAnchor, facts: EssayFacts, archives: Sequence[Archive], search: CopySearch
) -> Recovery:
    """Return the result for a lost link that a copy of the essay has."""
    known = load_model()
    sure = off.lost.quality >= known.own_recovered and not (off.others and off.copy.what == "reprint")
    evidence = Evidence(
        what="feed" if off.copy.what == "feed" else "capture",
        url=off.copy.capture.original,
        seen=off.copy.capture.when,
        sha256=off.copy.sha256,
        line=quote_line(off.copy.raw, off.lost.url) or off.lost.line,
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
        searched=tuple(search.searched),
    )
    return _add_target(recovery, facts, archives)


def _add_target(recovery: Recovery, facts: EssayFacts, archives: Sequence[Archive]) -> Recovery:
    """Add the capture of the link's target if an archive has one."""
    for archive in archives:
        held = choose_capture(archive, recovery.url, facts.date)
        if held is not None:
            return _add_capture(recovery, archive, *held)
    return recovery


def _add_capture(recovery: Recovery, archive: Archive, capture: Capture, body: Body) -> Recovery:
    said = describe_source(Document(url=capture.original, content_type=body.content_type, body=body.data))
    title, author, issued = said.title.value or recovery.title, ", ".join(said.authors), said.issued
    number = archive.library.by_key(capture.original) if isinstance(archive, SearchableArchive) else None
    if number is not None and isinstance(archive, SearchableArchive):
        page = archive.library.page(number)
        title, author, issued = page.title or title, author or page.author, issued or page.published
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
        site=said.site.value or recovery.site,
        issued=issued,
        archive_url=capture.archive_url,
        archived=capture.when,
        evidence=(*recovery.evidence, seen_there),
    )


def _rank_pages(
    essay: VisibleText, facts: EssayFacts, places: Sequence[Place], archives: Sequence[Archive], search: CopySearch
) -> list[Recovery]:
    searchable = [archive for archive in archives if isinstance(archive, SearchableArchive)]
    settings = [(archive, essay_context(archive.library, essay, facts)) for archive in searchable] if places else []
    surveys = [archive.search_report() for archive, _ in settings]
    searched = (*search.searched, *(row for survey in surveys for row in survey.searched))
    blocked = [*search.blocked, *(row for survey in surveys for row in survey.blocked)]
    known = CopySearch(copies=search.copies, searched=list(searched), blocked=blocked)
    found = []
    for place in places:
        gap = gap_context(essay, place)
        ranked: list[RankedPage] = []
        for archive, setting in settings:
            pages = candidate_pages(ranking_context(setting, gap))
            shares = probabilities(load_model(), gap.carrier, [features for _, features in pages])
            ranked += [
                RankedPage(archive=archive, page=number, probability=share, features=features)
                for (number, features), share in zip(pages, shares, strict=True)
            ]
        ranked.sort(key=lambda row: (-row.probability, row.archive.library.page(row.page).url))
        found.append(_decide(place, _without_duplicates(ranked), facts, known))
    return found


def _search_for_moved(lost: Recovery, essay: VisibleText, facts: EssayFacts, archives: Sequence[Archive]) -> Recovery:
    """Search siblings for an unrecovered place whose address is known, inside a rewritten one, but not captured."""
    place = lost.place
    url = original_in_markup(essay.source[place.start : place.end]) if place.code == CODE else ""
    if (
        not url
        or lost.status is not Status.UNRECOVERED
        or any(choose_capture(one, url, facts.date) for one in archives)
    ):
        return lost
    return search_siblings(lost, url, facts, archives)


def _without_duplicates(ranked: list[RankedPage]) -> list[RankedPage]:
    """Return each address once, even if several archives hold it."""
    found: dict[str, RankedPage] = {}
    for row in ranked:
        found.setdefault(row.archive.library.page(row.page).key, row)
    return list(found.values())


def _decide(place: Place, ranked: list[RankedPage], facts: EssayFacts, search: CopySearch) -> Recovery:
    known: Model = load_model()
    best = next((row for row in ranked if not _is_other_number(place, row.archive.library.page(row.page))), None)
    if best is None or best.probability < known.candidate:
        return Recovery(
            place=place,
            status=Status.UNRECOVERED,
            reason=_reason(search),
            candidates=tuple(_candidate(place, row, best) for row in ranked[:_KEPT]),
            searched=tuple(search.searched),
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
        candidates=tuple(_candidate(place, row, best) for row in ranked[:_KEPT] if row is not best),
        searched=tuple(search.searched),
    )
    return _add_target(recovery, facts, [best.archive])


def _is_other_number(place: Place, page: LibraryPage) -> bool:
    """Tell whether the link's own words have a number, and the page's title another: part 3 for part 4, 2008 for 2009.

    All else may agree, and the right page be one that no archive can show.
    """
    wanted, titled = (set(_NUMBER.findall(" ".join(words))) for words in ((place.anchor,), page.title_terms))
    return bool(
        wanted and titled and not wanted & titled and not wanted & set(_NUMBER.findall(" ".join(page.slug_terms)))
    )


def _reason(search: CopySearch) -> Reason:
    """Return the reason why nothing was found: "not searched" if any request had no answer."""
    if not search.blocked:
        return Reason.NOTHING_FOUND
    return Reason.EXCLUDED if all(isinstance(one, Excluded) for one in search.blocked) else Reason.NOT_SEARCHED


def _candidate(place: Place, row: RankedPage, best: RankedPage | None) -> Candidate:
    page = row.archive.library.page(row.page)
    why = why_lost(row.features, best.features if best and best is not row else None, load_model())
    if _is_other_number(place, page):
        why = "the words of the link have another number than its title"
    return Candidate(
        url=page.url,
        title=page.title,
        score=round(row.probability, 3),
        why=why,
    )
