"""How sure an entry's answer is, and why: as keys of the words of editions, which say it in the reader's language.

The figure is the entry's score: of answers with such a score the share that was right where that could be counted
(docs/recovery.md). It is rounded down, so that nothing is called certain. What a person decided has no figure.
"""

from dataclasses import dataclass

from footlight.ledger.entries import DESCRIBED, Entry, Method, Reason, Status

_MOST = 99
"""Of 100; no computed answer is certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """How sure an answer is."""

    why: str
    """A key of the words: why it is as sure as it is."""
    right: int | None = None
    """How many of 100 such answers are right; None where that is not known."""


def certainty(entry: Entry) -> Certainty | None:
    """Return how sure an entry's answer is; None where a person decided, or nothing was asked."""
    if entry.status.decided or entry.kind == DESCRIBED:
        return None
    right = min(_MOST, int(entry.score * 100 + 1e-9)) if entry.score is not None else None
    why = _why(entry)
    return Certainty(why=why, right=right if entry.url else None) if why else None


def _why(entry: Entry) -> str:
    match entry.status, entry.method, entry.reason:
        case Status.RECOVERED, Method.OWN_CAPTURE, _:
            return "sure-copy"
        case Status.RECOVERED, Method.AUTHOR_SITE | Method.SITE_INDEX, _:
            return "sure-fits"
        case Status.CANDIDATE, _, _:
            return "unsure-candidate"
        case Status.UNRECOVERED, _, Reason.NOT_SEARCHED if entry.searched:
            return "unsure-unasked"
        case Status.UNRECOVERED, _, Reason.NOTHING_FOUND:
            return "unsure-nothing"
        case _:
            return ""
