"""The rules for missing links in their order, and `find`, which applies them to a source.

A rule is a function in a module of its own, with the same name. To add one, write the module and add a row to `RULES`
here; CONTRIBUTING.md lists the other steps, and tests/test_gaps.py fails until all are done.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from footlight.essay.front_matter_block import body_offset
from footlight.links.gaps.archive_rewritten import archive_rewritten
from footlight.links.gaps.bare_article import bare_article
from footlight.links.gaps.broken_item import broken_item
from footlight.links.gaps.broken_line import broken_line
from footlight.links.gaps.broken_paragraph import broken_paragraph
from footlight.links.gaps.cue_without_blanks import cue_without_blanks
from footlight.links.gaps.double_space import double_space
from footlight.links.gaps.empty_item import empty_item
from footlight.links.gaps.empty_marks import empty_marks
from footlight.links.gaps.hollow import hollow
from footlight.links.gaps.loose_dash import loose_dash
from footlight.links.gaps.mentioned import mentioned
from footlight.links.gaps.no_address import no_address
from footlight.links.gaps.open_bracket import open_bracket
from footlight.links.gaps.phrasebook import Phrasebook, guess_language, phrasebook
from footlight.links.gaps.spaced_stop import spaced_stop
from footlight.links.gaps.undefined_reference import undefined_reference
from footlight.links.gaps.unlikely_words import CODE as LEARNED
from footlight.links.gaps.unlikely_words import doubtful, unlikely_words
from footlight.links.gaps.word_before_mark import word_before_mark
from footlight.markdown.markdown_text import MarkdownText, markdown_text
from footlight.markdown.mask import OBJECT
from footlight.textmatch.places import Place

Rule = Callable[[MarkdownText, Phrasebook], Iterator[Place]]

RULES: tuple[Rule, ...] = (
    hollow,
    archive_rewritten,
    undefined_reference,
    open_bracket,
    no_address,
    spaced_stop,
    empty_marks,
    empty_item,
    broken_item,
    bare_article,
    word_before_mark,
    cue_without_blanks,
    double_space,
    broken_line,
    broken_paragraph,
    loose_dash,
    unlikely_words,
)
"""The rules that always apply. Of two places that are the same gap, equally sure, the rule higher up wins."""

HINTS: tuple[Rule, ...] = (mentioned,)
"""The rules that apply with `--mentioned` only."""


_FLOOR = 0.5
"""Places below this confidence are not reported, except those of `HINTS`."""

_ECHO = 16
"""Characters within which the model's place is that of a rule."""

_LANG = re.compile(r"^lang[ \t]*[:=][ \t]*[\"']?([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)", re.MULTILINE)
_WORD = re.compile(rf"[\w{OBJECT}]")


def find(source: str, *, lang: str = "", mentioned: bool = False) -> tuple[Place, ...]:
    """Return the places of a Markdown source where a link is missing, in the order of the text, one for each gap.

    `lang` is a BCP 47 tag. If it is empty, the front matter's is taken, or else the language is guessed. With
    `mentioned`, sentences that mention a link and have none are returned too.
    """
    if "\r" in source:
        return _with_returns(source, lang=lang, mentioned=mentioned)
    text = markdown_text(source)
    phrases = phrasebook(lang or _declared(source) or guess_language(text.prose))
    sure = (place for rule in RULES for place in rule(text, phrases) if place.confidence >= _FLOOR)
    places = [place for place in sure if not text.is_of_shell(place.start)]
    doubted = doubtful(text, phrases, places)
    found = _without_echoes(_one_per_gap(text, [place for place in places if place not in doubted]))
    if mentioned:
        hints = (hint for rule in HINTS for hint in rule(text, phrases))
        found = sorted([*found, *_hints_elsewhere(text, found, hints)], key=lambda p: (p.start, p.end))
    return tuple(found)


def _with_returns(source: str, *, lang: str, mentioned: bool) -> tuple[Place, ...]:
    """Find places in a source with carriage returns; offsets are those of the source as it is."""
    pieces = re.split(r"(\r\n?)", source)
    ends, size = [], 0  # of each \r\n that became one character: its offset in the text with newlines only
    for piece in pieces:
        if piece == "\r\n":
            ends.append(size)
        size += 1 if piece[:1] == "\r" else len(piece)
    places = find("".join("\n" if p[:1] == "\r" else p for p in pieces), lang=lang, mentioned=mentioned)
    return tuple(
        replace(p, start=p.start + bisect_left(ends, p.start), end=p.end + bisect_left(ends, p.end)) for p in places
    )


def _declared(source: str) -> str:
    declared = _LANG.search(source, 0, body_offset(source))
    return declared[1] if declared else ""


def _one_per_gap(text: MarkdownText, places: Iterable[Place]) -> list[Place]:
    """Return the places in order; of two for one gap the wider, then the surer, then that of the earlier rule."""
    kept: list[Place] = []
    # The sort is stable, so that places at the same offset stay in the order of the rules.
    for place in sorted(places, key=lambda p: p.start):
        if kept and _same_gap(text, kept[-1], place):
            kept[-1] = max(kept[-1], place, key=lambda p: (p.end > p.start, not is_learned(p), p.confidence))
        else:
            kept.append(place)
    return kept


def is_learned(place: Place) -> bool:
    """Tell whether the model found a place, and no rule."""
    return place.code == LEARNED


def _without_echoes(places: list[Place]) -> list[Place]:
    """Return the places without those that the model found beside one that a rule found."""
    ruled = [(place.start, place.end) for place in places if not is_learned(place)]
    starts = [start for start, _ in ruled]

    def echoes(at: int) -> bool:
        after = bisect_left(starts, at)
        near = ruled[max(0, after - 1) : after + 1]
        return any(start - _ECHO < at < end + _ECHO for start, end in near)

    return [place for place in places if not (is_learned(place) and echoes(place.start))]


def _same_gap(text: MarkdownText, one: Place, other: Place) -> bool:
    """Tell whether two places overlap, or are points of one block with no word between them."""
    if other.start < one.end:
        return True
    if one.end > one.start or other.end > other.start:
        return False
    return text.block_at(one.end) == text.block_at(other.start) and not _WORD.search(text.prose, one.end, other.start)


def _hints_elsewhere(text: MarkdownText, found: list[Place], hints: Iterable[Place]) -> list[Place]:
    """Return the hints in whose sentence no place was found, without overlaps."""
    starts = [place.start for place in found]
    kept: list[Place] = []
    for hint in hints:
        start, end = text.sentence(hint.start)
        at = bisect_left(starts, start)
        near = at < len(starts) and starts[at] <= max(end, hint.end)
        covered = at > 0 and found[at - 1].end > start
        if not near and not covered and (not kept or kept[-1].end <= hint.start):
            kept.append(hint)
    return kept
