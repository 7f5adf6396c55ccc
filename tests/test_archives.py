"""The same question gives the same answer from all archives: one WARC stands behind each of them."""

import importlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest
from archive_servers import SERVERS
from common_crawl_server import CommonCrawlServer
from loopback import serving
from recording import WRITER_LEAKS
from site_of_archives import LATER, REPORT, SITE, site
from wayback_server import WaybackServer
from workshop import REPOSITORY

from footlight.clock import Clock
from footlight.engines.web.messages import Transport
from footlight.engines.web.transports import TransportOptions, archive_transport, user_agent
from footlight.errors import UsageError
from footlight.links.archives.archive import (
    Archive,
    Capture,
    Excluded,
    Found,
    Match,
    NotArchived,
    Query,
    Redirected,
    Unreachable,
)
from footlight.links.archives.archive_specs import KINDS, forms, parse_archive_spec
from footlight.links.archives.harvest import HarvestedArchive
from footlight.links.archives.local_archive import LocalArchive
from footlight.links.recovery.capture_choice import choose_capture

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]


@pytest.fixture(scope="module")
def warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one WARC."""
    return site(tmp_path_factory.mktemp("site") / "site.warc.gz")


@pytest.fixture(scope="module")
def local(warc: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalArchive]:
    """It itself, as an archive: what the others are compared with."""
    archive = LocalArchive(warc, cache=tmp_path_factory.mktemp("cache"))
    yield archive
    archive.close()


@pytest.fixture(scope="module")
def wayback(warc: Path) -> WaybackServer:
    """A server with the Wayback Machine's interface over it."""
    return WaybackServer(warc)


@pytest.fixture
def transport(tmp_path: Path) -> Iterator[Transport]:
    """A transport for which time is nothing."""
    made = archive_transport(
        TransportOptions(
            agent=user_agent(), allowed=["127.0.0.1"], cache=tmp_path / "web", budget=tmp_path / "budget.sqlite",
            clock=Clock(sleep=lambda _: None),
        )
    )  # fmt: skip
    yield made
    made.close()


