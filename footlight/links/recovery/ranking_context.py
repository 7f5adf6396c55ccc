"""What is known when a page is judged: the essay, the gap in it, and the weighed words of both."""

import math
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from footlight.links.archives.page_library import Library, Shelved
from footlight.links.recovery.gap_context import Gap
from footlight.links.recovery.link_ages import Habits
from footlight.links.recovery.time_expressions import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Terms that are looked for, each with what it is worth: its weight by its rarity."""

    worth: Mapping[str, float]
    total: float

    def share(self, present: Container[str]) -> float:
        """How much of what is wanted is there, from 0 to 1."""
        return sum(w for term, w in self.worth.items() if term in present) / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A text as its terms, weighed, to be laid beside a page's body."""

    worth: Mapping[str, float]
    norm: float

    def cosine(self, library: Library, page: Shelved) -> float:
        """The cosine of the angle between both: 1 for the same words, 0 for none in common."""
        total = 0.0
        for term, worth in self.worth.items():
            places = page.body.get(term)
            if places:
                total += worth * library.vector_weight(term, len(places))
        return total / (self.norm * page.norm) if total else 0.0


def vector(weights: Mapping[str, float], library: Library) -> Vector:
    """Terms with their weights, those times their rarity."""
    worth = {term: weight * library.rarity(term) for term, weight in weights.items() if library.pages_with(term)}
    return Vector(worth=worth, norm=math.sqrt(sum(w * w for w in worth.values())))


def wanted(library: Library, weights: Mapping[str, float]) -> Wanted:
    """These terms, their weights times their rarity in a library."""
    worth = {term: weight * library.rarity(term) for term, weight in weights.items()}
    return Wanted(worth=worth, total=sum(worth.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known of the essay, whatever the gap."""

    library: Library
    key: str
    """The loose key of the essay's own address."""
    written: date
    title_terms: tuple[str, ...]
    vocabulary: Wanted
    """The terms that tell the essay from others."""
    linked: frozenset[str]
    """Loose keys of what its remaining links lead to."""
    previous: frozenset[int]
    """The page before it in its series."""
    sources: frozenset[int]
    """The pages that link to it."""
    habits: Habits
    likeness: Callable[[int], float]
    """Of a page's body to the essay as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One gap in its setting."""

    setting: Setting
    gap: Gap
    near: Wanted
    sentence: Wanted
    paragraph: Wanted
    section: Wanted
    sentence_vector: Vector
    paragraph_vector: Vector
    known: Mapping[str, float]
    """How surely each term belongs to what is spoken of: 1 for the near words, less for those of the sentence, the
    paragraph and the essay's title."""
    times: tuple[Span, ...]
    years: frozenset[str]
    """Years that the near words, the times, the sentence or the essay's title name: of the first of these that names
    any."""
    back: bool
    telling: Mapping[str, float]
    """The terms of the near words and the sentence that tell most, weighed."""
    kin: Mapping[int, float]
    """Pages to which other pages link in like words, or siblings of such, and how like the words are."""
    parallel: Mapping[int, float]
    """... and how far what is linked there is from where it is linked as this page is from the essay."""
    numbers: frozenset[str]
    worth_of_runs: Mapping[str, float]
    """Pairs of neighbouring terms in the near words, as they run in a body, with their worth."""
    worth_of_triples: Mapping[str, float]
    """The same of triples in the sentence."""
    worth_of_quoted: Mapping[str, float]
    """The same of triples in what is quoted beside the gap."""


def running(rows: Iterable[tuple[str, ...]], library: Library) -> dict[str, float]:
    """Runs of terms as they stand in a body, each with the sum of its terms' rarities."""
    return {f" {' '.join(row)} ": sum(map(library.rarity, row)) for row in rows if len(set(row)) > 1}
