"""Features of links and of the essay: what others call a page, who links to it, and how near it is to the essay.

What other pages call a page when they link to it speaks loudest after its own title (Craswell, Hawking, Robertson
2001, "Effective site finding using link anchor information").
"""

import math

from footlight.links.archives.page_library import Shelved
from footlight.links.recovery.gap_context import Carrier
from footlight.links.recovery.ranking_context import Setting, Sight, Wanted
from footlight.links.recovery.time_expressions import MONTHS
from footlight.links.recovery.word_features import likeness

_LATELY = 250
"""Days around the essay in which links to a page show that it was talked about."""


def of_links(sight: Sight, page: Shelved) -> dict[str, float]:
    """What the links of other pages say of the page."""
    setting, gap = sight.setting, sight.gap
    library = setting.library
    near = exact = context = named = 0.0
    sources, lately = set(), set()
    run = tuple(gap.near)
    for said in library.said_of(page.key):
        source = library.page(said.source)
        if source.key == setting.key:
            continue
        sources.add(said.source)
        if abs((source.dated - setting.written).days) < _LATELY:
            lately.add(said.source)
        if said.words:
            near = max(near, _dice(setting, sight.near, said.words))
            named = max(named, *(likeness(library, name, said.words) for name in gap.names), 0.0)
            exact = max(exact, float(gap.carrier is Carrier.WORDS and said.words == run))
        context = max(context, _dice(setting, sight.sentence, said.context))
    cited = len(sources & setting.sources)
    return {
        "near_said": near,
        "said_any": sight.near.share(library.said_to(page.key)) if sources else 0.0,
        "said_exactly": exact,
        "said_named": named,
        "said_context": context,
        "linked": math.log1p(len(sources)) / 4,
        "linked_lately": math.log1p(len(lately)) / 4,
        "cocited": cited / math.sqrt(len(sources) * len(setting.sources)) if cited else 0.0,
        "kin": sight.kin.get(page.id, 0.0),
        "parallel": sight.parallel.get(page.id, 0.0),
        "links_back": float(setting.key in library.linked_from(page.id)),
        "root": float(page.key.endswith(")")),
    }


def of_essay(sight: Sight, page: Shelved) -> dict[str, float]:
    """How near the page is to the essay, whatever the gap."""
    setting = sight.setting
    rarity = setting.library.rarity
    own, other = masked(setting.title_terms), masked(page.named)
    shared = sum(rarity(term) + 0.05 for term in own & other)
    total = sum(rarity(term) + 0.05 for term in own | masked(page.title_terms))
    often = sum(w * min(len(page.body.get(term, ())), 3) / 3 for term, w in setting.vocabulary.worth.items())
    previous = float(page.id in setting.previous)
    return {
        "series": shared / total if total else 0.0,
        "series_previous": previous * (1.0 if sight.back else 0.3),
        "alike_essay": often / setting.vocabulary.total if setting.vocabulary.total else 0.0,
        "cosine_essay": setting.likeness(page.id),
        "linked_already": float(page.key in setting.linked),
        "shared_links": _shared_links(setting, page),
    }


def masked(terms: tuple[str, ...] | frozenset[str]) -> frozenset[str]:
    """The terms of a title without its numbers and months: what stays the same in a series."""
    return frozenset(term for term in terms if term not in MONTHS and not any(c.isdigit() for c in term))


def _shared_links(setting: Setting, page: Shelved) -> float:
    """What both link to, each target counting less the more pages link to it (bibliographic coupling, Kessler 1963)."""
    shared = setting.linked & setting.library.linked_from(page.id)
    return 1 - math.exp(-sum(1 / (1 + setting.library.linking_to(target)) for target in shared))


def _dice(setting: Setting, wanted: Wanted, words: tuple[str, ...]) -> float:
    """Dice's coefficient of two sets of terms, weighed by rarity."""
    others = frozenset(words)
    shared = sum(worth for term, worth in wanted.worth.items() if term in others)
    return 2 * shared / (wanted.total + sum(map(setting.library.rarity, others))) if shared else 0.0
