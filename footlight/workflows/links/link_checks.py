"""Check where the links of essays lead now: several hosts at a time, each answer kept as it arrives."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Protocol

from footlight.clock import Clock
from footlight.engines.web.messages import Transport
from footlight.engines.web.url import configured_host, host_and_port
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
from footlight.workflows.links.missing_links import MissingLinks, find_missing_links
from footlight.workflows.processes.pool import map_queues


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLink:
    """A link and what is known of its target."""

    link: PresentLink
    seen: Observation
    history: History
    names_fragment: bool
    """Whether the page has the link's fragment; true also if that is not known."""

    @property
    def counts_as_dead(self) -> bool:
        """Whether the link failed now and failed often enough before."""
        return self.seen.kind in DEAD and self.history.dead


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedEssay:
    """The result for one essay."""

    missing: MissingLinks | None
    """The essay and its ledger; None if either cannot be read."""
    links: tuple[CheckedLink, ...]
    findings: tuple[Finding, ...]
    recoveries: tuple[Recovery, ...] = ()
    """Captures for the links that count as dead, with `--write`."""


_OPEN = frozenset({"alive", "moved", "unknown"})
"""Kinds that a comparison, or other addresses with the same destination, can still change."""
ANSWER_VALID = 20 * 3600.0
"""Seconds for which an answer is used again: less than a day, so that a daily check at any hour asks every day."""
_HOSTS_AT_ONCE = 200
"""Each is asked one thing at a time, and almost all of the time one waits for its turn or its answer."""
_OF_OWN_HOST = 16
"""Requests at once to a host that is the user's own."""


class Listener(Protocol):
    """Receives the progress of a check."""

    def begin(self, number: int) -> None:
        """Start: this number of addresses is requested."""

    def told(self, words: str) -> None:
        """Say what is being done; called from several threads."""

    def one_more(self) -> None:
        """One address is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The means of a check."""

    transport: Transport
    observations: Path
    """The file of the observation log."""
    archives: Sequence[Archive] = ()
    """Archives with which the pages are compared."""
    own: Collection[str] = ()
    """Hosts (`HOST:PORT`) that are the user's own, which are asked several things at once."""
    again: bool = False
    """Whether addresses are requested again that were requested today."""
    clock: Clock
    listener: Listener


@dataclass(frozen=True, slots=True, kw_only=True)
class _Essay:
    missing: MissingLinks | None
    findings: tuple[Finding, ...]
    links: tuple[PresentLink, ...]
    written: date | None


def check_links(files: Sequence[EssayFile], check: Check) -> tuple[CheckedEssay, ...]:
    """Check every link of the essays. Raises EnvironmentProblem if observations cannot be written."""
    essays = [_read(file, compared=bool(check.archives)) for file in files]
    targets = LinkTargets()
    for essay in essays:
        targets.add(essay.links, essay.written)
    with closing(ObservationLog(check.observations)) as observations:
        run = _Run(check, observations)
        run.over(list(targets))
        return tuple(
            CheckedEssay(
                missing=essay.missing,
                links=tuple(run.checked(link, essay.written) for link in essay.links),
                findings=essay.findings,
            )
            for essay in essays
        )


def _read(file: EssayFile, *, compared: bool) -> _Essay:
    missing, findings = find_missing_links(file, mentioned=False)
    if missing is None:
        return _Essay(missing=None, findings=findings, links=(), written=None)
    source = missing.source
    written = source.meta.date.first_day if compared and source.meta.date else None
    return _Essay(missing=missing, findings=findings, links=present_links(source.text), written=written)


