"""The moves of siblings give a candidate for a dead address at most, and often nothing."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from livesite import Host, Web, page, prose, serving
from loopback import serving as answering
from recording import WRITER_LEAKS, Shot, record
from wayback_server import WaybackServer
from workshop import Workshop

from footlight.clock import Clock
from footlight.engines.web.transports import TransportOptions, archive_transport, user_agent
from footlight.ledger.entries import Searched
from footlight.ledger.parser import read_ledger
from footlight.links.archives.archive_specs import parse_archive_spec
from footlight.links.archives.local_archive import LocalArchive
from footlight.links.decisions.decision import offers
from footlight.links.gaps import find
from footlight.links.recovery import EssayFacts, Recovery, recover
from footlight.links.recovery.dead_link_captures import dead_link_recovery, find_replacement_capture
from footlight.links.verdicts.observation_log import Observation, ObservationLog
from footlight.textmatch.places import Place

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]

SITE = "http://example.org"
DEAD = f"{SITE}/2009/03/old-harbour.html"
NEW = f"{SITE}/posts/old-harbour"
Pairs = Sequence[tuple[str, str]]
MOVED: Pairs = [(f"/2009/03/{name}.html", f"/posts/{name}") for name in ("the-pier", "two-ships", "a-wreck")]


def redirects(pairs: Pairs, status: str = "301 Moved Permanently") -> list[Shot]:
    return [
        Shot(
            url=f"{SITE}{old}", when=f"2015010100{at // 60:02}{at % 60:02}", status=status, headers=(("Location", new),)
        )
        for at, (old, new) in enumerate(pairs)
    ]


def dead() -> Recovery:
    """The dead link of which the archives are asked."""
    place = Place(start=0, end=3, kind="gone", code="target", confidence=1.0, anchor="the old harbour")
    return dead_link_recovery(place, DEAD, f"[the old harbour]({DEAD})", Searched(where=DEAD, result="gone"))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator["Shelf"]:
    """Archives of made-up captures."""
    made = Shelf(tmp_path)
    yield made
    for archive in made.opened:
        archive.close()


class Shelf:
    """Makes an archive of captures, and asks it for a dead address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened: list[LocalArchive] = []

    def archive(self, shots: Sequence[Shot]) -> LocalArchive:
        path = record(self.folder / f"{len(self.opened)}.warc.gz", shots)
        self.opened.append(LocalArchive(path, cache=self.folder / "cache"))
        return self.opened[-1]

    def asked(self, shots: Sequence[Shot]) -> Recovery:
        return find_replacement_capture(
            dead(), EssayFacts(date=date(2011, 2, 25)), [self.archive(shots)], date(2026, 1, 1)
        )


def test_siblings_give_a_candidate_with_its_reason(shelf: Shelf) -> None:
    """The result is a candidate; the moves are its evidence, and no capture is claimed."""
    found = shelf.asked(redirects(MOVED))
    assert (found.status, found.method, found.url) == ("candidate", "sibling-pattern", NEW)
    assert (found.archive_url, found.archived, found.score, found.reason) == ("", None, None, None)
    assert found.candidates[0].why == "3 siblings went from …/2009/03/NAME.html to …/posts/NAME"
    assert {(row.url, row.line) for row in found.evidence[1:]} == {
        (f"{SITE}{old}", f"{SITE}{new}") for old, new in MOVED
    }
    assert found.searched[-1].where.endswith(f"redirects in {SITE}/2009/03/*")
    assert found.searched[-1].result == "3 redirects, 3 of them of siblings looked at"


@pytest.mark.parametrize(
    "shots",
    [
        redirects(MOVED[:1]),
        redirects([(old, "/") for old, _ in MOVED]),
        redirects(MOVED, "307 Temporary Redirect"),
        redirects(MOVED, "200 OK"),
        [*redirects(MOVED), Shot(url=NEW, when="20160101000000", status="404 Not Found", body=b"none")],
        [*redirects(MOVED), Shot(url=NEW, when="20160101000000", body=b"<title>Not found</title><p>Page not found")],
        [*redirects(MOVED), Shot(url=NEW, when="20160101000000", body=b"<title>Cheap shoes</title><p>Buy shoes now.")],
    ],
    ids=["one-only", "home", "for-a-while", "no-redirect", "captured-404", "captured-soft", "captured-other"],
)
def test_what_is_no_pattern_or_was_seen_not_to_hold_stays_lost(shelf: Shelf, shots: list[Shot]) -> None:
    """The place stays unrecovered, and the ledger says what was searched."""
    found = shelf.asked(shots)
    assert (found.status, found.reason, found.url) == ("unrecovered", "nothing-found", "")
    assert any("redirects in" in row.where for row in found.searched)


def test_a_capture_of_the_very_address_is_offered_with_it(shelf: Shelf) -> None:
    """The captured page has the words of the link: still a candidate, with its capture and title."""
    body = b"<title>The Old Harbour</title><h1>The Old Harbour</h1><p>Ships lay here."
    found = shelf.asked([*redirects(MOVED), Shot(url=NEW, when="20160101000000", body=body)])
    assert (found.status, found.url, found.title) == ("candidate", NEW, "The Old Harbour")
    assert found.archived == datetime(2016, 1, 1, tzinfo=UTC)
    assert found.evidence[-1].what == "capture"


