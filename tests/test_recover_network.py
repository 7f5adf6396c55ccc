"""`links recover` with archives behind a network: as the local one, and what happens when they have a bad day."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_servers import SERVERS
from loopback import serving
from recording import WRITER_LEAKS, Shot, record
from site_of_archives import SITE, essays, page, site
from wayback_server import Answer, WaybackServer
from workshop import FOOTLIGHT, Run, Workshop, quick_rows

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]


@pytest.fixture
def project(project: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """Two essays of the site, one of them captured there before it lost its links; folders of its own for answers."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.root / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(project.root / "state"))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    for name, text in essays().items():
        project.write(f"source/{name}.md", text)
    return project


@pytest.fixture
def warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it was captured."""
    return site(tmp_path_factory.mktemp("site") / "site.warc.gz")


@pytest.fixture
def wayback(warc: Path) -> WaybackServer:
    """A server with the Wayback Machine's interface over it."""
    return WaybackServer(warc)


@pytest.fixture
def address(wayback: WaybackServer) -> Iterator[str]:
    """Where that is."""
    with serving(wayback) as url:
        yield url


def told(done: Run) -> list[tuple[object, ...]]:
    """What was said of each place, but for where it can be looked at."""
    rows = [json.loads(line) for line in done.out.splitlines()]
    return [(r["file"], r["line"], r["column"], r["status"], r["url"], r["method"], r["archived"]) for r in rows]


@pytest.mark.parametrize("kind", quick_rows(SERVERS, "commoncrawl"))
def test_the_same_places_are_recovered_from_every_archive(
    project: Workshop, warc: Path, tmp_path: Path, kind: str
) -> None:
    """One by the essay's own capture, which any archive has; by the site's index where the archive has an index."""
    local = project.process("links", "recover", "--json", "--dry-run", "--archive", str(warc))
    expected = told(local)
    assert [(row[3], row[5]) for row in expected] == [
        ("recovered", "site-index"), ("recovered", "own-capture"), ("recovered", "own-capture"),
    ]  # fmt: skip
    with SERVERS[kind].start(warc, tmp_path) as spec:
        done = project.process("links", "recover", "--json", "--dry-run", "--archive", spec)
    assert done.code == 0, done
    if SERVERS[kind].has_index:
        assert told(done) == expected
    else:
        assert told(done)[1:] == expected[1:]
        assert json.loads(done.out.splitlines()[0])["reason"] == "not-searched"


def test_what_was_asked_and_what_was_not_is_in_the_ledger(project: Workshop, address: str) -> None:
    """Index, pages read of how many, the bound, the day; and where the capture can be looked at."""
    project.write("source/footlight.toml", '[links]\npages = 3\ncontact = "editor@example.org"\n')
    done = project.run("links", "recover", "--archive", f"wayback+{address}", "other")
    assert done.code == 0, done
    ledger = (project.source / "other.links.toml").read_text(encoding="utf-8")
    assert re.search(r'where = "wayback\+http://127.0.0.1:\d+: index of harbour.example"\nwhen = \d{4}-', ledger)
    assert re.search(r"3 of \d+ read and ranked; \d+ not asked for: there are more than 3", ledger)
    again = project.run("links", "recover", "--archive", f"wayback+{address}", "own")
    assert (again.code, "cannot contact you" in again.err) == (0, False)
    own = (project.source / "own.links.toml").read_text(encoding="utf-8")
    assert f'archive_url = "{address}/web/20090901000000/{SITE}/2009/report"' in own
    assert "sha256 = " in own


def test_an_essay_that_names_no_site_is_told_that_nothing_could_be_asked(project: Workshop, address: str) -> None:
    """Not asked is not nothing there."""
    project.write("source/homeless.md", "---\ntitle: H\nauthor: A\nlang: en\n---\n\nSee [the harbour report]().\n")
    done = project.run("links", "recover", "--archive", f"wayback+{address}", "homeless")
    assert (done.code, "cannot contact you" in done.err) == (0, True)
    assert "not asked: the essay names no site" in (project.source / "homeless.links.toml").read_text(encoding="utf-8")


def limited(_: str) -> Answer:
    return "429 Too Many Requests", [("Retry-After", "3600")], b"slow down"


def broken(_: str) -> Answer:
    return "200 OK", [("Content-Type", "application/json"), ("Content-Length", "5000")], b'[["urlkey","timestamp"'


def nonsense(_: str) -> Answer:
    return "200 OK", [("Content-Type", "text/html")], b"<h1>Our site is being rebuilt</h1>"


@pytest.mark.parametrize("trouble", quick_rows([limited, broken, nonsense], limited))
def test_an_archive_that_has_a_bad_day_is_not_one_that_holds_nothing(
    project: Workshop, wayback: WaybackServer, address: str, trouble: object
) -> None:
    """The places stay not-searched, and the next run, on a better day, finds what there is."""
    wayback.trouble = trouble  # type: ignore[assignment]
    done = project.run("links", "recover", "--archive", f"wayback+{address}", "own")
    ledger = (project.source / "own.links.toml").read_text(encoding="utf-8")
    assert 'status = "recovered"' not in ledger
    assert ledger.count('reason = "not-searched"') == 2
    assert "not answered: " in ledger
    assert done.code == 3
    assert "did not answer" in done.err
    assert "Hint: " in done.err
    if trouble is limited:
        assert len(wayback.asked) == 1, "one 429 is enough for all questions to that host"
        again = project.run("links", "recover", "--archive", f"wayback+{address}", "own")
        assert (again.code, len(wayback.asked)) == (3, 1)
        (project.root / "state" / "footlight" / "budget.sqlite").unlink()
    wayback.trouble = lambda _: None
    assert project.run("links", "recover", "--archive", f"wayback+{address}", "own").code == 0
    assert (project.source / "own.links.toml").read_text(encoding="utf-8").count('status = "recovered"') == 2


