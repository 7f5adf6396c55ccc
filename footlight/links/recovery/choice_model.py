"""How sure an answer is: a conditional logit over the candidates of a place and "none of these".

The model is McFadden's (1974, "Conditional logit analysis of qualitative choice behavior"): the probability of a
page is exp(w·f) over the sum of that of all candidates and of the null, exp(v·q). So a page is sure only where it
stands out and is good in itself. Weights and thresholds are rows in `weights.toml`, written by
`benchmarks/calibrate_recovery.py`.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from footlight.links.recovery.gap_context import Carrier


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The rows of `weights.toml`."""

    weights: Mapping[str, float]
    none: Mapping[str, float]
    """Of "none of these": `bias`, and what makes it likelier."""
    recovered: float
    """The probability from which an address is called recovered."""
    candidate: float
    """... and a candidate; below it the place is unrecovered."""
    own_recovered: float
    """The quality of an alignment from which its anchor is called recovered."""
    own_scores: tuple[tuple[float, float], ...]
    """Quality of an alignment and how often its anchors were right, from high to low."""

    def own_score(self, quality: float) -> float:
        """How often anchors of such an alignment were right."""
        return next((score for least, score in self.own_scores if quality >= least), 0.0)


@cache
def model() -> Model:
    """The calibrated model."""
    rows = tomllib.loads(files(__package__).joinpath("weights.toml").read_text(encoding="utf-8"))
    return Model(
        weights=rows["weights"],
        none=rows["none"],
        recovered=rows["thresholds"]["recovered"],
        candidate=rows["thresholds"]["candidate"],
        own_recovered=rows["thresholds"]["own_recovered"],
        own_scores=tuple((row["quality"], row["right"]) for row in rows["own_capture"]),
    )


def none_features(carrier: Carrier, features: Mapping[str, float]) -> dict[str, float]:
    """What makes "none of these" likelier; `features` of any candidate of the place."""
    return {
        "bias": 1.0,
        "weak_words": features.get("weak_words", 1.0),
        "none": float(carrier is Carrier.NONE),
        "before": float(carrier is Carrier.BEFORE),
    }


def probabilities(weights: Model, carrier: Carrier, pages: Sequence[Mapping[str, float]]) -> list[float]:
    """The probability of each candidate that it is the one; what is missing from 1 is that of none of them."""
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
