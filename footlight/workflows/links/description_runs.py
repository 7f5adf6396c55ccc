"""Describe what the links of an essay lead to: title, authors, site and day, into the ledger, with their evidence.

The page is read from the capture nearest to the essay's date, where an archive is named that has one; else from the
captures that are kept beside the ledger; else from the living page, which is captured and kept. What a person decided
stays, and so does what an entry says already.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urldefrag

from footlight.engines.warc import Record
from footlight.engines.warc.evidence_record import Artefact, Member, evidence_members, read_back
from footlight.engines.web.messages import Response
from footlight.engines.web.redirects import located
from footlight.engines.web.transports import TransportOptions, live_transport
from footlight.essay_files import EssayFile
from footlight.findings.finding import Finding, Severity, has_errors
from footlight.input_record import open_file
from footlight.ledger.entries import DESCRIBED, Entry, Evidence, Status
from footlight.ledger.writer import write_entries
from footlight.links.archives.archive_specs import ArchiveSpec
from footlight.links.citations.page_description import Description
from footlight.links.citations.source_description import Document, describe_source, wanted_form
from footlight.links.evidence.capture_collection import EvidenceCollector
from footlight.links.evidence.capture_content import read_capture
from footlight.links.evidence.evidence_file import EvidenceError, add_records
from footlight.links.evidence.live_capture import NotCaptured, capture_page
from footlight.links.present_links import PresentLink, present_links
from footlight.links.verdicts.rules import stands_in
from footlight.project import evidence_path, ledger_path
from footlight.textmatch.places import Lines, Place, quote_at
from footlight.workflows.links.kept_evidence import evidence_finding
from footlight.workflows.links.live_checks import open_archives
from footlight.workflows.links.missing_links import MissingLinks, find_missing_links, place_name

_REDIRECTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class DescriptionSettings:
    """The options of a run."""

    archives: tuple[ArchiveSpec, ...] = ()
    again: bool = False
    """Whether links that have a description are described anew."""
    offline: bool = False
    """Whether only kept captures and local archives are read."""
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedLink:
    """The result for one address."""

    link: PresentLink
    outcome: str
    """described, before, decided, silent (the page says nothing) or not-read."""
    description: Description = field(default_factory=Description)
    entry: Entry | None = None
    artefacts: tuple[Artefact, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """What a link leads to, as it was read: the document, the rows of evidence, and records to be kept."""

    document: Document
    evidence: tuple[Evidence, ...]
    artefacts: tuple[Artefact, ...] = ()


def describe_essay(
    file: EssayFile, settings: DescriptionSettings, options: TransportOptions
) -> Iterator[DescribedLink | Finding]:
    """Describe what each address of an essay leads to; the ledger is written at the end, captures as they come.

    Raises EnvironmentProblem where captures or the ledger cannot be written.
    """
    missing, findings = find_missing_links(file, mentioned=False)
    yield from findings
    if missing is None or has_errors(findings):
        return
    first: dict[str, PresentLink] = {}
    for link in present_links(missing.source.text):
        first.setdefault(link.url, link)
    entries: list[Entry] = []
    try:
        with ExitStack() as opened:
            run = _Run(missing, settings, options, opened)
            for link in first.values():
                done = run.one(link, {entry.id for entry in entries})
                if done.entry is not None:
                    entries.append(done.entry)
                    if not settings.dry_run and done.artefacts:
                        add_records(evidence_path(file.path), done.artefacts)
                yield done
    except EvidenceError as error:
        yield evidence_finding(error, file.shown)
        return
    finally:
        if entries and not settings.dry_run:
            write_entries(ledger_path(file.path), entries)


def describe_kept(file: EssayFile, options: TransportOptions) -> int:
    """Describe what the kept captures of an essay's links say, in passing; return how many were described.

    No site is asked, and links without a kept capture are passed over. Raises what `describe_essay` raises.
    """
    settings = DescriptionSettings(offline=True)
    steps = describe_essay(file, settings, options)
    return sum(1 for step in steps if isinstance(step, DescribedLink) and step.entry is not None)


class _Run:
    """The means of one essay's run."""

    def __init__(
        self, missing: MissingLinks, settings: DescriptionSettings, options: TransportOptions, opened: ExitStack
    ) -> None:
        self._missing, self._settings = missing, settings
        self._file = evidence_path(missing.source.path)
        self._lines = Lines(missing.source.text)
        self._live = None if settings.offline else opened.enter_context(closing(live_transport(options)))
        archives = [opened.enter_context(closing(one)) for one in open_archives(settings.archives, options, opened)]
        self._collector = EvidenceCollector(archives, self._file.name) if archives else None
        self._kept = _kept_records(missing)
        self._names = {entry.id for entry in missing.entries}

    def one(self, link: PresentLink, taken: set[str]) -> DescribedLink:
        """Describe what one link leads to."""
        known = self._missing.entry_within(link.start, link.end)
        if known is not None and known.status.decided:
            return DescribedLink(link=link, outcome="decided")
        if known is not None and (known.kind != DESCRIBED or known.id in taken):
            return DescribedLink(link=link, outcome="before")
        if known is not None and known.title and not self._settings.again:
            return DescribedLink(link=link, outcome="before")
        read = self._read(link.url)
        if isinstance(read, NotCaptured):
            return DescribedLink(link=link, outcome="not-read", findings=(self._finding(link, read),))
        description = Description() if _stands_in(read, link) else describe_source(read.document)
        if not description.title.value:
            return DescribedLink(link=link, outcome="silent", description=description)
        entry = self._entry(link, known, description, read.evidence)
        return DescribedLink(
            link=link, outcome="described", description=description, entry=entry, artefacts=read.artefacts
        )

    def _read(self, url: str) -> _Read | NotCaptured:
        """Read what an address leads to: of its time, else as it was kept, else as it is."""
        address = urldefrag(url)[0]
        written = self._missing.source.meta.date.first_day if self._missing.source.meta.date else None
        if self._collector and (found := self._collector.nearest(address, written)):
            row, artefact = found
            record = read_back(artefact)
            if record is not None:
                return _Read(_document(record), (row,), (artefact,))
        if not self._settings.again and (kept := self._kept_chain(address)):
            return _Read(_document(kept[-1][1]), tuple(self._row(*one) for one in kept))
        if self._live is None:
            return NotCaptured(url=url, why="no capture of it is kept")
        captured = capture_page(url, self._live, accept=wanted_form(url))
        if isinstance(captured, NotCaptured):
            return captured
        records = [(artefact, record) for artefact in captured.artefacts if (record := read_back(artefact))]
        if not records:
            return NotCaptured(url=url, why="its capture cannot be read back")
        return _Read(_document(records[-1][1]), tuple(self._row(*one) for one in records), captured.artefacts)

    def _kept_chain(self, address: str) -> list[tuple[Artefact, Record]]:
        """The kept record of an address, after the redirects that lead to it; nothing where there is no page."""
        chain: list[tuple[Artefact, Record]] = []
        while len(chain) <= _REDIRECTS and (one := self._kept.get(address)):
            chain.append(one)
            location = one[1].header("location") if 300 <= one[1].status < 400 else ""
            if not location:
                return chain if one[1].status == 200 else []
            address = located(address, location)
        return []

    def _row(self, artefact: Artefact, record: Record) -> Evidence:
        """The row of evidence of a record, with the title that it has."""
        content = read_capture(record)
        page = 200 <= record.status < 300
        return Evidence(
            what="live-page",
            url=artefact.target,
            seen=artefact.when.replace(microsecond=0),
            sha256=content.sha256,
            line=content.title if page else "",
            artefact=f"{self._file.name}#{artefact.record_id}",
        )

    def _entry(
        self, link: PresentLink, known: Entry | None, description: Description, evidence: tuple[Evidence, ...]
    ) -> Entry:
        text = self._missing.source.text
        if known is None:
            place = Place(start=link.start, end=link.end, kind=DESCRIBED, code="", confidence=1.0, anchor=link.words)
            name = place_name(place, text, self._names)
            self._names.add(name)
            known = Entry(id=name, kind=DESCRIBED, quote=quote_at(text, link.start, link.end), status=Status.RECOVERED)
        return replace(
            known,
            url=link.url,
            title=description.title.value,
            author=", ".join(description.authors),
            site=description.site.value,
            issued=description.issued,
            evidence=evidence,
        )

    def _finding(self, link: PresentLink, trouble: NotCaptured) -> Finding:
        line, column = self._lines.at(link.start)
        return Finding(
            code="link-not-described",
            message=f"{link.url} was not described: {trouble.why}",
            hint="Run the command again another day, or name an archive that has the page.",
            severity=Severity.INFO,
            file=self._missing.source.shown,
            line=line,
            column=column,
        )


