"""Capture the pages that the present links of an essay lead to, and ask an archive to keep them as well."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag

from footlight.engines.warc.evidence_record import Member, evidence_members
from footlight.engines.web.transports import TransportOptions, archive_transport, live_transport
from footlight.essay_files import EssayFile
from footlight.findings.finding import Finding, Severity
from footlight.input_record import open_file
from footlight.links.evidence.evidence_file import EvidenceError, add_records
from footlight.links.evidence.live_capture import NotCaptured, PageCapture, SavedCopy, capture_page, save_page
from footlight.links.present_links import present_links
from footlight.project import evidence_path
from footlight.reading.source_file import read_source
from footlight.textmatch.places import Lines
from footlight.workflows.links.kept_evidence import evidence_finding

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedBefore:
    """A link whose page was captured before."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The result for one link."""

    url: str
    page: PageCapture | NotCaptured | CapturedBefore
    archive: SavedCopy | NotCaptured | None
    """None if no archive was asked."""
    findings: tuple[Finding, ...]


def preserve_essay(essay: EssayFile, options: TransportOptions, save: str) -> Iterator[Step | Finding]:
    """Capture the target of each link of an essay, in the order of the text; each capture is kept at once.

    Raises EnvironmentProblem if captures or the request budget cannot be written.
    """
    source, findings = read_source(essay)
    yield from findings
    if source is None:
        return
    file = evidence_path(essay.path)
    lines = Lines(source.text)
    try:
        known = _captured_addresses(file)
        live, archive = live_transport(options), archive_transport(options)
        try:
            for url, start in _links(source.text).items():
                line = lines.at(start)[0]
                page = CapturedBefore(url=url) if urldefrag(url)[0] in known else capture_page(url, live)
                if isinstance(page, PageCapture):
                    add_records(file, page.artefacts)
                asked = save_page(url, save, archive) if save and not isinstance(page, NotCaptured) else None
                told = tuple(_finding(one, essay.shown, line) for one in (page, asked) if isinstance(one, NotCaptured))
                yield Step(url=url, page=page, archive=asked, findings=told)
        finally:
            live.close()
            archive.close()
    except EvidenceError as error:
        yield evidence_finding(error, essay.shown)


def _links(text: str) -> dict[str, int]:
    """Return the addresses that an essay links to, each with the offset of its first link; read as in `links check`."""
    first: dict[str, int] = {}
    for link in present_links(text):
        first.setdefault(link.url, link.start)
    return first


def _captured_addresses(file: Path) -> set[str]:
    """Return the addresses that were captured before."""
    if not file.is_file():
        return set()
    with open_file(file) as stream:
        return {member.artefact.target for member in evidence_members(stream) if isinstance(member, Member)}


def _finding(trouble: NotCaptured, shown: str, line: int) -> Finding:
    return Finding(
        code="link-not-kept",
        message=f"{trouble.url} was not kept: {trouble.why}",
        hint="Run the command again another day. This says nothing about the link itself.",
        severity=Severity.WARNING,
        file=shown,
        line=line,
    )
