"""The links of an essay as the desk shows them: place, status, evidence, and what was found."""

from datetime import date, datetime
from typing import Any

from footlight.ledger.entries import Entry
from footlight.links.decisions.decision import Offer, offers
from footlight.links.decisions.questionnaire import Question
from footlight.project import house_templates
from footlight.settings.certainty_words import certainty_sentence
from footlight.settings.wording import FALLBACK, Wording, load_wording
from footlight.textmatch.places import single_spaced
from footlight.workflows.links.open_places import EssayQuestions

_ROUND = 60
"""Characters at each side of a place by which it is found on a page."""


def link_views(asked: EssayQuestions) -> list[dict[str, Any]]:
    """Each place as plain values, in the order of the text."""
    words = load_wording(FALLBACK, [house_templates()])
    known = {entry.id for entry in asked.missing.entries}
    return [_view(question, words, recorded=question.entry.id in known) for question in asked.questions]


def _view(question: Question, words: Wording, *, recorded: bool) -> dict[str, Any]:
    entry = question.entry
    before, marked, after = (single_spaced(part) for part in (question.before, question.words, question.after))
    return {
        "id": entry.id,
        "kind": entry.kind,
        "status": entry.status.value,
        "decided": entry.status.decided,
        "recorded": recorded,
        "by": entry.by,
        "reason": entry.reason.value if entry.reason else "",
        "line": question.line,
        "before": before,
        "words": marked,
        "after": after,
        "find": f"{before[-_ROUND:]}{marked}{after[:_ROUND]}",
        "sure": certainty_sentence(entry, words),
        "url": entry.url,
        "offers": [_offer(offer) for offer in offers(entry)[:9]],
        "evidence": _evidence(entry),
        "searched": [{"where": row.where, "when": _day(row.when), "result": row.result} for row in entry.searched],
    }


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "url": offer.url,
        "title": offer.title,
        "score": offer.score,
        "why": offer.why,
        "day": offer.day,
        "archive": offer.archive_url,
    }


def _evidence(entry: Entry) -> list[dict[str, str]]:
    return [
        {"what": row.what, "url": row.url, "seen": _day(row.seen), "sha256": row.sha256, "line": row.line}
        for row in entry.evidence
    ]


def _day(when: datetime | date | None) -> str:
    if when is None:
        return ""
    return when.isoformat(sep=" ", timespec="minutes") if isinstance(when, datetime) else when.isoformat()
