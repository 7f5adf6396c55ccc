"""Features of a candidate page: numbers that say how well a page fits as the target of a missing link.

Each feature is computed in the same way and on the same scale for every site, so that one set of weights
(`weights.toml`, see `choice_model`) serves all of them. Terms are weighed by their rarity on the site, its inverse
document frequency (Spärck Jones 1972, "A statistical interpretation of term specificity"); a share is between 0 and 1.

To add a feature, return it from one of the functions of `_GROUPS`; `make calibrate` computes its weight.
"""

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date

from footlight.links.archives.page_library import LibraryPage, PageLibrary
from footlight.links.recovery.gap_context import AnchorWords
from footlight.links.recovery.ranking_context import EssayContext, RankingContext, WeightedTerms
from footlight.links.recovery.time_expressions import series_terms, years_in
from footlight.links.search_terms import fold
from footlight.textmatch.similarity import partial_similarity, similarity_of_beginnings

_PASSAGE = 30
"""Length of a passage, in terms of a body."""
_SHORTEST_TITLE = 10
"""Characters; a shorter title stands in too many sentences by chance."""
_SENTENCE = 600
"""Characters of a sentence that are searched for a title."""
_LEAD = 70
"""Terms at the beginning of a body, where a text usually says what it is about."""


def word_features(context: RankingContext, page: LibraryPage) -> dict[str, float]:
    """Measure how many of the words around the gap stand in the page, and where in it."""
    lead = {term for term in context.significant if page.body.get(term, (_LEAD,))[0] < _LEAD}
    damped = 0.6 + 0.9 * page.length / 1000  # as in BM25 with k1 = 1.5, b = 0.6 and pages of 1,000 terms on average

    def often(wanted: WeightedTerms) -> float:
        total = 0.0
        for term, worth in wanted.worth.items():
            count = len(page.body.get(term, ()))
            total += worth * count / (count + damped) if count else 0.0
        return total / wanted.total if wanted.total else 0.0

    return {
        "near_title": context.near.share(page.named),
        "near_headings": context.near.share(page.heading_terms),
        "sentence_headings": context.sentence.share(page.heading_terms),
        "near_body": often(context.near),
        "sentence_title": context.sentence.share(page.named),
        "sentence_body": often(context.sentence),
        "paragraph_body": often(context.paragraph),
        "cosine_sentence": context.sentence_vector.cosine(context.essay.library, page),
        "cosine_paragraph": context.paragraph_vector.cosine(context.essay.library, page),
        "lead_near": context.near.share(lead),
        "lead_sentence": _share(context.significant, lead),
        "passage": _passage(context, page),
        "section": context.section.share(page.named),
        "triples": _share_of_runs(context.worth_of_triples, page),
        "quoted": _share_of_runs(context.worth_of_quoted, page),
        "weak_words": 1.0 - min(1.0, context.near.total),
    }


def title_features(context: RankingContext, page: LibraryPage) -> dict[str, float]:
    """Measure how much of the page's title and headings stands around the gap."""
    library, gap = context.essay.library, context.gap
    own = page.title_terms or page.slug_terms
    in_title = set(zip(page.title_terms, page.title_terms[1:], strict=False))
    names = gap.names
    return {
        "named": max((rarity_dice(library, name, own) for name in names), default=0.0),
        "set_off_named": max((rarity_dice(library, name, own) for name in gap.set_off), default=0.0),
        "named_heading": max((rarity_dice(library, n, h) for n in names for h in page.headings if n & h), default=0.0),
        "title_near": _share_of_title(library, own, gap.near),
        "title_sentence": _share_of_title(library, own, dict.fromkeys(gap.sentence, 1.0)),
        "title_paragraph": _share_of_title(library, own, dict.fromkeys(gap.paragraph, 1.0)),
        "explained": _share_of_title(library, own, context.known),
        "fuzzy": similarity_of_beginnings(fold(gap.near_text), fold(page.title)) ** 2,
        "fuzzy_part": _title_in_sentence(page.title, gap.sentence_text),
        "phrase_title": float(any(run in in_title for run in gap.runs if run[0] != run[1])),
        "phrase_body": _share_of_runs(context.worth_of_runs, page),
    }


def _title_in_sentence(title: str, sentence: str) -> float:
    """Compare a title with the stretch of a sentence that is most similar to it; 0 for a title that is too short."""
    long_enough = len(title) >= _SHORTEST_TITLE
    return partial_similarity(fold(title), fold(sentence)[:_SENTENCE]) ** 4 if long_enough else 0.0


