"""Links that count as dead: an error until somebody looks after them, and with `--write` a capture that stands in."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from livesite import Host, Web, at, page, prose, serving, to
from loopback import serving as answering
from recording import WRITER_LEAKS, Shot, record
from wayback_server import WaybackServer
from workshop import Workshop

from footlight.clock import Clock
from footlight.ledger.parser import read_ledger
from footlight.links.verdicts.observation_log import Observation, ObservationLog

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]

NOW = datetime(2026, 3, 5, 23, 59, tzinfo=UTC)
"""A minute before midnight."""
HEAD = "---\ntitle: A Test\nauthor: A. Writer\nlang: en-GB\ndate: 2011-02-25\n---\n\n"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """A host that has lost all but one of its pages."""
    with serving(Web(hosts={"127.0.0.1": Host(pages={"/there": page("There", prose(1))})}), tmp_path) as up:
        yield up


@pytest.fixture
def desk(desk: Workshop, web: Web) -> Workshop:
    """A project in which every address but one failed twice already, eight and four days ago."""
    with closing(ObservationLog(desk.root / "state/footlight/observations.sqlite")) as kept:
        for path in ("/report", "/notes", "/fresh", "/html"):
            for days in (8, 4) if path != "/fresh" else (1,):
                failed = Observation(when=NOW - timedelta(days=days), kind="gone", why="gone", status=404)
                kept.add(at(web, path), "", failed)
    return replace(desk, clock=Clock(now=NOW.timestamp))


@pytest.fixture
def archive(web: Web, tmp_path: Path) -> Path:
    """Captures of one of the lost pages, long before and long after the essay, and near to it."""
    shots = [
        Shot(url=at(web, "/report"), when=when, body=str(page(f"The Report of {when[:4]}", prose(4)).body).encode())
        for when in ("20050101000000", "20101201000000", "20200101000000")
    ]
    return record(tmp_path / "site.warc.gz", shots)


def test_a_dead_link_is_an_error_and_one_that_failed_less_often_is_not(web: Web, desk: Workshop) -> None:
    """The third failure that counts ends the command with 1, and the days are said."""
    desk.essay(f"[a]({at(web, '/report')}) [b]({at(web, '/fresh')}) [c]({at(web, '/there')})\n", head=HEAD)
    done = desk.run("links", "check")
    assert done.code == 1
    assert done.codes == ["target-gone", "target-gone"]
    dead, failing = (line for line in done.out.splitlines() if "[target-gone]" in line)
    today = NOW.date()
    assert f"failed on {today - timedelta(days=8)}, {today - timedelta(days=4)}, {today} [target-gone]" in dead
    assert "warning: " in failing
    assert "1 of the 3 failures, each 3 days after the last, that make it dead" in failing
    assert done.err.endswith("1 failed often enough to count as dead\n")


def test_the_capture_nearest_to_the_essays_date_stands_in(web: Web, desk: Workshop, archive: Path) -> None:
    """The ledger gets an entry with its evidence, the edition's note the capture; the address stays as it was."""
    body = f"As [the report]({at(web, '/report')}) says, and [the notes]({at(web, '/notes')}) say.\n"
    desk.essay(body, head=HEAD)
    done = desk.run("links", "check", "--write", "--archive", str(archive))
    assert done.err.endswith("2 failed often enough to count as dead, 2 written into the ledger\n")
    ledger, findings = read_ledger(desk.source / "essay.links.toml", file="essay.links.toml")
    assert findings == ()
    report, notes = ledger.entries
    assert (report.kind, report.status, report.url) == ("gone", "recovered", at(web, "/report"))
    assert (report.title, report.archived) == ("The Report of 2010", datetime(2010, 12, 1, tzinfo=UTC))
    assert report.evidence[0].what == "source"
    assert report.url in report.evidence[0].line
    assert len(report.evidence[1].sha256) == 64
    assert (notes.status, notes.reason, notes.url) == ("unrecovered", "nothing-found", "")
    assert "gone on " in notes.searched[0].result
    proven = desk.run("links", "verify")
    assert (proven.code, proven.out) == (0, ""), "the capture that stands in is kept, and proves the address"
    built = desk.make("--edition", "epub")
    assert (built.code, built.out) == (0, "")
    manifest = json.loads((desk.build / "essay/essay.links.json").read_text(encoding="utf-8"))
    assert [row["url"] for row in manifest["links"]] == [at(web, "/report"), at(web, "/notes")]
    with zipfile.ZipFile(desk.build / "essay/essay.epub") as book:
        text = " ".join(book.read(name).decode() for name in book.namelist() if name.endswith("xhtml"))
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    assert "The Report of 2010" in text
    assert "(captured 1 " in text
    again = desk.run("links", "check", "--archive", str(archive))
    assert again.code == 0
    assert again.out.count("info: ") == 2
    before = (desk.source / "essay.links.toml").read_bytes()
    desk.run("links", "check", "--write", "--archive", str(archive))
    assert (desk.source / "essay.links.toml").read_bytes() == before


