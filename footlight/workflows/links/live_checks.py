"""`links check` with this machine's own transport, budget and observations, and with the archives that a user names."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from footlight.clock import Clock
from footlight.engines.web.transports import TransportOptions, archive_transport, live_transport, user_agent
from footlight.links.archives.archive import Archive
from footlight.links.archives.archive_specs import Spec
from footlight.links.archives.local_archive import LocalArchive
from footlight.links.evidence.evidence_file import EvidenceError
from footlight.workflows.links.checked_links import Checked
from footlight.workflows.links.dead_link_entries import looked_after
from footlight.workflows.links.kept_evidence import evidence_finding, keep_evidence
from footlight.workflows.links.link_checks import Check, Listener, check_links


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user decides."""

    archives: tuple[Spec, ...] = ()
    """What the pages are compared with."""
    contact: str = ""
    """How a site can reach whoever asks."""
    allowed: tuple[str, ...] = ()
    """Hosts that may be on this machine or network; they are the user's own, and asked without a pace."""
    again: bool = False
    write: bool = False
    """Whether a capture is looked for that stands in for each link that counts as dead."""


def check_with(
    files: Sequence[tuple[Path, str]], settings: Settings, clock: Clock, listener: Listener
) -> tuple[Checked, ...]:
    """What became of every link of the essays. Raises what `check_links` and opening an archive raise."""
    options = TransportOptions(
        agent=user_agent(settings.contact),
        clock=clock,
        allowed=settings.allowed,
        unlimited=settings.allowed,
        on_wait=lambda seconds, host: listener.told(f"waiting {seconds:.0f} s for a turn at {host}"),
    )
    with ExitStack() as opened:
        # HEAD, then GET: that is asking twice already.
        live = opened.enter_context(closing(live_transport(options, attempts=1)))
        archives = [opened.enter_context(closing(one)) for one in _archives(settings.archives, options, opened)]
        check = Check(
            transport=live,
            observations=options.budget.with_name("observations.sqlite"),
            archives=archives,
            again=settings.again,
            clock=clock,
            listener=listener,
        )
        checked = check_links(files, check)
        if not settings.write:
            return checked
        day = clock.utc.date()
        return tuple(_with_evidence(looked_after(one, archives, day), archives) for one in checked)


def _with_evidence(checked: Checked, archives: Sequence[Archive]) -> Checked:
    """The essay with the captures that stand in for its dead links kept, so that `links verify` can prove them."""
    if checked.missing is None or not checked.recoveries:
        return checked
    source = checked.missing.source
    try:
        return replace(checked, recoveries=keep_evidence(source.path, checked.recoveries, archives))
    except EvidenceError as error:
        found = evidence_finding(error, source.shown)
        return replace(checked, recoveries=(), findings=(*checked.findings, found))


def _archives(specs: Sequence[Spec], options: TransportOptions, opened: ExitStack) -> Iterator[Archive]:
    """The archives, those behind a network through a transport of their own: no page of the live web leads to them."""
    remote = [spec for spec in specs if spec.path is None]
    allowed, unlimited = tuple(spec.place for spec in remote), tuple(spec.place for spec in remote if spec.own)
    transport = archive_transport(replace(options, allowed=allowed, unlimited=unlimited)) if remote else None
    if transport is not None:
        opened.callback(transport.close)
    for spec in specs:
        if spec.path is not None:
            yield LocalArchive(spec.path)
        elif transport is not None:
            yield spec.opened(transport)