def rarity_dice(library: PageLibrary, one: frozenset[str], other: Iterable[str]) -> float:
    """Dice's coefficient, terms weighed by rarity; lower where the shared terms are common ones."""
    others = frozenset(other)
    rarity = library.rarity
    shared = sum(rarity(term) for term in one & others)
    total = sum(map(rarity, one)) + sum(map(rarity, others))
    return 2 * shared / total * (1 - math.exp(-2 * shared)) if shared else 0.0


def _share_of_title(library: PageLibrary, own: Iterable[str], known: Mapping[str, float]) -> float:
    """The share of a title's terms that are known; lower where they are common: any text covers such a title."""
    total = told = 0.0
    for term in dict.fromkeys(own):
        worth = library.rarity(term)
        total += worth
        told += worth * known.get(term, 0.0)
    return told / total * (1 - math.exp(-2 * told)) if told else 0.0


def _share(worth: Mapping[str, float], present: Container[str]) -> float:
    total = sum(worth.values())
    return sum(w for term, w in worth.items() if term in present) / total if total else 0.0


def _share_of_runs(worth: Mapping[str, float], page: LibraryPage) -> float:
    """The share of runs of neighbouring terms that stand in the body in the same order."""
    total = sum(worth.values())
    return sum(w for run, w in worth.items() if run in page.running) / total if total else 0.0


def _passage(context: RankingContext, page: LibraryPage) -> float:
    """The share of the most significant terms that stand close together somewhere in the body."""
    wanted = context.significant
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


_LATELY = 250
"""Days before or after the essay in which links to a page show that it was discussed at the time."""


def link_features(context: RankingContext, page: LibraryPage) -> dict[str, float]:
    """Measure how other pages link to the page: in which words, how often, and when.

    The words of links to a page tell more about it than anything but its own title (Craswell, Hawking and Robertson
    2001, "Effective site finding using link anchor information").
    """
    essay, gap = context.essay, context.gap
    library = essay.library
    near = exact = around = named = 0.0
    sources, lately = set(), set()
    run = tuple(gap.near)
    for said in library.incoming_links(page.key):
        source = library.page(said.source)
        if source.key == essay.key:
            continue
        sources.add(said.source)
        if abs((source.dated - essay.written).days) < _LATELY:
            lately.add(said.source)
        if said.words:
            near = max(near, _weighted_dice(essay, context.near, said.words))
            named = max(named, *(rarity_dice(library, name, said.words) for name in gap.names), 0.0)
            exact = max(exact, float(gap.carrier is AnchorWords.KNOWN and said.words == run))
        around = max(around, _weighted_dice(essay, context.sentence, said.context))
    cited = len(sources & essay.sources)
    return {
        "near_said": near,
        "said_any": context.near.share(library.incoming_terms(page.key)) if sources else 0.0,
        "said_exactly": exact,
        "said_named": named,
        "said_context": around,
        "linked": math.log1p(len(sources)) / 4,
        "linked_lately": math.log1p(len(lately)) / 4,
        "cocited": cited / math.sqrt(len(sources) * len(essay.sources)) if cited else 0.0,
        "kin": context.kin.get(page.id, 0.0),
        "parallel": context.parallel.get(page.id, 0.0),
        "links_back": float(essay.key in library.outgoing_keys(page.id)),
        "root": float(page.key.endswith(")")),
    }


def essay_features(context: RankingContext, page: LibraryPage) -> dict[str, float]:
    """Measure how close the page is to the essay as a whole."""
    essay = context.essay
    rarity = essay.library.rarity
    own, other = series_terms(essay.title_terms), series_terms(page.named)
    shared = sum(rarity(term) + 0.05 for term in own & other)
    total = sum(rarity(term) + 0.05 for term in own | series_terms(page.title_terms))
    often = sum(w * min(len(page.body.get(term, ())), 3) / 3 for term, w in essay.vocabulary.worth.items())
    previous = float(page.id in essay.previous)
    return {
        "series": shared / total if total else 0.0,
        "series_previous": previous * (1.0 if context.points_back else 0.3),
        "alike_essay": often / essay.vocabulary.total if essay.vocabulary.total else 0.0,
        "cosine_essay": essay.likeness(page.id),
        "linked_already": float(page.key in essay.linked),
        "shared_links": _shared_links(essay, page),
    }