@dataclass(slots=True)
class _Run:
    """One run over all targets; only the main thread judges and writes observations."""

    check: Check
    observations: ObservationLog
    found: dict[tuple[str, date | None], Observation] = field(default_factory=dict)
    companions: SharedDestinations[tuple[Target, TargetFacts, Observation]] = field(default_factory=SharedDestinations)

    def over(self, targets: Sequence[Target]) -> None:
        """Fetch and judge every target that was not checked today, host by host."""
        asked = [target for target in targets if not self._known(target)]
        self.check.listener.begin(len(asked))
        queues = list(_by_host(asked, frozenset(map(configured_host, self.check.own))))
        for target, facts in map_queues(queues, TargetFetcher(self.check, asked).at, at_once=_HOSTS_AT_ONCE):
            self._judged(target, facts)
            self.check.listener.one_more()

    def checked(self, link: PresentLink, written: date | None) -> CheckedLink:
        """Return the result for a link."""
        address, fragment = address_of(link)
        seen = self.found[address, written]
        return CheckedLink(
            link=link,
            seen=seen,
            history=history(self.observations.of(address)),
            names_fragment=dict(seen.named).get(fragment, True),
        )

    def _known(self, target: Target) -> bool:
        """Tell whether an observation of today can be used; "unknown" is not an answer."""
        last = self.observations.last(target.address, self._basis(target))
        if last is None or self.check.again or last.kind == "unknown":
            return False
        age = self.check.clock.now() - last.when.timestamp()
        if not 0 <= age < ANSWER_VALID or not set(target.fragments) <= dict(last.named).keys():
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
        if len(others) == SHARED_BY:  # the first ones were judged before the others were seen
            for other, as_seen, earlier in others:
                known_now = observe(replace(as_seen, same_destination=SHARED_BY), (), earlier.when)
                if earlier.kind in ("alive", "unknown") and known_now.kind == "soft-404":
                    self._keep(other, replace(earlier, kind=known_now.kind, why=known_now.why))
        self.companions.add(facts.fetched, (target, without_bodies(facts), observation))

    def _keep(self, target: Target, observation: Observation) -> None:
        self.found[target.address, target.written] = observation
        self.observations.add(target.address, self._basis(target), observation)

    def _compared(self, target: Target, facts: TargetFacts) -> TargetFacts:
        """Add the archived page if a comparison with it can still change the verdict."""
        if not self.check.archives or facts.fetched.page is None or is_archive(target.address):
            return facts
        if kind_of(judge(facts)) not in _OPEN:
            return facts
        return replace(facts, archived=archived_page(target.address, target.written, self.check.archives))


def _by_host(targets: Sequence[Target], own: Collection[str]) -> Iterator[list[Target]]:
    """Yield the targets of each host, which are requested one after the other; those of a host of one's own in parts,
    which are requested side by side.
    """
    hosts: dict[str, list[Target]] = {}
    for target in targets:
        hosts.setdefault(host_and_port(target.address), []).append(target)
    for host, asked in hosts.items():
        parts = min(_OF_OWN_HOST, len(asked)) if host in own else 1
        yield from (asked[first::parts] for first in range(parts))


class TargetFetcher:
    """Fetches targets; used from several threads."""

    def __init__(self, check: Check, targets: Sequence[Target]) -> None:
        self._fetcher = LinkFetcher(check.transport)
        self._check = check
        self._shared = {address for address, often in Counter(one.address for one in targets).items() if often > 1}
        self._fetched: dict[str, FetchedTarget] = {}
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    def at(self, target: Target) -> tuple[Target, TargetFacts]:
        """Fetch a target, and an invented address of the same host to compare with (see `random_sibling`)."""
        self._check.listener.told(f"asking {target.address}")
        address = target.address
        fetched = self._once(address) if address in self._shared else self._fetcher.fetch(address)
        facts = TargetFacts(fetched=fetched, link_words=tuple(target.words))
        return target, replace(facts, sibling=self._sibling(target.address, fetched))

    def _sibling(self, address: str, fetched: FetchedTarget) -> FetchedTarget | None:
        """Fetch an invented address beside the target; one in the same folder too if the page says "not found"."""
        if fetched.status != 200 or fetched.page is None:
            return None
        day = self._check.clock.utc.date()
        probes = [random_sibling(address, day)]
        if says_not_found(fetched.page):
            probes.append(random_sibling(address, day, near=True))
        found = None
        for probe in filter(None, dict.fromkeys(probes)):
            found = self._once(probe)
            if found.status == 200:
                break
        return found

    def _once(self, address: str) -> FetchedTarget:
        """Fetch an address that several targets need, such as an invented one, once a run."""
        with self._locks[address]:
            if address not in self._fetched:
                self._fetched[address] = self._fetcher.fetch(address)
            return self._fetched[address]
