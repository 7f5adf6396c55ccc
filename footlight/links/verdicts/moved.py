"""Rule: permanent redirects lead to the same content at another address."""

from footlight.links.archives.url_key import loose_key
from footlight.links.captured_page import Page, slug_words
from footlight.links.search_terms import terms
from footlight.links.verdicts.drifted import KEPT, share_still_there
from footlight.links.verdicts.special_hosts import is_archive, is_shortener
from footlight.links.verdicts.target_facts import TargetFacts
from footlight.links.verdicts.verdict import Moved, Unknown, Verdict

_ENOUGH = 2
"""Terms that a slug or the words of a link need to identify a page: one is shared by chance."""


def moved(facts: TargetFacts) -> Verdict | None:
    """Permanent redirects, or those of the page itself (a refresh, a script), to a page that is the same by its
    captured text, its slug, or the words of the link.

    Another scheme, `www.` or another slash at the end is no move. Where nothing shows that the page is the same, the
    verdict is unknown.
    """
    fetched = facts.fetched
    announced = any(one.status == 0 for one in fetched.redirects)
    if not (fetched.permanent or announced) or is_shortener(fetched.url) or is_archive(fetched.url):
        return None
    if loose_key(fetched.url) == loose_key(fetched.final):
        return None
    by = same_page_reason(facts)
    if by:
        return Moved(to=fetched.final, why=by)
    if announced:  # pages that send their readers on for other reasons as well
        return None
    return Unknown(why=f"it redirects permanently to {fetched.final}, and nothing shows that this is the same page")


def same_page_reason(facts: TargetFacts) -> str:
    """Why the page at the end of the redirects is the one that was linked to; empty where nothing shows that."""
    if known := content_reason(facts):
        return known
    slug = terms(slug_words(facts.fetched.url))
    heading = _heading_terms(facts.fetched.page) if facts.fetched.page else set()
    ends_the_same = bool(slug) and slug == terms(slug_words(facts.fetched.final))
    return "the address ends the same" if ends_the_same and (len(slug) >= _ENOUGH or set(slug) <= heading) else ""


def content_reason(facts: TargetFacts) -> str:
    """Why the page says what the link leads one to expect; empty where nothing shows that."""
    share = share_still_there(facts)
    if share is not None and share >= KEPT and facts.archived is not None:
        return f"it has {share:.0%} of the text of the capture of {facts.archived.captured.isoformat()}"
    slug = terms(slug_words(facts.fetched.url))
    heading = _heading_terms(facts.fetched.page) if facts.fetched.page else set()
    if len(slug) >= _ENOUGH and set(slug) <= heading:
        return "its title has the words of the old address"
    if any(len(wanted := set(terms(words))) >= _ENOUGH and wanted <= heading for words in facts.link_words):
        return "its title has the link's words"
    return ""


def _heading_terms(page: Page) -> set[str]:
    return set(terms(f"{page.title}\n{page.headings[0] if page.headings else ''}"))
