"""A questionnaire that came back, taken into the ledger of its essay."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import assert_never

from footlight.findings.finding import Finding, Severity, ordered
from footlight.ledger.entries import Entry
from footlight.links.decisions.answer_parser import Address, Answer, NoLink, Unanswered, UnclearAnswer, parse_answer
from footlight.links.decisions.decision import Statement, accept, offers, reject
from footlight.links.decisions.returned_questionnaire import Labels, PlaceAnswer, ReturnedQuestionnaire, parse_returned
from footlight.settings.wording import Wording
from footlight.workflows.links.open_places import EssayQuestions

LARGEST = 4_000_000
"""Bytes; a mail that quotes a questionnaire of a thousand places has fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedFile:
    """The file that came back."""

    text: str
    shown: str
    """Its path as findings show it."""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAnswers:
    """What came of it."""

    decided: tuple[Entry, ...]
    """Entries that now say what the author said."""
    by: str
    unanswered: int
    findings: tuple[Finding, ...]


def read_returned_file(path: Path, shown: str) -> tuple[ReturnedFile | None, tuple[Finding, ...]]:
    """The file, in UTF-8 or, as older mail programs save, windows-1252. Raises OSError where it cannot be read."""
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        message = f"the file has more than {LARGEST:,} bytes"
        return None, (Finding(code="answer-unknown", message=message, hint="Send the text only.", file=shown),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return ReturnedFile(text=text, shown=shown, sha256=hashlib.sha256(data).hexdigest()), ()


def labels_of(words: Sequence[Wording]) -> tuple[Labels, frozenset[str]]:
    """The labels in the languages of a questionnaire, and the words for no link."""

    def all_of(key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(one.rows[key]).strip() for one in words))

    labels = Labels(place=all_of("place"), answer=all_of("ask-answer"), by=all_of("ask-by"))
    return labels, frozenset(word.casefold() for word in all_of("ask-none"))


def take_answers(sent: ReturnedFile, asked: EssayQuestions, words: Sequence[Wording], now: datetime) -> TakenAnswers:
    """The entries as the answers have them; nothing is written yet.

    Whatever cannot be taken is a finding at its line, and the rest is taken all the same.
    """
    labels, none = labels_of(words)
    returned = parse_returned(sent.text, labels)
    by = returned.by or asked.missing.source.meta.byline or "the author"
    reading = _Reading(sent=sent, by=by, now=now, none=none)
    if not returned.places:
        hint = "Take the whole questionnaire, with the heading of each place, as it came back."
        message = "no place of the questionnaire stands in this file, so no answer was taken"
        reading.say(code="answer-empty", message=message, line=1, hint=hint, severity=Severity.WARNING)
    entries = {entry.id: entry for entry in asked.missing.entries}
    entries |= {question.entry.id: question.entry for question in asked.questions}
    here = {*asked.missing.anchored, *(question.entry.id for question in asked.questions)}
    answered = reading.answered(returned, entries)
    decided = []
    for name, answer in answered.items():
        if name not in here:
            message = f"the text has no place '{name}' any more"
            reading.say(code="answer-no-place", message=message, line=answer.line.number)
        elif entry := reading.decided(entries[name], answer):
            decided.append(entry)
    in_file = {written.id for written in returned.places}
    return TakenAnswers(
        decided=tuple(decided),
        by=by,
        unanswered=len(in_file - answered.keys() - reading.unusable),
        findings=ordered(reading.findings),
    )


class _Reading:
    """One reading of one file."""

    def __init__(self, *, sent: ReturnedFile, by: str, now: datetime, none: frozenset[str]) -> None:
        self._sent, self._by, self._now, self._none = sent, by, now, none
        self.findings: list[Finding] = []
        self.unusable: set[str] = set()

    def say(self, *, code: str, message: str, line: int, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        """A finding in the file."""
        self.findings.append(
            Finding(code=code, message=message, hint=hint, severity=severity, file=self._sent.shown, line=line)
        )

    def answered(self, returned: ReturnedQuestionnaire, entries: Mapping[str, Entry]) -> dict[str, Address | NoLink]:
        """The one answer to each place that has one; a mail that quotes another may hold a place twice."""
        found: dict[str, Address | NoLink] = {}
        for written in returned.places:
            answer = self._answer(written, entries)
            if not isinstance(answer, Address | NoLink) or written.id in self.unusable:
                continue
            other = found.setdefault(written.id, answer)
            if _meaning(other) != _meaning(answer):
                message = f"'{written.id}' has another answer on line {other.line.number}; neither was taken"
                self.say(code="answer-twice", message=message, line=answer.line.number, hint="Leave one of them.")
                self.unusable.add(written.id)
                del found[written.id]
        return found

    def _answer(self, written: PlaceAnswer, entries: Mapping[str, Entry]) -> Answer:
        entry = entries.get(written.id)
        known = {offer.url for offer in offers(entry)} if entry else set()
        answer = parse_answer(written, known | set(written.listed.values()), self._none)
        match answer:
            case UnclearAnswer():
                message = f"'{written.id}': {answer.why}"
                self.say(code=answer.code, message=message, line=answer.line.number, hint=answer.hint)
                self.unusable.add(written.id)
            case Address() | NoLink() | Unanswered():
                pass
            case _:
                assert_never(answer)
        return answer

    def decided(self, entry: Entry, answer: Address | NoLink) -> Entry | None:
        """The entry as the answer has it; None where it says so already, or another person decided it."""
        line = f"{Path(self._sent.shown).name}:{answer.line.number}: {answer.line.text}"
        statement = Statement(by=self._by, when=self._now, line=line, sha256=self._sent.sha256)
        new = reject(entry, statement) if isinstance(answer, NoLink) else accept(entry, answer.url, statement)
        if not entry.status.decided:
            return new
        if (entry.status, entry.url) == (new.status, new.url):
            return None
        if entry.by.casefold() != self._by.casefold():
            message = f"'{entry.id}' was decided by {entry.by or 'the editor'}; the answer was not taken"
            hint = "`footlight links answer` changes only what the same person answered before; edit the ledger."
            self.say(
                code="answer-decided", message=message, line=answer.line.number, hint=hint, severity=Severity.WARNING
            )
            return None
        message = f"'{entry.id}' was answered before, and is answered anew"
        self.say(code="answer-anew", message=message, line=answer.line.number, severity=Severity.INFO)
        return new


def _meaning(answer: Address | NoLink) -> str:
    return answer.url if isinstance(answer, Address) else ""
