"""What would help where a place could not be decided, in one plain sentence for whoever edits the essay.

It follows from what the ledger says was searched: the essay's own page is the best witness, then its author's site,
then a year, and last the author, who can be asked.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from footlight.ledger.entries import Candidate, Reason, Searched, Status

OWN_PAGE = "captures of"
"""What `Searched.where` says, before the address, where copies of the essay's own page were looked for."""
NOT_THERE = "nothing there"
"""What `Searched.result` says of an archive that does not know an address."""
NO_LINK_THERE = "reads the same here, and has no link"
"""What `Searched.result` says of a copy of the essay that has the place's words and no link."""
_YEAR = re.compile(r"(?<!\d)(?:199\d|20[0-4]\d)(?!\d)")
_NEAR = 0.5
"""Of the best score; candidates with less are no rivals."""


class Answer(Protocol):
    """What was found for a place: an entry of the ledger, or what becomes one."""

    @property
    def status(self) -> Status:
        """Its state."""

    @property
    def reason(self) -> Reason | None:
        """Why it is not recovered."""

    @property
    def url(self) -> str:
        """The likeliest address."""

    @property
    def title(self) -> str:
        """The title of that page."""

    @property
    def issued(self) -> date | None:
        """The day of that page."""

    @property
    def score(self) -> float | None:
        """How likely that is."""

    @property
    def candidates(self) -> Sequence[Candidate]:
        """Other addresses."""

    @property
    def searched(self) -> Sequence[Searched]:
        """What was searched."""


def further_help(answer: Answer) -> str:
    """Say what would help to decide a place; empty where it is decided, or recovered."""
    if answer.status not in (Status.CANDIDATE, Status.UNRECOVERED):
        return ""
    return _of_reason(answer) or _of_own_page(answer.searched) or _of_candidates(answer)


def _of_reason(answer: Answer) -> str:
    if answer.reason is Reason.EXCLUDED:
        return "The archive does not show this page; name another one with `footlight links recover --archive`."
    if answer.reason is Reason.NOT_SEARCHED and answer.searched:
        return "Run `footlight links recover` again: not everything could be searched this time."
    if answer.reason is Reason.NOT_SEARCHED:
        return "Look for it in an archive that has the author's site, with `footlight links recover --archive`."
    if any(row.result == NO_LINK_THERE for row in answer.searched):
        return (
            "Look at the sentence: a copy of the essay reads the same here and has no link, so perhaps none is missing."
        )
    return ""


def _of_own_page(searched: Sequence[Searched]) -> str:
    own = [row for row in searched if OWN_PAGE in row.where]
    if not own:
        return (
            "Put the address at which the essay was first published into its front matter, as `url`: an archived copy "
            "of that page shows where its links led."
        )
    if all(row.result == NOT_THERE for row in own):
        return (
            "Name an archive that has the essay's own page, or its author's export or folder of posts, with `footlight "
            "links recover --archive`: what was searched does not have it."
        )
    return ""


def _of_candidates(answer: Answer) -> str:
    rivals = list(_rivals(answer))
    years = {year for _, year in rivals}
    if len(years) > 1 and "" not in years:
        return (
            f"A year would decide it, for the pages that fit best are of {min(years)} to {max(years)}: "
            "`footlight links ask` asks the author."
        )
    if rivals:
        return "Ask the author: `footlight links ask` writes a questionnaire that lists the pages that fit best."
    return (
        "Name an archive that has the author's other pages, with `footlight links recover --archive`, or ask the "
        "author with `footlight links ask`."
    )


def _rivals(answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield the likeliest address and those that are nearly as likely, each with its year, where it shows one."""
    scores = [answer.score, *(other.score for other in answer.candidates)]
    best = max((score for score in scores if score is not None), default=0.0)
    if answer.url:
        issued = answer.issued.year if answer.issued else ""
        yield answer.url, str(issued or _year(answer.url, answer.title))
    for other in answer.candidates:
        if other.score is not None and other.score >= best * _NEAR:
            yield other.url, _year(other.url, other.title)


def _year(*texts: str) -> str:
    found = next(filter(None, (_YEAR.search(text) for text in texts)), None)
    return found[0] if found else ""
