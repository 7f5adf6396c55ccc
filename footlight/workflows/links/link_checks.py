"""Check where the links of essays lead now: several hosts at a time, each answer kept as it arrives."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from footlight.clock import Clock
from footlight.engines.web.messages import Transport
from footlight.engines.web.url import host_and_port
from footlight.essay_files import EssayFile
from footlight.findings.finding import Finding
from footlight.links.archives.archive import Archive
from footlight.links.archives.soft_404_captures import says_not_found
from footlight.links.present_links import PresentLink, present_links
from footlight.links.recovery import Recovery
from footlight.links.verdicts import judge
from footlight.links.verdicts.archived_page import archived_page
from footlight.links.verdicts.history import History, history
from footlight.links.verdicts.link_fetch import LinkFetcher
from footlight.links.verdicts.link_targets import LinkTargets, Target, address_of
from footlight.links.verdicts.observation_log import Observation, ObservationLog, observe
from footlight.links.verdicts.random_sibling import random_sibling
from footlight.links.verdicts.shared_destinations import SharedDestinations
from footlight.links.verdicts.soft_not_found import SHARED_BY
from footlight.links.verdicts.special_hosts import is_archive
from footlight.links.verdicts.target_facts import FetchedTarget, TargetFacts, without_bodies
from footlight.links.verdicts.verdict import DEAD, kind_of
from footlight.workflows.links.missing_links import Missing, find_missing
from footlight.workflows.processes.pool import map_queues


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLink:
    """A link, and what became of what it leads to."""

    link: PresentLink
    seen: Observation
    history: History
    names_fragment: bool
    """Whether the page names the place that the link's fragment means; also where that is not known."""

    @property
    def counts_as_dead(self) -> bool:
        """Whether it failed now, and often enough before."""
        return self.seen.kind in DEAD and self.history.dead


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of one essay."""

    missing: Missing | None
    """The essay and its ledger; None where it cannot be read."""
    links: tuple[CheckedLink, ...]
    findings: tuple[Finding, ...]
    recoveries: tuple[Recovery, ...] = ()
    """What stands in for the links that count as dead, where that was asked for."""


_OPEN = frozenset({"alive", "moved", "unknown"})
"""Kinds in which a comparison, or other addresses that lead to the same page, could still change what is said."""
TODAY = 20 * 3600.0
"""Seconds for which an answer stands: a check every day asks every day, whatever the hour."""
_HOSTS_AT_ONCE = 8


class Listener(Protocol):
    """Who is told how it goes."""

    def begin(self, number: int) -> None:
        """So many addresses are to be asked for."""

    def told(self, words: str) -> None:
        """What is being done; from several threads."""

    def one_more(self) -> None:
        """One of them is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What links are checked with."""

    transport: Transport
    observations: Path
    """Where they are kept."""
    archives: Sequence[Archive] = ()
    """What the pages are compared with."""
    again: bool = False
    """Whether what was asked today is asked again."""
    clock: Clock
    listener: Listener


@dataclass(frozen=True, slots=True, kw_only=True)
class _Essay:
    missing: Missing | None
    findings: tuple[Finding, ...]
    links: tuple[PresentLink, ...]
    written: date | None


def check_links(files: Sequence[EssayFile], check: Check) -> tuple[Checked, ...]:
    """What became of every link of the essays. Raises EnvironmentProblem where observations cannot be kept."""
    essays = [_read(file, compared=bool(check.archives)) for file in files]
    targets = LinkTargets()
    for essay in essays:
        targets.add(essay.links, essay.written)
    with closing(ObservationLog(check.observations)) as observations:
        run = _Run(check, observations)
        run.over(list(targets))
        return tuple(
            Checked(
                missing=essay.missing,
                links=tuple(run.checked(link, essay.written) for link in essay.links),
                findings=essay.findings,
            )
            for essay in essays
        )


def _read(file: EssayFile, *, compared: bool) -> _Essay:
    missing, findings = find_missing(file, mentioned=False)
    if missing is None:
        return _Essay(missing=None, findings=findings, links=(), written=None)
    source = missing.source
    written = source.meta.date.first_day if compared and source.meta.date else None
    return _Essay(missing=missing, findings=findings, links=present_links(source.text), written=written)


@dataclass(slots=True)
class _Run:
    """One run over all targets."""

    check: Check
    observations: ObservationLog
    found: dict[tuple[str, date | None], Observation] = field(default_factory=dict)
    companions: SharedDestinations[tuple[Target, TargetFacts, Observation]] = field(default_factory=SharedDestinations)

    def over(self, targets: Sequence[Target]) -> None:
        """Look at all that was not looked at today, host by host."""
        asked = [target for target in targets if not self._known(target)]
        self.check.listener.begin(len(asked))
        for target, facts in map_queues(list(_by_host(asked)), Asking(self.check).at, at_once=_HOSTS_AT_ONCE):
            self._judged(target, facts)
            self.check.listener.one_more()

    def checked(self, link: PresentLink, written: date | None) -> CheckedLink:
        """What became of a link."""
        address, fragment = address_of(link)
        seen = self.found[address, written]
        return CheckedLink(
            link=link,
            seen=seen,
            history=history(self.observations.of(address)),
            names_fragment=dict(seen.named).get(fragment, True),
        )

    def _known(self, target: Target) -> bool:
        """Whether an answer of today will do. What is not known is no answer."""
        last = self.observations.last(target.address, self._basis(target))
        if last is None or self.check.again or last.kind == "unknown":
            return False
        age = self.check.clock.now() - last.when.timestamp()
        if not 0 <= age < TODAY or not set(target.fragments) <= dict(last.named).keys():
            return False
        self.found[target.address, target.written] = last
        return True

    def _basis(self, target: Target) -> str:
        return " ".join([str(target.written or ""), *(archive.name for archive in self.check.archives)]).strip()

    def _judged(self, target: Target, facts: TargetFacts) -> None:
        facts = self._compared(target, facts)
        others = self.companions.others(facts.fetched)
        facts = replace(facts, same_destination=len(others))
        observation = observe(facts, target.fragments, self.check.clock.utc)
        self._keep(target, observation)
        if len(others) == SHARED_BY:  # the first ones were judged before it was known that there are more
            for other, as_seen, earlier in others:
                known_now = observe(replace(as_seen, same_destination=SHARED_BY), (), earlier.when)
                if earlier.kind in ("alive", "unknown") and known_now.kind == "soft-404":
                    self._keep(other, replace(earlier, kind=known_now.kind, why=known_now.why))
        self.companions.add(facts.fetched, (target, without_bodies(facts), observation))

    def _keep(self, target: Target, observation: Observation) -> None:
        self.found[target.address, target.written] = observation
        self.observations.add(target.address, self._basis(target), observation)

    def _compared(self, target: Target, facts: TargetFacts) -> TargetFacts:
        """With what the archives have of it, where that could still change what is said."""
        worth = kind_of(judge(facts)) in _OPEN and facts.fetched.page is not None
        if not self.check.archives or not worth or is_archive(target.address):
            return facts
        return replace(facts, archived=archived_page(target.address, target.written, self.check.archives))


def _by_host(targets: Sequence[Target]) -> Iterator[list[Target]]:
    """The targets of each host, which are asked one after the other."""
    hosts: dict[str, list[Target]] = {}
    for target in targets:
        hosts.setdefault(host_and_port(target.address), []).append(target)
    yield from hosts.values()


class Asking:
    """Looks at targets; for use in threads."""

    def __init__(self, check: Check) -> None:
        # Within a run nothing is asked twice; `again` is about answers of before it.
        self._looking = LinkFetcher(check.transport, max_age=0 if check.again else TODAY)
        self._siblings = LinkFetcher(check.transport)
        self._check = check

    def at(self, target: Target) -> tuple[Target, TargetFacts]:
        """What is seen of a target, and of its host's answer for an address that nobody ever made."""
        self._check.listener.told(f"asking {target.address}")
        fetched = self._looking.fetch(target.address)
        facts = TargetFacts(fetched=fetched, link_words=tuple(target.words))
        return target, replace(facts, sibling=self._sibling(target.address, fetched))

    def _sibling(self, address: str, fetched: FetchedTarget) -> FetchedTarget | None:
        """What stands beside it; of a page that says that something is missing also what stands nearer by."""
        if fetched.status != 200 or fetched.page is None:
            return None
        day = self._check.clock.utc.date()
        probes = [random_sibling(address, day)]
        if says_not_found(fetched.page):
            probes.append(random_sibling(address, day, near=True))
        found = None
        for probe in filter(None, dict.fromkeys(probes)):
            found = self._siblings.fetch(probe)
            if found.status == 200:
                break
        return found
