"""Collect the captures behind recovered addresses, copied from the archives that showed them.

Each row of evidence is checked against the copy: a line that the copy does not contain is not quoted, and an address
that no copy shows is no more than a candidate.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from footlight.engines.warc.evidence_record import Artefact, http_artefact, read_back
from footlight.ledger.entries import Evidence, Searched, Status
from footlight.links.archives.archive import Archive, Body, Capture, Found, Query, RecordArchive
from footlight.links.evidence.capture_content import CaptureContent, read_capture
from footlight.links.recovery import Recovery
from footlight.links.recovery.capture_choice import is_usable, sort_by_nearness

_MAX_READ = 4
"""Captures of an address that are read to find one that can be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryWithEvidence:
    """A recovery whose evidence names records, and those records."""

    recovery: Recovery
    artefacts: tuple[Artefact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """A capture as it can be kept, and its content."""

    artefact: Artefact
    content: CaptureContent


class EvidenceCollector:
    """Collects the captures of one essay's evidence; each is copied once, however many rows rest on it."""

    def __init__(self, archives: Sequence[Archive], name: str) -> None:
        """`name` is the name of the file in which they will be kept."""
        self._archives = archives
        self._name = name
        self._copied: dict[tuple[str, str, str], _Copy | None] = {}

    def with_evidence(self, recovery: Recovery) -> RecoveryWithEvidence:
        """A recovery with its captures; one without an address stays as it is.

        Where a capture cannot be read again, its row of evidence names no record.
        """
        if not recovery.url or recovery.status not in (Status.RECOVERED, Status.CANDIDATE):
            return RecoveryWithEvidence(recovery=recovery)
        rows: list[Evidence] = []
        copies: list[_Copy] = []
        for row in recovery.evidence:
            copy = next(self._of_row(row), None)
            rows.append(_row(row, copy, self._name))
            copies += [copy] if copy else []
        if not any(copy.content.shows(recovery.url) for copy in copies):
            extra = next(self._of_address(recovery.url), None)
            if extra is None:
                recovery = _as_candidate(recovery)
            else:
                copies.append(extra)
                rows.append(_row(_capture_row(extra), extra, self._name))
        artefacts = {copy.artefact.record_id: copy.artefact for copy in copies}
        return RecoveryWithEvidence(
            recovery=replace(recovery, evidence=tuple(rows)), artefacts=tuple(artefacts.values())
        )

    def capture(self, url: str) -> tuple[Evidence, Artefact] | None:
        """A capture of an address that a person chose, with its row of evidence; None where no archive has one."""
        copy = next(self._of_address(url), None)
        return (_row(_capture_row(copy), copy, self._name), copy.artefact) if copy else None

    def nearest(self, url: str, written: date | None) -> tuple[Evidence, Artefact] | None:
        """The capture of an address that is nearest to a day, with its row of evidence; None where no archive has one.

        Archived redirects are not followed: the row is of the address itself.
        """
        for archive in self._archives:
            usable = [one for one in _captures(archive, url) if is_usable(one)]
            for capture in sort_by_nearness(usable, written)[:_MAX_READ]:
                if copy := self._copy(archive, capture):
                    return _row(_capture_row(copy), copy, self._name), copy.artefact
        return None

    def _of_row(self, row: Evidence) -> Iterator[_Copy]:
        """Copies of the capture of a row of evidence, from the archives that have it."""
        if not row.url or not row.sha256:
            return
        for archive in self._archives:
            for capture in _captures(archive, row.url):
                copy = self._copy(archive, capture) if capture.when == row.seen else None
                if copy and copy.content.sha256 == row.sha256:
                    yield copy

    def _of_address(self, url: str) -> Iterator[_Copy]:
        """Copies of captures of exactly this address."""
        for archive in self._archives:
            for capture in [one for one in _captures(archive, url) if is_usable(one)][:_MAX_READ]:
                copy = self._copy(archive, capture)
                if copy:
                    yield copy

    def _copy(self, archive: Archive, capture: Capture) -> _Copy | None:
        key = (archive.name, capture.original, f"{capture.timestamp} {capture.digest}")
        if key not in self._copied:
            self._copied[key] = _copied(archive, capture)
        return self._copied[key]


def _captures(archive: Archive, url: str) -> list[Capture]:
    answer = archive.captures(Query(url=url))
    return [one for one in answer.value if one.original == url] if isinstance(answer, Found) else []


def _capture_row(copy: _Copy) -> Evidence:
    target, when = copy.artefact.target, copy.artefact.when.replace(microsecond=0)
    return Evidence(what="capture", url=target, seen=when, line=copy.content.title)


def _copied(archive: Archive, capture: Capture) -> _Copy | None:
    """A capture as it can be kept, read back as `links verify` will read it."""
    artefact = archive.artefact(capture) if isinstance(archive, RecordArchive) else None
    if artefact is None:
        reading = archive.read(capture)
        artefact = _played_back(capture, reading.value) if isinstance(reading, Found) else None
    record = read_back(artefact) if artefact and artefact.writable else None
    return _Copy(artefact=artefact, content=read_capture(record)) if artefact and record else None


def _row(row: Evidence, copy: _Copy | None, name: str) -> Evidence:
    if copy is None:
        return replace(row, artefact="")
    content = copy.content
    line = row.line if content.quotes(row.line) else content.title
    return replace(row, sha256=content.sha256, line=line, artefact=f"{name}#{copy.artefact.record_id}")


def _as_candidate(recovery: Recovery) -> Recovery:
    if recovery.status is not Status.RECOVERED:
        return recovery
    why = Searched(where="the kept captures", result="none shows the address, so that it is a candidate only")
    return replace(recovery, status=Status.CANDIDATE, searched=(*recovery.searched, why))


def _played_back(capture: Capture, body: Body) -> Artefact:
    """A record of what an archive on the network played back: the raw body, its content type the only header."""
    headers = (("Content-Type", body.content_type),) if body.content_type else ()
    artefact = http_artefact(capture.original, capture.when, (capture.status or 200, headers), body.data)
    return replace(artefact, truncated="length") if body.truncated else artefact
