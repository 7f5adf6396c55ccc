"""How old the pages are to which a site links, counted on the links that its archive still has.

One blog links to posts of last week, another to posts of ten years ago, a third never to later posts. For each range of
ages, the share of the site's links is compared with the share of pages that existed. Additive smoothing serves sites
with few links.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence

from footlight.links.archives.page_library import PageLibrary

_EDGES = (-400, -30, -2, 4, 9, 18, 35, 70, 140, 280, 560, 1120, 2240)
"""Bounds of the ranges of ages: days by which the linking page is newer."""
_SMOOTH = 12.0
"""The weight of the smoothing, in links."""


class LinkAges:
    """The ages of a site's links; `library` is read once."""

    def __init__(self, library: PageLibrary) -> None:
        days = library.days()
        sorted_days = sorted(days.values())
        linked = [0.0] * (len(_EDGES) + 1)
        there = [0.0] * (len(_EDGES) + 1)
        links = library.links_between()
        for source, target in links:
            if source != target:
                linked[_span(days[source] - days[target])] += 1
                _add_shares(there, days[source], sorted_days)
        total, pages = sum(linked), sum(there)
        self._usual = (
            tuple(
                math.log(((many + _SMOOTH * (of / pages)) / (total + _SMOOTH)) / (of / pages)) if of else 0.0
                for many, of in zip(linked, there, strict=True)
            )
            if pages
            else (0.0,) * len(linked)
        )

    def log_ratio(self, age: int) -> float:
        """Return the logarithm of: links to pages of this age, relative to the pages of this age that existed."""
        return self._usual[_span(age)]


def _span(age: int) -> int:
    return bisect_right(_EDGES, age)


def _add_shares(there: list[float], day: int, days: Sequence[int]) -> None:
    """Add the share of all pages in each range of ages, seen from a day."""
    past = len(days)
    for at, edge in enumerate(_EDGES):
        # Ages below the edge are days after `day - edge`.
        first = bisect_right(days, day - edge)
        there[at] += (past - first) / len(days)
        past = first
    there[-1] += past / len(days)
