"""Strategies 2 and 3: which pages of an archive could be what a missing link led to, and what speaks for each."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from footlight.links.archives.library import Library
from footlight.links.archives.urlkey import loose_key
from footlight.links.recovery.features import Setting, Sight, compared, features, masked
from footlight.links.recovery.gap import Gap
from footlight.links.recovery.outcome import EssayFacts
from footlight.links.recovery.surface import Surface
from footlight.links.recovery.when import points_back, spans
from footlight.links.terms import of_word, terms

_EACH = 25
_VOCABULARY = 30
_KIN = 12
_TELLING = 12


def setting_of(library: Library, essay: Surface, facts: EssayFacts) -> Setting:
    """What is known of an essay, whatever the gap."""
    title = tuple(terms(facts.title))
    counts = Counter(term for word in essay.words for term in of_word(word.text))
    bare = Setting(
        library=library,
        key=loose_key(facts.url) if facts.url else "",
        written=facts.date or date.max,
        title_terms=title,
        vocabulary={},
        linked=frozenset(loose_key(url) for url in essay.addresses),
        previous=frozenset(),
    )
    weighed = {
        term: (1 + count) ** 0.5 * library.rarity(term)
        for term, count in counts.items()
        if library.pages_with(term) > 1
    }
    best = sorted(weighed, key=lambda term: (-weighed[term], term))[:_VOCABULARY]
    return Setting(
        library=library,
        key=bare.key,
        written=bare.written,
        title_terms=title,
        vocabulary=dict.fromkeys(best, 1.0),
        linked=bare.linked,
        previous=_previous(bare),
    )


def sight_of(setting: Setting, gap: Gap) -> Sight:
    """A gap in its setting."""
    numbers = frozenset(term for term in gap.near if any(c.isdigit() for c in term))
    return Sight(
        setting=setting,
        gap=gap,
        times=spans(gap.sentence_text, setting.written) if setting.written < date.max else (),
        back=points_back(gap.sentence_text),
        kin=_kin(setting, gap),
        telling=_telling(setting, gap),
        numbers=numbers,
    )


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


def _previous(setting: Setting) -> frozenset[int]:
    """The newest page before the essay of which the title is the essay's but for numbers."""
    own = masked(setting.title_terms)
    pages = (setting.library.page(n) for n in setting.library.find(list(own), "title", 40))
    series = [
        page
        for page in pages
        if page.key != setting.key and page.dated <= setting.written and _alike(masked(page.title_terms), own) >= 0.6
    ]
    newest = max((page.dated for page in series), default=None)
    return frozenset(page.id for page in series if page.dated == newest)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _kin(setting: Setting, gap: Gap) -> dict[int, float]:
    """Siblings of pages to which others link in like words: "last year's results" led to another year's results
    there.
    """
    library = setting.library
    found: dict[int, float] = {}
    weights = gap.sentence
    total = sum(w * setting.library.rarity(t) for t, w in weights.items())
    for number in library.find_said(_rarest(setting, weights), "context", _KIN):
        page = library.page(number)
        best = 0.0
        for said in library.said_of(page.key):
            if library.page(said.source).key == setting.key:
                continue
            others = frozenset(said.context)
            shared = sum(w * setting.library.rarity(t) for t, w in weights.items() if t in others)
            best = max(best, shared / total if total else 0.0)
        if best < 0.3:
            continue
        pattern = masked(page.title_terms)
        for sibling in _siblings(library, page.title_terms):
            likeness = _alike(masked(library.page(sibling).title_terms), pattern)
            found[sibling] = max(found.get(sibling, 0.0), best * likeness * (1.0 if likeness > 0.5 else 0.0))
    return found


def _siblings(library: Library, title: Iterable[str]) -> list[int]:
    return library.find([term for term in title if not any(c.isdigit() for c in term)], "title", 20)
