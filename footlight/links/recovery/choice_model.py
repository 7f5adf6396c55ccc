"""How probable each candidate page of a gap is, and why the others lost: a conditional logit.

The model is McFadden's (1974, "Conditional logit analysis of qualitative choice behavior"). The probability of a page
is exp(w·f) over the sum of the same for all candidates and for "none of these", exp(v·q). A page is probable only if
it is better than the others and good in itself. Weights and thresholds are rows in `weights.toml`, which
`benchmarks/calibrate_recovery.py` writes.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from footlight.links.recovery.gap_context import AnchorWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The rows of `weights.toml`."""

    weights: Mapping[str, float]
    none: Mapping[str, float]
    """Weights of "none of these": `bias`, and features that make it more probable."""
    recovered: float
    """The least probability of a recovered address."""
    candidate: float
    """The least probability of a candidate; below it the place is unrecovered."""
    own_recovered: float
    """The least quality of an alignment whose anchor is recovered."""
    own_scores: tuple[tuple[float, float], ...]
    """Quality of an alignment and the share of its anchors that were right, from high to low."""

    def own_score(self, quality: float) -> float:
        """Return the share of right anchors for a quality of alignment."""
        return next((score for least, score in self.own_scores if quality >= least), 0.0)


@cache
def load_model() -> Model:
    """Load the calibrated model."""
    rows = tomllib.loads(files(__package__).joinpath("weights.toml").read_text(encoding="utf-8"))
    return Model(
        weights=rows["weights"],
        none=rows["none"],
        recovered=rows["thresholds"]["recovered"],
        candidate=rows["thresholds"]["candidate"],
        own_recovered=rows["thresholds"]["own_recovered"],
        own_scores=tuple((row["quality"], row["right"]) for row in rows["own_capture"]),
    )


def none_features(carrier: AnchorWords, features: Mapping[str, float]) -> dict[str, float]:
    """Return the features of "none of these"; `features` are those of any candidate of the place."""
    return {
        "bias": 1.0,
        "weak_words": features.get("weak_words", 1.0),
        "none": float(carrier is AnchorWords.GONE),
        "before": float(carrier is AnchorWords.BEFORE),
    }


def probabilities(weights: Model, carrier: AnchorWords, pages: Sequence[Mapping[str, float]]) -> list[float]:
    """Return the probability of each candidate; the rest to 1 is the probability of none of them."""
    if not pages:
        return []
    scores = [_dot(weights.weights, page) for page in pages]
    none = _dot(weights.none, none_features(carrier, pages[0]))
    top = max(*scores, none)
    shares = [math.exp(score - top) for score in scores]
    total = sum(shares) + math.exp(none - top)
    return [share / total for share in shares]


def _dot(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    return sum(weight * features.get(name, 0.0) for name, weight in weights.items())


_PHRASES: dict[str, str] = {
    "near": "its title and text have less of the words at the gap",
    "sentence": "it has less of the sentence",
    "paragraph": "it has less of the paragraph",
    "title": "its title is less of what the passage speaks of",
    "said": "other pages link to it in other words",
    "linked": "fewer pages link to it",
    "newer": "it is newer than the essay",
    "age": "the site seldom links to pages of its age",
    "time": "its date does not fit the time that the sentence speaks of",
    "number": "its number or year is another",
    "series": "it is further from the essay's series",
    "essay": "its text is less like the essay",
    "kin": "similar sentences elsewhere lead to others",
}
_GROUPS: dict[str, tuple[str, ...]] = {
    "newer": ("newer", "newer_", "much_newer", "seen_later", "seen_much_later"),
    "time": ("time_",),
    "number": ("number_", "year_"),
    "near": (
        "near_title",
        "near_headings",
        "near_body",
        "named",
        "named_heading",
        "fuzzy",
        "fuzzy_part",
        "phrase_body",
        "passage",
        "lead_near",
    ),
    "title": ("title_", "explained", "phrase_title", "section", "set_off_named"),
    "sentence": ("sentence_", "triples", "quoted", "lead_sentence", "cosine_sentence"),
    "paragraph": ("paragraph_body", "cosine_paragraph"),
    "linked": ("linked", "linked_", "cocited", "links_back", "root"),
    "said": ("near_said", "said_", "said"),
    "age": ("age", "same_days", "habit"),
    "series": ("series", "series_", "shared_links"),
    "essay": ("alike_essay", "cosine_essay"),
    "kin": ("kin", "parallel"),
}
"""Groups of features by name, or by the beginning of the name if it ends with `_`; with variants such as `best_`."""
_TAKEN = ("best_", "weak_", "back_", "none_", "before_")


def why_lost(features: Mapping[str, float], winner: Mapping[str, float] | None, known: Model) -> str:
    """Say why a page lost: the two groups of features in which it is furthest behind the winner.

    Without a winner, the page is the best one and too improbable.
    """
    if winner is None:
        return "the best there is, and too unsure to be named as a source"
    behind: dict[str, float] = {}
    for name, weight in known.weights.items():
        group = group_of(name)
        behind[group] = behind.get(group, 0.0) + weight * (winner.get(name, 0.0) - features.get(name, 0.0))
    worst = sorted((group for group in behind if behind[group] > 0.05), key=lambda group: (-behind[group], group))[:2]
    return "; ".join(_PHRASES[group] for group in worst if group in _PHRASES) or "a near tie"


def group_of(feature: str) -> str:
    """Return the group of a feature, whose phrase explains it; empty if there is none."""
    if feature == "newer" or feature.startswith("newer_"):
        return "newer"
    for before in _TAKEN:
        feature = feature.removeprefix(before)
    return next((group for group, names in _GROUPS.items() if _among(feature, names)), "")


def _among(feature: str, names: tuple[str, ...]) -> bool:
    return any(feature == name or (name.endswith("_") and feature.startswith(name)) for name in names)
