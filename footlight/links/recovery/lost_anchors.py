"""Strategy 1: links that a copy of the essay still has and the essay has lost.

The essay's words are aligned with those of the copy (a capture of the essay, a feed entry, a reprint). A link of the
copy whose surroundings align, and where the essay has no link, is a lost anchor. Its place in the source follows from
the words around it, even where its own words are gone; so this also finds links that left no trace in the text. Each
lost anchor is then assigned to the nearest place that the rules of `links.gaps` reported, or becomes a new place.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from footlight.ledger.entries import Candidate
from footlight.links.archives.url_key import loose_key
from footlight.links.captured_page import Link, Page
from footlight.links.recovery.alignment import Alignment, align
from footlight.links.recovery.essay_copies import EssayCopy
from footlight.links.recovery.recovery_result import UNLINKED
from footlight.links.recovery.visible_text import BREAK, VisibleText, words_and_breaks
from footlight.links.search_terms import terms, terms_of_word
from footlight.textmatch.places import Place

AROUND = 12
"""Words on each side of an anchor that must be the same."""
_NEAR = 8
"""Words of the copy without a partner that may stand between an anchor and the nearest matched word."""
_SAME_SHARE = 0.5
"""Share of the words around a place that a copy must have to count."""
_LEFTOVER = 40
"""Characters of leftovers after the words of a link, such as "(see" or "available at"."""
_PRINTED = re.compile(r"[a-z]+://\S+\Z", re.IGNORECASE)
_TARGET_FOLLOWS = re.compile(r"[*_`\"'”’)]*\]\(\s*<?[a-z]+:", re.IGNORECASE)
_WRAPPED = re.compile(r"\Ahttps?://[^/]+/(?:web|wayback|archive)/\d{4,14}[a-z_]*/(https?:/{1,2}.+)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LostAnchor:
    """A link that the copy has and the essay has lost."""

    start: int
    end: int
    """The place in the source: the words of the link and leftovers after them, or a point."""
    words_end: int
    """The end of the words of the link."""
    url: str
    words: str
    line: str
    """The line of the copy that holds it."""
    quality: float
    """The share of its surroundings that is the same in both, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The result of comparing the essay with a copy."""

    lost: tuple[LostAnchor, ...]
    """The links of the copy that the essay has lost, in the order of the text."""
    partners: tuple[int, ...]
    """For each word of the essay, the index of its partner in the copy, or -1."""
    linked: frozenset[int]
    """Indices of the copy's words that belong to a link."""

    def shows_no_link(self, essay: VisibleText, start: int, end: int) -> bool:
        """Tell whether the copy has the same text here and no link, although it has other links that the essay lost."""
        starts = [word.start for word in essay.lined_words]
        first, past = bisect_left(starts, start), bisect_left(starts, max(end, start + 1))
        around = self.partners[max(first - AROUND, 0) : past + AROUND]
        if not self.lost or sum(at >= 0 for at in around) < _SAME_SHARE * len(around):
            return False
        before = next((at for at in reversed(self.partners[max(first - _NEAR, 0) : first]) if at >= 0), -1)
        after = next((at for at in self.partners[past : past + _NEAR] if at >= 0), -1)
        if before < 0 or not 0 < after - before <= past - first + _NEAR:
            return False
        return not any(at in self.linked for at in range(before, after + 1))


def compare_with_copy(essay: VisibleText, page: Page) -> Comparison:
    """Compare the essay with a copy of it."""
    seen = words_and_breaks(page.text)
    alignment = align([word.text for word in seen], [word.text for word in essay.lined_words])
    pair = _AlignedPair(essay=essay, page=page, alignment=alignment)
    starts = [word.start for word in seen]
    own = loose_key(page.url)
    found, linked = [], set()
    for link in page.links:
        if not _leads_distance(link, own):
            continue
        inside = [
            i for i in range(bisect_left(starts, link.start), bisect_left(starts, link.end)) if seen[i].text != BREAK
        ]
        linked.update(inside)
        lost = _lost(pair, link, inside[0], inside[-1] + 1) if inside and not link.furniture else None
        if lost is not None:
            found.append(lost)
    partners = [-1] * len(essay.lined_words)
    for i, at in enumerate(alignment.partners):
        if at >= 0:
            partners[at] = i
    return Comparison(lost=tuple(found), partners=tuple(partners), linked=frozenset(linked))


