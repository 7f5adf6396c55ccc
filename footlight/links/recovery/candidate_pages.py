"""Strategies 2 and 3: which pages of an archive could be what a missing link led to, and what speaks for each."""

import math
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from footlight.links.archives.page_library import Library, Shelved
from footlight.links.archives.url_key import loose_key
from footlight.links.recovery.features import compared, features
from footlight.links.recovery.gap_context import Gap
from footlight.links.recovery.link_ages import Habits
from footlight.links.recovery.link_features import masked
from footlight.links.recovery.outcome import EssayFacts
from footlight.links.recovery.ranking_context import Setting, Sight, running, vector, wanted
from footlight.links.recovery.time_expressions import points_back, spans
from footlight.links.recovery.visible_text import Surface
from footlight.links.recovery.years import years_meant
from footlight.links.search_terms import of_word, terms

_EACH = 25
_VOCABULARY = 30
_KIN = 12
_TELLING = 12


def setting_of(library: Library, essay: Surface, facts: EssayFacts) -> Setting:
    """What is known of an essay, whatever the gap."""
    title = tuple(terms(facts.title))
    counts = Counter(term for word in essay.words for term in of_word(word.text))
    whole = vector({term: 1 + math.log(count) for term, count in counts.items()}, library)
    weighed = {
        term: (1 + count) ** 0.5 * library.rarity(term)
        for term, count in counts.items()
        if library.pages_with(term) > 1
    }
    best = sorted(weighed, key=lambda term: (-weighed[term], term))[:_VOCABULARY]
    key = loose_key(facts.url) if facts.url else ""
    written = facts.date or date.max
    return Setting(
        library=library,
        key=key,
        written=written,
        title_terms=title,
        vocabulary=wanted(library, dict.fromkeys(best, 1.0)),
        linked=frozenset(loose_key(url) for url in essay.addresses),
        previous=_previous(library, key, title, written),
        sources=library.sources_of(key) if key else frozenset(),
        habits=_habits(library),
        likeness=lru_cache(maxsize=None)(lambda number: whole.cosine(library, library.page(number))),
    )


@lru_cache(maxsize=4)
def _habits(library: Library) -> Habits:
    return Habits(library)


def sight_of(setting: Setting, gap: Gap) -> Sight:
    """A gap in its setting."""
    library = setting.library
    kin, parallel = _kin(setting, gap)
    times = spans(gap.sentence_text, setting.written) if setting.written < date.max else ()
    return Sight(
        setting=setting,
        gap=gap,
        near=wanted(library, gap.near),
        sentence=wanted(library, gap.sentence),
        paragraph=wanted(library, gap.paragraph),
        sentence_vector=vector(gap.sentence, library),
        paragraph_vector=vector(gap.paragraph, library),
        section=wanted(library, dict.fromkeys(gap.heading, 1.0)),
        known=_known(setting, gap),
        times=times,
        years=years_meant(gap, times, setting.title_terms),
        back=points_back(gap.sentence_text),
        kin=kin,
        parallel=parallel,
        telling=_telling(setting, gap),
        numbers=frozenset(term for term in gap.near if any(c.isdigit() for c in term)),
        worth_of_runs=running(gap.runs, library),
        worth_of_triples=running(gap.triples, library),
        worth_of_quoted=running(gap.quoted, library),
    )


def _known(setting: Setting, gap: Gap) -> dict[str, float]:
    known: dict[str, float] = {}
    for weight, found in ((0.5, gap.paragraph), (0.75, setting.title_terms), (0.85, gap.sentence), (1.0, gap.near)):
        known |= dict.fromkeys(found, weight)
    return known


