"""The questionnaire for the author: Markdown that survives being mailed as plain text.

Each place has a heading `## Place N: id`, its sentence with the place marked, what was found, and a line to fill in.
The first line names the essay and carries a sum over the rest, by which a questionnaire that nobody has touched is
known from one that somebody wrote in.
"""

import hashlib
import re
from dataclasses import dataclass

from footlight.ledger.entries import Entry
from footlight.links.decisions.decision import Offer, offers
from footlight.settings.wording import Wording
from footlight.textmatch.places import single_spaced

HEAD = "Footlight questionnaire:"
"""What the first line begins with, in every language: by it `links answer` knows the file."""
_MARKED = "⟦{words}⟧"
_SUM = re.compile(r"\A# Footlight questionnaire: [^\n]* \(([0-9a-f]{12})\)\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A place of which nobody has decided, in its sentence."""

    entry: Entry
    line: int
    """Of the source, 1-based."""
    before: str
    words: str
    """The words that carried the link; empty where none remain."""
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the questionnaire of an essay is made of."""

    name: str
    title: str
    author: str
    questions: tuple[Question, ...]


def questionnaire(sheet: Sheet, words: Wording) -> str:
    """The text of the questionnaire, in the language of the wording."""
    lines = [
        words.say("ask-title", title=single_spaced(sheet.title)),
        "",
        *words.say("ask-letter", count=len(sheet.questions), none=words.say("ask-none")).strip().split("\n"),
        "",
        f"{words.say('ask-by')}: {sheet.author}",
        "",
    ]
    for number, question in enumerate(sheet.questions, 1):
        lines += _asked(number, question, words)
    rest = "\n".join(lines).rstrip() + "\n"
    return f"# {HEAD} {sheet.name} ({_sum(rest)})\n{rest}"


def untouched(text: str) -> bool:
    """Whether a questionnaire is as it was written, so that another may take its place."""
    head = _SUM.match(text)
    return head is not None and _sum(text[head.end() :]) == head[1]


def _sum(rest: str) -> str:
    return hashlib.sha256(rest.encode()).hexdigest()[:12]


def _asked(number: int, question: Question, words: Wording) -> list[str]:
    entry = question.entry
    place = _MARKED.format(words=question.words or words.say("ask-here"))
    sentence = single_spaced(f"{question.before}{place}{question.after}").strip()
    lines = [f"## {words.say('place')} {number}: {entry.id}", "", f"> {sentence}", ""]
    found = offers(entry)[:5]
    lines += [words.say("ask-found" if found else "ask-nothing"), ""]
    for place_in_list, offer in enumerate(found, 1):
        lines += _offered(place_in_list, offer, words)
    return [*lines, f"{words.say('ask-answer')}:", "", ""]


def _offered(number: int, offer: Offer, words: Wording) -> list[str]:
    opening, closing, *_ = words.quotes
    title = f"{opening}{single_spaced(offer.title)[:150]}{closing}" if offer.title else ""
    score = words.say("ask-score", score=f"{offer.score:.2f}") if offer.score is not None else ""
    told = ", ".join(filter(None, (title, offer.day, score)))
    return [f"{number}. {told}".rstrip(), f"   {offer.url}", ""]