def _shared_links(essay: EssayContext, page: LibraryPage) -> float:
    """Bibliographic coupling (Kessler 1963): links in common; a target counts less the more pages link to it."""
    shared = essay.linked & essay.library.outgoing_keys(page.id)
    return 1 - math.exp(-sum(1 / (1 + essay.library.linking_count(target)) for target in shared))


def _weighted_dice(essay: EssayContext, wanted: WeightedTerms, words: tuple[str, ...]) -> float:
    """Dice's coefficient of the wanted terms and the words of a link, weighed by rarity."""
    others = frozenset(words)
    shared = sum(worth for term, worth in wanted.worth.items() if term in others)
    return 2 * shared / (wanted.total + sum(map(essay.library.rarity, others))) if shared else 0.0


def time_features(context: RankingContext, page: LibraryPage) -> dict[str, float]:
    """Compare the page's date with the essay's, and with the times that the sentence names.

    A page without a date of its own was written at some time before its first capture, so that a capture after the
    essay's date counts for little.
    """
    written = context.essay.written
    known = written < date.max
    days = (written - page.dated).days if known else 0
    stated = float(page.published is not None)
    fit = max((span.fit(page.dated) for span in context.times), default=0.0)
    return {
        "age": math.log1p(max(days, 0)) / 8,
        "newer": stated * float(days < -1),
        "much_newer": stated * math.log1p(max(-days, 0)) / 8,
        "seen_later": (1 - stated) * float(days < -60),
        "seen_much_later": (1 - stated) * math.log1p(max(-days - 60, 0)) / 8,
        "same_days": stated * float(-1 <= days <= 3 and known),
        "habit": context.essay.link_ages.log_ratio(days) / 4 if known else 0.0,
        "time_fits": fit,
        "time_misfits": float(bool(context.times)) * (1 - fit),
    }


def number_features(context: RankingContext, page: LibraryPage) -> dict[str, float]:
    """Compare numbers and years of the page's title with those around the gap."""
    own = {term for term in page.named if any(c.isdigit() for c in term)}
    wanted = context.numbers
    conflict = bool(wanted and own and not wanted & own)
    years = years_in((*page.title_terms, *page.slug_terms))
    return {
        "number_fits": len(wanted & own) / len(wanted) if wanted else 0.0,
        "number_conflicts": float(conflict),
        "year_fits": float(bool(years & context.years)),
        "year_conflicts": float(bool(years and context.years and not years & context.years)),
    }


_GROUPS = (word_features, title_features, link_features, time_features, essay_features, number_features)
_RELATIVE = (
    "near_title",
    "named",
    "said_named",
    "near_body",
    "near_said",
    "sentence_body",
    "paragraph_body",
    "passage",
    "said_context",
    "explained",
    "triples",
    "alike_essay",
    "cosine_sentence",
    "cosine_paragraph",
    "cosine_essay",
    "lead_near",
    "lead_sentence",
)
"""Features that are also given relative to the best candidate of the same gap."""
_WEAK = (
    "explained",
    "alike_essay",
    "paragraph_body",
    "sentence_body",
    "linked",
    "linked_lately",
    "habit",
    "kin",
    "parallel",
    "cosine_paragraph",
    "cosine_essay",
)
"""Features with a second weight for gaps whose nearest words say little."""


def page_features(context: RankingContext, page: LibraryPage) -> dict[str, float]:
    """Return every feature of a page for a gap, by name."""
    found: dict[str, float] = {}
    for group in _GROUPS:
        found |= group(context, page)
    carrier = context.gap.carrier
    none, before = float(carrier is AnchorWords.GONE), float(carrier is AnchorWords.BEFORE)
    found["none_near_title"] = none * found["near_title"]
    found["none_near_body"] = none * found["near_body"]
    found["none_said"] = none * found["near_said"]
    found["before_near_title"] = before * found["near_title"]
    found["before_near_said"] = before * found["near_said"]
    for name in ("links_back", "series", "explained", "year_fits", "parallel"):
        found[f"newer_{name}"] = found["newer"] * found[name]
    for name in _WEAK:
        found[f"weak_{name}"] = found["weak_words"] * found[name]
    back = float(context.points_back)
    for name in ("alike_essay", "series", "habit", "cosine_essay", "parallel"):
        found[f"back_{name}"] = back * found[name]
    return found


def add_relative_features(pages: Sequence[dict[str, float]]) -> None:
    """Add to each candidate of a gap its features relative to the best candidate: `best_NAME`."""
    for name in _RELATIVE:
        best = max((page[name] for page in pages), default=0.0)
        for page in pages:
            page[f"best_{name}"] = page[name] / best if best else 0.0
