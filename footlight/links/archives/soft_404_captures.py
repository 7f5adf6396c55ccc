"""Error pages that say 200: a soft 404 among the captures of a site.

A page is soft where many addresses answer with the same text (Bar-Yossef et al. 2004, "Sic transit gloria telae",
compare with a random sibling; here the siblings are those that the archive holds). A phrase alone is a weak vote: it
counts only on a short page. The rows are what servers and content systems say, by language.
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
"""Words; an error page says little else."""
_MANY = 3
"""Addresses with one text that make it an error page when it is short."""


def says_not_found(page: Page) -> bool:
    """Whether a short page says in its title, a heading or its text that there is nothing here."""
    said = f"{page.title}\n" + "\n".join(page.headings)
    short = len(page.body.split()) <= SHORT
    return short and bool(PHRASES.search(said) or PHRASES.search(page.body[:1000]))


def fingerprint(page: Page) -> str:
    """Equal for pages that say the same, whatever their navigation."""
    return hashlib.sha256(" ".join(terms(f"{page.title} {page.body}")).encode()).hexdigest()[:24]


def soft(seen: Iterable[tuple[str, str, bool, bool]]) -> frozenset[tuple[str, str]]:
    """The (address, fingerprint) pairs that are soft 404s, of (address, fingerprint, short, says so) of all captures.

    A text that says "not found" is soft where two addresses share it or where the same address held another text as
    well; one that does not is soft where three different paths share it and it is short. Addresses that differ in
    the query alone are one path: they often are one page.
    """
    rows = list(seen)
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
    """Whether a redirect leads from a page to the root of a site, which is no page's new address."""
    return urlkey(target).endswith(")/") and not urlkey(original).endswith(")/")
