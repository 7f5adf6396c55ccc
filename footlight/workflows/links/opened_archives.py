"""The archives of a search, opened once in each process; remote ones are harvested so that they can be searched."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from footlight.clock import Clock
from footlight.engines.web.messages import Request
from footlight.engines.web.outcome_record import OutcomeRecord
from footlight.engines.web.transports import TransportOptions, archive_transport, user_agent
from footlight.engines.web.url import host_and_port
from footlight.essay.document import Source
from footlight.links.archives.archive import Archive, Match
from footlight.links.archives.archive_specs import ArchiveSpec
from footlight.links.archives.harvest import Harvest, HarvestedArchive, IndexRange
from footlight.links.archives.local_archive import LocalArchive
from footlight.links.archives.page_library import PageLibrary
from footlight.links.archives.page_selection import EssayTerms
from footlight.links.archives.url_key import host_of
from footlight.links.recovery import EssayFacts
from footlight.links.recovery.visible_text import visible_text
from footlight.links.search_terms import terms
from footlight.project import original_path
from footlight.textmatch.places import Place
from footlight.workflows.links.export_archives import local_archive

_NEIGHBOURHOODS, _NEIGHBOURS = 2, 30
"""Folders of other sites whose index is requested, and pages of each that are read."""
_BESIDE = 200
"""Characters on either side of a gap whose words count as near it."""

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """The options of a search for missing links."""

    archives: tuple[ArchiveSpec, ...]
    clock: Clock
    mentioned: bool = False
    contact: str = ""
    """How an archive can reach the user: an e-mail or web address."""
    pages: int = 400
    """The most pages that are read from a remote archive for one essay."""
    keep: bool = True
    """Whether the captures of what was found are kept beside the ledger."""

    @property
    def remote(self) -> bool:
        """Whether the search needs the network."""
        return any(spec.path is None for spec in self.archives)

    @property
    def others(self) -> bool:
        """Whether archives are requested that are not the user's own."""
        return any(spec.path is None and not spec.is_own for spec in self.archives)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchArea:
    """The parts of remote archives that are harvested for an essay."""

    own: IndexRange | None
    """The site where the essay was published."""
    others: tuple[IndexRange, ...]
    interest: EssayTerms


class ArchiveSession:
    """What one process keeps open during a search: archives, the transport to the network, harvested pages."""

    def __init__(self, search: Search, told: Told) -> None:
        self.search, self._told = search, told
        self._local: dict[ArchiveSpec, LocalArchive] = {}
        self._harvests: dict[tuple[ArchiveSpec, IndexRange | None], tuple[Harvest, PageLibrary]] = {}
        self._transport: OutcomeRecord | None = None

    def archives(self, source: Source, facts: EssayFacts, places: tuple[Place, ...]) -> tuple[Archive, ...]:
        """Return the archives, ready to be searched for an essay. Raises EnvironmentProblem if one cannot be opened."""
        if self._transport is not None:
            self._transport.clear()
        area = _search_area(self.search, source, facts, places)
        own = own_capture(source.path)
        specs = (*([own] if own else []), *self.search.archives)
        return tuple(
            self._on_this_machine(spec, spec.path) if spec.path else self._harvested(spec, area) for spec in specs
        )

    @property
    def silent(self) -> tuple[tuple[str, str], ...]:
        """Hosts that did not answer a request for the last essay, and why."""
        return tuple(sorted(self._transport.failed.items())) if self._transport else ()

    @property
    def unread(self) -> tuple[str, ...]:
        """Files in which no capture can be read."""
        return tuple(file.name for archive in self._local.values() for file in archive.unread)

    def close(self) -> None:
        """Close the archives and the transport."""
        for harvest, _ in self._harvests.values():
            harvest.close()
        for archive in self._local.values():
            archive.close()
        if self._transport is not None:
            self._transport.close()

    def _on_this_machine(self, spec: ArchiveSpec, path: Path) -> LocalArchive:
        if spec not in self._local:
            self._local[spec] = local_archive(path)
        return self._local[spec]

    def _asked(self) -> date:
        """Return the day of the archives' oldest answer; today if there is none."""
        oldest = self._transport.oldest if self._transport else None
        return (oldest or self.search.clock.utc).date()

    def _harvested(self, spec: ArchiveSpec, area: SearchArea) -> HarvestedArchive:
        """Harvest a remote archive: the essay's own site, and the neighbours of the essay's other links.

        A complete harvest of the site serves all essays of that site.
        """
        if self._transport is None:
            self._transport = OutcomeRecord(archive_transport(_options(self.search, self._told)))
        archive = spec.open(self._transport)
        known = self._harvests.get((spec, area.own))
        if known is None:
            harvest = Harvest(archive, progress=self._told, asked=self._asked)
            if not area.own:
                harvest.add_to_report(
                    "its index", "not asked: the essay names no site; `url:` in its front matter would"
                )
            known = (harvest, harvest.gather([area.own] if area.own else [], area.interest))
            if harvest.complete:
                self._harvests[spec, area.own] = known
        harvest, library = known
        if area.others:
            harvest = harvest.copy()
            library = harvest.gather(area.others, area.interest)
        return HarvestedArchive(archive, harvest, library, area.interest.written)


def own_capture(essay: Path) -> ArchiveSpec | None:
    """The archive that `import` kept beside an essay: the essay's own page, as it was captured."""
    path = original_path(essay)
    return ArchiveSpec(name=path.name, path=path) if path.is_file() else None


def _options(search: Search, told: Told) -> TransportOptions:
    remote = [spec for spec in search.archives if spec.path is None]
    return TransportOptions(
        agent=user_agent(search.contact),
        clock=search.clock,
        allowed=tuple(spec.host for spec in remote),
        unlimited=tuple(spec.host for spec in remote if spec.is_own),
        on_wait=lambda seconds, host: told(f"waiting {seconds:.0f} s for a turn at {host}"),
        on_request=lambda request: told(_asking(request)),
    )


def _asking(request: Request) -> str:
    return f"asking {host_and_port(request.url)}: {request.purpose} {request.url[:200]}"


def _search_area(search: Search, source: Source, facts: EssayFacts, places: tuple[Place, ...]) -> SearchArea:
    """Return the essay's own site, and the folders to which most of its remaining links lead."""
    if not search.remote:
        return SearchArea(own=None, others=(), interest=EssayTerms())
    essay = visible_text(source.text)
    own = host_of(facts.url) if facts.url else ""
    folders = Counter(url.rpartition("/")[0] + "/" for url in essay.addresses if host_of(url) != own and _deep(url))
    nearest = sorted(folders, key=lambda folder: (-folders[folder], folder))[:_NEIGHBOURHOODS]
    near = " ".join(source.text[max(0, p.start - _BESIDE) : p.end + _BESIDE] for p in places)
    interest = EssayTerms(near=frozenset(terms(near)), words=frozenset(terms(essay.visible)), written=facts.date)
    return SearchArea(
        own=IndexRange(url=f"http://{own}/", pages=search.pages) if own else None,
        others=tuple(IndexRange(url=f, match=Match.PREFIX, rows=1_000, pages=_NEIGHBOURS) for f in nearest),
        interest=interest,
    )


def _deep(url: str) -> bool:
    """Tell whether an address lies in a folder of its site; a whole site would be too large."""
    path = url.partition("://")[2].partition("?")[0].partition("#")[0]
    return path.count("/") > 1 and "?" not in url
