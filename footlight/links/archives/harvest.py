"""Make an archive on the network searchable: query its index, read pages of it, and build a library of them.

The essay's own site is asked for whole; of what its other links lead to, the folders around those pages. Of each range
at most a stated number of pages is read. The search report lists index, pages, and what was not asked, so that "not
archived" and "not asked" differ. The transport caches all responses, so another run, or one after an interrupt,
requests nothing twice.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from footlight.ledger.entries import Searched
from footlight.links.archives.archive import (
    Archive,
    Capture,
    Excluded,
    Found,
    IndexAnswer,
    Match,
    NotArchived,
    Query,
    ReadAnswer,
    SearchReport,
    Unreachable,
)
from footlight.links.archives.index_builder import add_capture, add_page, copy_fingerprints, create_tables, finish_index
from footlight.links.archives.page_library import PageLibrary
from footlight.links.archives.page_selection import EssayTerms, feed_captures, first_captures, select_pages
from footlight.links.archives.url_key import host_of

_FEEDS, _FEED_CAPTURES = 3, 3
_THREADS = 6
"""Pages that are waited for at a time; the rate limiter decides how many are requested in a second."""
_FALLEN, _OTHERS = 20, 3
"""Pages of a range that cannot be played, after which no others are asked for; and the captures of each that are."""
_AHEAD = 24
"""Pages that are read ahead of the one that is indexed: their bodies are held in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRange:
    """A range of an archive's index, and how much of it is read."""

    url: str
    match: Match = Match.HOST
    rows: int = 10_000
    """Most rows of the index."""
    pages: int = 400
    """Most pages that are read."""

    def __str__(self) -> str:
        """As the ledger names it."""
        return host_of(self.url) if self.match is Match.HOST else f"{self.url}*"


class Harvest:
    """What was read of an archive. `progress` is told what is being done; `asked` gives the day of the archive's oldest
    answer so far.
    """

    def __init__(self, archive: Archive, *, progress: Callable[[str], None], asked: Callable[[], date]) -> None:
        self._archive, self._progress, self.asked = archive, progress, asked
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self.rows: dict[str, Capture] = {}
        """By their locators."""
        self.captures: dict[int, Capture] = {}
        self.report = SearchReport()
        self.complete = True
        """Whether every page of the index was read, so that the library would be the same for any essay."""
        self.soft: frozenset[str] = frozenset()
        """Digests of error pages with status 200."""
        create_tables(self._db)

    def gather(self, ranges: Sequence[IndexRange], essay: EssayTerms) -> PageLibrary:
        """Query the index for these ranges, read pages of them, and add those to the library."""
        for part in ranges:
            self._read(self._query(part), part, essay)
        copy_fingerprints(self._db)
        finish_index(self._db)
        rows = self._db.execute("SELECT DISTINCT digest FROM capture WHERE soft AND digest != ''")
        self.soft = frozenset(digest for (digest,) in rows)
        return PageLibrary(self._db)

    def copy(self) -> "Harvest":
        """Another harvest that begins with what this one has."""
        other = Harvest(self._archive, progress=self._progress, asked=self.asked)
        self._db.backup(other._db)
        other.rows, other.captures = dict(self.rows), dict(self.captures)
        other.report = self.report
        return other

    def add_to_report(self, where: str, result: str, failed: Unreachable | Excluded | None = None) -> None:
        """Add to the report what was asked and what came of it."""
        row = Searched(where=f"{self._archive.name}: {where}", when=self.asked(), result=result)
        blocked = (*self.report.blocked, *([failed] if failed else []))
        self.report = SearchReport(searched=(*self.report.searched, row), blocked=blocked)
        self.complete = self.complete and not failed

    def close(self) -> None:
        """Close the library."""
        self._db.close()

    def _query(self, part: IndexRange) -> tuple[Capture, ...]:
        self._progress(f"{self._archive.name}: index of {part}")
        answer = self._archive.captures(Query(url=part.url, match=part.match, limit=part.rows, first=True))
        match answer:
            case Found(value=rows):
                cut = ", and there are more" if len(rows) >= part.rows else ""
                self.add_to_report(f"index of {part}", f"{len(rows)} captures{cut}")
                return rows
            case NotArchived():
                self.add_to_report(f"index of {part}", "nothing there")
            case Unreachable(why=why):
                result = why if why.startswith("not asked") else f"not answered: {why}"
                self.add_to_report(f"index of {part}", result, answer)
            case Excluded(why=why):
                self.add_to_report(f"index of {part}", f"excluded: {why}" if why else "excluded", answer)
        return ()

    def _read(self, rows: Sequence[Capture], part: IndexRange, essay: EssayTerms) -> None:
        new = [row for row in rows if row.locator not in self.rows]
        numbers = {row.locator: add_capture(self._db, row) for row in new}
        self.rows |= {row.locator: row for row in new}
        self.captures |= {numbers[row.locator]: row for row in new}
        pages = first_captures(new)
        selected = select_pages(pages, essay, part.pages)
        good, failures = 0, []
        fallen: list[Capture] = []
        for at, (capture, answer) in enumerate(self._answers(selected), start=1):
            self._progress(f"{self._archive.name}: page {at} of {len(selected)}")
            if isinstance(answer, Found):
                add_page(self._db, numbers[capture.locator], capture, answer.value)
                good += 1
            elif isinstance(answer, Unreachable):
                failures.append(answer)
            elif isinstance(answer, NotArchived):
                if len(fallen) < _FALLEN and self._read_another(capture):
                    good += 1
                else:
                    fallen.append(capture)
        left = len(pages) - len(selected)
        self.complete = self.complete and not left
        more = f"; {len(failures)} not answered" if failures else ""
        if fallen:
            more += f"; {len(fallen)} cannot be played, though the index has them, such as {fallen[0].original}"
        if left:
            more += f"; {left} not asked for: there are more than {part.pages}, and these are farthest"
        if pages:
            result = f"{good} of {len(pages)} read and ranked{more}"
            self.add_to_report(f"pages of {part}", result, next(iter(failures), None))

    def _read_another(self, capture: Capture) -> bool:
        """Read another capture of a page whose first one cannot be played, and add its page; False if none can."""
        answer = self._archive.captures(Query(url=capture.original, limit=_OTHERS + 1))
        others = answer.value if isinstance(answer, Found) else ()
        for other in [c for c in others if c.timestamp != capture.timestamp and c.status in (0, 200)][:_OTHERS]:
            reading = self._archive.read(other)
            if isinstance(reading, Found):
                number = add_capture(self._db, other)
                self.rows[other.locator] = self.captures[number] = other
                add_page(self._db, number, other, reading.value)
                return True
        return False

    def _answers(self, captures: Sequence[Capture]) -> Iterator[tuple[Capture, ReadAnswer]]:
        """Read captures in several threads; each with its answer, in their order."""
        pool = ThreadPoolExecutor(_THREADS)
        waiting: deque[tuple[Capture, Future[ReadAnswer]]] = deque()
        try:
            for capture in captures:
                if len(waiting) == _AHEAD:
                    first, future = waiting.popleft()
                    yield first, future.result()
                waiting.append((capture, pool.submit(self._archive.read, capture)))
            for capture, future in waiting:
                yield capture, future.result()
        finally:
            # After an interrupt, requests under way are not waited for.
            pool.shutdown(wait=False, cancel_futures=True)


