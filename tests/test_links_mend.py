"""`links mend` and `links export`: recovered links back in the Markdown, and the ledger for other programs."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from recording import WRITER_LEAKS, Shot, record
from workshop import REPOSITORY, Workshop, quick_rows

from footlight.ledger.entries import Entry, Status
from footlight.links.evidence.original_link import OriginalLink
from footlight.links.source_mending import Mend, MendingPlace, mend
from footlight.textmatch.places import Quote

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]

SITE = "https://writer.example"
OWN = f"{SITE}/2011/02/ropes"
NAMES = {"tide-tables": "Tide Tables", "old-mill": "The Old Mill", "bell": "The Bell", "lamps": "Lamps of the Coast"}
FILLER = "The harbour keeps a ledger of ropes, and each spring the masters count them aloud on the quay. "
WHOLE = f"""{FILLER * 3}

We measured it with [the tables of the tide]({SITE}/tide-tables) and wrote it down.

As argued in [an essay on mills]({SITE}/old-mill), the wheel stood still for years.

The sound came from a tower (see {SITE}/bell). It was heard at sea.

Nobody had counted the [lamps]({SITE}/lamps) before that winter.
"""
ROTTED = f"""{FILLER * 3}

We measured it with [the tables of the tide]() and wrote it down.

As argued in , the wheel stood still for years.

The sound came from a tower (see

It was heard at sea.

Nobody had counted the lamps before that winter.
"""
MENDED = f"""{FILLER * 3}

We measured it with [the tables of the tide]({SITE}/tide-tables) and wrote it down.

As argued in [an essay on mills]({SITE}/old-mill), the wheel stood still for years.

The sound came from a tower (see <{SITE}/bell>).

It was heard at sea.

Nobody had counted the [lamps]({SITE}/lamps) before that winter.
"""


def html(text: str) -> bytes:
    """The essay's page as it was."""
    linked = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r'<a href="\2">\1</a>', text)
    linked = re.sub(r"(?<![\"=])(https://\S+?)(?=\))", r'<a href="\1">\1</a>', linked)
    blocks = "".join(f"<p>{block}</p>" for block in linked.split("\n\n"))
    return (
        f"<html><head><title>Ropes</title></head><body><article><h1>Ropes</h1>{blocks}</article></body></html>".encode()
    )


@pytest.fixture
def desk(project: Workshop) -> Workshop:
    """An essay whose links rotted, and an archive that has its page as it was."""
    shots = [Shot(url=OWN, when="20110301000000", body=html(WHOLE))]
    for name, title in NAMES.items():
        body = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{FILLER}</p></body></html>".encode()
        shots.append(Shot(url=f"{SITE}/{name}", when="20110301000000", body=body))
    record(project.root / "site.warc.gz", shots)
    project.write(
        "source/ropes.md",
        f"---\ntitle: Ropes\nauthor: A. Writer\ndate: 2011-02-25\nlang: en\nurl: {OWN}\n---\n\n{ROTTED}",
    )
    done = project.run("links", "recover", "--archive", "site.warc.gz", "--json")
    assert [json.loads(line)["status"] for line in done.out.splitlines()] == ["recovered"] * 4
    return project


def body(desk: Workshop) -> str:
    """The essay without its front matter."""
    return (desk.source / "ropes.md").read_text(encoding="utf-8").split("---\n\n", 1)[1]


def test_recovered_links_go_back_where_they_were_and_nothing_else_changes(desk: Workshop) -> None:
    """A diff first; then words and address, the bracket closed; no gap is left, all is proven, and it can be undone."""
    before = {path: path.read_bytes() for path in desk.source.iterdir()}
    shown = desk.run("links", "mend")
    assert (shown.code, body(desk)) == (0, ROTTED)
    assert "+As argued in [an essay on mills]" in shown.out
    assert desk.run("links", "mend", "--write").err == "4 links put back\n"
    assert body(desk) == MENDED
    assert desk.run("links", "find").err == "0 places in 1 essay\n"
    assert desk.run("links", "verify").err == "4 printed addresses: 4 proven from captures\n"
    assert desk.run("links", "mend").err == "0 links can be put back\n"
    built = desk.run("build", "--edition", "epub")
    assert (built.code, [code for code in built.codes if code.startswith(("ledger", "link"))]) == (0, [])
    assert desk.run("links", "mend", "--undo").err == "1 essay as before\n"
    assert {path: path.read_bytes() for path in desk.source.iterdir()} == before


