"""The ranking context: what is known of the essay and the gap when candidate pages are ranked."""

import math
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from footlight.links.archives.page_library import LibraryPage, PageLibrary
from footlight.links.archives.url_key import loose_key
from footlight.links.recovery.gap_context import Gap
from footlight.links.recovery.link_ages import LinkAges
from footlight.links.recovery.recovery_result import EssayFacts
from footlight.links.recovery.time_expressions import TimeSpan, points_back, series_terms, time_spans, years_meant
from footlight.links.recovery.visible_text import VisibleText
from footlight.links.search_terms import terms, terms_of_word

_VOCABULARY = 30
_KIN = 12
_TELLING = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedTerms:
    """Search terms, each with its worth: weight times rarity on the site."""

    worth: Mapping[str, float]
    total: float

    def share(self, present: Container[str]) -> float:
        """Return the share of the total worth that is present, from 0 to 1."""
        return sum(w for term, w in self.worth.items() if term in present) / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TermVector:
    """A text as a vector of weighted terms, to be compared with a page's body."""

    worth: Mapping[str, float]
    norm: float

    def cosine(self, library: PageLibrary, page: LibraryPage) -> float:
        """Return the cosine similarity: 1 for the same words, 0 for none in common."""
        total = 0.0
        for term, worth in self.worth.items():
            places = page.body.get(term)
            if places:
                total += worth * library.vector_weight(term, len(places))
        return total / (self.norm * page.norm) if total else 0.0


def term_vector(weights: Mapping[str, float], library: PageLibrary) -> TermVector:
    """Return the vector of terms with these weights."""
    worth = {term: weight * library.rarity(term) for term, weight in weights.items() if library.pages_with(term)}
    return TermVector(worth=worth, norm=math.sqrt(sum(w * w for w in worth.values())))


