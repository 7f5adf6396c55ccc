"""Soft 404s among the captures of a site: error pages with status 200.

A page is one where many addresses have the same text. (Bar-Yossef et al. 2004, "Sic transit gloria telae", compare with
a random sibling; here the siblings are those that the archive holds.) A phrase alone is weak evidence: it counts only
on a short page. The rows of `PHRASES` are what servers and content systems say, by language.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable

from footlight.links.archives.url_key import urlkey
from footlight.links.captured_page import Page
from footlight.links.search_terms import terms

PHRASES = re.compile(
    r"\b(?:not found|404|no longer (?:available|exists?)|does ?n[o'’]t exist|could ?n[o'’]t (?:be found|find)|"
    r"could not be found|"
    r"page (?:missing|unavailable|removed)|nothing (?:was )?found|"  # en
    r"introuvable|n['’]existe (?:pas|plus)|"  # fr
    r"nicht gefunden|nicht (?:mehr )?verfügbar|existiert nicht|"  # de
    r"no (?:se )?(?:encontrad[oa]|encontr[óo]|existe)|"  # es
    r"не найден[ао]?|не существует|удален[ао]?)\b",  # ru
    re.IGNORECASE,
)
SHORT = 150
"""Words; an error page has few."""
_MANY = 3
"""Addresses with the same short text from which it is an error page."""


def says_not_found(page: Page) -> bool:
    """Whether a short page says in its title, a heading or its text that the page was not found."""
    said = f"{page.title}\n" + "\n".join(page.headings)
    short = len(page.body.split()) <= SHORT
    return short and bool(PHRASES.search(said) or PHRASES.search(page.body[:1000]))


def fingerprint(page: Page) -> str:
    """A digest of a page's title and text, its navigation left out."""
    return hashlib.sha256(" ".join(terms(f"{page.title} {page.body}")).encode()).hexdigest()[:24]


def soft_404s(pages: Iterable[tuple[str, str, bool, bool]]) -> frozenset[tuple[str, str]]:
    """The (address, fingerprint) pairs of soft 404s, from (address, fingerprint, short, says not found) of all pages.

    A text that says "not found" is one where two addresses share it, or where its address had another text as well. One
    that does not say so is one where it is short and three paths share it. Addresses that differ only in the query
    count as one path: they are often one page.
    """
    rows = list(pages)
    paths: dict[str, set[str]] = defaultdict(set)
    texts: dict[str, set[str]] = defaultdict(set)
    for url, mark, _, _ in rows:
        path = urlkey(url).partition("?")[0]
        paths[mark].add(path)
        texts[path].add(mark)
    return frozenset(
        (url, mark)
        for url, mark, short, says in rows
        if (says and (len(paths[mark]) > 1 or len(texts[urlkey(url).partition("?")[0]]) > 1))
        or (short and len(paths[mark]) >= _MANY)
    )


def redirected_home(original: str, target: str) -> bool:
    """Whether a redirect leads from a page to a site's root, which is not the new address of a page."""
    return urlkey(target).endswith(")/") and not urlkey(original).endswith(")/")
