"""Features of time and numbers: time is a soft prior, for a text normally points to what is there already."""

import math
from datetime import date

from footlight.links.archives.page_library import Shelved
from footlight.links.recovery.ranking_context import Sight
from footlight.links.recovery.years import years_in


def of_time(sight: Sight, page: Shelved) -> dict[str, float]:
    """A page that says when it was written is newer or not; one that does not was written at some time before its first
    capture, so that a capture after the essay says little.
    """
    written = sight.setting.written
    known = written < date.max
    days = (written - page.dated).days if known else 0
    stated = float(page.published is not None)
    fit = max((span.fit(page.dated) for span in sight.times), default=0.0)
    return {
        "age": math.log1p(max(days, 0)) / 8,
        "newer": stated * float(days < -1),
        "much_newer": stated * math.log1p(max(-days, 0)) / 8,
        "seen_later": (1 - stated) * float(days < -60),
        "seen_much_later": (1 - stated) * math.log1p(max(-days - 60, 0)) / 8,
        "same_days": stated * float(-1 <= days <= 3 and known),
        "habit": sight.setting.habits.speaks_for(days) / 4 if known else 0.0,
        "time_fits": fit,
        "time_misfits": float(bool(sight.times)) * (1 - fit),
    }


def of_numbers(sight: Sight, page: Shelved) -> dict[str, float]:
    """Whether numbers and years of the page's title are those that the essay speaks of."""
    own = {term for term in page.named if any(c.isdigit() for c in term)}
    wanted = sight.numbers
    conflict = bool(wanted and own and not wanted & own)
    years = years_in((*page.title_terms, *page.slug_terms))
    return {
        "number_fits": len(wanted & own) / len(wanted) if wanted else 0.0,
        "number_conflicts": float(conflict),
        "year_fits": float(bool(years & sight.years)),
        "year_conflicts": float(bool(years and sight.years and not years & sight.years)),
    }
