"""Whether present links still lead to what they led to.

`LinkFetcher` fetches what a link leads to, and `judge` says what became of it, by one rule a file in the order of
`rules.RULES`. `history` decides when failures are enough to call a link dead; `ObservationLog` keeps them between runs.
"""

from footlight.links.verdicts.rules import judge

__all__ = ["judge"]
