"""Strategy 1: read the lost anchors off captures of the essay itself, its feed entries and its reprints.

The essay's words are aligned with those of the capture; an anchor of the capture whose surroundings align, and where
the essay has no link, is a lost one. Its place in the source follows from the words around it, whether its own words
are still there or not. So this also finds links that left no trace in the text.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from footlight.links.archives.url_key import loose_key
from footlight.links.captured_page import Link, Page
from footlight.links.recovery.alignment import Alignment, aligned
from footlight.links.recovery.visible_text import BREAK, Surface, Word
from footlight.links.search_terms import fold, of_word, terms, tokens

AROUND = 12
"""Words on each side of an anchor that have to speak for it."""
_NEAR = 8
"""Words of the capture that may be unmatched between an anchor and the nearest matched word."""
_SPEAKS = 0.5
"""Share of the words around a place that a copy must have to speak for it."""
_LEFTOVER = 40
"""Characters that may stand in the essay between the words of a link and what followed it: "(see", "available at"."""
_PRINTED = re.compile(r"[a-z]+://\S+\Z", re.IGNORECASE)
_TARGET_FOLLOWS = re.compile(r"[*_`\"'”’)]*\]\(\s*<?[a-z]+:", re.IGNORECASE)
_WRAPPED = re.compile(r"\Ahttps?://[^/]+/(?:web|wayback|archive)/\d{4,14}[a-z_]*/(https?:/{1,2}.+)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An anchor that the capture has and the essay has not."""

    start: int
    end: int
    """The place in the source: the words that carried the link and what was left hanging after them, or a point."""
    words_end: int
    """Where the words of the link end."""
    url: str
    words: str
    line: str
    """The line of the capture in which it stands."""
    quality: float
    """0 to 1: how much of its surroundings is the same in both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The essay beside a copy of it."""

    lost: tuple[Lost, ...]
    """The links of the copy that the essay has lost, in the order of the text."""
    partners: tuple[int, ...]
    """For each word of the essay its index among the copy's words, or -1."""
    linked: frozenset[int]
    """Indices of the copy's words that carry a link."""

    def shows_no_link(self, essay: Surface, start: int, end: int) -> bool:
        """Whether the copy, which still has links that the essay lost, goes on here as the essay does and has no
        link.
        """
        starts = [word.start for word in essay.lined]
        first, past = bisect_left(starts, start), bisect_left(starts, max(end, start + 1))
        around = self.partners[max(first - AROUND, 0) : past + AROUND]
        if not self.lost or sum(at >= 0 for at in around) < _SPEAKS * len(around):
            return False
        before = next((at for at in reversed(self.partners[max(first - _NEAR, 0) : first]) if at >= 0), -1)
        after = next((at for at in self.partners[past : past + _NEAR] if at >= 0), -1)
        if before < 0 or not 0 < after - before <= past - first + _NEAR:
            return False
        return not any(at in self.linked for at in range(before, after + 1))


def compared(essay: Surface, page: Page) -> Comparison:
    """The essay laid beside a copy of it."""
    seen = _lined(page.text)
    alignment = aligned([word.text for word in seen], [word.text for word in essay.lined])
    pair = _Pair(essay=essay, page=page, alignment=alignment)
    starts = [word.start for word in seen]
    own = loose_key(page.url)
    found, linked = [], set()
    for link in page.links:
        if not _leads_away(link, own):
            continue
        inside = [
            i for i in range(bisect_left(starts, link.start), bisect_left(starts, link.end)) if seen[i].text != BREAK
        ]
        linked.update(inside)
        lost = _lost(pair, link, inside[0], inside[-1] + 1) if inside and not link.furniture else None
        if lost is not None:
            found.append(lost)
    partners = [-1] * len(essay.lined)
    for i, at in enumerate(alignment.to):
        if at >= 0:
            partners[at] = i
    return Comparison(lost=tuple(found), partners=tuple(partners), linked=frozenset(linked))


def _leads_away(link: Link, own: str) -> bool:
    """Whether it is a web link, and not one within the essay or to a picture kept beneath its address."""
    url = unwrapped(link.href)
    return url.startswith(("http://", "https://")) and not f"{loose_key(url)}/".startswith(f"{own}/")


