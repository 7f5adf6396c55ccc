"""What speaks for a page as the target of a missing link: one number a feature, the same scale on every site.

Terms are weighed by their rarity on the site (Spärck Jones 1972), coverage is between 0 and 1. What other pages call a
page when they link to it speaks loudest after its own title (Craswell, Hawking, Robertson 2001, "Effective site finding
using link anchor information"); time is a soft prior, for a text normally points to what is there already.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from footlight.engines.likeness import alike
from footlight.links.archives.library import Library, Shelved
from footlight.links.recovery.gap import Carrier, Gap
from footlight.links.recovery.when import Span
from footlight.links.terms import fold

NAMES = (
    "near_title", "near_headings", "near_body", "near_said", "sentence_title", "sentence_body", "paragraph_body",
    "title_near", "title_sentence", "title_paragraph", "said_context", "fuzzy", "phrase_title", "phrase_body", "linked",
    "age", "newer", "much_newer", "same_days", "time_fits", "time_misfits", "series", "series_previous", "alike_essay", "linked_already",
    "links_back", "section", "number_fits", "number_conflicts", "kin", "said_exactly", "root", "between",
    "none_near_title", "none_near_body", "none_said", "before_near_title", "before_near_said", "weak_words",
)  # fmt: skip


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

    def rarity(self, term: str) -> float:
        """0 for a term of every page, 1 for one of a single page."""
        size = max(self.library.size, 2)
        return max(0.0, math.log((size + 1) / (self.library.rarity_of(term) + 0.5)) / math.log((size + 1) / 0.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One gap in its setting."""

    setting: Setting
    gap: Gap
    times: tuple[Span, ...]
    back: bool
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
    return found


def masked(terms: Iterable[str]) -> frozenset[str]:
    """The terms of a title without its numbers: what stays the same in a series."""
    return frozenset(term for term in terms if not any(c.isdigit() for c in term))


def _coverage(setting: Setting, wanted: Mapping[str, float], present: Callable[[str], float]) -> float:
    total = sum(weight * setting.rarity(term) for term, weight in wanted.items())
    if not total:
        return 0.0
    return sum(weight * setting.rarity(term) * present(term) for term, weight in wanted.items()) / total


def _among(words: Iterable[str]) -> Callable[[str], float]:
    known = frozenset(words)
    return lambda term: 1.0 if term in known else 0.0


def _words(sight: Sight, page: Shelved) -> dict[str, float]:
    setting, gap = sight.setting, sight.gap
    title = _among((*page.title_terms, *page.slug_terms))
    length = sum(page.body.values())

    def often(term: str) -> float:
        count = page.body[term]
        return count / (count + 0.6 + 0.9 * length / 1000) if count else 0.0

    return {
        "near_title": _coverage(setting, gap.near, title),
        "near_headings": _coverage(setting, gap.near, _among(page.heading_terms)),
        "near_body": _coverage(setting, gap.near, often),
        "sentence_title": _coverage(setting, gap.sentence, title),
        "sentence_body": _coverage(setting, gap.sentence, often),
        "paragraph_body": _coverage(setting, gap.paragraph, often),
        "section": _coverage(setting, dict.fromkeys(gap.heading, 1.0), title),
        "weak_words": 1.0 - min(1.0, sum(w * setting.rarity(t) for t, w in gap.near.items())),
    }


def _titles(sight: Sight, page: Shelved) -> dict[str, float]:
    setting, gap = sight.setting, sight.gap
    own = dict.fromkeys(page.title_terms or page.slug_terms, 1.0)
    runs = [(a, b) for a, b in gap.runs if a != b]
    in_title = set(zip(page.title_terms, page.title_terms[1:], strict=False))
    worth = {run: setting.rarity(run[0]) + setting.rarity(run[1]) for run in runs}
    body = sum(worth[run] for run in runs if f" {run[0]} {run[1]} " in page.running)
    return {
        "title_near": _coverage(setting, own, lambda t: gap.near.get(t, 0.0)),
        "title_sentence": _coverage(setting, own, _among(gap.sentence)),
        "title_paragraph": _coverage(setting, own, _among(gap.paragraph)),
        "fuzzy": alike(fold(gap.near_text), fold(page.title)) ** 2,
        "phrase_title": float(any(run in in_title for run in runs)),
        "phrase_body": body / sum(worth.values()) if worth and sum(worth.values()) else 0.0,
    }


def _links(sight: Sight, page: Shelved) -> dict[str, float]:
    setting, gap = sight.setting, sight.gap
    near = exact = context = 0.0
    sources = set()
    run = tuple(gap.near)
    for said in setting.library.said_of(page.key):
        if setting.library.page(said.source).key == setting.key:
            continue
        sources.add(said.source)
        if said.words:
            near = max(near, _dice(setting, gap.near, said.words))
            exact = max(exact, float(gap.carrier is Carrier.WORDS and said.words == run))
        context = max(context, _dice(setting, gap.sentence, said.context))
    return {
        "near_said": near,
        "said_exactly": exact,
        "said_context": context,
        "linked": math.log1p(len(sources)) / 4,
        "kin": sight.kin.get(page.id, 0.0),
        "links_back": float(setting.key in setting.library.linked_from(page.id)),
        "root": float(page.key.endswith(")")),
    }


def _dice(setting: Setting, wanted: Mapping[str, float], words: tuple[str, ...]) -> float:
    """Dice's coefficient of two sets of terms, weighed by rarity."""
    others = frozenset(words)
    shared = sum(weight * setting.rarity(term) for term, weight in wanted.items() if term in others)
    total = sum(weight * setting.rarity(term) for term, weight in wanted.items()) + sum(map(setting.rarity, others))
    return 2 * shared / total if total and shared else 0.0


def _time(sight: Sight, page: Shelved) -> dict[str, float]:
    written = sight.setting.written
    days = (written - page.dated).days if written < date.max else 0
    fit = max((span.fit(page.dated) for span in sight.times), default=0.0)
    return {
        "age": math.log1p(max(days, 0)) / 8,
        "newer": float(days < -1),
        "much_newer": math.log1p(max(-days, 0)) / 8,
        "same_days": float(-1 <= days <= 3 and written < date.max),
        "time_fits": fit,
        "time_misfits": float(bool(sight.times)) * (1 - fit),
    }


def _essay(sight: Sight, page: Shelved) -> dict[str, float]:
    setting = sight.setting
    own, other = masked(setting.title_terms), masked((*page.title_terms, *page.slug_terms))
    shared = sum(setting.rarity(term) + 0.05 for term in own & other)
    total = sum(setting.rarity(term) + 0.05 for term in own | masked(page.title_terms))
    previous = float(page.id in setting.previous)
    return {
        "series": shared / total if total else 0.0,
        "series_previous": previous * (1.0 if sight.back else 0.3),
        "alike_essay": _coverage(setting, setting.vocabulary, lambda t: min(page.body[t], 3) / 3),
        "linked_already": float(page.key in setting.linked),
        "between": 0.0,
    }


def _numbers(sight: Sight, page: Shelved) -> dict[str, float]:
    own = {term for term in (*page.title_terms, *page.slug_terms) if any(c.isdigit() for c in term)}
    wanted = sight.numbers
    conflict = bool(wanted and own and not wanted & own)
    return {"number_fits": len(wanted & own) / len(wanted) if wanted else 0.0, "number_conflicts": float(conflict)}
