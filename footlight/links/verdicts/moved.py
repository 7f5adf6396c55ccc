"""The same content at another address: redirected for good, and known again there."""

from footlight.links.archives.url_key import loose_key
from footlight.links.captured_page import Page, slug_words
from footlight.links.search_terms import terms
from footlight.links.verdicts.drifted import KEPT, kept
from footlight.links.verdicts.fetched_target import Seen
from footlight.links.verdicts.random_sibling import archived_elsewhere
from footlight.links.verdicts.shorteners import shortens
from footlight.links.verdicts.verdict import Moved, Unknown, Verdict

_ENOUGH = 2
"""Terms that a slug or link words need to be known again by: one is shared by chance."""


def moved(seen: Seen) -> Verdict | None:
    """Redirects for good to a page that is the same by its text of then, its slug, or the link's words.

    Another scheme, `www.` or a slash more is no move. Where nothing shows that the page is the same, it is not known.
    """
    sight = seen.sight
    if not sight.for_good or shortens(sight.url) or archived_elsewhere(sight.url):
        return None
    if loose_key(sight.url) == loose_key(sight.final):
        return None
    by = known_by(seen)
    if by:
        return Moved(to=sight.final, why=by)
    return Unknown(why=f"it leads for good to {sight.final}, and nothing shows that this is the same page")


def known_by(seen: Seen) -> str:
    """What shows that the page at the end of the redirects is the one that was meant; nothing where nothing does."""
    share = kept(seen)
    if share is not None and share >= KEPT and seen.then is not None:
        return f"{share:.0%} of what the capture of {seen.then.captured.isoformat()} says stands there"
    slug = terms(slug_words(seen.sight.url))
    headed = _headed(seen.sight.page) if seen.sight.page else set()
    ends_the_same = bool(slug) and slug == terms(slug_words(seen.sight.final))
    if ends_the_same and (len(slug) >= _ENOUGH or set(slug) <= headed):
        return "the address ends the same"
    if len(slug) >= _ENOUGH and set(slug) <= headed:
        return "its title has the words of the old address"
    if any(len(told := set(terms(words))) >= _ENOUGH and told <= headed for words in seen.words):
        return "its title has the link's words"
    return ""


def _headed(page: Page) -> set[str]:
    return set(terms(f"{page.title}\n{page.headings[0] if page.headings else ''}"))