@pytest.fixture(scope="module", params=SERVERS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of archive on the network."""
    return str(request.param)


@pytest.fixture(scope="module")
def spec(kind: str, warc: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An archive of that kind, as `--archive` names it."""
    with SERVERS[kind].start(warc, tmp_path_factory.mktemp(kind)) as spec:
        yield spec


def test_every_kind_of_archive_is_tested_and_documented() -> None:
    """With a server of its own here, and a row in docs/archives.md for each form of its name."""
    names = {kind.name for kind in KINDS}
    assert names - SERVERS.keys() == set(), "SERVERS in tests/archive_servers.py needs a server for each kind"
    assert SERVERS.keys() - names == set(), "KINDS in archive_specs.py needs a row for each server of the tests"
    documented = (REPOSITORY / "docs" / "archives.md").read_text(encoding="utf-8")
    missing = [form for form in forms() if f"\n| `{form}` | " not in documented]
    assert missing == [], "the table of docs/archives.md needs a row | `form` | what it is | for each"


def test_every_class_of_archive_can_be_opened() -> None:
    """A class with the methods of `Archive` has a row in KINDS, save files here and what is made of another archive."""
    opened = {kind.open for kind in KINDS} | {LocalArchive, HarvestedArchive}
    for path in (REPOSITORY / "footlight" / "links" / "archives").glob("[a-z]*.py"):
        module = importlib.import_module(f"footlight.links.archives.{path.stem}")
        own = [one for one in vars(module).values() if isinstance(one, type) and one.__module__ == module.__name__]
        archives = {one for one in own if {"captures", "read"} <= vars(one).keys() and Protocol not in one.__bases__}
        assert archives <= opened, f"KINDS in archive_specs.py needs a row for the archive of {path.name}"


@pytest.fixture
def archive(spec: str, transport: Transport, tmp_path: Path) -> Archive:
    """It opened."""
    return parse_archive_spec(spec, tmp_path).open(transport)


def shown(answer: object, kind: str) -> object:
    """What must not differ: addresses, moments, statuses. A TimeMap has no status, and addresses as they were asked."""
    said = f"`captures` gives one of IndexAnswer (archive.py), not a {type(answer).__name__}"
    assert isinstance(answer, Found | NotArchived | Unreachable | Excluded), said
    if not (isinstance(answer, Found) and isinstance(answer.value, tuple)):
        return type(answer)
    if not SERVERS[kind].has_index:
        return [(c.urlkey, c.timestamp) for c in answer.value]
    return [(c.urlkey, c.timestamp, c.original, c.status or 200) for c in answer.value]


EXACT = [
    f"{SITE}/2009/report",
    "https://www.harbour.example/2009/report",
    f"{SITE}/2009/tides",
    f"{SITE}/r?p=1&q=2",
    f"{SITE}/gone",
    f"{SITE}/never",
    "http://never.example/",
]


@pytest.mark.parametrize("url", EXACT)
def test_the_captures_of_an_address_are_the_same(archive: Archive, local: LocalArchive, kind: str, url: str) -> None:
    """Also under another scheme, with or without www and a slash; and none where there is none."""
    mine, its = local.captures(Query(url=url)), archive.captures(Query(url=url))
    assert shown(its, kind) == shown(mine, kind)


@pytest.mark.parametrize(
    ("url", "match"),
    [
        (f"{SITE}/2009/", Match.PREFIX),
        (f"{SITE}/2009", Match.PREFIX),
        (f"{SITE}/", Match.HOST),
        (f"{SITE}/", Match.DOMAIN),
        ("http://never.example/", Match.HOST),
    ],
)
def test_a_range_of_the_index_is_the_same(
    archive: Archive, local: LocalArchive, kind: str, url: str, match: Match
) -> None:
    """Where an archive has an index; a Memento archive says that it was not asked, never that nothing is there."""
    answer = archive.captures(Query(url=url, match=match))
    if not SERVERS[kind].has_index:
        assert isinstance(answer, Unreachable)
        assert "not asked" in answer.why
        return
    assert shown(answer, kind) == shown(local.captures(Query(url=url, match=match)), kind)


@pytest.mark.parametrize("match", [Match.PREFIX, Match.DOMAIN])
def test_what_moved_is_the_same(archive: Archive, local: LocalArchive, kind: str, match: Match) -> None:
    """Of a site the redirects alone, and all of them."""
    mine = local.captures(Query(url=f"{SITE}/", match=match, moves=True))
    assert isinstance(mine, Found)
    assert {c.original for c in mine.value} >= {f"{SITE}/r?p=1&q=2", f"{SITE}/lost"}
    assert {c.status for c in mine.value} == {301, 302}
    if SERVERS[kind].has_index:
        assert shown(archive.captures(Query(url=f"{SITE}/", match=match, moves=True)), kind) == shown(mine, kind)


def test_what_a_capture_holds_is_the_same(archive: Archive, local: LocalArchive) -> None:
    """Byte for byte without its coding, with the same SHA-256; of a revisit what it repeats; a redirect is told."""
    known = local.captures(Query(url=f"{SITE}/", match=Match.HOST))
    assert isinstance(known, Found)
    read = 0
    for capture in known.value:
        answer = archive.captures(Query(url=capture.original))
        assert isinstance(answer, Found)
        other = next(c for c in answer.value if c.timestamp == capture.timestamp)
        mine, its = local.read(capture), archive.read(other)
        if isinstance(mine, Found) and capture.status == 200:
            assert isinstance(its, Found), capture.original
            assert (its.value.data, its.value.sha256) == (mine.value.data, mine.value.sha256)
            read += 1
        elif isinstance(mine, Redirected):
            assert its == mine
    assert read > 8


CHOSEN = [
    ("2009/report", date(2009, 6, 1), ("20090305101112", REPORT)),
    ("2009/report", date(2013, 1, 1), ("20120101000000", LATER)),
    ("2009/report", date(2009, 12, 1), ("20090901000000", REPORT)),
    ("r?p=1&q=2", date(2009, 3, 6), ("20090305101112", REPORT)),
]


@pytest.mark.parametrize(("path", "written", "what"), CHOSEN)
def test_the_capture_that_is_chosen_is_the_same(
    archive: Archive, local: LocalArchive, path: str, written: date, what: tuple[str, bytes]
) -> None:
    """The nearest at or before the essay's date; redirects are followed within a day; a revisit stands for itself."""
    for one in (archive, local):
        held = choose_capture(one, f"{SITE}/{path}", written)
        assert held is not None
        assert (held[0].timestamp, held[1].data) == what


def test_a_redirect_to_the_root_is_no_page(archive: Archive, local: LocalArchive) -> None:
    """The site's front page is not what an address led to; an archived 404 is nothing either."""
    for one in (archive, local):
        assert choose_capture(one, f"{SITE}/lost", date(2009, 6, 1)) is None
        assert choose_capture(one, f"{SITE}/gone", date(2009, 6, 1)) is None


def test_a_capture_can_be_looked_at_by_anyone(archive: Archive, spec: str, kind: str) -> None:
    """Its address is the archive's own, with the moment and the address as it was captured; else it has none."""
    answer = archive.captures(Query(url=f"{SITE}/2009/report"))
    assert isinstance(answer, Found)
    if not SERVERS[kind].shows_captures:
        assert answer.value[0].archive_url == ""
        return
    assert answer.value[0].archive_url.startswith(spec.partition("+")[2])
    assert answer.value[0].archive_url.endswith(f"/20090305101112/{SITE}/2009/report")


def test_a_moment_that_was_not_captured_is_not_another(archive: Archive) -> None:
    """An archive shows the nearest capture it has; that is not the one that was asked for."""
    answer = archive.captures(Query(url=f"{SITE}/2009/report"))
    assert isinstance(answer, Found)
    real = answer.value[0]
    wrong = Capture(
        urlkey=real.urlkey,
        timestamp="20100601000000",
        original=real.original,
        locator=real.locator.replace(real.timestamp, "20100601000000"),
    )
    assert archive.read(wrong) == NotArchived()


def test_excluded_is_not_nothing(wayback: WaybackServer, transport: Transport, tmp_path: Path) -> None:
    """A site that Wayback may not show is excluded; a 403 without that word is no answer."""
    wayback.trouble = lambda path: (
        ("403 Forbidden", [], b"org.archive.util.io.RuntimeIOException: AdministrativeAccessControlException: Blocked")
        if "cdx" in path
        else None
    )
    try:
        with serving(wayback) as address:
            archive = parse_archive_spec(f"wayback+{address}", tmp_path).open(transport)
            assert isinstance(archive.captures(Query(url=f"{SITE}/2009/report")), Excluded)
            wayback.trouble = lambda _: ("403 Forbidden", [], b"<h1>You look like a robot</h1>")
            assert isinstance(archive.captures(Query(url=f"{SITE}/2009/report")), Unreachable)
    finally:
        wayback.trouble = lambda _: None


def test_availability_is_believed_when_it_names_a_capture_and_never_when_it_does_not(
    wayback: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    """Asked only where the index does not answer; its empty answer is the index's silence, not "nothing there"."""
    wayback.trouble = lambda path: ("503 Service Unavailable", [], b"busy") if "cdx" in path else None
    try:
        with serving(wayback) as address:
            archive = parse_archive_spec(f"wayback+{address}", tmp_path).open(transport)
            assert isinstance(archive.captures(Query(url=f"{SITE}/2009/report")), Unreachable)
            wayback.truthful = True
            answer = archive.captures(Query(url=f"{SITE}/2009/ferry"))
            assert isinstance(answer, Found)
            assert [(c.timestamp, c.original) for c in answer.value] == [("20090402000000", f"{SITE}/2009/ferry")]
            assert isinstance(archive.captures(Query(url=f"{SITE}/never")), Unreachable)
    finally:
        wayback.trouble = lambda _: None
        wayback.truthful = False


def test_a_collection_that_is_not_there_is_wrong_usage(spec: str, transport: Transport, tmp_path: Path) -> None:
    """A pywb answers an index of nothing for it; that is not believed."""
    if not spec.startswith("pywb"):
        pytest.skip("only a pywb has collections")
    archive = parse_archive_spec(spec + "x", tmp_path).open(transport)
    with pytest.raises(UsageError, match="no collection"):
        archive.captures(Query(url=f"{SITE}/2009/report"))


def test_a_crawl_that_does_not_answer_is_not_nothing(warc: Path, transport: Transport, tmp_path: Path) -> None:
    """Of each year the newest crawl is asked; what one has is found though another is silent."""
    server = CommonCrawlServer(warc)
    with serving(server) as address:
        archive = parse_archive_spec(f"commoncrawl+{address}", tmp_path).open(transport)
        assert archive.captures(Query(url="http://never.example/")) == NotArchived()
        assert server.asked == ["/collinfo.json", "/CC-MAIN-2013-48-index", "/CC-MAIN-2009-2010-index"]
        server.trouble = lambda path: "503 Service Unavailable" if "2013" in path else ""
        assert isinstance(archive.captures(Query(url=f"{SITE}/2009/ferry")), Found)
        assert isinstance(archive.captures(Query(url="http://other.example/")), Unreachable)


def test_a_crawl_that_is_not_there_is_wrong_usage(warc: Path, transport: Transport, tmp_path: Path) -> None:
    """A crawl may be named alone; one that is misspelt is no archive of nothing."""
    with serving(CommonCrawlServer(warc)) as address:
        archive = parse_archive_spec(f"commoncrawl+{address}/CC-MAIN-2009-2010", tmp_path).open(transport)
        assert isinstance(archive.captures(Query(url=f"{SITE}/2009/ferry")), Found)
        other = parse_archive_spec(f"commoncrawl+{address}/CC-MAIN-2099-01", tmp_path).open(transport)
        with pytest.raises(UsageError, match="no crawl"):
            other.captures(Query(url=f"{SITE}/2009/ferry"))
