"""Whether the links that are there still lead to what they led to.

`Looking` asks, `judge` says what that means: one sign a file, in the order of `rules.SIGNS`. `history` says when
failures are many enough to count, and `observations` keeps them between runs.
"""

from footlight.links.verdicts.signs import judge

__all__ = ["judge"]
