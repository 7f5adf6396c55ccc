"""An archive behind a network, made searchable: what its index has of the essay's site, and the pages that were read.

The essay's own site is asked for whole; of what else its links lead to, the neighbours of those pages. Of each stretch
at most a stated number of pages is read. Index, pages and what could not be asked are said in `survey`, so that "not
there" and "not asked" differ. All that was read is kept by the door, so that another run, or one that was interrupted,
asks nothing twice.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from footlight.ledger.entries import Searched
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
from footlight.links.archives.capture_indexing import enter, look_at, prepare, settle, take_for_alike
from footlight.links.archives.ordered_threads import in_parallel
from footlight.links.archives.page_library import Library
from footlight.links.archives.page_selection import Interest, chosen_pages, feeds_in, readable
from footlight.links.archives.url_key import host_of

_FEEDS, _FEED_CAPTURES = 3, 3
_AT_ONCE = 6
"""Pages that are waited for at a time; how many are asked for in a second is the budget's to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of an archive's index, and how much of it is read."""

    url: str
    match: Match = Match.HOST
    rows: int = 10_000
    """Asked for at most."""
    pages: int = 400
    """Read at most."""

    def __str__(self) -> str:
        """As the ledger names it."""
        return host_of(self.url) if self.match is Match.HOST else f"{self.url}*"


class Harvest:
    """What was read of an archive. `told` hears what is being done; `asked` is the day on which the archive gave the
    answers that it has so far.
    """

    def __init__(self, archive: Archive, *, told: Callable[[str], None], asked: Callable[[], date]) -> None:
        self._archive, self._told, self.asked = archive, told, asked
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self.rows: dict[str, Capture] = {}
        """By their locators."""
        self.captures: dict[int, Capture] = {}
        self.survey = Survey()
        self.whole = True
        """Whether every page was read that the index has, so that it would be the same for any essay."""
        self.soft: frozenset[str] = frozenset()
        """Digests of error pages that say 200."""
        prepare(self._db)

    def gather(self, stretches: Sequence[Stretch], interest: Interest) -> Library:
        """Ask for these, read pages of them, and put those on the shelf."""
        for stretch in stretches:
            self._read(self._index_of(stretch), stretch, interest)
        take_for_alike(self._db)
        settle(self._db)
        rows = self._db.execute("SELECT DISTINCT digest FROM capture WHERE soft AND digest != ''")
        self.soft = frozenset(digest for (digest,) in rows)
        return Library(self._db)

    def copy(self) -> "Harvest":
        """Another that begins with what this one has."""
        other = Harvest(self._archive, told=self._told, asked=self.asked)
        self._db.backup(other._db)
        other.rows, other.captures = dict(self.rows), dict(self.captures)
        other.survey = self.survey
        return other

    def say(self, where: str, result: str, trouble: Unreachable | Excluded | None = None) -> None:
        """What was asked and what came of it, for the ledger."""
        row = Searched(where=f"{self._archive.name}: {where}", when=self.asked(), result=result)
        blocked = (*self.survey.blocked, *([trouble] if trouble else []))
        self.survey = Survey(searched=(*self.survey.searched, row), blocked=blocked)
        self.whole = self.whole and not trouble

    def close(self) -> None:
        """Let go of the library."""
        self._db.close()

    def _index_of(self, stretch: Stretch) -> tuple[Capture, ...]:
        self._told(f"{self._archive.name}: index of {stretch}")
        asked = Query(url=stretch.url, match=stretch.match, limit=stretch.rows, first=True)
        answer = self._archive.captures(asked)
        match answer:
            case Found(value=rows):
                cut = ", and there are more" if len(rows) >= stretch.rows else ""
                self.say(f"index of {stretch}", f"{len(rows)} captures{cut}")
                return rows
            case NothingThere():
                self.say(f"index of {stretch}", "nothing there")
            case Unreachable(why=why):
                said = why if why.startswith("not asked") else f"not answered: {why}"
                self.say(f"index of {stretch}", said, answer)
            case Excluded(why=why):
                self.say(f"index of {stretch}", f"excluded: {why}" if why else "excluded", answer)
        return ()

    def _read(self, rows: Sequence[Capture], stretch: Stretch, interest: Interest) -> None:
        new = [row for row in rows if row.locator not in self.rows]
        numbers = {row.locator: enter(self._db, row) for row in new}
        self.rows |= {row.locator: row for row in new}
        self.captures |= {numbers[row.locator]: row for row in new}
        pages = readable(new)
        chosen = chosen_pages(pages, interest, stretch.pages)
        good, silent = 0, []
        for at, (capture, reading) in enumerate(in_parallel(self._archive.read, chosen, _AT_ONCE), start=1):
            self._told(f"{self._archive.name}: page {at} of {len(chosen)}")
            if isinstance(reading, Found):
                look_at(self._db, numbers[capture.locator], capture, reading.value)
                good += 1
            elif isinstance(reading, Unreachable):
                silent.append(reading)
        left = len(pages) - len(chosen)
        self.whole = self.whole and not left
        more = f"; {len(silent)} not answered" if silent else ""
        if left:
            more += f"; {left} not asked for: there are more than {stretch.pages}, and these are farthest"
        if pages:
            self.say(f"pages of {stretch}", f"{good} of {len(pages)} read and ranked{more}", next(iter(silent), None))


class Harvested:
    """`archive` with what was harvested of it, for an essay that was written on a day."""

    def __init__(self, archive: Archive, harvest: Harvest, library: Library, written: date | None) -> None:
        self.name = archive.name
        self.asked = harvest.asked
        self.library = library
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
        for feed in feeds_in(self._harvest.rows.values())[:_FEEDS]:
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
