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
from footlight.links.recovery.visible_text import BREAK, VisibleText, Word, words_and_breaks
from footlight.links.search_terms import terms, terms_of_word
from footlight.textmatch.places import Place

_NOTE = re.compile(r"[ \t>]*\[\^[^\]\s]+\]:")
AROUND = 12
"""Words on each side of an anchor that must be the same."""
_NEAR = 8
"""Words of the copy without a partner that may stand between an anchor and the nearest matched word."""
_EDGE = 1
"""Words and breaks that may stand between an anchor and the edge of the text."""
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

    def has_words(self, essay: VisibleText, start: int, end: int) -> bool:
        """Tell whether the copy has a word of this stretch of the essay at its place."""
        starts = [word.start for word in essay.lined_words]
        inside = range(bisect_left(starts, start), bisect_left(starts, end))
        return any(self.partners[at] >= 0 for at in inside if essay.lined_words[at].text != BREAK)

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


def note_order(essay: VisibleText) -> list[int]:
    """Return the order in which a page shows the essay's words: its footnotes come after all else."""
    begins = [at for at in essay.blocks if _NOTE.match(essay.source, at)]
    if not begins:
        return list(range(len(essay.lined_words)))
    spans = [essay.block(at) for at in begins]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]

    def in_note(offset: int) -> bool:
        at = bisect_left(starts, offset + 1) - 1
        return at >= 0 and offset < ends[at]

    inside = [in_note(word.start) for word in essay.lined_words]
    order = range(len(essay.lined_words))
    return [i for i in order if not inside[i]] + [i for i in order if inside[i]]


def compare_with_copy(essay: VisibleText, page: Page) -> Comparison:
    """Compare the essay with a copy of it."""
    seen = words_and_breaks(page.text)
    order = note_order(essay)
    words = [essay.lined_words[i] for i in order]
    alignment = align([word.text for word in seen], [word.text for word in words])
    starts = [word.start for word in seen]
    main = bisect_left(starts, page.main[0]), bisect_left(starts, page.main[1])
    pair = _AlignedPair(essay=essay, words=words, page=page, alignment=alignment, main=main)
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
            partners[order[at]] = i
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
    words: Sequence[Word]
    """The essay's words in the order of the copy: its footnotes last."""
    page: Page
    alignment: Alignment
    main: tuple[int, int]
    """The first and the past word of the page's main text."""


def _lost(pair: _AlignedPair, link: Link, first: int, past: int) -> LostAnchor | None:
    """Return the anchor of the copy's words `first` to `past` if the essay has no link there."""
    essay, alignment = pair.essay, pair.alignment
    quality = _quality(alignment, first, past, pair.main)
    (before, left), (after, right) = alignment.before(first), alignment.after(past, len(pair.words))
    if quality == 0 or left >= right:
        return None
    opening, closing = _room(pair, left, right)
    at_end = left == len(pair.words) - 1
    kept = _kept(pair, link, first, past)
    if kept:
        start, end = pair.words[kept[0]].start, pair.words[kept[-1]].end
        there = essay.is_linked(start, end) or _TARGET_FOLLOWS.match(essay.source, end) is not None
        printed = _PRINTED.match(link.words) is not None and len(kept) * 2 > past - first
    else:
        start = end = opening
        there, printed = essay.is_linked(opening, closing), False
        if first - before > _NEAR or before < 0 or (after - past >= _NEAR and not at_end):
            return None
    if there or printed or (not kept and _is_printed(essay, link, opening, closing)):
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


def _is_printed(essay: VisibleText, link: Link, opening: int, closing: int) -> bool:
    """Tell whether a link that shows its address stands as such before the stretch that is left of its surroundings."""
    if not _PRINTED.match(link.words):
        return False
    return link.words.rstrip("/") in essay.source[max(0, opening - len(link.words) - _LEFTOVER) : closing]


