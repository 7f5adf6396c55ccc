"""Rules: the server speaks for itself. In trouble, nothing follows for the page; set up anew, the site is gone."""

from footlight.links.verdicts.page_notices import Notice, in_head, opens_with, says, word_count
from footlight.links.verdicts.target_facts import TargetFacts
from footlight.links.verdicts.verdict import SoftNotFound, Unknown, Verdict

_FEW_WORDS = 90
"""Words: a page with more says something of its own beside the notice."""
_DEFAULT_WORDS = 400
"""Words: Apache's default page for Debian explains its configuration files."""


def in_trouble(facts: TargetFacts) -> Verdict | None:
    """A short page with status 200 that tells of a failure of the server, or of maintenance."""
    page = facts.fetched.page
    if page is None or word_count(page.text) > _FEW_WORDS:
        return None
    told = opens_with(page, Notice.TROUBLE) or (page.title if in_head(page, Notice.TROUBLE) else "")
    told = told or next((one for one in page.headings if says(one, Notice.TROUBLE)), "")
    return Unknown(why=f"the server tells of trouble of its own: “{told[:80]}”") if told else None


def default_page(facts: TargetFacts) -> Verdict | None:
    """The page that a server, or a host for web sites, shows before anybody has put a site there."""
    page = facts.fetched.page
    if page is None or word_count(page.text) > _DEFAULT_WORDS:
        return None
    named = in_head(page, Notice.DEFAULT_PAGE)
    if named or (word_count(page.text) <= _FEW_WORDS and opens_with(page, Notice.DEFAULT_PAGE)):
        told = page.title or (page.headings[0] if page.headings else "")
        return SoftNotFound(why=f"the server shows the page of one that has no site yet: “{told[:80]}”")
    return None