@pytest.mark.slow
def test_the_index_in_pages_is_the_whole_index(project: Workshop, wayback: WaybackServer, address: str) -> None:
    """Resume keys are followed to the end, and not in a circle."""
    wayback.page = 4
    assert project.run("links", "recover", "--archive", f"wayback+{address}", "own").code == 0
    assert len(wayback.paths("resumeKey")) >= 2
    assert len(set(wayback.paths("/cdx"))) == len(wayback.paths("/cdx"))


def _recovering(project: Workshop, address: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*FOOTLIGHT, "links", "recover", "--archive", f"wayback+{address}"],
        cwd=project.root, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.parametrize("end", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_a_run_that_was_stopped_goes_on_where_it_stopped(
    project: Workshop, wayback: WaybackServer, address: str, end: signal.Signals
) -> None:
    """Killed, or by Ctrl-C: what was answered is not asked again, and the outcome is that of a run in one piece."""
    first = _recovering(project, address)
    deadline = time.monotonic() + 60
    while len(wayback.asked) < 8 and time.monotonic() < deadline:
        time.sleep(0.01)
    first.send_signal(end)
    _, err = first.communicate(timeout=60)
    assert b"Traceback" not in err
    stopped = len(wayback.asked)
    assert project.process("links", "recover", "--archive", f"wayback+{address}").code == 0
    paths = [path for _, path in wayback.asked]
    twice = [path for path in set(paths) if paths.count(path) > 1]
    assert stopped < len(paths)
    assert len(twice) <= 12, "what was under way in two processes of six hands each"
    assert set(twice) <= set(paths[max(0, stopped - 12) : stopped])
    assert 'status = "recovered"' in (project.source / "own.links.toml").read_text(encoding="utf-8")
    before = len(wayback.asked)
    assert project.process("links", "recover", "--archive", f"wayback+{address}").code == 0
    assert len(wayback.asked) == before, "a third run asks nothing at all"


@pytest.mark.slow
def test_two_runs_at_once_keep_the_manners_together(project: Workshop, tmp_path: Path) -> None:
    """Forty essays in two commands, by the real clock: 24 index questions in any minute at most, 8 captures in any
    second, and nothing is asked twice.
    """
    many = "http://many.example"
    shots = [Shot(url=f"{many}/{n}", when="20100101000000", body=page(f"Page {n}", f"Of {n}.")) for n in range(40)]
    wayback = WaybackServer(record(tmp_path / "many.warc.gz", shots))
    for name in essays():
        (project.source / f"{name}.md").unlink()
    for n in range(40):
        head = f"---\ntitle: E{n}\nauthor: A\ndate: 2011-01-01\nlang: en\nurl: {many}/{n}\n---\n\n"
        project.write(f"source/e{n}.md", f"{head}See [the page {n + 1}]() which says it.\n")
    with serving(wayback) as address:
        command = [*FOOTLIGHT, "links", "recover", "-q", "--archive", f"wayback+{address}"]
        halves = ([f"e{n}" for n in range(20)], [f"e{n}" for n in range(20, 40)])
        runs = [subprocess.Popen([*command, *half], cwd=project.root, stdout=subprocess.DEVNULL) for half in halves]
        assert [run.wait(280) for run in runs] == [0, 0]
    indexed = [at for at, path in wayback.asked if "/cdx" in path]
    captured = [at for at, path in wayback.asked if "id_/" in path]
    assert (len(indexed), len(captured)) == (41, 40)
    assert max(sum(start <= at < start + 60 for at in indexed) for start in indexed) <= 24
    assert max(sum(start <= at < start + 1 for at in captured) for start in captured) <= 8
    paths = [path for _, path in wayback.asked]
    assert len(paths) == len(set(paths))


def test_a_hostile_title_cannot_steer_the_terminal(project: Workshop, wayback: WaybackServer, address: str) -> None:
    """Control characters of what an archive says are shown as what they are."""
    wayback.trouble = lambda _: ("403 Forbidden", [], b"\x1b]0;owned\x07\x1b[2J")
    done = project.run("links", "recover", "--archive", f"wayback+{address}", "own")
    assert "\x1b" not in done.out + done.err


@pytest.mark.parametrize(
    ("spec", "said"),
    [("nowhere.warc.gz", "no archive"), ("waybak", "did you mean 'wayback'"), ("pywb+ftp://h/c", "no archive"),
     ("pywob+http://h/c", "did you mean 'pywb'"), ("pywb+http://", "names no host"), ("pywb", "no archive"),
     ("wayback+http://me:secret@h", "not asked"), ("pywb+http://h:port/c", "no address")],
)  # fmt: skip
def test_a_specification_that_is_none_is_wrong_usage(project: Workshop, spec: str, said: str) -> None:
    """Ends with 2, and says what there is; a password is not repeated."""
    done = project.run("links", "recover", "--archive", spec)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Hint: " in done.err
    assert "secret" not in done.err
