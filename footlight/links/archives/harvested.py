"""An archive behind a network, made searchable: what its index has of the essay's sites, and the pages that were read.

A site is asked for whole, by a query of its host; of its pages at most a stated number is read. Index, pages and what
could not be asked are said in `survey`, so that "not there" and "not asked" differ. All that was read is kept by the
door, so that another run, or one that was interrupted, asks nothing twice.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from footlight.ledger import Searched
from footlight.links.archives.archive import (
    Answer,
    Archive,
    Capture,
    Excluded,
    Found,
    Match,
    NothingThere,
    Query,
    Reading,
    Survey,
    Unreachable,
)
from footlight.links.archives.crew import in_parallel
from footlight.links.archives.indexing import enter, look_at, prepare, settle, take_for_alike
from footlight.links.archives.library import Library
from footlight.links.archives.surveying import Interest, chosen_pages, feeds_in, readable

_ROWS = 10_000
_FEEDS, _FEED_CAPTURES = 3, 3
_AT_ONCE = 6
"""Pages that are waited for at a time; how many are asked for in a second is the budget's to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where an essay's missing links may lead, and how much of it is read."""

    sites: tuple[str, ...]
    """Hosts, the one where the essay was published first."""
    interest: Interest
    pages: int = 400
    """Read at most, of all sites together."""


class Harvest:
    """What was read of an archive's captures of some sites. `told` hears what is being done; `asked` is the day on
    which the archive gave the answers that it has so far.
    """

    def __init__(
        self, archive: Archive, ground: Ground, *, told: Callable[[str], None], asked: Callable[[], date]
    ) -> None:
        self._archive, self._ground, self._told, self._asked = archive, ground, told, asked
        self._searched: list[Searched] = []
        self._blocked: list[Unreachable | Excluded] = []
        self.rows = tuple(row for site in ground.sites for row in self._index_of(site))
        if not ground.sites:
            self._say("its index", "not asked: the essay names no site; `url:` in its front matter would")
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self.captures = self._read()
        self.library = Library(self._db)
        soft = self._db.execute("SELECT DISTINCT digest FROM capture WHERE soft AND digest != ''")
        self.soft = frozenset(digest for (digest,) in soft)
        """Digests of error pages that say 200."""
        self.survey = Survey(searched=tuple(self._searched), blocked=tuple(self._blocked))

    @property
    def whole(self) -> bool:
        """Whether every page was read that the index has, so that it would be the same for any essay."""
        return not self._blocked and len(readable(self.rows)) <= self._ground.pages

    def close(self) -> None:
        """Let go of the library."""
        self._db.close()

    def _say(self, where: str, result: str) -> None:
        self._searched.append(Searched(where=f"{self._archive.name}: {where}", when=self._asked(), result=result))

    def _index_of(self, site: str) -> tuple[Capture, ...]:
        self._told(f"{self._archive.name}: index of {site}")
        answer = self._archive.captures(Query(url=f"http://{site}/", match=Match.HOST, limit=_ROWS, first=True))
        match answer:
            case Found(value=rows):
                cut = ", and there are more" if len(rows) >= _ROWS else ""
                self._say(f"index of {site}", f"{len(rows)} captures{cut}")
                return rows
            case NothingThere():
                self._say(f"index of {site}", "nothing there")
            case Unreachable(why=why):
                self._say(f"index of {site}", why if why.startswith("not asked") else f"not answered: {why}")
                self._blocked.append(answer)
            case Excluded(why=why):
                self._say(f"index of {site}", f"excluded: {why}" if why else "excluded")
                self._blocked.append(answer)
        return ()

    def _read(self) -> dict[int, Capture]:
        """Read pages, and put them on the shelf. Gives the captures by their numbers."""
        prepare(self._db)
        numbers = {row.locator: enter(self._db, row) for row in self.rows}
        pages = readable(self.rows)
        chosen = chosen_pages(pages, self._ground.interest, self._ground.pages)
        good, silent = 0, 0
        for capture, reading in self._readings(chosen):
            if isinstance(reading, Found):
                look_at(self._db, numbers[capture.locator], capture, reading.value)
                good += 1
            elif isinstance(reading, Unreachable):
                silent += 1
                self._blocked += [reading] if silent == 1 else []
        take_for_alike(self._db)
        settle(self._db)
        if pages:
            self._say_read(good, silent, len(pages), len(pages) - len(chosen))
        return {numbers[row.locator]: row for row in self.rows}

    def _say_read(self, good: int, silent: int, pages: int, left: int) -> None:
        more = f"; {silent} not answered" if silent else ""
        if left:
            more += f"; {left} not asked for: there are more than {self._ground.pages}, and these are farthest"
        self._say("pages of " + ", ".join(self._ground.sites), f"{good} of {pages} read and ranked{more}")

    def _readings(self, chosen: Sequence[Capture]) -> Iterator[tuple[Capture, Reading]]:
        for at, (capture, reading) in enumerate(in_parallel(self._archive.read, chosen, _AT_ONCE), start=1):
            self._told(f"{self._archive.name}: page {at} of {len(chosen)}")
            yield capture, reading


class Harvested:
    """`archive` with what was harvested of it, for an essay that was written on a day."""

    def __init__(self, archive: Archive, harvest: Harvest, written: date | None, *, asked: Callable[[], date]) -> None:
        self.name = archive.name
        self.asked = asked
        self.library = harvest.library
        self._archive, self._harvest, self._written = archive, harvest, written

    def captures(self, query: Query) -> Answer:
        """The rows of the archive's index; those that are known to be error pages are marked."""
        answer = self._archive.captures(query)
        if not isinstance(answer, Found):
            return answer
        soft = self._harvest.soft
        return Found(value=tuple(replace(c, soft=True) if c.digest in soft else c for c in answer.value))

    def read(self, capture: Capture) -> Reading:
        """What the capture holds, raw."""
        return self._archive.read(capture)

    def capture_of(self, number: int) -> Capture | None:
        """The capture of that number, from which a page of the library was read."""
        return self._harvest.captures.get(number)

    def feeds(self) -> tuple[Capture, ...]:
        """Captures of the sites' feeds from soon after the essay was written."""
        found: list[Capture] = []
        for feed in feeds_in(self._harvest.rows)[:_FEEDS]:
            answer = self._archive.captures(Query(url=feed.original))
            if isinstance(answer, Found):
                good = [c for c in answer.value if c.status in (0, 200)]
                found += sorted(good, key=self._after)[:_FEED_CAPTURES]
        return tuple(found)

    def survey(self) -> Survey:
        """What was asked, what was read, and what was not."""
        return self._harvest.survey

    def close(self) -> None:
        """Let go of the archive; the harvest may be another's as well."""
        self._archive.close()

    def _after(self, capture: Capture) -> tuple[bool, float]:
        """By nearness to the essay's date, what is after it first: a feed shows what is already written."""
        written = datetime.combine(self._written or date(1990, 1, 1), time.min, tzinfo=UTC)
        return capture.when < written, abs((capture.when - written).total_seconds())
