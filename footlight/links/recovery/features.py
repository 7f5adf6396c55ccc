"""What speaks for a page as the target of a missing link: one number a feature, the same scale on every site.

Terms are weighed by their rarity on the site (Spärck Jones 1972), coverage is between 0 and 1. What other pages call a
page when they link to it speaks loudest after its own title (Craswell, Hawking, Robertson 2001, "Effective site finding
using link anchor information"); time is a soft prior, for a text normally points to what is there already.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from footlight.likeness import alike
from footlight.links.archives.library import Library, Shelved
from footlight.links.recovery.gap import Carrier, Gap
from footlight.links.recovery.when import Span
from footlight.links.terms import fold

_PASSAGE = 30
"""Terms of a body that are looked at together."""
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
)
"""Features that are also measured against the best of the candidates."""
_LATELY = 250
"""Days around the essay in which links to a page show that it was talked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known of the essay, whatever the gap."""

    library: Library
    key: str
    """The loose key of the essay's own address."""
    written: date
    title_terms: tuple[str, ...]
    vocabulary: Mapping[str, float]
    """The terms that tell the essay from others, weighed."""
    linked: frozenset[str]
    """Loose keys of what its remaining links lead to."""
    previous: frozenset[int]
    """The page before it in its series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One gap in its setting."""

    setting: Setting
    gap: Gap
    times: tuple[Span, ...]
    back: bool
    telling: Mapping[str, float]
    """The terms of the near words and the sentence that tell most, weighed."""
    kin: Mapping[int, float]
    """Pages to which other pages link in like words, or siblings of such, and how like the words are."""
    numbers: frozenset[str]


def features(sight: Sight, page: Shelved) -> dict[str, float]:
    """Every feature of a page for a gap, by name."""
    found: dict[str, float] = {}
    for group in (_words, _titles, _links, _time, _essay, _numbers):
        found |= group(sight, page)
    carrier = sight.gap.carrier
    none, before = float(carrier is Carrier.NONE), float(carrier is Carrier.BEFORE)
    found["none_near_title"] = none * found["near_title"]
    found["none_near_body"] = none * found["near_body"]
    found["none_said"] = none * found["near_said"]
    found["before_near_title"] = before * found["near_title"]
    found["before_near_said"] = before * found["near_said"]
    found["newer_back"] = found["newer"] * found["links_back"]
    found["newer_series"] = found["newer"] * found["series"]
    return found


def compared(pages: Sequence[dict[str, float]]) -> None:
    """Add to the features of all candidates of a gap how each compares with the best of them."""
    for name in _RELATIVE:
        best = max((page[name] for page in pages), default=0.0)
        for page in pages:
            page[f"best_{name}"] = page[name] / best if best else 0.0


def masked(terms: Iterable[str]) -> frozenset[str]:
    """The terms of a title without its numbers: what stays the same in a series."""
    return frozenset(term for term in terms if not any(c.isdigit() for c in term))


def _coverage(setting: Setting, wanted: Mapping[str, float], present: Callable[[str], float]) -> float:
    rarity = setting.library.rarity
    total = covered = 0.0
    for term, weight in wanted.items():
        worth = weight * rarity(term)
        total += worth
        covered += worth * present(term)
    return covered / total if total else 0.0


def _told(setting: Setting, wanted: Mapping[str, float], present: Callable[[str], float]) -> float:
    """The coverage, taken down where what is covered says little: a title of common words is soon covered."""
    weight = sum(setting.library.rarity(term) * present(term) for term in wanted)
    return _coverage(setting, wanted, present) * (1 - math.exp(-2 * weight))


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


def _among(words: Iterable[str]) -> Callable[[str], float]:
    known = frozenset(words)
    return lambda term: 1.0 if term in known else 0.0


def _words(sight: Sight, page: Shelved) -> dict[str, float]:
    setting, gap = sight.setting, sight.gap
    title = _among((*page.title_terms, *page.slug_terms))

    def often(term: str) -> float:
        count = len(page.body.get(term, ()))
        return count / (count + 0.6 + 0.9 * page.length / 1000) if count else 0.0

    return {
        "near_title": _coverage(setting, gap.near, title),
        "near_headings": _coverage(setting, gap.near, _among(page.heading_terms)),
        "near_body": _coverage(setting, gap.near, often),
        "sentence_title": _coverage(setting, gap.sentence, title),
        "sentence_body": _coverage(setting, gap.sentence, often),
        "paragraph_body": _coverage(setting, gap.paragraph, often),
        "passage": _passage(sight, page),
        "section": _coverage(setting, dict.fromkeys(gap.heading, 1.0), title),
        "weak_words": 1.0 - min(1.0, sum(w * setting.library.rarity(t) for t, w in gap.near.items())),
    }


