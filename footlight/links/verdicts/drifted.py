"""Rule: the page no longer says what it said when the essay was written."""

from footlight.links.verdicts.page_similarity import page_terms, share_kept
from footlight.links.verdicts.target_facts import TargetFacts
from footlight.links.verdicts.verdict import Drifted, Verdict

KEPT = 0.3
"""The share of the capture's shingles from which a page counts as the same one. Measured on 387 posts of one blog, many
of them with the same structure: one pair of different posts in 120 shares as much; a text keeps .45 or more where a
tenth of its words changed, .38 where a fifth did. Of the capture, only the page's own text is compared.
"""
_ENOUGH = 30
"""Terms of a capture; one with fewer (a picture's page, a frame set) is not compared."""


def drifted(facts: TargetFacts) -> Verdict | None:
    """Whether the page no longer says what the capture nearest to the essay's date says."""
    share = share_still_there(facts)
    if share is None or share >= KEPT or facts.archived is None:
        return None
    return Drifted(
        share=round(share, 2),
        captured=facts.archived.captured,
        archive=facts.archived.archive,
        archive_url=facts.archived.archive_url,
    )


def share_still_there(facts: TargetFacts) -> float | None:
    """The share of the capture's text that the page still has; None where there is nothing to compare."""
    page, archived = facts.fetched.page, facts.archived
    if page is None or archived is None or len(page_terms(archived.page)) < _ENOUGH:
        return None
    return share_kept(archived.page, page)