class HarvestedArchive:
    """An archive with its harvest, for an essay that was written on a day."""

    def __init__(self, archive: Archive, harvest: Harvest, library: PageLibrary, written: date | None) -> None:
        self.name = archive.name
        self.asked = harvest.asked
        self.library = library
        self._archive, self._harvest, self._written = archive, harvest, written

    def captures(self, query: Query) -> IndexAnswer:
        """Query the archive's index; rows of known error pages are marked."""
        answer = self._archive.captures(query)
        if not isinstance(answer, Found):
            return answer
        soft = self._harvest.soft
        return Found(value=tuple(replace(c, soft=True) if c.digest in soft else c for c in answer.value))

    def read(self, capture: Capture) -> ReadAnswer:
        """Read the raw body of a capture."""
        return self._archive.read(capture)

    def capture_of(self, number: int) -> Capture | None:
        """The capture of that number, from which a page of the library was read."""
        return self._harvest.captures.get(number)

    def feeds(self) -> tuple[Capture, ...]:
        """Captures of the sites' feeds from soon after the essay was written."""
        found: list[Capture] = []
        for feed in feed_captures(self._harvest.rows.values())[:_FEEDS]:
            answer = self._archive.captures(Query(url=feed.original))
            if isinstance(answer, Found):
                good = [c for c in answer.value if c.status in (0, 200)]
                found += sorted(good, key=self._distance)[:_FEED_CAPTURES]
        return tuple(found)

    def search_report(self) -> SearchReport:
        """What was asked, what was read, and what was not."""
        return self._harvest.report

    def close(self) -> None:
        """Close the archive; the harvest may be another essay's as well."""
        self._archive.close()

    def _distance(self, capture: Capture) -> tuple[bool, float]:
        """From the essay's date; what is before it comes last, for a feed lists what was already written."""
        written = datetime.combine(self._written or date(1990, 1, 1), time.min, tzinfo=UTC)
        return capture.when < written, abs((capture.when - written).total_seconds())