def test_line_ends_and_the_byte_order_mark_stay(desk: Workshop) -> None:
    """Of a file that another system wrote, only the places change."""
    path = desk.source / "ropes.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert desk.run("links", "mend", "--write").code == 0
    written = path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert MENDED in written.decode("utf-8-sig").replace("\r\n", "\n")


def test_what_was_changed_since_is_not_undone(desk: Workshop) -> None:
    """Undoing would lose the change."""
    desk.run("links", "mend", "--write")
    path = desk.source / "ropes.md"
    path.write_text(path.read_text(encoding="utf-8") + "More.\n", encoding="utf-8")
    done = desk.run("links", "mend", "--undo")
    assert (done.code, "was changed after it was mended" in done.err) == (2, True)


KILLED = """
import os, signal, sys
from footlight.cli import main
nth, seen = int(sys.argv.pop(1)), 0
def kill(event, args):
    global seen
    seen += event == "os.rename"
    if event == "os.rename" and seen == nth:
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(kill)
main()
"""
"""A command that is killed before the nth file takes its place."""


@pytest.mark.parametrize("nth", quick_rows((1, 2, 3), 2))
def test_a_kill_between_essay_and_ledger_costs_nothing(desk: Workshop, nth: int) -> None:
    """The record of what was there is written first; `--undo` puts it back, and mending again does all of it."""
    before = {path: path.read_bytes() for path in desk.source.iterdir()}
    command = [sys.executable, "-P", "-c", KILLED, str(nth), "links", "mend", "--write"]
    environ = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    assert subprocess.run(command, cwd=desk.root, env=environ, check=False, capture_output=True).returncode == -9
    assert desk.run("links", "mend", "--undo").code == 0
    assert {path: path.read_bytes() for path in before} == before
    subprocess.run(command, cwd=desk.root, env=environ, check=False, capture_output=True)
    assert desk.process("links", "mend", "--write").err == "4 links put back\n"
    assert body(desk) == MENDED
    assert desk.run("links", "verify").err == "4 printed addresses: 4 proven from captures\n"
    assert desk.run("links", "mend", "--undo").err == "1 essay as before\n"
    assert {path: path.read_bytes() for path in desk.source.iterdir()} == before


def test_what_its_captures_do_not_prove_is_left_out(desk: Workshop) -> None:
    """Without the captures nothing is put back, and each place is said."""
    (desk.source / "ropes.links.warc.gz").unlink()
    done = desk.run("links", "mend", "--write")
    assert (done.code, done.codes, body(desk)) == (0, ["link-not-mended"] * 4, ROTTED)


LEDGER = f"""
[[link]]
id = "bell"
kind = "dangling"
exact = ""
prefix = "The sound came from a tower;"
suffix = " It was heard at sea."
supplied = " …)."
status = "accepted"
by = "=HYPERLINK(1)"
url = "{SITE}/bell"
title = "The Bell & 100 % of its_sound"
author = "A. Ringer"

[[link]]
id = "dead"
kind = "gone"
exact = "[the mill]({SITE}/old-mill)"
prefix = "Look at "
suffix = "."
status = "accepted"
by = "editor"
url = "{SITE}/old-mill"
archive_url = "https://web.archive.org/web/20110301000000/{SITE}/old-mill"
archived = 2011-03-01T00:00:00Z

[[link]]
id = "nothing"
kind = "mentioned"
exact = "It was heard at sea."
status = "rejected"
by = "editor"
"""
TEXT = f"The sound came from a tower (so we thought; It was heard at sea.\n\nLook at [the mill]({SITE}/old-mill).\n"


