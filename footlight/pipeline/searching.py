"""The archives in which is searched, opened once a process; those behind a network, made searchable for an essay."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from footlight.essay import Source
from footlight.exchange import Request
from footlight.links.archives.archive import Archive
from footlight.links.archives.harvested import Ground, Harvest, Harvested
from footlight.links.archives.local import LocalArchive
from footlight.links.archives.specs import Spec
from footlight.links.archives.surveying import Interest
from footlight.links.archives.urlkey import host_of
from footlight.links.recovery import EssayFacts
from footlight.links.recovery.surface import surface
from footlight.links.terms import terms
from footlight.links.web.doorway import Doorway, agent, archive_door
from footlight.links.web.manners import place_of
from footlight.links.web.noting import Noting
from footlight.place import Place

_OTHER_SITES = 2
_BESIDE = 200
"""Characters on either side of a gap that count as being beside it."""

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is to be looked through, and for what."""

    archives: tuple[Spec, ...]
    mentioned: bool = False
    contact: str = ""
    """How an archive can reach whoever asks: an address of mail or of a page."""
    pages: int = 400
    """Pages that are read at most of an archive behind a network, for one essay."""

    @property
    def remote(self) -> bool:
        """Whether the network is asked."""
        return any(spec.path is None for spec in self.archives)


class Room:
    """What one process has open for a search: archives, the door to the network, what was harvested."""

    def __init__(self, search: Search, told: Told) -> None:
        self.search, self._told = search, told
        self._local: dict[Spec, LocalArchive] = {}
        self._harvests: dict[tuple[Spec, tuple[str, ...]], Harvest] = {}
        self._door: Noting | None = None

    def archives(self, source: Source, facts: EssayFacts, places: tuple[Place, ...]) -> tuple[Archive, ...]:
        """The archives, ready to be searched for an essay's missing links. Raises EnvironmentProblem as they do."""
        if self._door is not None:
            self._door.begin()
        ground = _ground(self.search, source, facts, places)
        return tuple(
            self._on_this_machine(spec, spec.path) if spec.path else self._harvested(spec, ground)
            for spec in self.search.archives
        )

    @property
    def silent(self) -> tuple[tuple[str, str], ...]:
        """Hosts that did not answer a question on behalf of the last essay, and why."""
        return tuple(sorted(self._door.silent.items())) if self._door else ()

    def close(self) -> None:
        """Close them all."""
        for harvest in self._harvests.values():
            harvest.close()
        for archive in self._local.values():
            archive.close()
        if self._door is not None:
            self._door.close()

    def _on_this_machine(self, spec: Spec, path: Path) -> LocalArchive:
        if spec not in self._local:
            self._local[spec] = LocalArchive(path)
        return self._local[spec]

    def _asked(self) -> date:
        """The day of the archives' oldest answer; today where they gave none."""
        oldest = self._door.oldest if self._door else None
        return (oldest or datetime.now(UTC)).date()

    def _harvested(self, spec: Spec, ground: Ground) -> Harvested:
        if self._door is None:
            self._door = Noting(archive_door(_way(self.search, self._told)))
        archive = spec.opened(self._door)
        key = (spec, ground.sites)
        harvest = self._harvests.get(key) or Harvest(archive, ground, told=self._told, asked=self._asked)
        if harvest.whole:
            self._harvests[key] = harvest
        return Harvested(archive, harvest, ground.interest.written, asked=self._asked)


def _way(search: Search, told: Told) -> Doorway:
    remote = [spec for spec in search.archives if spec.path is None]
    return Doorway(
        agent=agent(search.contact),
        allowed=tuple(spec.place for spec in remote),
        free=tuple(spec.place for spec in remote if spec.own),
        waits=lambda seconds, host: told(f"waiting {seconds:.0f} s for a turn at {host}"),
        asks=lambda request: told(_asking(request)),
    )


def _asking(request: Request) -> str:
    return f"asking {place_of(request.url)}: {request.errand} {request.url[:200]}"


def _ground(search: Search, source: Source, facts: EssayFacts, places: tuple[Place, ...]) -> Ground:
    """The essay's own site, and those that most of its remaining links lead to."""
    if not search.remote:
        return Ground(sites=(), interest=Interest())
    essay = surface(source.text)
    own = host_of(facts.url) if facts.url else ""
    linked = Counter(host for url in essay.addresses if (host := host_of(url)) and host != own)
    others = sorted(linked, key=lambda host: (-linked[host], host))[:_OTHER_SITES]
    near = " ".join(source.text[max(0, p.start - _BESIDE) : p.end + _BESIDE] for p in places)
    interest = Interest(near=frozenset(terms(near)), words=frozenset(terms(essay.seen)), written=facts.date)
    return Ground(sites=(*([own] if own else []), *others), interest=interest, pages=search.pages)