def weighted_terms(library: PageLibrary, weights: Mapping[str, float]) -> WeightedTerms:
    """Return terms with these weights, multiplied by their rarity in a library."""
    worth = {term: weight * library.rarity(term) for term, weight in weights.items()}
    return WeightedTerms(worth=worth, total=sum(worth.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class EssayContext:
    """What is known of the essay, the same for all its gaps."""

    library: PageLibrary
    key: str
    """The loose key of the essay's address; empty if it is unknown."""
    written: date
    title_terms: tuple[str, ...]
    vocabulary: WeightedTerms
    """The terms that distinguish the essay from other pages."""
    linked: frozenset[str]
    """Loose keys of the targets of its remaining links."""
    previous: frozenset[int]
    """The previous page of its series."""
    sources: frozenset[int]
    """The pages that link to it."""
    link_ages: LinkAges
    likeness: Callable[[int], float]
    """The similarity of a page's body to the whole essay, by the page's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingContext:
    """What is known of a gap and its essay."""

    essay: EssayContext
    gap: Gap
    near: WeightedTerms
    sentence: WeightedTerms
    paragraph: WeightedTerms
    section: WeightedTerms
    sentence_vector: TermVector
    paragraph_vector: TermVector
    known: Mapping[str, float]
    """How surely each term belongs to the topic: 1 for the near words, less for sentence, paragraph and title."""
    times: tuple[TimeSpan, ...]
    years: frozenset[str]
    """Years named by the near words, or else by the time expressions, the sentence or the essay's title."""
    points_back: bool
    significant: Mapping[str, float]
    """The most distinctive terms of the near words and the sentence, with their worth."""
    kin: Mapping[int, float]
    """Pages to which other pages link in similar words, or siblings of such pages, and how similar the words are."""
    parallel: Mapping[int, float]
    """The same pages, weighed also by how equal the two distances in time are: there and here."""
    numbers: frozenset[str]
    worth_of_runs: Mapping[str, float]
    """Pairs of neighbouring terms in the near words, in the form of `LibraryPage.running`, with their worth."""
    worth_of_triples: Mapping[str, float]
    """The same for runs of three terms in the sentence."""
    worth_of_quoted: Mapping[str, float]
    """The same for runs of three terms in quotations beside the gap."""


def weighted_runs(rows: Iterable[tuple[str, ...]], library: PageLibrary) -> dict[str, float]:
    """Return runs of terms as they stand in a body, each with the sum of its terms' rarities."""
    return {f" {' '.join(row)} ": sum(map(library.rarity, row)) for row in rows if len(set(row)) > 1}


def essay_context(library: PageLibrary, text: VisibleText, facts: EssayFacts) -> EssayContext:
    """Return what is known of an essay."""
    title = tuple(terms(facts.title))
    counts = Counter(term for word in text.words for term in terms_of_word(word.text))
    whole = term_vector({term: 1 + math.log(count) for term, count in counts.items()}, library)
    weighed = {
        term: (1 + count) ** 0.5 * library.rarity(term)
        for term, count in counts.items()
        if library.pages_with(term) > 1
    }
    best = sorted(weighed, key=lambda term: (-weighed[term], term))[:_VOCABULARY]
    key = loose_key(facts.url) if facts.url else ""
    written = facts.date or date.max
    return EssayContext(
        library=library,
        key=key,
        written=written,
        title_terms=title,
        vocabulary=weighted_terms(library, dict.fromkeys(best, 1.0)),
        linked=frozenset(loose_key(url) for url in text.addresses),
        previous=_previous(library, key, title, written),
        sources=library.linking_pages(key) if key else frozenset(),
        link_ages=_link_ages(library),
        likeness=lru_cache(maxsize=None)(lambda number: whole.cosine(library, library.page(number))),
    )


@lru_cache(maxsize=4)
def _link_ages(library: PageLibrary) -> LinkAges:
    return LinkAges(library)


def ranking_context(essay: EssayContext, gap: Gap) -> RankingContext:
    """Return what is known of a gap in an essay."""
    library = essay.library
    kin, parallel = _kin(essay, gap)
    times = time_spans(gap.sentence_text, essay.written) if essay.written < date.max else ()
    return RankingContext(
        essay=essay,
        gap=gap,
        near=weighted_terms(library, gap.near),
        sentence=weighted_terms(library, gap.sentence),
        paragraph=weighted_terms(library, gap.paragraph),
        sentence_vector=term_vector(gap.sentence, library),
        paragraph_vector=term_vector(gap.paragraph, library),
        section=weighted_terms(library, dict.fromkeys(gap.heading, 1.0)),
        known=_known(essay, gap),
        times=times,
        years=years_meant(gap.near, times, gap.sentence, essay.title_terms),
        points_back=points_back(gap.sentence_text),
        kin=kin,
        parallel=parallel,
        significant=_significant(essay, gap),
        numbers=frozenset(term for term in gap.near if any(c.isdigit() for c in term)),
        worth_of_runs=weighted_runs(gap.runs, library),
        worth_of_triples=weighted_runs(gap.triples, library),
        worth_of_quoted=weighted_runs(gap.quoted, library),
    )


def _known(essay: EssayContext, gap: Gap) -> dict[str, float]:
    known: dict[str, float] = {}
    for weight, found in ((0.5, gap.paragraph), (0.75, essay.title_terms), (0.85, gap.sentence), (1.0, gap.near)):
        known |= dict.fromkeys(found, weight)
    return known


def _significant(essay: EssayContext, gap: Gap) -> dict[str, float]:
    """The most distinctive terms of the near words and the sentence, with their worth."""
    weights = {
        term: max(gap.sentence.get(term, 0.0) * 0.6, gap.near.get(term, 0.0)) for term in (*gap.near, *gap.sentence)
    }
    worth = {
        term: weight * essay.library.rarity(term) for term, weight in weights.items() if essay.library.pages_with(term)
    }
    return {term: worth[term] for term in sorted(worth, key=lambda term: (-worth[term], term))[:_TELLING]}


def rarest_terms(essay: EssayContext, weights: dict[str, float]) -> list[str]:
    """Return the twelve terms that weigh most and that some page of the library has."""
    known = [term for term in weights if essay.library.pages_with(term)]
    return sorted(known, key=lambda term: (-weights[term] * essay.library.rarity(term), term))[:12]


def _previous(library: PageLibrary, key: str, title: tuple[str, ...], written: date) -> frozenset[int]:
    """Return the newest page before the essay whose title differs from the essay's in numbers only."""
    own = series_terms(title)
    pages = (library.page(n) for n in library.find(list(own), "title", 40))
    series = [
        page
        for page in pages
        if page.key != key and page.dated <= written and _alike(series_terms(page.title_terms), own) >= 0.6
    ]
    newest = max((page.dated for page in series), default=None)
    return frozenset(page.id for page in series if page.dated == newest)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _kin(essay: EssayContext, gap: Gap) -> tuple[dict[int, float], dict[int, float]]:
    """Return pages to which others link in similar words, and their siblings: once plain, once weighed by time.

    "Last year's results" in another essay led to the results of another year; this essay's are a sibling of that page.
    """
    library = essay.library
    kin: dict[int, float] = {}
    parallel: dict[int, float] = {}
    weights = weighted_terms(library, gap.sentence)
    for number in library.find_by_links(rarest_terms(essay, gap.sentence), "context", _KIN):
        page = library.page(number)
        links = [
            (weights.share(frozenset(said.context)), said.source)
            for said in library.incoming_links(page.key)
            if library.page(said.source).key != essay.key
        ]
        best, source = max(links, default=(0.0, 0))
        if best < 0.3:
            continue
        pattern = series_terms(page.title_terms)
        for sibling in _siblings(library, page.title_terms):
            likeness = _alike(series_terms(library.page(sibling).title_terms), pattern)
            if likeness > 0.5:
                kin[sibling] = max(kin.get(sibling, 0.0), best * likeness)
                same = best * likeness * (0.4 + 0.6 * essay.likeness(source))
                fit = same * _as_far(essay, library.page(source), page, library.page(sibling))
                parallel[sibling] = max(parallel.get(sibling, 0.0), fit)
    return kin, parallel


def _as_far(essay: EssayContext, source: LibraryPage, linked: LibraryPage, page: LibraryPage) -> float:
    """Return 1 if the page is as much older than the essay as the linked page is older than its source, else less."""
    if essay.written == date.max:
        return 0.0
    there, here = (source.dated - linked.dated).days, (essay.written - page.dated).days
    if (there < 0) != (here < 0):
        return 0.0
    return math.exp(-abs(math.log((7 + abs(here)) / (7 + abs(there)))))


def _siblings(library: PageLibrary, title: Iterable[str]) -> list[int]:
    return library.find(sorted(series_terms(tuple(title))), "title", 20)
