"""How similar the texts of two pages are, whatever their markup or navigation."""

from collections import Counter
from collections.abc import Collection

from footlight.links.captured_page import Page
from footlight.links.search_terms import terms

_MAX_TERMS = 6000
"""Of a page; the rest is not compared."""
_SHINGLE = 3
"""Terms of a shingle: as long as a phrase, so that two pages on the same subject share few."""
MIN_TERMS = 5
"""Terms; pages with fewer cannot be compared."""


def page_terms(page: Page) -> list[str]:
    """The terms of the page's own text; of all its text where it seems to be nothing but navigation."""
    return terms(page.body)[:_MAX_TERMS] or terms(page.text)[:_MAX_TERMS]


def page_similarity(one: Page, other: Page, *, without: Collection[str] = ()) -> float:
    """Sørensen and Dice's coefficient of the terms of two pages, each counted as often as it occurs, 0 to 1."""
    mine, theirs = (Counter(word for word in page_terms(page) if word not in without) for page in (one, other))
    size = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / size if size else 1.0


def share_kept(then: Page, now: Page) -> float:
    """The share of a page's text that another one has, 0 to 1: containment of shingles (Broder 1997, "On the
    resemblance and containment of documents").

    It is not similarity, because a page that kept its text and got comments has not drifted. All of the present text is
    searched, because a redesign may have moved it.
    """
    before = _shingles(page_terms(then))
    return len(before & _shingles(terms(now.text)[: 4 * _MAX_TERMS])) / len(before) if before else 0.0


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