def _leads_distance(link: Link, own: str) -> bool:
    """Tell whether a link is a web link and leads to another page, not into the essay or to files below its address."""
    url = original_address(link.href)
    return url.startswith(("http://", "https://")) and not f"{loose_key(url)}/".startswith(f"{own}/")


def original_address(href: str) -> str:
    """Return the original of an address that an archive rewrote (`https://web.archive.org/web/2006…/http://…`)."""
    found = _WRAPPED.match(href)
    return re.sub(r"\A(https?:)/+", r"\1//", found[1]) if found else href


@dataclass(frozen=True, slots=True, kw_only=True)
class _AlignedPair:
    """The essay and a copy, aligned."""

    essay: VisibleText
    page: Page
    alignment: Alignment


def _lost(pair: _AlignedPair, link: Link, first: int, past: int) -> LostAnchor | None:
    """Return the anchor of the copy's words `first` to `past` if the essay has no link there."""
    essay, alignment = pair.essay, pair.alignment
    quality = _quality(alignment, first, past)
    (before, left), (after, right) = alignment.before(first), alignment.after(past, len(essay.lined_words))
    if quality == 0 or left >= right:
        return None
    opening, closing = _room(essay, left, right)
    at_end = left == len(essay.lined_words) - 1
    kept = _kept(pair, link, first, past)
    if kept:
        start, end = essay.lined_words[kept[0]].start, essay.lined_words[kept[-1]].end
        there = essay.is_linked(start, end) or _TARGET_FOLLOWS.match(essay.source, end) is not None
        printed = _PRINTED.match(link.words) is not None and len(kept) * 2 > past - first
    else:
        start = end = opening
        there, printed = essay.is_linked(opening, closing), False
        if first - before > _NEAR or before < 0 or (after - past >= _NEAR and not at_end):
            return None
    if there or printed:
        return None
    return LostAnchor(
        start=start,
        end=_hanging(essay, end, closing) if after - past < _NEAR or at_end else end,
        words_end=end,
        url=original_address(link.href),
        words=link.words,
        line=_line(pair.page.text, link.start, link.end),
        quality=quality,
    )


def _kept(pair: _AlignedPair, link: Link, first: int, past: int) -> list[int]:
    """Return the indices of the essay's words that belong to the anchor.

    If only stop words of the anchor remain, they belong to the next clause: "per [the train model], the plan" becomes
    "per , the plan".
    """
    words = pair.essay.lined_words
    kept = [to for to in pair.alignment.partners[first:past] if to >= 0 and words[to].text != BREAK]
    telling = any(terms_of_word(words[to].text) for to in kept)
    return kept if telling or not terms(link.words) else []


def _quality(alignment: Alignment, first: int, past: int) -> float:
    """Return the quality: the matched share of the words inside and on both sides, the better side weighing more.

    0 for an anchor in a passage that the essay does not have.
    """
    before = alignment.share(first - AROUND, first)
    after = alignment.share(past, past + AROUND)
    if before == 0 and after == 0:
        return 0.0
    inside = alignment.share(first, past)
    return 0.4 * max(before, after) + 0.35 * min(before, after) + 0.25 * inside


def _room(essay: VisibleText, left: int, right: int) -> tuple[int, int]:
    """Return the stretch between two words of the essay, without links that overlap it."""
    opening = essay.lined_words[left].end if left >= 0 else 0
    closing = essay.lined_words[right].start if right < len(essay.lined_words) else len(essay.source)
    for start, end in essay.linked:
        if start < opening < end <= closing:
            opening = end
        if opening <= start < closing < end:
            closing = start
    return opening, max(opening, closing)


