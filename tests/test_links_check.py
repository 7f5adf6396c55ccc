"""`links check` as a person calls it: places, what is kept between runs, interrupts, exit codes. On a real server."""

import json
import os
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from livesite import Answer, Host, Web, at, page, prose, serving, to
from workshop import FOOTLIGHT, Run, Workshop

PAGES = {
    "/": page("Home", prose(1)),
    "/report": page("Report", prose(2)),
    "/away": Answer(status=403),
    "/2009/old": to("/new/old-harbour-report", 301),
    "/2009/old-harbour-report": to("/new/old-harbour-report", 301),
    "/new/old-harbour-report": page("Old", prose(3)),
}


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """One host, by its number."""
    with serving(Web(hosts={"127.0.0.1": Host(pages=dict(PAGES))}), tmp_path) as up:
        yield up


def rows(done: Run) -> list[dict[str, Any]]:
    """What --json printed."""
    return [json.loads(line) for line in done.out.splitlines()]


def test_one_object_a_link_says_where_it_stands_and_what_became_of_it(web: Web, desk: Workshop) -> None:
    """In the order of the text, with the place in the source, the verdict, the final address, tries and days."""
    body = f"One [report]({at(web, '/report')}), another\n[one][k] and {at(web, '/gone')}."
    desk.essay(f"{body}\n\n[k]: {at(web, '/2009/old-harbour-report')}\n")
    done = desk.run("links", "check", "--json")
    assert done.code == 0
    found = rows(done)
    assert [(r["kind"], r["form"], r["line"], r["column"]) for r in found] == [
        ("alive", "inline", 7, 5), ("moved", "reference", 8, 1), ("gone", "bare", 8, 14),
    ]  # fmt: skip
    assert found[0]["end_column"] == found[0]["column"] + len(found[0]["exact"])
    assert found[1]["final_url"] == at(web, "/new/old-harbour-report")
    assert (found[2]["status"], found[2]["tries"], len(found[2]["dates"]), found[2]["dead"]) == (404, 1, 1, False)
    assert done.err.endswith("3 links: 1 alive, 1 moved, 1 gone\n")


def test_what_leads_where_it_led_is_not_spoken_of(web: Web, desk: Workshop) -> None:
    """No finding, and the summary counts it."""
    desk.essay(f"[a]({at(web, '/report')}) and [b]({at(web, '/')}).\n")
    done = desk.run("links", "check")
    assert (done.code, done.out, done.err) == (0, "", "2 links: 2 alive\n")


def test_what_was_asked_today_is_not_asked_again_unless_that_is_asked_for(web: Web, desk: Workshop) -> None:
    """The second run asks nobody; --again does; what had no answer is asked again anyway."""
    desk.essay(f"[a]({at(web, '/report')}), [b]({at(web, '/gone')}), [c]({at(web, '/away')}).\n")
    first = desk.run("links", "check", "--json")
    asked = len(web.log)
    assert rows(desk.run("links", "check", "--json")) == rows(first)
    assert len(web.log) == asked
    again = rows(desk.run("links", "check", "--json", "--again"))
    assert len(web.log) > asked
    assert [r["tries"] for r in again] == [2, 2, 2]
    web.hosts["127.0.0.1"].pages["/report"] = Answer(status=500)
    assert rows(desk.run("links", "check", "--json", "--again"))[0]["kind"] == "unknown"
    web.hosts["127.0.0.1"].pages["/report"] = PAGES["/report"]
    assert rows(desk.run("links", "check", "--json"))[0]["kind"] == "alive"


def test_a_link_of_the_ledger_is_looked_after(web: Web, desk: Workshop) -> None:
    """What the ledger has an entry for is said, for information only."""
    ledger = (
        '[[link]]\nid = "told"\nkind = "gone"\nexact = "the report"\nprefix = "See ["\nsuffix = "](http"\n'
        f'status = "accepted"\nby = "editor"\nurl = "{at(web, "/gone")}"\n'
    )
    desk.essay(f"See [the report]({at(web, '/gone')}).\n", ledger=ledger)
    done = desk.run("links", "check")
    assert done.codes == ["target-gone"]
    assert "info: " in done.out
    assert "'told', accepted" in done.out