def considered(sight: Sight) -> list[int]:
    """Pages worth a closer look, the essay's own left out."""
    setting, gap = sight.setting, sight.gap
    library = setting.library
    near, sentence = _rarest(setting, gap.near), _rarest(setting, gap.sentence)
    found: dict[int, None] = {}
    for pages in (
        library.find(near, "title headings", _EACH),
        library.find(near, "title headings body", _EACH),
        library.find_said(near, "words", _EACH),
        library.find(sentence, "title headings", _EACH),
        library.find(sentence, "title headings body", _EACH),
        library.find_said(sentence, "context", _EACH),
        library.find(list(gap.heading), "title", 8),
        library.find(list(setting.title_terms), "title", _EACH),
        library.before(setting.written, _EACH),
        library.after(setting.written, 8),
        library.most_linked(15),
        *(library.between(span.first, span.last, _EACH) for span in sight.times[:3]),
        sight.kin,
    ):
        found |= dict.fromkeys(pages)
    return [number for number in found if library.page(number).key != setting.key]


def seen(sight: Sight) -> list[tuple[int, dict[str, float]]]:
    """Each page that is considered with its features."""
    library = sight.setting.library
    found = [(number, features(sight, library.page(number))) for number in considered(sight)]
    compared([page for _, page in found])
    return found


def _telling(setting: Setting, gap: Gap) -> dict[str, float]:
    """The terms of the near words and the sentence that tell most, weighed."""
    weights = {
        term: max(gap.sentence.get(term, 0.0) * 0.6, gap.near.get(term, 0.0)) for term in (*gap.near, *gap.sentence)
    }
    worth = {
        term: weight * setting.library.rarity(term)
        for term, weight in weights.items()
        if setting.library.pages_with(term)
    }
    return {term: worth[term] for term in sorted(worth, key=lambda term: (-worth[term], term))[:_TELLING]}


def _rarest(setting: Setting, weights: dict[str, float]) -> list[str]:
    known = [term for term in weights if setting.library.pages_with(term)]
    return sorted(known, key=lambda term: (-weights[term] * setting.library.rarity(term), term))[:12]


def _previous(library: Library, key: str, title: tuple[str, ...], written: date) -> frozenset[int]:
    """The newest page before the essay of which the title is the essay's but for numbers."""
    own = masked(title)
    pages = (library.page(n) for n in library.find(list(own), "title", 40))
    series = [
        page
        for page in pages
        if page.key != key and page.dated <= written and _alike(masked(page.title_terms), own) >= 0.6
    ]
    newest = max((page.dated for page in series), default=None)
    return frozenset(page.id for page in series if page.dated == newest)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _kin(setting: Setting, gap: Gap) -> tuple[dict[int, float], dict[int, float]]:
    """Pages to which others link in like words, and siblings of such: "last year's results" led to another year's
    results there. And how far each of them is also, from the essay, what the other is from where it is linked.
    """
    library = setting.library
    kin: dict[int, float] = {}
    parallel: dict[int, float] = {}
    weights = wanted(library, gap.sentence)
    for number in library.find_said(_rarest(setting, gap.sentence), "context", _KIN):
        page = library.page(number)
        links = [
            (weights.share(frozenset(said.context)), said.source)
            for said in library.said_of(page.key)
            if library.page(said.source).key != setting.key
        ]
        best, source = max(links, default=(0.0, 0))
        if best < 0.3:
            continue
        pattern = masked(page.title_terms)
        for sibling in _siblings(library, page.title_terms):
            likeness = _alike(masked(library.page(sibling).title_terms), pattern)
            if likeness > 0.5:
                kin[sibling] = max(kin.get(sibling, 0.0), best * likeness)
                same = best * likeness * (0.4 + 0.6 * setting.likeness(source))
                fit = same * _as_far(setting, library.page(source), page, library.page(sibling))
                parallel[sibling] = max(parallel.get(sibling, 0.0), fit)
    return kin, parallel


def _as_far(setting: Setting, source: Shelved, linked: Shelved, page: Shelved) -> float:
    """1 where the page is as much older than the essay as what the other essay linked to was older than that, falling
    to 0 the less both agree.
    """
    if setting.written == date.max:
        return 0.0
    there, here = (source.dated - linked.dated).days, (setting.written - page.dated).days
    if (there < 0) != (here < 0):
        return 0.0
    return math.exp(-abs(math.log((7 + abs(here)) / (7 + abs(there)))))


def _siblings(library: Library, title: Iterable[str]) -> list[int]:
    return library.find(sorted(masked(tuple(title))), "title", 20)
