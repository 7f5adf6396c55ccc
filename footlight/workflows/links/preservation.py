"""The living links of an essay, captured beside its ledger, and an archive asked to keep what they lead to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag

from footlight.clock import Clock
from footlight.engines.warc.evidence_record import Member, evidence_members
from footlight.engines.web.transports import TransportOptions, archive_transport, live_transport, user_agent
from footlight.findings.finding import Finding, Severity
from footlight.links.evidence.evidence_file import EvidenceError, keep
from footlight.links.evidence.live_capture import NotPreserved, Preserved, Saved, preserved, saved
from footlight.links.recovery.visible_text import visible_text
from footlight.project import evidence_path
from footlight.reading.source_file import read_source
from footlight.settings.values import Config
from footlight.textmatch.places import Lines
from footlight.workflows.links.kept_evidence import evidence_finding

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A link whose page was captured before."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What came of one link."""

    url: str
    page: Preserved | NotPreserved | Standing
    archive: Saved | NotPreserved | None
    """None where no archive was asked."""
    findings: tuple[Finding, ...]


def transport_options(config: Config, clock: Clock, told: Told) -> TransportOptions:
    """The options to the web for this errand; hosts of this machine only where the configuration allows them."""
    return TransportOptions(
        agent=user_agent(config.links.contact),
        clock=clock,
        allowed=config.links.allowed,
        unlimited=tuple(host for host in config.links.allowed if ":" in host),
        on_wait=lambda seconds, host: told(f"waiting {seconds:.0f} s for a turn at {host}"),
        on_request=lambda request: told(f"asking for {request.url[:200]}"),
    )


def preserve_essay(path: Path, shown: str, options: TransportOptions, save: str) -> Iterator[Step | Finding]:
    """What comes of each living link of an essay, in their order; each capture is kept at once.

    Raises EnvironmentProblem where captures or the budget cannot be kept.
    """
    source, findings = read_source(path, shown)
    yield from findings
    if source is None:
        return
    file = evidence_path(path)
    lines = Lines(source.text)
    try:
        known = _targets(file)
        live, archive = live_transport(options), archive_transport(options)
        try:
            for url in _links(source.text):
                line = lines.at(max(0, source.text.find(url)))[0]
                page = Standing(url=url) if urldefrag(url)[0] in known else preserved(url, live)
                if isinstance(page, Preserved):
                    keep(file, page.artefacts)
                asked = saved(url, save, archive) if save and not isinstance(page, NotPreserved) else None
                told = tuple(_finding(one, shown, line) for one in (page, asked) if isinstance(one, NotPreserved))
                yield Step(url=url, page=page, archive=asked, findings=told)
        finally:
            live.close()
            archive.close()
    except EvidenceError as error:
        yield evidence_finding(error, shown)


def _links(text: str) -> list[str]:
    """The web addresses that an essay links to, each once, in the order of the text."""
    return sorted(visible_text(text).addresses, key=lambda url: (text.find(url), url))


def _targets(file: Path) -> set[str]:
    """The addresses that were captured before."""
    if not file.is_file():
        return set()
    with file.open("rb") as stream:
        return {member.artefact.target for member in evidence_members(stream) if isinstance(member, Member)}


def _finding(trouble: NotPreserved, shown: str, line: int) -> Finding:
    return Finding(
        code="link-not-kept",
        message=f"{trouble.url} was not kept: {trouble.why}",
        hint="Nothing follows from that; run the command again another day.",
        severity=Severity.WARNING,
        file=shown,
        line=line,
    )