def _kept(pair: _AlignedPair, link: Link, first: int, past: int) -> list[int]:
    """Return the indices of the essay's words that belong to the anchor.

    If only stop words of the anchor remain, they belong to the next clause: "per [the train model], the plan" becomes
    "per , the plan".
    """
    words = pair.words
    kept = [to for to in pair.alignment.partners[first:past] if to >= 0 and words[to].text != BREAK]
    telling = any(terms_of_word(words[to].text) for to in kept)
    return kept if telling or not terms(link.words) else []


def _quality(alignment: Alignment, first: int, past: int, main: tuple[int, int]) -> float:
    """Return the quality: the matched share of the words inside and on both sides, the better side weighing more.

    What lies outside the page's main text does not count; where nothing is left of a side, the other one counts twice.
    0 for an anchor in a passage that the essay does not have.
    """
    left, right = max(main[0], first - AROUND), min(main[1], past + AROUND)
    before, after = alignment.share(left, first), alignment.share(past, right)
    if right - past <= _EDGE < first - left:
        after = before
    elif first - left <= _EDGE < right - past:
        before = after
    if before == 0 and after == 0:
        return 0.0
    inside = alignment.share(first, past)
    return 0.4 * max(before, after) + 0.35 * min(before, after) + 0.25 * inside


def _room(pair: _AlignedPair, left: int, right: int) -> tuple[int, int]:
    """Return the stretch between two words of the essay, without links that overlap it."""
    essay, words = pair.essay, pair.words
    opening = words[left].end if left >= 0 else 0
    closing = words[right].start if right < len(words) else len(essay.source)
    if left >= 0 and closing < opening:  # the text goes on in the notes
        closing = max(opening, essay.block(opening)[1])
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
_FARTHEST = 60
"""Characters of leftovers, such as “, available at”, between an anchor and the place where its address stood."""
_ECHO = 60
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
    comparisons = [(copy, compare_with_copy(essay, copy.page)) for copy in copies]
    rows: list[_Row] = []
    for copy, comparison in comparisons:
        filled = assign_places(essay, places, comparison)
        older = len(rows)
        for i, lost in enumerate(comparison.lost):
            new = _Row(lost=lost, copy=copy, place=filled.get(i))
            at = next((k for k, row in enumerate(rows) if _same_link(row, new, same_copy=k >= older)), None)
            if at is None:
                rows.append(new)
            else:
                rows[at] = _merged(rows[at], new)
    rows = _without_echoes(essay, rows)
    rows.sort(key=lambda row: (row.lost.start, row.lost.end))
    found = tuple(
        TransferredAnchor(
            place=row.place or _unlinked(essay, row.lost), lost=row.lost, copy=row.copy, others=row.others
        )
        for row in rows
    )
    taken = {row.place for row in rows if row.place is not None}
    sound = {
        place: copy
        for copy, comparison in comparisons
        for place in places
        if place not in taken and comparison.shows_no_link(essay, place.start, place.end)
    }
    return CopyReading(found=found, sound=sound)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A lost anchor, the copy that has it, and the place that was found for it, if any."""

    lost: LostAnchor
    copy: EssayCopy
    place: Place | None
    others: tuple[Candidate, ...] = ()


def _same_link(known: _Row, new: _Row, *, same_copy: bool) -> bool:
    """Tell whether two anchors are one link. One copy's anchors with different addresses never are."""
    if known.place is not None and new.place is not None:
        return known.place == new.place
    same_url = loose_key(known.lost.url) == loose_key(new.lost.url)
    return _same_place(known.lost, new.lost) and (same_url or not same_copy)


def _merged(known: _Row, new: _Row) -> _Row:
    """Return an anchor with what another copy has at its place."""
    place = known.place or new.place
    if loose_key(known.lost.url) == loose_key(new.lost.url):
        return replace(known, place=place)
    why = f"the {new.copy.what} of {new.copy.capture.when:%Y-%m-%d} leads here, an earlier choice does not"
    if any(other.url == new.lost.url for other in known.others):
        return replace(known, place=place)
    return replace(known, place=place, others=(*known.others, Candidate(url=new.lost.url, why=why)))


