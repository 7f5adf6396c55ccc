"""Features of words: how much of what is said at the gap a page says, and how much of its title the essay says."""

import math
from collections.abc import Container, Iterable, Mapping

from footlight.links.archives.page_library import Library, Shelved
from footlight.links.recovery.ranking_context import Sight, Wanted
from footlight.links.search_terms import fold
from footlight.textmatch.similarity import alike, likeness_of_part

_PASSAGE = 30
"""Terms of a body that are looked at together."""
_TELLING_TITLE = 10
_SENTENCE = 600
"""Characters of a sentence in which a title is looked for."""
_LEAD = 70
"""Terms at the beginning of a body, where it says what it is about."""


def of_words(sight: Sight, page: Shelved) -> dict[str, float]:
    """What of the words around the gap stands in the page, and where."""
    lead = {term for term in sight.telling if page.body.get(term, (_LEAD,))[0] < _LEAD}
    damped = 0.6 + 0.9 * page.length / 1000

    def often(wanted: Wanted) -> float:
        total = 0.0
        for term, worth in wanted.worth.items():
            count = len(page.body.get(term, ()))
            total += worth * count / (count + damped) if count else 0.0
        return total / wanted.total if wanted.total else 0.0

    return {
        "near_title": sight.near.share(page.named),
        "near_headings": sight.near.share(page.heading_terms),
        "sentence_headings": sight.sentence.share(page.heading_terms),
        "near_body": often(sight.near),
        "sentence_title": sight.sentence.share(page.named),
        "sentence_body": often(sight.sentence),
        "paragraph_body": often(sight.paragraph),
        "cosine_sentence": sight.sentence_vector.cosine(sight.setting.library, page),
        "cosine_paragraph": sight.paragraph_vector.cosine(sight.setting.library, page),
        "lead_near": sight.near.share(lead),
        "lead_sentence": _share(sight.telling, lead),
        "passage": _passage(sight, page),
        "section": sight.section.share(page.named),
        "triples": _runs(sight.worth_of_triples, page),
        "quoted": _runs(sight.worth_of_quoted, page),
        "weak_words": 1.0 - min(1.0, sight.near.total),
    }


def of_titles(sight: Sight, page: Shelved) -> dict[str, float]:
    """How much of the page's title and headings stands at the gap."""
    library, gap = sight.setting.library, sight.gap
    own = page.title_terms or page.slug_terms
    in_title = set(zip(page.title_terms, page.title_terms[1:], strict=False))
    names = gap.names
    return {
        "named": max((likeness(library, name, own) for name in names), default=0.0),
        "set_off_named": max((likeness(library, name, own) for name in gap.set_off), default=0.0),
        "named_heading": max((likeness(library, n, h) for n in names for h in page.headings if n & h), default=0.0),
        "title_near": _told(library, own, gap.near),
        "title_sentence": _told(library, own, dict.fromkeys(gap.sentence, 1.0)),
        "title_paragraph": _told(library, own, dict.fromkeys(gap.paragraph, 1.0)),
        "explained": _told(library, own, sight.known),
        "fuzzy": alike(fold(gap.near_text), fold(page.title)) ** 2,
        "fuzzy_part": _verbatim(page.title, gap.sentence_text),
        "phrase_title": float(any(run in in_title for run in gap.runs if run[0] != run[1])),
        "phrase_body": _runs(sight.worth_of_runs, page),
    }


def _verbatim(title: str, sentence: str) -> float:
    """How much like a title the stretch of a sentence is that is most like it; 0 for titles too short to tell."""
    long_enough = len(title) >= _TELLING_TITLE
    return likeness_of_part(fold(title), fold(sentence)[:_SENTENCE]) ** 4 if long_enough else 0.0


def likeness(library: Library, one: frozenset[str], other: Iterable[str]) -> float:
    """Dice's coefficient by rarity, taken down where what is shared says little."""
    others = frozenset(other)
    rarity = library.rarity
    shared = sum(rarity(term) for term in one & others)
    total = sum(map(rarity, one)) + sum(map(rarity, others))
    return 2 * shared / total * (1 - math.exp(-2 * shared)) if shared else 0.0


def _told(library: Library, own: Iterable[str], known: Mapping[str, float]) -> float:
    """How much of a title is known, taken down where that says little: a title of common words is soon covered."""
    total = told = 0.0
    for term in dict.fromkeys(own):
        worth = library.rarity(term)
        total += worth
        told += worth * known.get(term, 0.0)
    return told / total * (1 - math.exp(-2 * told)) if told else 0.0


def _share(worth: Mapping[str, float], present: Container[str]) -> float:
    total = sum(worth.values())
    return sum(w for term, w in worth.items() if term in present) / total if total else 0.0


def _runs(worth: Mapping[str, float], page: Shelved) -> float:
    """The share of runs of terms that the body has as they are."""
    total = sum(worth.values())
    return sum(w for run, w in worth.items() if run in page.running) / total if total else 0.0


def _passage(sight: Sight, page: Shelved) -> float:
    """The best stretch of the body: how much of the near words and the sentence it holds together."""
    wanted = sight.telling
    total = sum(wanted.values())
    hits = sorted((at, term) for term in wanted for at in page.body.get(term, ())[:200])
    best = weight = 0.0
    inside: dict[str, int] = {}
    left = 0
    for at, term in hits:
        inside[term] = inside.get(term, 0) + 1
        weight += wanted[term] if inside[term] == 1 else 0.0
        while hits[left][0] <= at - _PASSAGE:
            gone = hits[left][1]
            inside[gone] -= 1
            weight -= wanted[gone] if not inside[gone] else 0.0
            left += 1
        best = max(best, weight)
    return best / total if total else 0.0
