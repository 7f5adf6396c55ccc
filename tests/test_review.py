"""`links review`: one place at a time, by keys or by lines, each decision in the ledger at once."""

import os
import pty
import select
import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recording import WRITER_LEAKS
from sites import NAME, SITE, TURN, TURN_OPEN, authors_site
from workshop import FOOTLIGHT, REPOSITORY, Workshop

from footlight.cli.dispatch import run
from footlight.cli.key_input import LineKeys as Lines
from footlight.cli.world import World
from footlight.clock import Clock
from footlight.ledger.entries import Entry, Status
from footlight.ledger.parser import read_ledger

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]

OTHER = f"{SITE}/2010/01/14/sitrep-14-january-2010/"
LEDGER = f"""\
schema = 1

# Looked for on a rainy day.
{TURN_OPEN}url = "{TURN}"
title = "The \\u001b[31mThird\\u202e [bold]Turn[/bold]"
issued = 2010-11-17
score = 0.41

[[link.candidate]]
url = "{OTHER}"
title = "Sitrep"
score = 0.22
why = "its title shares fewer of the words near the place"
"""


@pytest.fixture
def open_places(project: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """The first essay, a candidate for one place in its ledger, another place that the ledger does not know."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.root / "cache"))
    shutil.copy(REPOSITORY / "source" / f"{NAME}.md", project.source)
    project.write(f"source/{NAME}.links.toml", LEDGER)
    return project


def ledger(workshop: Workshop) -> Path:
    return workshop.source / f"{NAME}.links.toml"


def review(workshop: Workshop, commands: str, *argv: str, columns: int = 80) -> str:
    """The output of a review with one command a line."""
    out = StringIO()
    world = World(
        out=out, err=StringIO(), environ={"COLUMNS": str(columns)}, cwd=workshop.root,
        clock=Clock(now=lambda: 1_795_000_000.0), stdin=StringIO(commands),
    )  # fmt: skip
    assert run(["links", "review", NAME, *argv], world) == 0
    return out.getvalue()


def entries(workshop: Workshop) -> dict[str, Entry]:
    found, findings = read_ledger(ledger(workshop))
    assert findings == ()
    return {entry.id: entry for entry in found.entries}


def test_a_place_is_shown_with_what_was_found(open_places: Workshop) -> None:
    """The sentence, each candidate with title, date, score and why, and the archived text."""
    archive = authors_site(open_places.root / "site.warc.gz")
    said = review(open_places, "2\n", "--archive", str(archive))
    assert "Place 1 of 2: third-turn, line 19, dangling, candidate" in said
    assert "view of Russia;⟦here⟧ But Moscow" in " ".join(said.split())
    assert "2010-11-17, score 0.41" in said
    assert "its title shares fewer of the words" in said
    assert "Archived 2010-11-20:" in said
    assert "Archived 2011-04-10:" in said  # of the other address, once it is marked
    first, second = said.split("Place 1 of 2")[1:]
    assert ("two cycles" in first, "a quarrel over duties" in second) == (True, True)
    assert said.endswith("0 decided, 2 left open.\n")


@pytest.mark.parametrize("columns", [40, 60, 100, 160])
def test_it_fits_the_terminal_and_steers_none(open_places: Workshop, columns: int) -> None:
    """No line is wider than the terminal, and control characters and markup in a title are shown as text."""
    said = review(open_places, "s\n?\n", columns=columns)
    assert all(len(line) <= max(columns, 75) for line in said.splitlines())
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\\x1b[31mThird\\u202e" in said.replace("\n     ", "")


def test_accepting_keeps_what_is_known(open_places: Workshop) -> None:
    """Title, day and score stay; who and when come with it; comments of the file stay; a build prints the address."""
    review(open_places, "a\n")
    entry = entries(open_places)["third-turn"]
    assert (entry.status, entry.by, entry.url, entry.score) == (Status.ACCEPTED, "editor", TURN, 0.41)
    assert [(row.what, str(row.seen)) for row in entry.evidence] == [("editor", "2026-11-18 11:06:40+00:00")]
    assert "# Looked for on a rainy day." in ledger(open_places).read_text(encoding="utf-8")


@pytest.mark.parametrize("commands", ["a 2\n", "2\na\n"])
def test_another_may_be_accepted(open_places: Workshop, commands: str) -> None:
    """Another offer is accepted by its number after the key, or by marking it before; the first becomes a candidate."""
    review(open_places, commands)
    entry = entries(open_places)["third-turn"]
    assert (entry.url, entry.title, [other.url for other in entry.candidates]) == (OTHER, "Sitrep", [TURN])


def test_a_capture_of_what_is_accepted_is_kept(open_places: Workshop) -> None:
    """A local archive's capture of the accepted address is kept, so that the address is proven."""
    archive = authors_site(open_places.root / "site.warc.gz")
    review(open_places, "a 2\n", "--archive", str(archive))
    entry = entries(open_places)["third-turn"]
    assert [row.what for row in entry.evidence] == ["capture", "editor"]
    assert str(entry.archived) == "2011-04-10 00:00:00+00:00"
    done = open_places.run("links", "verify")
    assert (done.code, done.out, done.err) == (0, "", "1 printed address: 1 proven from captures\n")


@pytest.mark.parametrize("commands", ["e https://example.org/x\n", "e\nhttps://example.org/x\n"])
def test_an_address_may_be_typed(open_places: Workshop, commands: str) -> None:
    review(open_places, commands)
    assert entries(open_places)["third-turn"].url == "https://example.org/x"


@pytest.mark.parametrize(
    "commands", ["e example.org\n", "e javascript:x\n", "e\n\n", "a 7\n", "a x\n", "9\n", "z\n", "o"]
)
def test_what_cannot_be_done_changes_nothing(
    open_places: Workshop, commands: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong address, number or key, and opening a page, change nothing."""
    monkeypatch.setattr("webbrowser.open", lambda url: url == TURN)
    before = ledger(open_places).read_bytes()
    said = review(open_places, commands)
    assert said.count("Place 1 of 2") == 2
    assert ledger(open_places).read_bytes() == before


def test_a_place_that_the_ledger_did_not_know_comes_where_it_stands(open_places: Workshop) -> None:
    """Its entry comes after the previous one of the text; rejected, it stays in the ledger."""
    said = review(open_places, "s\nr\n")
    assert said.endswith("1 decided, 1 left open.\n")
    assert [(entry.id, entry.status) for entry in entries(open_places).values()] == [
        ("third-turn", Status.CANDIDATE),
        ("do-with-russia-see", Status.REJECTED),
    ]
    assert "Nothing to review" not in review(open_places, "")


def test_an_archive_that_is_not_there_is_wrong_usage(open_places: Workshop) -> None:
    done = open_places.run("links", "review", NAME, "--archive", "nowhere.warc.gz")
    assert (done.code, "no archive nowhere.warc.gz" in done.err) == (2, True)


def test_undo_restores_the_ledger(open_places: Workshop) -> None:
    """Undo restores the ledger byte for byte, step by step; with nothing left to undo it says so."""
    before = ledger(open_places).read_bytes()
    said = review(open_places, "a\ne https://example.org/x\nu\nu\nu\n")
    assert ledger(open_places).read_bytes() == before
    assert "There is nothing to undo." in said
    ledger(open_places).unlink()
    review(open_places, "r\nu\n")
    assert not ledger(open_places).exists()


def test_undo_takes_nothing_from_others(open_places: Workshop) -> None:
    """A ledger that was changed in the meantime is not overwritten."""

    class Meddling(Lines):
        def command(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - as the class it is made of
            command = super().command()
            if command and command.key == "u":
                ledger(open_places).write_bytes(ledger(open_places).read_bytes() + b"# mine\n")
            return command

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("footlight.cli.key_input.LineKeys", Meddling)
        said = review(open_places, "a\nu\n")
    assert "changed since by another program" in said
    assert ledger(open_places).read_bytes().endswith(b"# mine\n")
    assert entries(open_places)["third-turn"].status is Status.ACCEPTED


def test_what_somebody_decided_meanwhile_stays(open_places: Workshop) -> None:
    """The places were read before another process decided one of them."""
    text = LEDGER.replace('status = "candidate"', 'status = "rejected"\nby = "A. Colleague"')

    class Late(Lines):
        def command(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - as above
            ledger(open_places).write_text(text, encoding="utf-8")
            return super().command()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("footlight.cli.key_input.LineKeys", Late)
        said = review(open_places, "a\n")
    assert "'third-turn' was decided by A. Colleague in the meantime, and was not changed" in said
    assert ledger(open_places).read_text(encoding="utf-8") == text


_COMMANDS = st.sampled_from(["a", "a 2", "r", "e https://example.org/x", "e no", "s", "u", "1", "2", "z", "q"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_COMMANDS, max_size=12))
def test_decisions_survive_whatever_runs_after(open_places: Workshop, commands: list[str]) -> None:
    """After any review, `links ask` and `links recover` leave each decided entry as it is, byte for byte."""
    ledger(open_places).write_text(LEDGER, encoding="utf-8")
    review(open_places, "\n".join([*commands, "q", ""]))
    decided = {name: entry for name, entry in entries(open_places).items() if entry.status.decided}
    archive = open_places.root / "site.warc.gz"
    archive = archive if archive.exists() else authors_site(archive)
    (open_places.source / f"{NAME}.questions.txt").unlink(missing_ok=True)
    open_places.run("links", "ask", NAME, "--mentioned")
    open_places.run("links", "recover", "--archive", str(archive), NAME)
    after = entries(open_places)
    assert {name: after[name] for name in decided} == decided


def test_keys_on_a_terminal(open_places: Workshop) -> None:
    """One key each, without a line's end; what is pasted means nothing; the terminal is left as it was found."""
    try:
        leader, follower = pty.openpty()
    except OSError as error:
        pytest.skip(f"no terminal can be had: {error}")
    process = subprocess.Popen(
        [*FOOTLIGHT, "links", "review", NAME], cwd=open_places.root, stdin=follower, stdout=follower,
        stderr=follower, env={**os.environ, "TERM": "xterm", "COLUMNS": "60", "NO_COLOR": "1"},
    )  # fmt: skip
    os.close(follower)
    seen = _read_until(leader, "? help")
    assert "\x1b[2J" in seen
    assert "\x1b[3" not in seen.replace("\\x1b[31m", "")  # no colour
    os.write(leader, b"rrr https://example.org/")
    assert "mark another address" in _read_until(leader, "? help")
    os.write(leader, b"a")
    assert "third-turn: accepted" in _read_until(leader, "? help")
    os.write(leader, b"e")
    _read_until(leader, "The address")
    os.write(leader, b"https://example.org/y\n")
    _read_until(leader, "any other key to end")
    os.write(leader, b"q")
    _read_until(leader, "left open.")
    assert process.wait(timeout=60) == 0
    os.close(leader)
    assert [entry.url for entry in entries(open_places).values()] == [TURN, "https://example.org/y"]


def _read_until(handle: int, words: str) -> str:
    seen = ""
    while words not in seen and select.select([handle], [], [], 60)[0]:
        try:
            seen += os.read(handle, 4096).decode("utf-8", "replace")
        except OSError:  # the other end hung up
            break
    assert words in seen, seen
    return seen
