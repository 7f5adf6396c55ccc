"""Take the answers of a returned questionnaire into the ledger of its essay."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import assert_never

from footlight.findings.finding import Finding, Severity, ordered
from footlight.input_record import open_file
from footlight.ledger.entries import Entry
from footlight.links.decisions.answer_parser import Address, Answer, NoLink, Unanswered, UnclearAnswer, parse_answer
from footlight.links.decisions.decision import Statement, accept, offers, reject
from footlight.links.decisions.returned_questionnaire import Labels, PlaceAnswer, ReturnedQuestionnaire, parse_returned
from footlight.settings.wording import Wording
from footlight.workflows.links.open_places import EssayQuestions

LARGEST = 4_000_000
"""Bytes; more than a mail has that quotes a questionnaire of a thousand places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedFile:
    """A returned questionnaire, or the mail that quotes it."""

    text: str
    shown: str
    """Its path as findings show it."""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAnswers:
    """The result of reading a returned file."""

    decided: tuple[Entry, ...]
    """The entries as the answers decide them."""
    by: str
    unanswered: int
    findings: tuple[Finding, ...]


def read_returned_file(path: Path, shown: str) -> tuple[ReturnedFile | None, tuple[Finding, ...]]:
    """Read the file, as UTF-8 or, from older mail programs, as windows-1252. Raises OSError."""
    with open_file(path) as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        message = f"the file has more than {LARGEST:,} bytes"
        return None, (
            Finding(
                code="answer-unknown",
                message=message,
                hint="Save the text of the mail only, without attachments.",
                file=shown,
            ),
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return ReturnedFile(text=text, shown=shown, sha256=hashlib.sha256(data).hexdigest()), ()


def labels_of(words: Sequence[Wording]) -> tuple[Labels, frozenset[str]]:
    """Return the labels of a questionnaire in these languages, and the words for "no link"."""

    def all_of(key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(one.rows[key]).strip() for one in words))

    labels = Labels(place=all_of("place"), answer=all_of("ask-answer"), by=all_of("ask-by"))
    return labels, frozenset(word.casefold() for word in all_of("ask-none"))


def take_answers(sent: ReturnedFile, asked: EssayQuestions, words: Sequence[Wording], now: datetime) -> TakenAnswers:
    """Return the entries as the answers decide them; nothing is written yet.

    An answer that cannot be taken is a finding at its line; the others are taken.
    """
    labels, none = labels_of(words)
    returned = parse_returned(sent.text, labels)
    by = returned.by or asked.missing.source.meta.byline or "the author"
    reading = _Reading(sent=sent, by=by, now=now, none=none)
    if not returned.places:
        hint = "Give the whole questionnaire, with the heading of each place."
        message = "this file holds no place of the questionnaire, so no answer was taken"
        reading.say(code="answer-empty", message=message, line=1, hint=hint, severity=Severity.WARNING)
    entries = {entry.id: entry for entry in asked.missing.entries}
    entries |= {question.entry.id: question.entry for question in asked.questions}
    here = {*asked.missing.anchored, *(question.entry.id for question in asked.questions)}
    answered = reading.answered(returned, entries)
    decided = []
    for name, answer in answered.items():
        if name not in here:
            message = f"the place '{name}' is no longer in the text"
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
    """Reads the answers of one file and collects findings."""

    def __init__(self, *, sent: ReturnedFile, by: str, now: datetime, none: frozenset[str]) -> None:
        self._sent, self._by, self._now, self._none = sent, by, now, none
        self.findings: list[Finding] = []
        self.unusable: set[str] = set()

    def say(self, *, code: str, message: str, line: int, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        """Add a finding about the file."""
        self.findings.append(
            Finding(code=code, message=message, hint=hint, severity=severity, file=self._sent.shown, line=line)
        )

    def answered(self, returned: ReturnedQuestionnaire, entries: Mapping[str, Entry]) -> dict[str, Address | NoLink]:
        """Return the one answer to each answered place; a mail that quotes another mail may hold a place twice."""
        found: dict[str, Address | NoLink] = {}
        for written in returned.places:
            answer = self._answer(written, entries)
            if not isinstance(answer, Address | NoLink) or written.id in self.unusable:
                continue
            other = found.setdefault(written.id, answer)
            if _meaning(other) != _meaning(answer):
                message = f"'{written.id}' has another answer on line {other.line.number}; neither was taken"
                self.say(code="answer-twice", message=message, line=answer.line.number, hint="Delete one of them.")
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
        """Return the entry as the answer decides it; None if it says so already or another person decided it."""
        line = f"{Path(self._sent.shown).name}:{answer.line.number}: {answer.line.text}"
        statement = Statement(by=self._by, when=self._now, line=line, sha256=self._sent.sha256)
        new = reject(entry, statement) if isinstance(answer, NoLink) else accept(entry, answer.url, statement)
        if not entry.status.decided:
            return new
        if (entry.status, entry.url) == (new.status, new.url):
            return None
        if entry.by.casefold() != self._by.casefold():
            message = f"'{entry.id}' was decided by {entry.by or 'the editor'}; the answer was not taken"
            hint = "Edit the ledger if the answer is right; an answer replaces only an earlier one of the same person."
            self.say(
                code="answer-decided", message=message, line=answer.line.number, hint=hint, severity=Severity.WARNING
            )
            return None
        message = f"'{entry.id}' was answered before; the new answer was taken"
        self.say(code="answer-anew", message=message, line=answer.line.number, severity=Severity.INFO)
        return new


def _meaning(answer: Address | NoLink) -> str:
    return answer.url if isinstance(answer, Address) else ""