def test_an_index_that_does_not_answer_leaves_the_place_unsearched(tmp_path: Path) -> None:
    """No answer proves nothing; the ledger keeps what the archive answered about the address itself."""
    wayback = WaybackServer(record(tmp_path / "site.warc.gz", redirects(MOVED)))
    bad = ("503 Service Unavailable", [("Content-Type", "text/plain")], b"later")
    wayback.trouble = lambda path: bad if "/web/2015" in path else None
    with answering(wayback) as address:
        way = TransportOptions(
            agent=user_agent(), allowed=["127.0.0.1"], cache=tmp_path / "web", budget=tmp_path / "budget.sqlite",
            clock=Clock(sleep=lambda _: None),
        )  # fmt: skip
        with closing(archive_transport(way)) as transport:
            archive = parse_archive_spec(f"wayback+{address}", tmp_path).open(transport)
            found = find_replacement_capture(dead(), EssayFacts(), [archive], date(2026, 1, 1))
    assert (found.status, found.reason) == ("unrecovered", "not-searched")
    assert "nothing there" in found.searched[1].result
    assert found.searched[-1].result == "3 redirects, 0 of them of siblings looked at; 3 not answered"


def test_the_last_redirect_that_tells_counts_and_folders_above_help(shelf: Shelf) -> None:
    """Redirects to the front page do not count; a folder with one sibling makes the folders above be searched."""
    later = [Shot(url=f"{SITE}{old}", when="20200101000000", status="302 Found", headers=(("Location", "/"),))
             for old, _ in MOVED]  # fmt: skip
    assert shelf.asked([*redirects(MOVED), *later]).url == NEW
    spread = [("/2009/03/a.html", "/posts/a"), ("/2009/04/b.html", "/posts/b"), ("/2009/05/c.html", "/posts/c")]
    found = shelf.asked(redirects(spread))
    assert found.url == NEW
    assert found.candidates[0].why == "3 siblings went from …/2009/*/NAME.html to …/posts/NAME"
    assert [row.where.rpartition(" ")[2] for row in found.searched[-2:]] == [f"{SITE}/2009/03/*", f"{SITE}/2009/*"]


def test_an_address_inside_a_rewritten_one_is_looked_after_as_well(shelf: Shelf) -> None:
    """A link that an archive rewrote has its address; one of which no address is known gets no guess."""
    text = f"See [the old harbour](/web/2010/{DEAD}) and [another]() there.\n"
    rewritten, hollow = recover(text, EssayFacts(), find(text, lang="en"), [shelf.archive(redirects(MOVED))])
    assert (rewritten.status, rewritten.method, rewritten.url) == ("candidate", "sibling-pattern", NEW)
    assert (hollow.status, hollow.url) == ("unrecovered", "")


@pytest.mark.parametrize("remote", [False, True], ids=["file", "wayback"])
def test_an_edition_prints_the_address_of_the_source_and_never_the_guess(
    project: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, remote: bool
) -> None:
    """From the command to the ledger and the manifest, with an archive whose index says where redirects led or not."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.root / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(project.root / "state"))
    with serving(Web(hosts={"127.0.0.1": Host(pages={"/there": page("There", prose(1))})}), tmp_path) as web:
        here = f"http://127.0.0.1:{web.port}"
        project.write("source/footlight.toml", f'[links]\nallowed = ["127.0.0.1:{web.port}"]\n')
        with closing(ObservationLog(project.root / "state/footlight/observations.sqlite")) as kept:
            for days in (8, 4):
                when = project.clock.utc - timedelta(days=days)
                kept.add(f"{here}/2009/03/x-mill.html", "", Observation(when=when, kind="gone", why="gone", status=404))
        shots = [Shot(url=f"{here}{old}", when="20150101000000", status="301 Moved", headers=(("Location", new),))
                 for old, new in MOVED]  # fmt: skip
        warc = record(tmp_path / "site.warc.gz", shots)
        project.essay(f"See [the mill]({here}/2009/03/x-mill.html).\n", head="---\ntitle: T\nlang: en\n---\n\n")
        with answering(WaybackServer(warc)) as address:
            spec = f"wayback+{address}" if remote else str(warc)
            project.run("links", "check", "--write", "--archive", spec)
            before = (project.source / "essay.links.toml").read_bytes()
            project.run("links", "check", "--write", "--archive", spec)
            assert (project.source / "essay.links.toml").read_bytes() == before
        ledger, findings = read_ledger(project.source / "essay.links.toml", file="essay.links.toml")
        (entry,) = ledger.entries
        assert findings == ()
        assert (entry.status, entry.method, entry.url) == ("candidate", "sibling-pattern", f"{here}/posts/x-mill")
        assert entry.candidates[0].why == "3 siblings went from …/2009/03/NAME.html to …/posts/NAME"
        assert [offer.why for offer in offers(entry)] == [entry.candidates[0].why], "whoever decides reads the reason"
        assert project.make("--edition", "epub").code == 0
        manifest = (project.build / "essay/essay.links.json").read_text(encoding="utf-8")
        assert f"{here}/2009/03/x-mill.html" in manifest
        assert "posts/x-mill" not in manifest
        with zipfile.ZipFile(project.build / "essay/essay.epub") as book:
            assert not any(b"posts/x-mill" in book.read(name) for name in book.namelist())
