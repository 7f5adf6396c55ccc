"""`links find` and `links recover` as a person calls them, on the first essay and on a WARC of its author's site."""

import json
from pathlib import Path

import pytest
from recording import WRITER_LEAKS
from sites import NAME, TURN, authors_site
from workshop import REPOSITORY, Workshop

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]


@pytest.fixture
def essay(project: Workshop) -> Workshop:
    """A project that holds the first essay without its ledger."""
    text = (REPOSITORY / "source" / f"{NAME}.md").read_text(encoding="utf-8")
    project.source.joinpath(f"{NAME}.md").write_text(text, encoding="utf-8")
    return project


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """What an archive of the author's site might hold."""
    return authors_site(tmp_path / "site.warc.gz")


def test_find_reports_two_places_and_three_with_hints(essay: Workshop) -> None:
    """Two places with a broken sentence; with --mentioned also the sentence that mentions links."""
    rows = [json.loads(line) for line in essay.run("links", "find", "--json").out.splitlines()]
    assert [(row["kind"], row["line"]) for row in rows] == [("dangling", 19), ("dangling", 23)]
    assert rows[0]["prefix"].endswith("view of Russia;")
    assert rows[1]["exact"].endswith("(See") or rows[1]["prefix"].endswith("(See")
    more = essay.run("links", "find", "--json", "--mentioned")
    assert sorted(json.loads(line)["kind"] for line in more.out.splitlines()) == ["dangling", "dangling", "mentioned"]
    assert more.code == 0


def test_find_names_what_the_ledger_knows(seed: Workshop) -> None:
    """A place that the ledger knows has its entry's id."""
    rows = [json.loads(line) for line in seed.run("links", "find", "--json", "--mentioned").out.splitlines()]
    assert {row["entry"] for row in rows} == {"experts-panel", "third-turn", "see"}


def test_find_works_outside_a_project(tmp_path: Path, project: Workshop) -> None:
    """Any Markdown file will do."""
    path = tmp_path / "alone.md"
    path.write_text("I wrote of this [before](), and [elsewhere](https://example.org/x).\n", encoding="utf-8")
    done = project.run("links", "find", str(path))
    assert done.code == 0
    assert f"{path}:1:17: warning: " in done.out
    assert "[link-hollow]" in done.out


def test_sound_text_stays_quiet(project: Workshop) -> None:
    """A text whose links are all there has no finding."""
    body = "What is it for? See [the report](https://example.org/r), which says (at length) why.\n"
    sound = f"---\ntitle: T\nlang: en\n---\n\n{body}"
    project.source.joinpath("sound.md").write_text(sound, encoding="utf-8")
    done = project.run("links", "find", "--mentioned", "--json")
    assert (done.code, done.out) == (0, "")


