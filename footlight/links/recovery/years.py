"""The years that a text names or means."""

import re
from collections.abc import Iterable
from datetime import date

from footlight.links.recovery.gap_context import Gap
from footlight.links.recovery.time_expressions import Span

_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_LONG = 370
"""Days in a span that still means one year."""


def years_in(terms: Iterable[str]) -> frozenset[str]:
    """Those terms that are years."""
    return frozenset(term for term in terms if _YEAR.match(term))


def years_meant(gap: Gap, times: Iterable[Span], title: Iterable[str]) -> frozenset[str]:
    """The years that the near words name, or else those of the times that the sentence speaks of, or else of the
    sentence, or else of the essay's title.
    """
    spoken = frozenset(str(span.first.year) for span in times if _is_one_year(span.first, span.last))
    for found in (years_in(gap.near), spoken, years_in(gap.sentence), years_in(title)):
        if found:
            return found
    return frozenset()


def _is_one_year(first: date, last: date) -> bool:
    return first.year == last.year and (last - first).days < _LONG
