"""The context of a missing link: the essay's words around it as weighted search terms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from footlight.links.recovery.visible_text import VisibleText, Word
from footlight.links.search_terms import LINK_WORDS, TIME_WORDS, terms_of_word
from footlight.textmatch.places import Place

_SENTENCE_END = re.compile(r"[.!?…][)\]\"'”’»*_]*\s+(?=[\"'“‘«(\[*_]*[^\W\d_a-zа-я])|[;:]\s")
_NEAR_BEFORE = 8
_NEAR_AFTER = 5
_FADING = 0.8
"""The factor by which a word's weight falls with each word between it and a gap without words of its own."""
_SENTENCE_FADES = 12.0
_PARAGRAPH_FADES = 60.0
"""Words over which the weight falls to 1/e."""
_TIME_COUNTS = 0.3
"""Weight of words such as "year" near a gap: they say when, and seldom what."""
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»\n]{12,400}(?:\n(?!\s*\n)[^\"“”„«»\n]{1,400}){0,6})[\"”“»]")
_SET_OFF = re.compile(r"[\"“„«‘]([^\"“”„«»‘’\n]{3,90})[\"”“»’]|(?<![\w*_])[*_]([^\s*_][^*_\n]{2,90})[*_](?![\w*_])")
"""Text between quotation marks or in italics, which is often a title."""
_BLOCKQUOTE = re.compile(r"[ \t]*>")


class AnchorWords(StrEnum):
    """What remains of the words of the link."""

    KNOWN = "words"
    """They are known, as in a hollow link."""
    BEFORE = "before"
    """They end where the gap begins, because only the address was deleted."""
    GONE = "none"
    """They were deleted with the link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A place and the terms around it."""

    place: Place
    carrier: AnchorWords
    near: dict[str, float]
    """Terms of the link's words, or of the words nearest to the gap, with weights."""
    sentence: dict[str, float]
    paragraph: dict[str, float]
    heading: tuple[str, ...]
    names: tuple[frozenset[str], ...]
    """Possible words of the link: the known ones, or the last one to six before the gap, and quoted text there."""
    runs: tuple[tuple[str, str], ...]
    """Pairs of neighbouring terms in the near words."""
    triples: tuple[tuple[str, ...], ...]
    """Runs of three neighbouring terms in the sentence."""
    set_off: tuple[frozenset[str], ...]
    """Terms of each text in the sentence that is quoted or in italics."""
    quoted: tuple[tuple[str, ...], ...]
    """Runs of three neighbouring terms in quotations of the paragraph or directly below it."""
    near_text: str
    sentence_text: str


def gap_context(essay: VisibleText, place: Place) -> Gap:
    """Return the context of a place in the essay."""
    carrier = _carrier(place)
    block = _block(essay, place)
    sentence = _sentence(essay.visible, place, block)
    before = essay.words_in(sentence[0], place.start)
    inside = essay.words_in(place.start, place.end)
    after = essay.words_in(place.end, sentence[1])
    near, run = _near(carrier, before, inside, after)
    headings = _terms(re.findall(r"[^\W_]+", essay.heading(place.start)))
    return Gap(
        place=place,
        carrier=carrier,
        near=near,
        sentence=_faded(essay.words_in(*sentence), place, _SENTENCE_FADES),
        paragraph=_faded(essay.words_in(*block), place, _PARAGRAPH_FADES),
        heading=headings,
        names=_names(carrier, run, _set_off(essay, (sentence[0], place.start))),
        runs=tuple(zip(run[-5:], run[-4:], strict=False)),
        triples=_triples(essay.words_in(*sentence)),
        set_off=_set_off(essay, sentence),
        quoted=_quoted(essay, block),
        near_text=_near_text(essay, carrier, before, inside),
        sentence_text=essay.visible[sentence[0] : sentence[1]],
    )


def _block(essay: VisibleText, place: Place) -> tuple[int, int]:
    """Return the paragraph of a place, with the next one if it ends in a colon."""
    start, end = essay.block(place.start)
    under = essay.block(end) if end < len(essay.visible) else (end, end)
    return (start, under[1]) if essay.visible[start:end].rstrip().endswith(":") else (start, end)


def _triples(words: tuple[Word, ...]) -> tuple[tuple[str, ...], ...]:
    found = [term for word in words for term in terms_of_word(word.text)[:1]]
    return tuple(dict.fromkeys(zip(found, found[1:], found[2:], strict=False)))


def _set_off(essay: VisibleText, sentence: tuple[int, int]) -> tuple[frozenset[str], ...]:
    spans = [m.span(m.lastindex or 0) for m in _SET_OFF.finditer(essay.visible, *sentence)]
    found = (frozenset(_terms(word.text for word in essay.words_in(*span))) for span in spans)
    return tuple(dict.fromkeys(name for name in found if name))


def _quoted(essay: VisibleText, block: tuple[int, int]) -> tuple[tuple[str, ...], ...]:
    """Return runs of three terms in the quotations of a block, or in a block quotation below it."""
    spans = [m.span(1) for m in _QUOTED.finditer(essay.visible, *block)]
    under = essay.block(block[1]) if block[1] < len(essay.visible) else (0, 0)
    spans += [
        part for part in (block, under) if _BLOCKQUOTE.match(essay.visible, essay.visible.rfind("\n", 0, part[0]) + 1)
    ]
    return tuple(dict.fromkeys(triple for span in spans for triple in _triples(essay.words_in(*span))))


def _carrier(place: Place) -> AnchorWords:
    if place.anchor or place.kind in ("hollow", "unlinked", "undefined-reference"):
        return AnchorWords.KNOWN
    return AnchorWords.GONE if place.kind == "emptied" else AnchorWords.BEFORE


def _sentence(text: str, place: Place, block: tuple[int, int]) -> tuple[int, int]:
    starts = [m.end() for m in _SENTENCE_END.finditer(text, block[0], place.start) if m.end() <= place.start]
    # A colon, dash or bracket directly before the gap belongs to the sentence of the gap.
    start = next((at for at in reversed(starts) if text[at : place.start].strip(" ([–—-:")), block[0])
    end = next((m.start() + 1 for m in _SENTENCE_END.finditer(text, place.end, block[1])), block[1])
    return start, max(end, place.end)


def _near(
    carrier: AnchorWords, before: tuple[Word, ...], inside: tuple[Word, ...], after: tuple[Word, ...]
) -> tuple[dict[str, float], list[str]]:
    weights: dict[str, float] = {}
    if carrier is AnchorWords.KNOWN:
        run = list(_terms(word.text for word in inside))
        return {term: _TIME_COUNTS if term in TIME_WORDS else 1.0 for term in run}, run
    left = list(_terms(word.text for word in (*before, *inside)[-_NEAR_BEFORE:]))
    _fade(weights, reversed(left))
    if carrier is AnchorWords.GONE:
        right = list(_terms(word.text for word in after[:_NEAR_AFTER]))
        _fade(weights, right)
    return weights, left


def _names(carrier: AnchorWords, run: list[str], set_off: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    if carrier is AnchorWords.KNOWN:
        return (frozenset(run),) if run else ()
    if carrier is AnchorWords.GONE:
        return ()
    last = (frozenset(run[-length:]) for length in range(1, min(len(run), 6) + 1))
    return tuple(dict.fromkeys((*last, *set_off)))


def _fade(weights: dict[str, float], found: Iterable[str]) -> None:
    weight = 1.0
    for term in found:
        weights[term] = max(weights.get(term, 0.0), weight * (_TIME_COUNTS if term in TIME_WORDS else 1.0))
        weight *= _FADING


def _near_text(essay: VisibleText, carrier: AnchorWords, before: tuple[Word, ...], inside: tuple[Word, ...]) -> str:
    words = inside if carrier is AnchorWords.KNOWN else before[-6:]
    return essay.visible[words[0].start : words[-1].end] if words else ""


def _faded(words: tuple[Word, ...], place: Place, length: float) -> dict[str, float]:
    weights: dict[str, float] = {}
    middle = next((i for i, word in enumerate(words) if word.start >= place.start), len(words))
    for i, word in enumerate(words):
        weight = 2.718281828 ** (-abs(i - middle) / length)
        for term in terms_of_word(word.text) if word.text not in LINK_WORDS else ():
            weights[term] = max(weights.get(term, 0.0), weight)
    return weights


def _terms(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(term for word in words if word.casefold() not in LINK_WORDS for term in terms_of_word(word.casefold()))
