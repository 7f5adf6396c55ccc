"""A review of an essay's open places, one at a time: each decision is in the ledger at once, and can be undone."""

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
    """What an archive holds of an address, as far as it is worth a look."""

    day: str
    """`YYYY-MM-DD` of the capture."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What can be undone: a move, or a change of the ledger."""

    at: int
    before: bytes | None = None
    written: bytes | None = None
    """None for a place that was skipped."""


class Review:
    """Goes through the questions of an essay. `now` is the moment of each decision, in UTC."""

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
        """The place that is looked at; None behind the last."""
        return self.questions[self.at] if self.at < len(self.questions) else None

    def accept(self, offer: Offer) -> str:
        """Take an address that was found; what is to be said of that. A capture of it that is at hand is kept."""
        return self._decide(
            lambda entry, statement: self._accepted(entry, offer.url, statement), f"accepted {offer.url}"
        )

    def _accepted(self, entry: Entry, url: str, statement: Statement) -> Entry:
        found = self._archived_texts.keep(url) if url != entry.url else None
        done = accept(entry, url, statement)
        return replace(done, evidence=(found, *done.evidence), archived=_moment(found)) if found else done

    def edit(self, url: str) -> str:
        """Take an address that was typed, where it is one."""
        if not (is_address(url) and followable(url)):
            return f"{url or 'Nothing'} is no address; write it whole, from http:// or https:// on."
        return self._decide(lambda entry, statement: self._accepted(entry, url, statement), f"accepted {url}")

    def reject(self) -> str:
        """No link is missing here."""
        return self._decide(reject, "rejected: no link is missing there")

    def skip(self) -> str:
        """Leave it open."""
        self._steps.append(_Step(at=self.at))
        self.at += 1
        return "left open"

    def undo(self) -> str:
        """The last step taken back; the ledger as it stood before, unless somebody changed it since."""
        if not self._steps:
            return "There is nothing to undo."
        step = self._steps[-1]
        if step.written is not None and not restore(self._ledger, written=step.written, before=step.before):
            return "The ledger was changed since by somebody else; edit it to undo that."
        self._steps.pop()
        self.at = step.at
        self.decided -= step.written is not None
        return "undone"

    def _decide(self, decision: Callable[[Entry, Statement], Entry], said: str) -> str:
        question = self.question
        if question is None:
            return "There is no place left."
        entry = current_entry(self._missing, question.entry.id) or question.entry
        if entry.status.decided:
            self.skip()
            return f"'{entry.id}' was decided by {entry.by or 'somebody'} meanwhile, and stays so"
        before = self._ledger.read_bytes() if self._ledger.exists() else None
        write_decisions(self._missing, [decision(entry, Statement(by=EDITOR, when=self._now()))])
        self._steps.append(_Step(at=self.at, before=before, written=self._ledger.read_bytes()))
        self.at += 1
        self.decided += 1
        return f"{entry.id}: {said}"


class ArchivedTexts:
    """The archived texts beside a question: from the evidence file, and from archives on this machine."""

    def __init__(self, essay: Path, archives: Sequence[Path]) -> None:
        """Archives that cannot be read are passed over: a review goes on without them."""
        self._file = evidence_path(essay)
        self._kept: dict[str, CaptureContent] | None = None
        self._archives = []
        for path in archives:
            with suppress(EnvironmentProblem):
                self._archives.append(LocalArchive(path))

    def keep(self, url: str) -> Evidence | None:
        """Keeps a capture of an address, where an archive on this machine has one; the line of evidence for it."""
        found = EvidenceCollector(self._archives, self._file.name).capture(url)
        if found is None:
            return None
        evidence, artefact = found
        add_records(self._file, [artefact])
        self._kept = None
        return evidence

    def archived(self, offer: Offer) -> ArchivedText | None:
        """What is held of an offer's address; None where nothing is."""
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
    """What was found for a place, at most nine, one a key."""
    return offers(question.entry)[:9]
