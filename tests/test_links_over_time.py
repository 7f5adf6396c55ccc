"""What becomes of links over days: failures that count, pages that drift from their captures, hosts asked at a pace."""

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from link_checker import LinkChecker
from livesite import Answer, Host, Web, page, prose, serving, to
from recording import WRITER_LEAKS, Shot, record
from scripted_network import ManualClock

from footlight.engines.web.messages import Purpose
from footlight.engines.web.rate_limits import RATE_LIMITS
from footlight.links.archives.local_archive import LocalArchive

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]

DAY = 24 * 3600.0
FIRST = datetime(2021, 3, 5, 10, tzinfo=UTC).timestamp()
"""Ten in the morning of some day."""
SEED = "http://site.example/report"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """One site."""
    hosts = {"site.example": Host(pages={"/report": page("Report", prose(1))}), "other.example": Host()}
    with serving(Web(hosts=hosts), tmp_path) as up:
        yield up


@pytest.fixture
def manual() -> ManualClock:
    """The clock."""
    return ManualClock(now=FIRST)


@pytest.fixture
def checker(web: Web, tmp_path: Path, manual: ManualClock) -> LinkChecker:
    """A checker by that clock."""
    return LinkChecker(web=web, folder=tmp_path, clock=manual.clock)


def test_a_link_is_dead_after_three_failures_each_three_days_after_the_last(
    web: Web, checker: LinkChecker, manual: ManualClock
) -> None:
    """Two more on the same day, and one two days later, do not count; the third that counts makes it dead."""
    del web.hosts["site.example"].pages["/report"]
    seen = []
    for day in (0, 0.1, 2, 3, 5, 6):
        manual.now = FIRST + day * DAY
        (link,) = checker.links(f"[a]({SEED})", again=True).values()
        seen.append((link.counts_as_dead, len(link.history.counted), link.history.next))
    assert [dead for dead, *_ in seen] == [False] * 5 + [True]
    assert [counted for _, counted, _ in seen] == [1, 1, 1, 2, 2, 3]
    days_on = [day and (day - datetime.fromtimestamp(FIRST, UTC).date()).days for *_, day in seen]
    assert days_on == [3, 3, 3, 6, 6, None]


def test_an_answer_clears_what_failed_before_and_a_timeout_neither_counts_nor_clears(
    web: Web, checker: LinkChecker, manual: ManualClock
) -> None:
    """Gone, trouble, gone, there, gone: one failure is left."""
    pages = web.hosts["site.example"].pages
    there = pages.pop("/report")
    counted = []
    for number, answer in enumerate([None, Answer(status=503), None, there, None]):
        manual.now = FIRST + number * 4 * DAY
        pages.pop("/report", None)
        pages |= {"/report": answer} if answer else {}
        (link,) = checker.links(f"[a]({SEED})").values()
        counted.append(len(link.history.counted))
    assert counted == [1, 1, 2, 0, 1]


@pytest.fixture
def captures(tmp_path: Path) -> Iterator[LocalArchive]:
    """The report as it was in 2005, and another text in 2011."""
    shots = [
        Shot(url=SEED, when=when, body=str(page("Report", prose(seed)).body).encode())
        for when, seed in (("20050301000000", 2), ("20110301000000", 1))
    ]
    made = record(tmp_path / "site.warc.gz", shots)
    with closing(LocalArchive(made, cache=tmp_path / "index")) as archive:
        yield archive


@pytest.mark.parametrize(
    ("dated", "kind"), [("2005-06-01", "drifted"), ("2011-02-25", "drifted"), ("2012-01-01", "alive")]
)
def test_a_page_is_compared_with_the_capture_nearest_to_the_essays_date(
    checker: LinkChecker, captures: LocalArchive, dated: str, kind: str
) -> None:
    """At or before it, else after it; the page of today says what the capture of 2011 says, not that of 2005."""
    (checked,) = checker.check([checker.essay(f"[a]({SEED})", dated=dated)], archives=[captures])
    (link,) = checked.links
    assert link.seen.kind == kind
    assert ("2005-03-01" if kind == "drifted" else "2011-03-01") in link.seen.why