def test_every_form_of_link_keeps_its_note(web: Web, desk: Workshop, archive: Path) -> None:
    """Inline, by reference, automatic, bare and HTML, side by side: an entry each, and a build with all their notes."""
    url = at(web, "/report")
    forms = f'[one]({url})[two][k] <{url}> {url} and <a href="{url}">five</a>.\n\n[k]: {url}\n'
    desk.essay(forms, head=HEAD)
    desk.run("links", "check", "--write", "--archive", str(archive))
    ledger, findings = read_ledger(desk.source / "essay.links.toml", file="essay.links.toml")
    assert (len(ledger.entries), findings) == (5, ())
    built = desk.make("--edition", "epub")
    assert (built.code, built.out) == (0, "")
    manifest = json.loads((desk.build / "essay/essay.links.json").read_text(encoding="utf-8"))
    assert [row["see"] for row in manifest["links"]] == [None, 1, 1, 1, 1]


def test_what_a_person_decided_stays(web: Web, desk: Workshop, archive: Path) -> None:
    """An accepted entry for a dead link is left byte for byte, and nothing is written for what merely failed."""
    ledger = (
        '[[link]]\nid = "told"\nkind = "gone"\nexact = "the report"\nprefix = "See ["\nsuffix = "](http"\n'
        f'status = "accepted"\nby = "editor"\nurl = "{at(web, "/report")}"\n'
    )
    desk.essay(f"See [the report]({at(web, '/report')}) and [b]({at(web, '/fresh')}).\n", head=HEAD, ledger=ledger)
    before = (desk.source / "essay.links.toml").read_bytes()
    assert desk.run("links", "check", "--write", "--archive", str(archive)).code == 0
    assert (desk.source / "essay.links.toml").read_bytes() == before


def test_an_archive_behind_the_network_is_asked_the_same(web: Web, desk: Workshop, archive: Path) -> None:
    """What speaks as Wayback gives the capture too, with an address that anyone can open; no live page leads to it."""
    with answering(WaybackServer(archive)) as address:
        desk.essay(f"See [the report]({at(web, '/report')}) and [it]({at(web, '/in')}).\n", head=HEAD)
        web.hosts["127.0.0.1"].pages["/in"] = to(f"{address}/web/2010/http://x.example/")
        done = desk.run("links", "check", "--write", "--json", "--archive", f"wayback+{address}")
    report, inside = [json.loads(line) for line in done.out.splitlines()]
    assert (report["dead"], inside["kind"]) == (True, "unknown")
    assert "has no address that may be asked" in inside["why"]
    ledger, _ = read_ledger(desk.source / "essay.links.toml", file="essay.links.toml")
    (entry,) = ledger.entries
    assert (entry.status, entry.title) == ("recovered", "The Report of 2010")
    assert entry.archive_url == f"{address}/web/20101201000000/{at(web, '/report')}"


@pytest.mark.slow
def test_an_archive_that_does_not_answer_leaves_the_place_unsearched(web: Web, desk: Workshop) -> None:
    """Nothing follows from its silence: the entry says that it was not searched, not that nothing is there."""
    desk.essay(f"See [the report]({at(web, '/report')}).\n", head=HEAD)
    desk.run("links", "check", "--write", "--archive", "memento+http://127.0.0.1:9/web")
    ledger, _ = read_ledger(desk.source / "essay.links.toml", file="essay.links.toml")
    (entry,) = ledger.entries
    assert (entry.status, entry.reason) == ("unrecovered", "not-searched")
    assert "not answered" in entry.searched[1].result
