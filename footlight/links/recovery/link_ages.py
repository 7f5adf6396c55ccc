"""How old the pages are that a site's own prose links to: its habit, counted on the links that its archive still has.

One blog links to what it wrote last week, another to what it wrote ten years ago, a third never to what came later.
For each span of ages the share of the site's links is set against the share of pages that were there to be linked to;
where links are few, what is usual stands in for them (additive smoothing).
"""

import math
from bisect import bisect_right
from collections.abc import Sequence

from footlight.links.archives.page_library import PageLibrary

_EDGES = (-400, -30, -2, 4, 9, 18, 35, 70, 140, 280, 560, 1120, 2240)
"""Days by which the linking page is newer, where one span of ages ends and the next begins."""
_SMOOTH = 12.0
"""Links that what is usual counts for."""


class LinkAges:
    """The site's habit. `library` is read once."""

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
        """Log of how much oftener the site links to pages so many days older than they are met with."""
        return self._usual[_span(age)]


def _span(age: int) -> int:
    return bisect_right(_EDGES, age)


def _add_shares(there: list[float], day: int, days: Sequence[int]) -> None:
    """The share of all pages in each span of ages, seen from a day."""
    past = len(days)
    for at, edge in enumerate(_EDGES):
        # Ages below the edge are days after `day - edge`.
        first = bisect_right(days, day - edge)
        there[at] += (past - first) / len(days)
        past = first
    there[-1] += past / len(days)