@pytest.mark.slow
def test_recover_reads_the_third_turn_off_the_essays_own_capture(
    essay: Workshop, archive: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With an archive of the author's site the one link is recovered, with evidence; the other stays lost."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    done = essay.run("links", "recover", "--json", "--archive", str(archive))
    rows = {row["line"]: row for row in map(json.loads, done.out.splitlines())}
    assert (rows[19]["status"], rows[19]["url"], rows[19]["method"]) == ("recovered", TURN, "own-capture")
    assert rows[23]["status"] == "unrecovered"
    ledger = (essay.source / f"{NAME}.links.toml").read_text(encoding="utf-8")
    assert f'url = "{TURN}"' in ledger
    assert "sha256 = " in ledger
    built = essay.run("build", "--edition", "epub")
    assert (built.code, built.out) == (0, "")


def test_recover_leaves_what_a_person_decided(
    essay: Workshop, archive: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The editor's entry stays byte for byte, whatever an archive says."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = essay.source / f"{NAME}.links.toml"
    before = (REPOSITORY / "source" / f"{NAME}.links.toml").read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8")
    assert essay.run("links", "recover", "--archive", str(archive)).code == 0
    decided = before.split("[[link]]")[2]
    assert decided.rstrip() in path.read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(
    essay: Workshop, archive: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """--dry-run leaves the folder as it was."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    before = sorted(essay.source.iterdir())
    essay.run("links", "recover", "--dry-run", "--archive", str(archive))
    assert sorted(essay.source.iterdir()) == before


@pytest.mark.parametrize("spec", ["nowhere.warc.gz", "pywb", "ftp://127.0.0.1/web"])
def test_an_archive_that_cannot_be_asked_is_wrong_usage(essay: Workshop, spec: str) -> None:
    """A missing file, or no form of an archive's name, ends with 2 and says so."""
    done = essay.run("links", "recover", "--archive", spec)
    assert done.code == 2
    assert spec in done.err
    assert "Hint: " in done.err


def test_a_file_that_is_no_archive_is_said_to_be_none(essay: Workshop, tmp_path: Path) -> None:
    """Bytes that are no WARC: a message and an exit code, no traceback."""
    path = tmp_path / "broken.warc.gz"
    path.write_bytes(b"\x1f\x8b not a gzip at all")
    done = essay.run("links", "recover", "--archive", str(path))
    assert "Traceback" not in done.err
    assert done.code in (0, 3)


def test_links_alone_says_what_comes_next(project: Workshop) -> None:
    """`links` without a second word says what can be done here; with --help it is help."""
    done = project.run("links")
    assert (done.code, done.err) == (0, "")
    assert "footlight new TITLE" in done.out
    project.essay()
    assert all(f"links {name} " in project.run("links").out for name in ("find", "check", "recover"))
    for words in (("links", "--help"), ("help", "links")):
        helped = project.run(*words)
        assert (helped.code, helped.err) == (0, "")
        assert "usage: footlight links COMMAND" in helped.out
    assert "did you mean 'links recover'?" in project.run("links", "recovr").err


def test_no_name_steers_the_terminal(project: Workshop) -> None:
    """Escape sequences in arguments and file names are printed as visible text."""
    name = "a\x1b]0;owned\x07b"
    project.write(f"source/{name}.md", "---\ntitle: T\n---\n\nSee [x]().\n")
    runs = [project.run("links", *words) for words in (["find", "x\x1b[2J"], ["ask", name], ["\x1b[2J"], ["find"])]
    assert not any(sign in run.out + run.err for run in runs for sign in "\x1b\x07")
    assert "a\\x1b]0;owned" in runs[1].out + runs[1].err


GAPS = """\
---
title: A Case
author: A. Writer
date: 2012-03-04
lang: en
---

As I said (see

The rest is in [the old report](). It was in , and then it was gone.
"""


def test_a_build_says_how_many_links_seem_to_be_missing(project: Workshop) -> None:
    """The finding is information and names the command that shows them; places in the ledger do not count."""
    project.write("source/gaps.md", GAPS)
    done = project.run("build", "--edition", "epub", "--json")
    found = [json.loads(line) for line in done.out.splitlines()]
    assert [(row["code"], row["severity"]) for row in found if row["code"].startswith("links-")] == [
        ("links-missing", "info")
    ]
    assert found[-1]["message"] == "3 places where a link seems to be missing"
    assert "footlight links find" in found[-1]["hint"]
    assert done.code == 0
    rejected = [
        f'[[link]]\nid = "{name}"\nkind = "emptied"\nexact = "{exact}"\nprefix = "{before}"\nstatus = "rejected"\n'
        for name, exact, before in (("report", "[the old report]()", "The rest is in "), ("was", "", "It was in"))
    ]
    project.write("source/gaps.links.toml", "schema = 1\n\n" + "\n".join(rejected))
    assert "1 place where a link seems to be missing" in project.run("build", "--edition", "epub").out
    project.write(
        "source/gaps.md", GAPS.replace("(see", "so.").replace("()", "(https://example.org/)").replace("in ,", "in it,")
    )
    assert "links-missing" not in project.run("build", "--edition", "epub").out
