"""`links check` with this machine's connections, request budget and observations, and the archives that a user names.

With `--write`, a link that counts as dead also gets an entry in the ledger: what failed and when, and the capture that
can be read in its place.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import date

from footlight.clock import Clock
from footlight.engines.web.transports import TransportOptions, archive_transport, live_transport, user_agent
from footlight.essay_files import EssayFile
from footlight.ledger.entries import Searched
from footlight.links.archives.archive import Archive
from footlight.links.archives.archive_specs import ArchiveSpec
from footlight.links.evidence.evidence_file import EvidenceError
from footlight.links.recovery import EssayFacts, Recovery
from footlight.links.recovery.dead_link_captures import dead_link_recovery, find_replacement_capture
from footlight.textmatch.places import Place
from footlight.workflows.links.export_archives import local_archive
from footlight.workflows.links.kept_evidence import evidence_finding, keep_evidence
from footlight.workflows.links.link_checks import Check, CheckedEssay, CheckedLink, Listener, check_links
from footlight.workflows.links.missing_links import MissingLinks


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """The options of a check, from the command line and the configuration."""

    archives: tuple[ArchiveSpec, ...] = ()
    """Archives with which the pages are compared."""
    contact: str = ""
    """How a site can reach the user: an e-mail or web address."""
    allowed: tuple[str, ...] = ()
    """Hosts on this machine or network that may be requested; they are the user's own, so without a rate limit."""
    again: bool = False
    write: bool = False
    """Whether a capture is searched for each link that counts as dead."""


def check_live_links(
    files: Sequence[EssayFile], settings: CheckSettings, clock: Clock, listener: Listener
) -> tuple[CheckedEssay, ...]:
    """Check every link of the essays. Raises what `check_links` and opening an archive raise."""
    own = tuple(host for host in settings.allowed if ":" in host)
    options = TransportOptions(
        agent=user_agent(settings.contact),
        clock=clock,
        allowed=settings.allowed,
        unlimited=own,
        on_wait=lambda seconds, host: listener.told(f"waiting {seconds:.0f} s for a turn at {host}"),
    )
    with ExitStack() as opened:
        # HEAD, then GET are two attempts already.
        live = opened.enter_context(closing(live_transport(options, attempts=1)))
        archives = [opened.enter_context(closing(one)) for one in open_archives(settings.archives, options, opened)]
        check = Check(
            transport=live,
            observations=options.budget.with_name("observations.sqlite"),
            archives=archives,
            own=own,
            again=settings.again,
            clock=clock,
            listener=listener,
        )
        checked = check_links(files, check)
        if not settings.write:
            return checked
        day = clock.utc.date()
        return tuple(_with_evidence(with_replacements(one, archives, day), archives) for one in checked)


def _with_evidence(checked: CheckedEssay, archives: Sequence[Archive]) -> CheckedEssay:
    """Keep the captures for the dead links of an essay, so that `links verify` can prove them."""
    if checked.missing is None or not checked.recoveries:
        return checked
    source = checked.missing.source
    try:
        return replace(checked, recoveries=keep_evidence(source.path, checked.recoveries, archives))
    except EvidenceError as error:
        found = evidence_finding(error, source.shown)
        return replace(checked, recoveries=(), findings=(*checked.findings, found))


def open_archives(specs: Sequence[ArchiveSpec], options: TransportOptions, opened: ExitStack) -> Iterator[Archive]:
    """Open the archives; remote ones have their own transport, because live pages must not lead to allowed hosts."""
    remote = [spec for spec in specs if spec.path is None]
    allowed, unlimited = tuple(spec.host for spec in remote), tuple(spec.host for spec in remote if spec.is_own)
    transport = archive_transport(replace(options, allowed=allowed, unlimited=unlimited)) if remote else None
    if transport is not None:
        opened.callback(transport.close)
    for spec in specs:
        if spec.path is not None:
            yield local_archive(spec.path)
        elif transport is not None:
            yield spec.open(transport)


def with_replacements(checked: CheckedEssay, archives: Sequence[Archive], day: date) -> CheckedEssay:
    """Add a capture for each dead link of the essay that no person decided."""
    return replace(checked, recoveries=tuple(_recoveries(checked, archives, day)))


def _recoveries(checked: CheckedEssay, archives: Sequence[Archive], day: date) -> Iterator[Recovery]:
    if checked.missing is None:
        return
    meta = checked.missing.source.meta
    facts = EssayFacts(date=meta.date.first_day if meta.date else None)
    for link in checked.links:
        entry = checked.missing.entry_within(link.link.start, link.link.end)
        if link.counts_as_dead and not (entry and entry.status.decided):
            yield find_replacement_capture(_dead(link, checked.missing), facts, archives, day)


def _dead(checked: CheckedLink, missing: MissingLinks) -> Recovery:
    link, seen, text = checked.link, checked.seen, missing.source.text
    place = Place(
        start=link.start, end=link.end, kind=seen.kind, code="target", confidence=1.0, why=seen.why, anchor=link.words
    )
    days = ", ".join(day.isoformat() for day in checked.history.failed)
    failed = Searched(where=link.url, when=checked.history.failed[-1], result=f"{seen.kind} on {days}")
    start = text.rfind("\n", 0, link.start) + 1
    stop = text.find("\n", link.end)
    markup = text[max(start, link.start - 80) : min(stop if stop >= 0 else len(text), link.end + 80)]
    return dead_link_recovery(place, link.url, markup.strip(), failed)
