"""Write the questionnaire for the author, in Markdown that survives being mailed as plain text.

Each place has a heading `## Place N: id`, its sentence with the place marked, what was found, and a line to fill in.
The first line names the essay and has a checksum of the rest, which shows whether somebody has written in it.
"""

import hashlib
import re
from dataclasses import dataclass

from footlight.ledger.entries import Entry
from footlight.links.decisions.decision import Offer, offers
from footlight.settings.wording import Wording
from footlight.textmatch.places import single_spaced

FIRST_WORDS = "Footlight questionnaire:"
"""Of the first line, in every language: by them `links answer` recognizes the file."""
_PLACE = "⟦{words}⟧"
_CHECKSUM = re.compile(r"\A# Footlight questionnaire: [^\n]* \(([0-9a-f]{12})\)\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An undecided place in its sentence."""

    entry: Entry
    line: int
    """Of the source, 1-based."""
    before: str
    words: str
    """The words that carried the link; empty where none remain."""
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """What a questionnaire is made of."""

    name: str
    title: str
    author: str
    questions: tuple[Question, ...]


def write_questionnaire(content: Questionnaire, words: Wording) -> str:
    """Write the text of a questionnaire, in the language of the wording."""
    lines = [
        words.say("ask-title", title=single_spaced(content.title)),
        "",
        *words.say("ask-letter", count=len(content.questions), none=words.say("ask-none")).strip().split("\n"),
        "",
        f"{words.say('ask-by')}: {content.author}",
        "",
    ]
    for number, question in enumerate(content.questions, 1):
        lines += _place_lines(number, question, words)
    rest = "\n".join(lines).rstrip() + "\n"
    return f"# {FIRST_WORDS} {content.name} ({_checksum(rest)})\n{rest}"


def is_unchanged(text: str) -> bool:
    """Whether a questionnaire is as it was written, so that it can be replaced."""
    head = _CHECKSUM.match(text)
    return head is not None and _checksum(text[head.end() :]) == head[1]


def _checksum(rest: str) -> str:
    return hashlib.sha256(rest.encode()).hexdigest()[:12]


def _place_lines(number: int, question: Question, words: Wording) -> list[str]:
    entry = question.entry
    place = _PLACE.format(words=question.words or words.say("ask-here"))
    sentence = single_spaced(f"{question.before}{place}{question.after}").strip()
    lines = [f"## {words.say('place')} {number}: {entry.id}", "", f"> {sentence}", ""]
    found = offers(entry)[:5]
    lines += [words.say("ask-found" if found else "ask-nothing"), ""]
    for place_in_list, offer in enumerate(found, 1):
        lines += _offer_lines(place_in_list, offer, words)
    return [*lines, f"{words.say('ask-answer')}:", "", ""]


def _offer_lines(number: int, offer: Offer, words: Wording) -> list[str]:
    opening, closing, *_ = words.quotes
    title = f"{opening}{single_spaced(offer.title)[:150]}{closing}" if offer.title else ""
    score = words.say("ask-score", score=f"{offer.score:.2f}") if offer.score is not None else ""
    told = ", ".join(filter(None, (title, offer.day, score)))
    return [f"{number}. {told}".rstrip(), f"   {offer.url}", ""]
