"""How like two pages are in what they say, whatever their markup, their order or their navigation."""

from collections import Counter
from collections.abc import Collection

from footlight.links.captured_page import Page
from footlight.links.search_terms import terms

_MOST = 6000
"""Terms of a page that are compared."""
_SHINGLE = 3
"""Terms; as long as a turn of phrase, so that two pages of one subject share few of them."""
FEW = 5
"""Terms below which a page says nothing that could be compared."""


def words_of(page: Page) -> list[str]:
    """The terms of what the page itself says; of all its text where that is all furniture."""
    return terms(page.body)[:_MOST] or terms(page.text)[:_MOST]


def likeness_of_pages(one: Page, other: Page, *, without: Collection[str] = ()) -> float:
    """Sørensen and Dice's coefficient of the terms of two pages with their numbers, 0 to 1; `without` some."""
    mine, theirs = (Counter(word for word in words_of(page) if word not in without) for page in (one, other))
    size = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / size if size else 1.0


def share_kept(then: Page, now: Page) -> float:
    """The share of what a page said then that one says now, 0 to 1: containment of shingles (Broder 1997, "On the
    resemblance and containment of documents").

    Containment and not likeness, for a page that kept its text and was given comments has not drifted. Looked for in
    all of the text of now, for where a redesign put it is no matter.
    """
    before = _shingles(words_of(then))
    return len(before & _shingles(terms(now.text)[: 4 * _MOST])) / len(before) if before else 0.0


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
