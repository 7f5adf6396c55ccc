"""Review the open places of an essay one by one; each decision is written at once and can be undone."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from footlight.engines.warc.evidence_record import Member, evidence_members, read_back
from footlight.engines.web.url import followable
from footlight.errors import EnvironmentProblem
from footlight.ledger.entries import EDITOR, Entry, Evidence
from footlight.ledger.keys import is_address
from footlight.ledger.writer import restore
from footlight.links.archives.archive import Found, Query
from footlight.links.archives.local_archive import LocalArchive
from footlight.links.captured_page import read_page
from footlight.links.decisions.decision import Offer, Statement, accept, offers, reject
from footlight.links.decisions.questionnaire import Question
from footlight.links.evidence.capture_collection import EvidenceCollector
from footlight.links.evidence.capture_content import CaptureContent, read_capture
from footlight.links.evidence.evidence_file import add_records
from footlight.links.recovery.capture_choice import sort_by_nearness
from footlight.project import evidence_path, ledger_path
from footlight.workflows.links.open_places import EssayQuestions, current_entry, write_decisions


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedText:
    """The text of an archived page, to be shown beside a question."""

    day: str
    """`YYYY-MM-DD` of the capture."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A step that can be undone: a skipped place, or a change of the ledger."""

    at: int
    before: bytes | None = None
    written: bytes | None = None
    """None for a skipped place."""


class Review:
    """Goes through the questions of an essay; `now` returns the moment of a decision, in UTC."""

    def __init__(self, asked: EssayQuestions, archived_texts: "ArchivedTexts", now: Callable[[], datetime]) -> None:
        self._archived_texts = archived_texts
        self._missing = asked.missing
        self.questions = asked.questions
        self.at = 0
        self.decided = 0
        self._now = now
        self._steps: list[_Step] = []
        self._ledger = ledger_path(asked.missing.source.path)

    @property
    def question(self) -> Question | None:
        """The current question; None after the last one."""
        return self.questions[self.at] if self.at < len(self.questions) else None

    def accept(self, offer: Offer) -> str:
        """Accept an address that was found, keep its capture if a local archive has one, and return a message."""
        return self._decide(
            lambda entry, statement: self._accepted(entry, offer.url, statement), f"accepted {offer.url}"
        )

    def _accepted(self, entry: Entry, url: str, statement: Statement) -> Entry:
        found = self._archived_texts.keep(url) if url != entry.url else None
        done = accept(entry, url, statement)
        return replace(done, evidence=(found, *done.evidence), archived=_moment(found)) if found else done

    def edit(self, url: str) -> str:
        """Accept an address that was typed, if it is valid."""
        if not (is_address(url) and followable(url)):
            return f"{url or 'Nothing'} is not an address; type all of it, beginning with http:// or https://."
        return self._decide(lambda entry, statement: self._accepted(entry, url, statement), f"accepted {url}")

    def reject(self) -> str:
        """Reject the place: no link is missing here."""
        return self._decide(reject, "rejected: no link is missing there")

    def skip(self) -> str:
        """Leave the place open."""
        self._steps.append(_Step(at=self.at))
        self.at += 1
        return "left open"

    def undo(self) -> str:
        """Undo the last step and restore the ledger, unless it was changed since by another program."""
        if not self._steps:
            return "There is nothing to undo."
        step = self._steps[-1]
        if step.written is not None and not restore(self._ledger, written=step.written, before=step.before):
            return "The ledger was changed since by another program; edit it to undo the step."
        self._steps.pop()
        self.at = step.at
        self.decided -= step.written is not None
        return "undone"

    def _decide(self, decision: Callable[[Entry, Statement], Entry], said: str) -> str:
        question = self.question
        if question is None:
            return "No place is left."
        entry = current_entry(self._missing, question.entry.id) or question.entry
        if entry.status.decided:
            self.skip()
            return f"'{entry.id}' was decided by {entry.by or 'another person'} in the meantime, and was not changed"
        before = self._ledger.read_bytes() if self._ledger.exists() else None
        write_decisions(self._missing, [decision(entry, Statement(by=EDITOR, when=self._now()))])
        self._steps.append(_Step(at=self.at, before=before, written=self._ledger.read_bytes()))
        self.at += 1
        self.decided += 1
        return f"{entry.id}: {said}"


class ArchivedTexts:
    """The archived texts beside a question: from the evidence file, and from archives on this machine."""

    def __init__(self, essay: Path, archives: Sequence[Path]) -> None:
        """Archives that cannot be read are skipped."""
        self._file = evidence_path(essay)
        self._kept: dict[str, CaptureContent] | None = None
        self._archives = []
        for path in archives:
            with suppress(EnvironmentProblem):
                self._archives.append(LocalArchive(path))

    def keep(self, url: str) -> Evidence | None:
        """Keep the capture of an address if a local archive has one, and return the evidence of it."""
        found = EvidenceCollector(self._archives, self._file.name).capture(url)
        if found is None:
            return None
        evidence, artefact = found
        add_records(self._file, [artefact])
        self._kept = None
        return evidence

    def archived(self, offer: Offer) -> ArchivedText | None:
        """Return the archived text of an offered address; None if there is none."""
        if self._kept is None:
            self._kept = {one.target: one for one in _contents(self._file)}
        if seen := self._kept.get(offer.url):
            return ArchivedText(day=seen.when.date().isoformat(), text=seen.words[0] if seen.words else "")
        for archive in self._archives:
            answer = archive.captures(Query(url=offer.url))
            for capture in sort_by_nearness(answer.value, None)[:1] if isinstance(answer, Found) else ():
                reading = archive.read(capture)
                if isinstance(reading, Found):
                    page = read_page(reading.value.data, url=offer.url, content_type=reading.value.content_type)
                    return ArchivedText(day=capture.when.date().isoformat(), text=page.body or page.text)
        return None


def _moment(row: Evidence) -> datetime | None:
    return row.seen if isinstance(row.seen, datetime) else None


def _contents(file: Path) -> Iterator[CaptureContent]:
    with suppress(OSError), file.open("rb") as stream:
        for member in evidence_members(stream):
            if isinstance(member, Member) and (record := read_back(member.artefact)):
                yield read_capture(record)


def offers_of(question: Question) -> tuple[Offer, ...]:
    """Return at most nine offers for a place, one for each number key."""
    return offers(question.entry)[:9]