def test_what_a_person_decided(project: Workshop) -> None:
    """The supplied words stand around the link; a dead address gives way to its capture where that is asked for."""
    ledger = LEDGER.replace("tower;", "tower (so we thought;")
    project.essay(TEXT, ledger=ledger)
    done = project.run("links", "mend", "--json")
    assert [json.loads(line)["after"] for line in done.out.splitlines()] == [f" <{SITE}/bell>). "]
    project.run("links", "mend", "--captures", "--write")
    text = (project.source / "essay.md").read_text(encoding="utf-8")
    assert f"(so we thought; <{SITE}/bell>). It was heard" in text
    assert f"[the mill](https://web.archive.org/web/20110301000000/{SITE}/old-mill)." in text
    assert "supplied" not in (project.source / "essay.links.toml").read_text(encoding="utf-8")


def test_the_ledger_for_other_programs(project: Workshop, tmp_path: Path) -> None:
    """No cell is a formula, no field breaks out of its braces, no name out of its attribute."""
    project.essay(TEXT, ledger=LEDGER)
    rows = list(csv.DictReader(io.StringIO(project.run("links", "export").out)))
    assert [(row["id"], row["status"], row["by"]) for row in rows] == [
        ("bell", "accepted", "'=HYPERLINK(1)"), ("dead", "accepted", "editor"), ("nothing", "rejected", "editor"),
    ]  # fmt: skip
    assert [row["id"] for row in json.loads(project.run("links", "export", "--json").out)] == [
        "bell",
        "dead",
        "nothing",
    ]
    bibtex = project.run("links", "export", "--format", "bibtex").out
    assert r"title = {The Bell \& 100 \% of its\_sound}" in bibtex
    assert bibtex.count("@online{") == 2
    items = json.loads(project.run("links", "export", "--format", "csl-json").out)
    assert items[0]["author"] == [{"literal": "A. Ringer"}]
    assert items[1]["accessed"] == {"date-parts": [[2011, 3, 1]]}
    page = tmp_path / "links.html"
    done = project.run("links", "export", "--format", "robust-links", "-o", str(page))
    assert (done.code, done.out) == (0, "")
    assert f'data-originalurl="{SITE}/old-mill" data-versionurl="https://web.archive.org' in page.read_text(
        encoding="utf-8"
    )
    assert 'data-versiondate="2011-03-01"' in page.read_text(encoding="utf-8")


def test_wrong_usage(project: Workshop) -> None:
    """Each says what to do."""
    project.essay("Words.\n")
    for argv in (["mend", "esay"], ["export", "esay"], ["export", "--format", "xls"], ["export", "-o", "no/such/x"]):
        assert project.run("links", *argv).code == 2
    project.write("source/essay.links.toml", "[[link]\n")
    assert project.run("links", "mend").codes == ["ledger-syntax"]
    done = project.run("links", "export")
    assert (done.code, "ledger-syntax" in done.err) == (1, True)


def test_an_empty_item_stays_an_item() -> None:
    """Between its mark and the link a blank is left, in a list, a quotation and a heading."""
    link = "[the pier](https://writer.example/pier)"
    for text in ("- one\n- \n- two\n", "> 12. \n\nMore.\n", "## \n\nMore.\n"):
        at = re.search(r"[-.#] (?=\n)", text).end()  # type: ignore[union-attr]
        quote = Quote(exact="", prefix=text[:at], suffix=text[at:])
        entry = Entry(id="pier", kind="emptied", quote=quote, status=Status.RECOVERED, url=f"{SITE}/pier")
        original = OriginalLink(url=entry.url, words="the pier", before="", after="")
        made = mend(MendingPlace(text=text, start=at, end=at, entry=entry, original=original), (), captures=False)
        assert isinstance(made, Mend)
        assert text[: made.start] + made.put + text[made.end :] == text[:at] + link + text[at:]