def share_of_essay(essay: Surface, page: Page) -> float:
    """How much of the essay stands in the page, in the same order."""
    words = [word.text for word in essay.lined]
    return aligned(words, [word.text for word in _lined(page.text)]).share(0, len(words))


def unwrapped(href: str) -> str:
    """The address that an archive's rewritten one stands for (`https://web.archive.org/web/2006…/http://…`)."""
    found = _WRAPPED.match(href)
    return re.sub(r"\A(https?:)/+", r"\1//", found[1]) if found else href


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """The essay and a copy, aligned."""

    essay: Surface
    page: Page
    alignment: Alignment


def _lost(pair: _Pair, link: Link, first: int, past: int) -> Lost | None:
    """The anchor of the copy's words `first` to `past`, where the essay has no link for it."""
    essay, alignment = pair.essay, pair.alignment
    quality = _quality(alignment, first, past)
    (before, left), (after, right) = alignment.before(first), alignment.after(past, len(essay.lined))
    if quality == 0 or left >= right:
        return None
    opening, closing = _room(essay, left, right)
    at_end = left == len(essay.lined) - 1
    kept = _kept(pair, link, first, past)
    if kept:
        start, end = essay.lined[kept[0]].start, essay.lined[kept[-1]].end
        there = essay.is_linked(start, end) or _TARGET_FOLLOWS.match(essay.source, end) is not None
        printed = _PRINTED.match(link.words) is not None and len(kept) * 2 > past - first
    else:
        start = end = opening
        there, printed = essay.is_linked(opening, closing), False
        if first - before > _NEAR or before < 0 or (after - past >= _NEAR and not at_end):
            return None
    if there or printed:
        return None
    return Lost(
        start=start,
        end=_hanging(essay, end, closing) if after - past < _NEAR or at_end else end,
        words_end=end,
        url=unwrapped(link.href),
        words=link.words,
        line=_line(pair.page.text, link.start, link.end),
        quality=quality,
    )


def _kept(pair: _Pair, link: Link, first: int, past: int) -> list[int]:
    """Indices of the essay's words that are the anchor's. Where only little words of a telling anchor remain, they
    are the next clause's: of "per [the train model], the plan" a lost anchor leaves "per , the plan".
    """
    words = pair.essay.lined
    kept = [to for to in pair.alignment.to[first:past] if to >= 0 and words[to].text != BREAK]
    telling = any(of_word(words[to].text) for to in kept)
    return kept if telling or not terms(link.words) else []


def _quality(alignment: Alignment, first: int, past: int) -> float:
    """The share of the words on both sides that are matched, the poorer side counting half as much again; an anchor
    in a passage that the essay does not have gets 0.
    """
    before = alignment.share(first - AROUND, first)
    after = alignment.share(past, past + AROUND)
    if before == 0 and after == 0:
        return 0.0
    inside = alignment.share(first, past)
    return 0.4 * max(before, after) + 0.35 * min(before, after) + 0.25 * inside


def _room(essay: Surface, left: int, right: int) -> tuple[int, int]:
    """What lies between two words of the essay, links of theirs left out."""
    opening = essay.lined[left].end if left >= 0 else 0
    closing = essay.lined[right].start if right < len(essay.lined) else len(essay.source)
    for start, end in essay.linked:
        if start < opening < end <= closing:
            opening = end
        if opening <= start < closing < end:
            closing = start
    return opening, max(opening, closing)


def _hanging(essay: Surface, end: int, limit: int) -> int:
    """Where what was left hanging after the words of a link ends: no further than the paragraph, and not far."""
    after = essay.source[end : min(limit, end + _LEFTOVER, essay.block(end)[1])]
    return end + len(re.sub(r"[\s*_\[]+\Z", "", after)) if limit > end else end


def _lined(text: str) -> list[Word]:
    """The words of a page's text, and its breaks."""
    words = [Word(text=fold(word), start=start, end=end) for word, start, end in tokens(text)]
    breaks = [Word(text=BREAK, start=m.end(), end=m.end()) for m in re.finditer(r"\n", text)]
    return sorted([*words, *breaks], key=lambda word: (word.start, word.text != BREAK))


def _line(text: str, start: int, end: int) -> str:
    begin = max(text.rfind("\n", 0, start) + 1, start - 120)
    stop = text.find("\n", end)
    return text[begin : min(stop if stop >= 0 else len(text), end + 120)].strip()