def _hanging(essay: VisibleText, end: int, limit: int) -> int:
    """Return the end of the leftovers after the words of a link, within the paragraph."""
    after = essay.source[end : min(limit, end + _LEFTOVER, essay.block(end)[1])]
    return end + len(re.sub(r"[\s*_\[]+\Z", "", after)) if limit > end else end


def _line(text: str, start: int, end: int) -> str:
    begin = max(text.rfind("\n", 0, start) + 1, start - 120)
    stop = text.find("\n", end)
    return text[begin : min(stop if stop >= 0 else len(text), end + 120)].strip()


_REACH = 40
"""Characters of white space between a place and an anchor that are still the same place."""
_WIDEST = 160
"""The longest place, in characters; of a longer anchor only the end is marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferredAnchor:
    """A lost anchor and its place in the essay."""

    place: Place
    lost: LostAnchor
    copy: EssayCopy
    others: tuple[Candidate, ...] = ()
    """Other addresses that copies have at the same place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyReading:
    """What the copies show about the places of an essay."""

    found: tuple[TransferredAnchor, ...]
    sound: Mapping[Place, EssayCopy]
    """Places where a copy that still has its links has the same text and no link."""


def transfer_anchors(essay: VisibleText, places: Sequence[Place], copies: Sequence[EssayCopy]) -> CopyReading:
    """Assign each lost anchor to a place that was found, or else to a new place of kind `unlinked`."""
    best: list[tuple[LostAnchor, EssayCopy, tuple[Candidate, ...]]] = []
    comparisons = [(copy, compare_with_copy(essay, copy.page)) for copy in copies]
    for copy, comparison in comparisons:
        for lost in comparison.lost:
            at = next((i for i, (known, _, _) in enumerate(best) if _same_place(known, lost)), None)
            if at is None:
                best.append((lost, copy, ()))
            elif loose_key(best[at][0].url) != loose_key(lost.url):
                known, source, others = best[at]
                why = f"the {copy.what} of {copy.capture.when:%Y-%m-%d} leads here, an earlier choice does not"
                if all(other.url != lost.url for other in others):
                    best[at] = known, source, (*others, Candidate(url=lost.url, why=why))
    best.sort(key=lambda row: (row[0].start, row[0].end))
    filled = _assign_places(essay, places, [lost for lost, _, _ in best])
    found = tuple(
        TransferredAnchor(place=filled.get(i) or _unlinked(essay, lost), lost=lost, copy=copy, others=others)
        for i, (lost, copy, others) in enumerate(best)
    )
    taken = set(filled.values())
    sound = {
        place: copy
        for copy, comparison in comparisons
        for place in places
        if place not in taken and comparison.shows_no_link(essay, place.start, place.end)
    }
    return CopyReading(found=found, sound=sound)


def _assign_places(essay: VisibleText, places: Sequence[Place], lost: Sequence[LostAnchor]) -> dict[int, Place]:
    """Return the place of each lost anchor, by its index: nearest pairs first, and each place once."""
    pairs = sorted(
        (_distance(place, anchor), i, at)
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


def _same_place(one: LostAnchor, other: LostAnchor) -> bool:
    return (one.start < other.end and other.start < one.end) or (one.start, one.end) == (other.start, other.end)


def _reaches(essay: VisibleText, place: Place, lost: LostAnchor) -> bool:
    """Tell whether they touch, or only invisible text of one paragraph lies between them."""
    if place.start <= lost.end and lost.start <= place.end:
        return True
    left, right = (lost.end, place.start) if lost.end < place.start else (place.end, lost.start)
    return (
        right - left <= _REACH and not essay.visible[left:right].strip() and essay.block(left - 1) == essay.block(right)
    )


def _distance(place: Place, lost: LostAnchor) -> tuple[int, int]:
    """Return the distance of a place and an anchor; an address stood after its words, so their end counts."""
    return max(place.start - lost.end, lost.start - place.end, 0), abs(place.end - lost.end)


def _unlinked(essay: VisibleText, lost: LostAnchor) -> Place:
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
