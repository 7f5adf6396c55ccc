"""Review the open places of an essay one by one; each decision is written at once and can be undone."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from footlight.engines.warc.evidence_record import Member, evidence_members, read_back
from footlight.engines.web.url import followable
from footlight.errors import EnvironmentProblem
from footlight.input_record import open_file
from footlight.ledger.entries import EDITOR, Entry, Evidence
from footlight.ledger.keys import is_address
from footlight.ledger.writer import restore
from footlight.links.archives.archive import Found, Query
from footlight.links.captured_page import read_page
from footlight.links.decisions.decision import Offer, Statement, accept, offers, reject
from footlight.links.decisions.questionnaire import Question
from footlight.links.evidence.capture_collection import EvidenceCollector
from footlight.links.evidence.capture_content import CaptureContent, read_capture
from footlight.links.evidence.evidence_file import add_records
from footlight.links.recovery.capture_choice import sort_by_nearness
from footlight.project import evidence_path, ledger_path
from footlight.workflows.links.export_archives import local_archive
from footlight.workflows.links.missing_links import MissingLinks
from footlight.workflows.links.open_places import EssayQuestions, current_entry, write_decisions


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedText:
    """The text of an archived page, to be shown beside a question."""

    day: str
    """`YYYY-MM-DD` of the capture."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The result of a decision."""

    said: str
    """A message for the person who decided."""
    written: bool
    """Whether the ledger has it now."""
    taken: bool = False
    """Whether somebody else had decided meanwhile."""


class Decisions:
    """Decisions about the places of an essay: each is written into the ledger at once, and can be undone.

    `now` returns the moment of a decision, in UTC.
    """

    def __init__(self, essay: Path, archived_texts: "ArchivedTexts", now: Callable[[], datetime]) -> None:
        self._ledger = ledger_path(essay)
        self._archived_texts = archived_texts
        self._now = now
        self._steps: list[tuple[bytes | None, bytes]] = []
        """The ledger before each decision, and after it."""

    @property
    def undoable(self) -> int:
        """How many decisions can be undone."""
        return len(self._steps)

    def accept(self, missing: MissingLinks, entry: Entry, url: str) -> Decided:
        """Accept an address, and keep its capture if a local archive has one."""

        def accepted(now: Entry, statement: Statement) -> Entry:
            found = self._archived_texts.keep(url) if url != now.url else None
            done = accept(now, url, statement)
            return replace(done, evidence=(found, *done.evidence), archived=_moment(found)) if found else done

        return self._decide(missing, entry, accepted, f"accepted {url}")

    def edit(self, missing: MissingLinks, entry: Entry, url: str) -> Decided:
        """Accept an address that was typed, if it is valid."""
        if not (is_address(url) and followable(url)):
            said = f"{url or 'Nothing'} is not an address; type all of it, beginning with http:// or https://."
            return Decided(said=said, written=False)
        return self.accept(missing, entry, url)

    def reject(self, missing: MissingLinks, entry: Entry) -> Decided:
        """Reject a place: no link is missing there."""
        return self._decide(missing, entry, reject, "rejected: no link is missing there")

    def undo(self) -> Decided:
        """Undo the last decision and restore the ledger, unless it was changed since by another program."""
        if not self._steps:
            return Decided(said="There is nothing to undo.", written=False)
        before, written = self._steps[-1]
        if not restore(self._ledger, written=written, before=before):
            said = "The ledger was changed since by another program; edit it to undo the step."
            return Decided(said=said, written=False)
        self._steps.pop()
        return Decided(said="undone", written=True)

    def _decide(
        self, missing: MissingLinks, asked: Entry, decision: Callable[[Entry, Statement], Entry], said: str
    ) -> Decided:
        entry = current_entry(missing, asked.id) or asked
        if entry.status.decided:
            taken = f"'{entry.id}' was decided by {entry.by or 'another person'} in the meantime, and was not changed"
            return Decided(said=taken, written=False, taken=True)
        before = self._ledger.read_bytes() if self._ledger.exists() else None
        write_decisions(missing, [decision(entry, Statement(by=EDITOR, when=self._now()))])
        self._steps.append((before, self._ledger.read_bytes()))
        return Decided(said=f"{entry.id}: {said}", written=True)


