"""An error page that says 200, known by what the host answers for an address that nobody ever made.

The same text, or a redirect to the same page, is the host's way to say "not found". Without it, words decide nothing:
phrases of error pages, the error page's title, a page where a document was are weak votes, of which it takes two.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from footlight.links.archives.soft_404_captures import says_not_found
from footlight.links.archives.url_key import urlkey
from footlight.links.captured_page import slug_words
from footlight.links.search_terms import terms
from footlight.links.verdicts.fetched_target import Seen, Sight
from footlight.links.verdicts.moved import known_by
from footlight.links.verdicts.page_similarity import FEW, likeness_of_pages, words_of
from footlight.links.verdicts.random_sibling import archived_elsewhere
from footlight.links.verdicts.shorteners import shortens
from footlight.links.verdicts.verdict import SoftNotFound, Unknown, Verdict

_SAME = 0.9
"""Dice's coefficient from which two texts are one: error pages differ in the address that they name and in a date or a
counter; of two different posts of one blog, in 20,000 pairs, none had more than .81, and one in a thousand .54."""
MANY = 2
"""Companions, so three addresses in all, that make a page to which they redirect an error page."""
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|ps|epub|zip|gz|jpe?g|png|gif|mp3|mp4)$", re.IGNORECASE)
_VOTES = 2
_SHELL = 30
"""Terms below which a page with a script is the script's: “You need to enable JavaScript to run this app.”"""


def soft_not_found(seen: Seen) -> Verdict | None:
    """Whether the answer is the one that the host has for everything."""
    sight = seen.sight
    if shortens(sight.url) or archived_elsewhere(sight.url):
        return None
    elsewhere = bool(sight.hops) and _path(sight.final) != _path(sight.url)
    if elsewhere and seen.companions >= MANY and not known_by(seen):
        return SoftNotFound(why=f"it and {seen.companions} other addresses lead to {sight.final}")
    beside = seen.sibling if seen.sibling and seen.sibling.status == 200 else None
    if beside and elsewhere and beside.hops and _path(beside.final) == _path(sight.final):
        return SoftNotFound(why=f"an address that nobody ever made leads to {sight.final} as well")
    if beside and (same := _same_page(sight, beside)):
        return same
    told = list(votes(sight, beside))
    return SoftNotFound(why=" and ".join(told)) if len(told) >= _VOTES else None


def _same_page(sight: Sight, beside: Sight) -> Verdict | None:
    if sight.page is None or beside.page is None:
        return None
    named = frozenset(terms(f"{slug_words(sight.url)} {slug_words(beside.url)}"))
    if likeness_of_pages(sight.page, beside.page, without=named) < _SAME:
        return None
    if not says_not_found(sight.page) and len(words_of(sight.page)) < _SHELL and "<script" in sight.raw.lower():
        return Unknown(why="a script makes the page, and the host gives the same script for everything")
    if len(words_of(sight.page)) < FEW and not says_not_found(sight.page):
        return None
    return SoftNotFound(why="the host answers the same for an address that nobody ever made")


def votes(sight: Sight, beside: Sight | None) -> Iterator[str]:
    """What a page looks like an error page by; none of it says so alone."""
    if sight.page is None:
        return
    if says_not_found(sight.page):
        yield "it is short and says that something was not found"
    if beside and beside.page and sight.page.title and sight.page.title == beside.page.title:
        yield "it has the title of the host's answer for everything"
    if _DOCUMENT.search(urlsplit(sight.url).path):
        yield "a page stands where a document is meant"


def _path(url: str) -> str:
    return urlkey(url).partition("?")[0]