def _stands_in(read: _Read, link: PresentLink) -> bool:
    """Whether a challenge, an error or a parked domain was read in place of a page: it says nothing of the source."""
    document = read.document
    answer = Response(
        url=document.url,
        status=200,
        headers=(("content-type", document.content_type),),
        body=document.body,
        truncated=False,
        received=datetime.fromtimestamp(0, UTC),
    )
    return stands_in(answer, link.words)


def _document(record: Record) -> Document:
    return Document(url=record.target, content_type=record.header("content-type"), body=record.body)


def _kept_records(missing: MissingLinks) -> Mapping[str, tuple[Artefact, Record]]:
    """The records that are kept beside the ledger, by address; of several the newest."""
    found: dict[str, tuple[Artefact, Record]] = {}
    path = evidence_path(missing.source.path)
    if not path.is_file():
        return found
    with open_file(path) as stream:
        for member in evidence_members(stream):
            if not isinstance(member, Member):
                continue
            record = read_back(member.artefact)
            known = found.get(member.artefact.target)
            if record and (known is None or known[0].when < member.artefact.when):
                found[member.artefact.target] = (member.artefact, record)
    return found


def sources_of(description: Description) -> dict[str, str]:
    """Where each value of a description is from, for those that it has."""
    told = {
        "title": description.title.source,
        "author": description.authors_from,
        "site": description.site.source,
        "issued": description.issued_from,
    }
    return {key: source for key, source in told.items() if source}