def _titles(sight: Sight, page: Shelved) -> dict[str, float]:
    setting, gap = sight.setting, sight.gap
    own = dict.fromkeys(page.title_terms or page.slug_terms, 1.0)
    runs = [(a, b) for a, b in gap.runs if a != b]
    in_title = set(zip(page.title_terms, page.title_terms[1:], strict=False))
    worth = {run: setting.library.rarity(run[0]) + setting.library.rarity(run[1]) for run in runs}
    body = sum(worth[run] for run in runs if f" {run[0]} {run[1]} " in page.running)
    return {
        "named": max((_alike(setting, name, frozenset(own)) for name in gap.names), default=0.0),
        "title_near": _told(setting, own, lambda t: gap.near.get(t, 0.0)),
        "title_sentence": _told(setting, own, _among(gap.sentence)),
        "title_paragraph": _told(setting, own, _among(gap.paragraph)),
        "fuzzy": alike(fold(gap.near_text), fold(page.title)) ** 2,
        "phrase_title": float(any(run in in_title for run in runs)),
        "phrase_body": body / sum(worth.values()) if worth and sum(worth.values()) else 0.0,
    }


def _links(sight: Sight, page: Shelved) -> dict[str, float]:
    setting, gap = sight.setting, sight.gap
    near = exact = context = named = 0.0
    sources, lately = set(), set()
    run = tuple(gap.near)
    for said in setting.library.said_of(page.key):
        source = setting.library.page(said.source)
        if source.key == setting.key:
            continue
        sources.add(said.source)
        if abs((source.dated - setting.written).days) < _LATELY:
            lately.add(said.source)
        if said.words:
            near = max(near, _dice(setting, gap.near, said.words))
            named = max(named, *(_alike(setting, name, frozenset(said.words)) for name in gap.names), 0.0)
            exact = max(exact, float(gap.carrier is Carrier.WORDS and said.words == run))
        context = max(context, _dice(setting, gap.sentence, said.context))
    return {
        "near_said": near,
        "said_exactly": exact,
        "said_named": named,
        "said_context": context,
        "linked": math.log1p(len(sources)) / 4,
        "linked_lately": math.log1p(len(lately)) / 4,
        "kin": sight.kin.get(page.id, 0.0),
        "links_back": float(setting.key in setting.library.linked_from(page.id)),
        "root": float(page.key.endswith(")")),
    }


def _alike(setting: Setting, one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient by rarity, taken down where what is shared says little."""
    rarity = setting.library.rarity
    shared = sum(rarity(term) for term in one & other)
    total = sum(map(rarity, one)) + sum(map(rarity, other))
    return 2 * shared / total * (1 - math.exp(-2 * shared)) if shared else 0.0


def _dice(setting: Setting, wanted: Mapping[str, float], words: tuple[str, ...]) -> float:
    """Dice's coefficient of two sets of terms, weighed by rarity."""
    others = frozenset(words)
    shared = sum(weight * setting.library.rarity(term) for term, weight in wanted.items() if term in others)
    total = sum(weight * setting.library.rarity(term) for term, weight in wanted.items()) + sum(
        map(setting.library.rarity, others)
    )
    return 2 * shared / total if total and shared else 0.0


def _time(sight: Sight, page: Shelved) -> dict[str, float]:
    """A page that says when it was written is newer or not; one that does not was written at some time before its first
    capture, so that a capture after the essay says little.
    """
    written = sight.setting.written
    days = (written - page.dated).days if written < date.max else 0
    stated = float(page.published is not None)
    fit = max((span.fit(page.dated) for span in sight.times), default=0.0)
    return {
        "age": math.log1p(max(days, 0)) / 8,
        "newer": stated * float(days < -1),
        "much_newer": stated * math.log1p(max(-days, 0)) / 8,
        "seen_later": (1 - stated) * float(days < -60),
        "seen_much_later": (1 - stated) * math.log1p(max(-days - 60, 0)) / 8,
        "same_days": stated * float(-1 <= days <= 3 and written < date.max),
        "time_fits": fit,
        "time_misfits": float(bool(sight.times)) * (1 - fit),
    }


def _essay(sight: Sight, page: Shelved) -> dict[str, float]:
    setting = sight.setting
    own, other = masked(setting.title_terms), masked((*page.title_terms, *page.slug_terms))
    shared = sum(setting.library.rarity(term) + 0.05 for term in own & other)
    total = sum(setting.library.rarity(term) + 0.05 for term in own | masked(page.title_terms))
    previous = float(page.id in setting.previous)
    return {
        "series": shared / total if total else 0.0,
        "series_previous": previous * (1.0 if sight.back else 0.3),
        "alike_essay": _coverage(setting, setting.vocabulary, lambda t: min(len(page.body.get(t, ())), 3) / 3),
        "linked_already": float(page.key in setting.linked),
        "shared_links": _shared_links(setting, page),
    }


def _shared_links(setting: Setting, page: Shelved) -> float:
    """What both link to, each target counting less the more pages link to it (bibliographic coupling, Kessler 1963)."""
    shared = setting.linked & setting.library.linked_from(page.id)
    return 1 - math.exp(-sum(1 / (1 + setting.library.linking_to(target)) for target in shared))


def _numbers(sight: Sight, page: Shelved) -> dict[str, float]:
    own = {term for term in (*page.title_terms, *page.slug_terms) if any(c.isdigit() for c in term)}
    wanted = sight.numbers
    conflict = bool(wanted and own and not wanted & own)
    return {"number_fits": len(wanted & own) / len(wanted) if wanted else 0.0, "number_conflicts": float(conflict)}
