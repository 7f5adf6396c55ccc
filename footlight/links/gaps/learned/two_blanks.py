"""How likely words were deleted where a text has two blanks, and not merely a slip of the finger made them.

The words on both sides are scored as if one blank stood between them. Such a sum is the logarithm of odds, in units of
`1 / SCALE`, so that it tells how much more likely they are where words are gone than in sound prose. How common each
of the two is, the text's other gaps and blanks tell: of one who often types two blanks, nothing is missing by them.
"""

import math
from collections.abc import Sequence

from footlight.links.gaps.learned.weight_table import SCALE

_STRONGEST = 2.3
"""The most that the words beside two blanks say, as a logarithm of odds: ten to one, so that in a text with many at
which nothing is missing none is believed."""
_ROUNDS = 8
_MOST_OTHERS = 3
"""Other gaps in a text, more than which say no more."""


def likely_deleted(surpluses: Sequence[int], others: int) -> list[float]:
    """Return for each two blanks of a text the probability that words were deleted there.

    `surpluses` say how far their gaps' sums of weights are above the table's threshold, at which both are equally
    likely where both are equally common. `others` is how many other gaps the text has. How common deletions are is
    reckoned from all but the blanks in question, and begins at one half (expectation and maximization, Dempster, Laird
    & Rubin 1977).
    """
    evidence = [math.exp(max(-_STRONGEST, min(_STRONGEST, value / SCALE))) for value in surpluses]
    known = min(others, _MOST_OTHERS)
    found = [0.5] * len(surpluses)
    for _ in range(_ROUNDS):
        total = sum(found)
        shares = [(1 + known + total - one) / (1 + known + len(surpluses)) for one in found]
        found = [odds * share / (odds * share + 1 - share) for odds, share in zip(evidence, shares, strict=True)]
    return found
