"""Rule: an error page with status 200, recognized by what the host answers for a made-up address.

The same text, or a redirect to the same page, is the host's way to say "not found". Many hosts answer 404 for what
never was, and 200 with a notice for what they took down; so a short page that says in so many words, in its title, a
heading or a sentence of its own, that it is not there, is taken at its word. Where the notice is only part of what
the page says, nothing is certain. Without any of that, it takes two weak signs: phrases of error pages, the error
page's title, a page in place of a document.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from footlight.links.archives.soft_404_captures import says_not_found
from footlight.links.archives.url_key import urlkey
from footlight.links.captured_page import slug_words
from footlight.links.search_terms import terms
from footlight.links.verdicts.moved import content_reason, same_page_reason
from footlight.links.verdicts.page_notices import Notice, in_head, opens_with, word_count, words_beside
from footlight.links.verdicts.page_similarity import MIN_TERMS, page_similarity, page_terms
from footlight.links.verdicts.special_hosts import is_archive, is_shortener
from footlight.links.verdicts.target_facts import FetchedTarget, TargetFacts
from footlight.links.verdicts.verdict import SoftNotFound, Unknown, Verdict

_SAME = 0.9
"""Dice's coefficient from which two texts count as the same: error pages differ in the address that they name and in a
date or a counter. Of 20,000 pairs of different posts of one blog none had more than .81, and one in a thousand .54."""
SHARED_BY = 2
"""Other addresses with the same destination (three in all), from which it counts as an error page."""
_SUBJECT = re.compile(r"\b(?:404|410|not found|error page|fehlerseite|page d.erreur|página de error)\b", re.IGNORECASE)
"""What a link says that means such a page, in its words or at the end of its address."""
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|ps|epub|zip|gz|jpe?g|png|gif|mp3|mp4)$", re.IGNORECASE)
_SIGNS_NEEDED = 2
_NOTICE_WORDS, _NOTICE_ALONE = 150, 40
"""Words of a page whose title or heading is the notice, and words beside the notice where a sentence alone is one."""
_FEW = 30
"""Words of a page of such a title that hold no work of that title."""
_WAY_ON = re.compile(
    r"\b(?:home ?page|go (?:back|home)|back to|return to|front page|search|menu|start over|check (?:the|your)|spelling|"
    r"mistyped|broken|outdated|bookmark|startseite|zurück|suche|adresse|accueil|retour|rechercher|portada|volver|vuelva|"
    r"inicio|voltar|terug|zoeken|tillbaka|startsidan|forsiden|home|torna)\b|главн|首页|返回|トップ|홈",
    re.IGNORECASE,
)
"""What error pages tell their readers to do."""
_NOTICE_DOUBT = 90
"""Words of a page in which such a sentence still makes the verdict unknown."""
_NOT_FOUND_PATH = re.compile(
    r"(?:^|[/?&=._-])(?:e(?:rror)?[-_]?)?(?:404|410)(?:[-_]?(?:error|page|notfound|not[-_]found))?(?:\.\w{2,5})?/?(?:$|[?&#])|"
    r"(?:^|[/?&=._-])(?:page|file|error|err)?[-_]?(?:not[-_]?found|does[-_]?not[-_]?exist|nicht[-_]gefunden|non[-_]?trouvee?|introuvable|"
    r"no[-_]encontrada?|non[-_]trovata|niet[-_]gevonden)(?:[-_]?page)?(?:\.\w{2,5})?/?(?:$|[?&#])",
    re.IGNORECASE,
)
"""What addresses of error pages end in, to which a host redirects."""
_EMPTY_APP = 30
"""Terms; a page with a script and fewer is made by the script: “You need to enable JavaScript to run this app.”"""


def soft_not_found(facts: TargetFacts) -> Verdict | None:
    """Whether the host answers the same for everything."""
    fetched = facts.fetched
    if is_shortener(fetched.url) or is_archive(fetched.url):
        return None
    elsewhere = bool(fetched.redirects) and _path(fetched.final) != _path(fetched.url)
    if elsewhere and facts.same_destination >= SHARED_BY and not same_page_reason(facts):
        return SoftNotFound(why=f"it and {facts.same_destination} other addresses redirect to {fetched.final}")
    sibling = facts.sibling if facts.sibling and facts.sibling.status == 200 else None
    if sibling and elsewhere and sibling.redirects and _path(sibling.final) == _path(fetched.final):
        return SoftNotFound(why=f"a made-up address redirects to {fetched.final} as well")
    if sibling and (same := _same_page(fetched, sibling)):
        return same
    return _notice(facts) or _by_signs(fetched, sibling)


def _by_signs(fetched: FetchedTarget, sibling: FetchedTarget | None) -> Verdict | None:
    signs = list(weak_signs(fetched, sibling))
    if len(signs) < _SIGNS_NEEDED:
        return None
    why = " and ".join(signs)
    certain = fetched.page is not None and says_not_found(fetched.page)
    return SoftNotFound(why=why) if certain else Unknown(why=why)


def _notice(facts: TargetFacts) -> Verdict | None:
    """What the page, or the address that a redirect leads to, says in so many words."""
    fetched = facts.fetched
    page = fetched.page
    if fetched.redirects and _names_error(fetched.final) and not _names_error(fetched.url):
        return SoftNotFound(why=f"it redirects to {fetched.final}, an address of error pages")
    if page is None or content_reason(facts) or _is_about_it(facts):
        return None
    told = opens_with(page, Notice.NOT_FOUND)
    length, beside = word_count(page.text), words_beside(page, Notice.NOT_FOUND)
    if in_head(page, Notice.NOT_FOUND) and length <= _NOTICE_WORDS:
        why = f"its title or heading is “{(page.title or page.headings[0])[:80]}”"
        bare = not any(character.isalpha() for character in page.title)
        sure = told or _WAY_ON.search(page.text) or (length <= _FEW and not bare)
        return SoftNotFound(why=why) if sure else Unknown(why=f"{why}, and its text speaks of something else")
    if not told or length > _NOTICE_DOUBT:
        return None
    why = f"it says “{told[:100]}”"
    return SoftNotFound(why=why) if beside <= _NOTICE_ALONE else Unknown(why=why)


def _names_error(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_NOT_FOUND_PATH.search(f"{parts.path}?{parts.query}" if parts.query else parts.path))


def _is_about_it(facts: TargetFacts) -> bool:
    """Whether the link itself speaks of pages that are not found, as one to an article on them does."""
    named = " ".join((slug_words(facts.fetched.url), *facts.link_words))
    return bool(_SUBJECT.search(named))


def _same_page(fetched: FetchedTarget, sibling: FetchedTarget) -> Verdict | None:
    if fetched.page is None or sibling.page is None:
        return None
    named = frozenset(terms(f"{slug_words(fetched.url)} {slug_words(sibling.url)}"))
    if page_similarity(fetched.page, sibling.page, without=named) < _SAME:
        return None
    length = len(page_terms(fetched.page))
    if not says_not_found(fetched.page) and length < _EMPTY_APP and "<script" in fetched.markup.lower():
        return Unknown(why="a script makes the page, and the host sends the same script for every address")
    if length < MIN_TERMS and not says_not_found(fetched.page):
        return None
    return SoftNotFound(why="the host answers the same for a made-up address")


def weak_signs(fetched: FetchedTarget, sibling: FetchedTarget | None) -> Iterator[str]:
    """Signs of an error page, none of which is enough alone."""
    if fetched.page is None:
        return
    if says_not_found(fetched.page):
        yield "it is short and says that something was not found"
    if sibling and sibling.page and fetched.page.title and fetched.page.title == sibling.page.title:
        yield "it has the title of the host's answer for everything"
    if _DOCUMENT.search(urlsplit(fetched.url).path):
        yield "it is a page where the address names a document"


def _path(url: str) -> str:
    return urlkey(url).partition("?")[0]
