"""Something else stands there than stood there when the essay was written."""

from footlight.links.verdicts.fetched_target import Seen
from footlight.links.verdicts.page_similarity import share_kept, words_of
from footlight.links.verdicts.verdict import Drifted, Verdict

KEPT = 0.3
"""The share of the capture's shingles from which a page is still the one that was meant. Measured on 387 posts of one
blog, many of them written to one pattern: of two different posts one in 120 shares as much; a text of which a tenth of
the words was changed keeps .45 or more, a fifth .38. The furniture of the site is left out of the capture's side.
"""
ENOUGH = 30
"""Terms of a capture below which there is too little to compare: a picture's page, a frame set."""


def drifted(seen: Seen) -> Verdict | None:
    """Whether the page no longer says what the capture nearest to the essay's date says."""
    share = kept(seen)
    if share is None or share >= KEPT or seen.then is None:
        return None
    return Drifted(
        likeness=round(share, 2),
        captured=seen.then.captured,
        archive=seen.then.archive,
        archive_url=seen.then.archive_url,
    )


def kept(seen: Seen) -> float | None:
    """The share of the capture's text that still stands there; None where there is nothing to compare."""
    page, then = seen.sight.page, seen.then
    if page is None or then is None or len(words_of(then.page)) < ENOUGH:
        return None
    return share_kept(then.page, page)
