"""Fitting the weights: a conditional logit with a ridge, by L-BFGS-B, and what it then says to a choice."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from benchmarks.choices import NONE, Choice, without_right

ABSENT = 0.35
"""What a choice without its right page weighs in the fit."""
RIDGE = 3.0
NEGATIVE = frozenset({
    "newer", "much_newer", "seen_later", "seen_much_later", "age", "time_misfits", "number_conflicts",
    "year_conflicts", "root",
})  # fmt: skip
FREE = frozenset({
    "weak_words", "none_near_title", "none_near_body", "none_said", "before_near_title", "before_near_said",
    "newer_explained", "weak_explained", "weak_linked", "weak_linked_lately",
})  # fmt: skip
"""Features that may weigh either way; all others weigh 0 or more, whatever a few hundred choices say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What held-out weights say to a choice."""

    choice: Choice
    rank: int
    """Of the right page, from 0; large where it was not considered."""
    probability: float
    """Of the best page."""
    absent: float
    """Of the best page where the right one is taken out of the archive."""


def fitted(choices: Sequence[Choice], names: Sequence[str], near: Any = None) -> Any:  # noqa: ANN401 - arrays
    """Weights of the features and of "none of these". The loss is convex: from weights `near` the minimum the way
    there is shorter, and leads to the same.
    """
    width = len(names)
    rows, starts, rights, weights = [], [], [], []
    size = 0
    for choice, weight in _posed(choices):
        count = len(choice.pages)
        block = np.zeros((count + 1, width + len(NONE)), dtype=np.float32)
        block[:count, :width] = choice.pages
        block[count, width:] = choice.none
        rows.append(block)
        starts.append(size)
        rights.append(size + (count if choice.right is None else choice.right))
        weights.append(weight)
        size += count + 1
    posed = _Posed(np.vstack(rows), np.array(starts), np.array(rights), np.array(weights))
    start = np.zeros(width + len(NONE)) if near is None else near
    bounds = [_sign(name) for name in names] + [(None, None)] * len(NONE)
    loss = posed.loss(width)
    options = {"maxiter": 300, "ftol": 1e-8}
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x


class _Posed(NamedTuple):
    """All choices under each other: a row a page, and one more for "none of these" at the end of each choice."""

    rows: Any
    starts: Any
    rights: Any
    weights: Any

    def loss(self, width: int) -> Callable[[Any], tuple[float, Any]]:
        """Of a point, the loss and its slope; `width` features, then those of "none of these"."""
        rows, starts, rights, weights = self
        segment = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(rows))))
        ridge = np.full(rows.shape[1], RIDGE)
        ridge[width] = 0.0
        wanted = weights @ rows[rights].astype(np.float64)
        each = weights[segment]

        def of(point: Any) -> tuple[float, Any]:  # noqa: ANN401 - an array
            scores = (rows @ point.astype(np.float32)).astype(np.float64)
            top = np.maximum.reduceat(scores, starts)
            shares = np.exp(scores - top[segment])
            total = np.add.reduceat(shares, starts)
            value = -(weights * (scores[rights] - top - np.log(total))).sum() + float(ridge @ point**2) / 2
            pulled = (each * shares / total[segment]).astype(np.float32) @ rows
            return value, ridge * point + pulled.astype(np.float64) - wanted

        return of


def _sign(name: str) -> tuple[float | None, float | None]:
    return (None, 0) if name in NEGATIVE else (None, None) if name in FREE else (0, None)


def _posed(choices: Sequence[Choice]) -> Iterator[tuple[Choice, float]]:
    """Each choice in the forms in which it is learnt, with its weight: also without its right page, and in an archive
    of a few pages, so that "none of these" is learnt too.
    """
    for choice in choices:
        if choice.right is None:
            yield choice, ABSENT
            continue
        yield choice, 1.0
        yield without_right(choice), ABSENT
        seed = hashlib.sha256(choice.pages[choice.right].tobytes()).digest()
        few = sorted({byte * len(choice.pages) // 256 for byte in seed[:8]} - {choice.right})
        yield replace(choice, pages=choice.pages[few], right=None), ABSENT / 2
        yield replace(choice, pages=choice.pages[[*few, choice.right]], right=len(few)), 0.25


def answer(choice: Choice, point: Any) -> Answer:  # noqa: ANN401 - an array
    """The rank of the right page and the probability of the best one."""
    shares = _shares(choice, point)
    order = list(np.argsort(-shares[:-1], kind="stable"))
    rank = order.index(choice.right) if choice.right is not None else 999
    absent = _shares(without_right(choice), point)[:-1].max() if choice.right is not None else 0.0
    return Answer(choice=choice, rank=rank, probability=float(shares[:-1].max()), absent=float(absent))


def _shares(choice: Choice, point: Any) -> Any:  # noqa: ANN401 - arrays
    width = len(point) - len(NONE)
    scores = np.append(choice.pages @ point[:width], choice.none @ point[width:])
    shares = np.exp(scores - scores.max())
    return shares / shares.sum()