def _without_echoes(essay: VisibleText, rows: Sequence[_Row]) -> list[_Row]:
    """Return the rows without those that have no place and lead where one with a place just behind them leads."""
    placed = [row for row in rows if row.place is not None]
    return [
        row
        for row in rows
        if row.place is not None
        or not any(
            loose_key(row.lost.url) == loose_key(other.lost.url)
            and other.place is not None
            and 0 <= other.place.start - row.lost.end <= _ECHO
            and essay.block(other.place.start - 1) == essay.block(row.lost.end - 1)
            for other in placed
        )
    ]


def assign_places(essay: VisibleText, places: Sequence[Place], comparison: Comparison) -> dict[int, Place]:
    """Return the place of each lost anchor of a copy, by its index.

    Both are put in the order of the essay, from which that of the copy differs where it shows notes elsewhere, and
    assigned to each other as a whole: the pairs that fit best together, in order, each anchor and each place once
    (dynamic programming, as in the alignment of sequences by Needleman and Wunsch, 1970).
    """
    order = sorted(range(len(comparison.lost)), key=lambda i: (comparison.lost[i].start, comparison.lost[i].end))
    anchors = [comparison.lost[i] for i in order]
    ordered = sorted(places, key=lambda place: (place.start, place.end))
    if not anchors or not ordered:
        return {}
    starts = [place.end for place in ordered]
    fits: list[dict[int, float]] = []
    for anchor in anchors:
        first = bisect_left(starts, anchor.start - _FARTHEST)
        near: dict[int, float] = {}
        for at in range(first, len(ordered)):
            if ordered[at].start > anchor.end + _FARTHEST:
                break
            fit = _fit(essay, ordered[at], anchor, comparison)
            if fit > 0:
                near[at] = fit
        fits.append(near)
    return {order[i]: ordered[at] for i, at in _best_in_order(fits, len(ordered))}


def _best_in_order(fits: Sequence[Mapping[int, float]], width: int) -> list[tuple[int, int]]:
    """Return the pairs, rising in both, whose fits add up to most."""
    sums = [[0.0] * (width + 1)]
    for near in fits:
        above, row = sums[-1], [0.0]
        for at in range(width):
            paired = above[at] + near[at] if at in near else 0.0
            row.append(max(above[at + 1], row[at], paired))
        sums.append(row)
    pairs, i, at = [], len(fits), width
    while i and at:
        if sums[i][at] == sums[i - 1][at]:
            i -= 1
        elif sums[i][at] == sums[i][at - 1]:
            at -= 1
        else:
            i, at = i - 1, at - 1
            pairs.append((i, at))
    return pairs[::-1]


def _fit(essay: VisibleText, place: Place, lost: LostAnchor, comparison: Comparison) -> float:
    """Return how well a place fits an anchor; 0 where they are apart.

    Words that a hollow link kept decide before all else; then it counts how near they are.
    """
    touching = place.start <= lost.end and lost.start <= place.end
    if not touching and not _reaches(essay, place, lost, comparison):
        return 0.0
    named = set(terms(place.anchor))
    said = set(terms(lost.words))
    if named and said:
        shared = len(named & said) / len(named | said)
        if not shared and len(named) > 1 and not touching:
            return 0.0
        bonus = 20 * shared
    else:
        bonus = 0.0
    away = max(place.start - lost.end, lost.start - place.end, 0)
    return bonus + (10.0 if touching else 6.0) - min(5.0, away / 10) - min(2.0, abs(place.end - lost.end) / 50)


def _same_place(one: LostAnchor, other: LostAnchor) -> bool:
    return (one.start < other.end and other.start < one.end) or (one.start, one.end) == (other.start, other.end)


def _reaches(essay: VisibleText, place: Place, lost: LostAnchor, comparison: Comparison) -> bool:
    """Tell whether between them, in one paragraph, lies only invisible text, or what the copy does not have."""
    left, right = (lost.end, place.start) if lost.end < place.start else (place.end, lost.start)
    if right - left > _FARTHEST or essay.block(left - 1) != essay.block(right):
        return False
    if not essay.visible[left:right].strip():
        return right - left <= _REACH
    after = lost.end < place.start
    return after and not comparison.has_words(essay, left, right)


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