class Review:
    """Goes through the questions of an essay; `now` returns the moment of a decision, in UTC."""

    def __init__(self, asked: EssayQuestions, archived_texts: "ArchivedTexts", now: Callable[[], datetime]) -> None:
        self._missing = asked.missing
        self.questions = asked.questions
        self.at = 0
        self._decisions = Decisions(asked.missing.source.path, archived_texts, now)
        self._steps: list[tuple[int, bool]] = []
        """The place of each step, and whether it was a decision; else the place was left open."""

    @property
    def decided(self) -> int:
        """How many places were decided."""
        return self._decisions.undoable

    @property
    def question(self) -> Question | None:
        """The current question; None after the last one."""
        return self.questions[self.at] if self.at < len(self.questions) else None

    def accept(self, offer: Offer) -> str:
        """Accept an address that was found, keep its capture if a local archive has one, and return a message."""
        return self._done(lambda entry: self._decisions.accept(self._missing, entry, offer.url))

    def edit(self, url: str) -> str:
        """Accept an address that was typed, if it is valid."""
        return self._done(lambda entry: self._decisions.edit(self._missing, entry, url))

    def reject(self) -> str:
        """Reject the place: no link is missing here."""
        return self._done(lambda entry: self._decisions.reject(self._missing, entry))

    def skip(self) -> str:
        """Leave the place open."""
        self._steps.append((self.at, False))
        self.at += 1
        return "left open"

    def undo(self) -> str:
        """Undo the last step and restore the ledger, unless it was changed since by another program."""
        if not self._steps:
            return "There is nothing to undo."
        at, decided = self._steps[-1]
        if decided and not (undone := self._decisions.undo()).written:
            return undone.said
        self._steps.pop()
        self.at = at
        return "undone"

    def _done(self, decide: Callable[[Entry], Decided]) -> str:
        question = self.question
        if question is None:
            return "No place is left."
        decided = decide(question.entry)
        if decided.written:
            self._steps.append((self.at, True))
            self.at += 1
        elif decided.taken:
            self.skip()
        return decided.said


class ArchivedTexts:
    """The archived texts beside a question: from the evidence file, and from archives on this machine."""

    def __init__(self, essay: Path, archives: Sequence[Path]) -> None:
        """Archives that cannot be read are skipped."""
        self._file = evidence_path(essay)
        self._kept: dict[str, CaptureContent] | None = None
        self._archives = []
        for path in archives:
            with suppress(EnvironmentProblem):
                self._archives.append(local_archive(path))

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
        return self.archived_at(offer.url)

    def archived_at(self, url: str) -> ArchivedText | None:
        """Return the archived text of an address; None if there is none."""
        if self._kept is None:
            self._kept = {one.target: one for one in _contents(self._file)}
        if seen := self._kept.get(url):
            return ArchivedText(day=seen.when.date().isoformat(), text=seen.words[0] if seen.words else "")
        for archive in self._archives:
            answer = archive.captures(Query(url=url))
            for capture in sort_by_nearness(answer.value, None)[:1] if isinstance(answer, Found) else ():
                reading = archive.read(capture)
                if isinstance(reading, Found):
                    page = read_page(reading.value.data, url=url, content_type=reading.value.content_type)
                    return ArchivedText(day=capture.when.date().isoformat(), text=page.body or page.text)
        return None


def _moment(row: Evidence) -> datetime | None:
    return row.seen if isinstance(row.seen, datetime) else None


def _contents(file: Path) -> Iterator[CaptureContent]:
    with suppress(OSError), open_file(file) as stream:
        for member in evidence_members(stream):
            if isinstance(member, Member) and (record := read_back(member.artefact)):
                yield read_capture(record)


def offers_of(question: Question) -> tuple[Offer, ...]:
    """Return at most nine offers for a place, one for each number key."""
    return offers(question.entry)[:9]