def test_sarif_and_quiet(web: Web, desk: Workshop) -> None:
    """The same findings for other tools; nothing on standard error."""
    desk.essay(f"[a]({at(web, '/gone')}) [b]({at(web, '/away')}) [c]({at(web, '/report#no')})\n")
    done = desk.run("links", "check", "--sarif", "-q")
    results = json.loads(done.out)["runs"][0]["results"]
    assert [(r["ruleId"], r["level"]) for r in results] == [
        ("target-gone", "warning"), ("target-blocked", "note"), ("target-fragment", "warning"),
    ]  # fmt: skip
    assert done.err == ""


def test_any_file_outside_a_project(web: Web, desk: Workshop, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No project is needed; and without one, no host of this machine is asked."""
    alone = tmp_path_factory.mktemp("alone")
    (alone / "old.md").write_text(f"[a]({at(web, '/report')})\n", encoding="utf-8")
    done = desk.run("links", "check", "old.md", "--json", cwd=alone)
    assert (done.code, rows(done)[0]["kind"], web.log) == (0, "unknown", [])


def test_control_characters_of_a_server_do_not_reach_the_terminal(web: Web, desk: Workshop) -> None:
    """An address that a redirect gives may hold anything."""
    web.hosts["127.0.0.1"].pages["/x/y"] = to("/\x1b[31m", 301)
    web.hosts["127.0.0.1"].otherwise = lambda _: page("X", prose(5))
    desk.essay(f"[a]({at(web, '/x/y')})\n")
    done = desk.run("links", "check")
    assert "\x1b" not in done.out + done.err


def written(desk: Workshop) -> int:
    """How many observations are in the log."""
    for path in (desk.root / "state").rglob("observations.sqlite"):
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(path)) as log:  # without its table yet
            return int(log.execute("SELECT count(*) FROM observation").fetchone()[0])
    return 0


@pytest.mark.parametrize("how", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_a_run_that_is_broken_off_asks_nothing_twice(web: Web, desk: Workshop, how: signal.Signals) -> None:
    """Killed or interrupted while one answer is on its way: those that came beside it are there in the next run."""
    paths = [f"/p{n}.txt" for n in range(8)]
    web.hosts["127.0.0.1"].pages |= {path: Answer(body="words", kind="text/plain") for path in paths}
    web.held[paths[4]] = threading.Event()
    desk.essay(" ".join(f"[{path}]({at(web, path)})" for path in paths))
    command = [*FOOTLIGHT, "links", "check"]
    running = subprocess.Popen(command, cwd=desk.root, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    # The seven that are answered are written down, and the eighth is asked for.
    while (written(desk) < 7 or set(web.asked("127.0.0.1")) < set(paths)) and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(how)
    _, err = running.communicate(timeout=60)
    assert running.returncode == (130 if how is signal.SIGINT else -how)
    assert b"Traceback" not in err
    web.held.pop(paths[4]).set()
    before = web.asked("127.0.0.1")
    assert sorted(before) == paths
    done = desk.run("links", "check", "--json")
    assert [r["kind"] for r in rows(done)] == ["alive"] * 8
    assert web.asked("127.0.0.1")[len(before) :] == [paths[4]]


def test_nothing_to_check(desk: Workshop) -> None:
    """An essay without links, and a project without essays."""
    assert desk.run("links", "check").codes == ["no-essays"]
    desk.essay("Words, and [a place](#here).\n")
    done = desk.run("links", "check")
    assert (done.code, done.out, done.err) == (0, "", "0 links: nothing to check\n")


def test_wrong_usage(desk: Workshop) -> None:
    """An essay that is not there, an archive that is none, a configuration that is broken: each says what to do."""
    desk.essay("Words.\n")
    for argv in (["esay"], ["--archive", "nowhere.warc.gz"]):
        done = desk.run("links", "check", *argv)
        assert (done.code, "Hint: " in done.err) == (2, True)
    desk.write("source/footlight.toml", '[links]\nalowed = ["x"]\n')
    done = desk.run("links", "check")
    assert done.code == 2
    assert "did you mean 'allowed'" in done.err


def test_links_that_are_not_asked_for_are_counted(tmp_path: Path) -> None:
    """Those to services of old, each address once, and none in code or in another address."""
    workshop = Workshop(tmp_path)
    path = "ftp://ftp.example.org/pub/a.txt"
    workshop.essay(f"See [it]({path}), <{path}> and [that](gopher://example.org/1).\n\n`ftp://example.org/code`\n")
    done = workshop.run("links", "check")
    assert done.err == "0 links: nothing to check; 2 to ftp: or gopher:, which are not asked for\n"