def test_a_page_that_grew_has_not_drifted(web: Web, checker: LinkChecker, captures: LocalArchive) -> None:
    """All of the old text still stands there, under as much of new."""
    web.hosts["site.example"].pages["/report"] = page("Report", prose(77, 900) + prose(1) + prose(78, 900))
    (checked,) = checker.check([checker.essay(f"[a]({SEED})", dated="2012-01-01")], archives=[captures])
    assert checked.links[0].seen.kind == "alive"


def test_a_redirect_for_good_is_known_again_by_the_capture(
    web: Web, checker: LinkChecker, captures: LocalArchive
) -> None:
    """Neither the address nor the title says so, but the text does; without the archive it is not known."""
    web.hosts["site.example"].pages = {"/report": to("/z/1", 301), "/z/1": page("Papers", prose(1))}
    essay = checker.essay(f"[a]({SEED})", dated="2012-01-01")
    assert checker.check([essay])[0].links[0].seen.kind == "unknown"
    assert checker.check([essay], archives=[captures])[0].links[0].seen.kind == "moved"


def test_two_essays_of_different_years_may_mean_different_pages(
    web: Web, tmp_path: Path, captures: LocalArchive
) -> None:
    """The address is asked for once, and judged for each."""
    checker = LinkChecker(web=web, folder=tmp_path)
    essays = [checker.essay(f"[a]({SEED})", name=name, dated=f"{name}-06-01") for name in ("2005", "2012")]
    kinds = [one.links[0].seen.kind for one in checker.check(essays, archives=[captures])]
    assert kinds == ["drifted", "alive"]
    assert checker.web.asked("site.example").count("/report") == 1


def test_a_host_is_asked_at_its_pace_and_once_at_a_time(web: Web, tmp_path: Path, manual: ManualClock) -> None:
    """By the clock that sleeping moves on, no more questions come in any time than the pace of live pages allows."""
    web.now = manual.clock.now
    checker = LinkChecker(web=web, folder=tmp_path, unlimited=False, clock=manual.clock)
    checker.links(" ".join(f"[{n}](http://other.example/{n})" for n in range(15)))
    moments = [at for _, at in web.moments][1:]
    assert len(moments) == 15  # and before them robots.txt, for which no page waits
    pace = RATE_LIMITS[Purpose.LIVE]
    apart = [later - earlier for earlier, later in zip(moments, moments[pace.requests :], strict=False)]
    assert min(apart) >= pace.seconds - 1e-3
    assert moments[-1] - moments[0] < 2 * pace.seconds + 1


def test_several_hosts_are_asked_at_once(web: Web, checker: LinkChecker) -> None:
    """While one host lets us wait, another is asked: the first does not answer until it has been."""
    web.held["/report"] = threading.Event()

    def asked(path: str) -> Answer:
        if path == "/b":  # its robots.txt is asked for before
            web.held["/report"].set()
        return Answer(status=404)

    web.hosts["other.example"].otherwise = asked
    found = checker.links(f"[a]({SEED}) [b](http://other.example/b)")
    assert [one.seen.kind for one in found.values()] == ["alive", "gone"]
    assert {host for _, host, path in web.log if path in ("/report", "/b")} == {"site.example", "other.example"}


def test_a_host_that_asks_to_wait_is_left_alone(web: Web, tmp_path: Path) -> None:
    """After a 429 with Retry-After none of its other links is asked for, and none is called gone."""
    web.hosts["site.example"].pages["/1"] = Answer(status=429, headers={"Retry-After": "3600"})
    manual = ManualClock(now=FIRST)
    checker = LinkChecker(web=web, folder=tmp_path, unlimited=False, clock=manual.clock)
    found = checker.links("[1](http://site.example/1) [2](http://site.example/2) [3](http://other.example/3)")
    assert [one.seen.kind for one in found.values()] == ["blocked", "unknown", "gone"]
    assert web.asked("site.example") == ["/1"]


def test_dates_are_those_of_the_clock(web: Web, checker: LinkChecker) -> None:
    """The day on which it failed is the day on which it was asked."""
    (link,) = checker.links("[a](http://other.example/x)").values()
    assert link.history.failed == (datetime.fromtimestamp(FIRST, UTC).date(),)
    assert web.asked("other.example") == ["/x"]
