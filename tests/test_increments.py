"""What is made again, and what stays: files saved during a build, builds at the same time, `footlight clean`."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from workshop import FOOTLIGHT, Workshop

from footlight import input_record
from footlight.engines.pdfium import page_texts
from footlight.input_record import ABSENT, CHANGED, InputRecord, note_absent, read_input, recorded
from footlight.workflows.build.freshness import STAMP

OLD, NEW = "Old words.\n", "New words.\n"


def _seen_otherwise(monkeypatch: pytest.MonkeyPatch, at: int, act: Callable[[Path, bytes], bytes]) -> None:
    """Let something happen at the so-manieth reading of a file in this process."""
    whole = input_record.read_file
    count = 0

    def read(path: Path) -> bytes:
        nonlocal count
        count += 1
        return act(path, whole(path)) if count == at else whole(path)

    monkeypatch.setattr(input_record, "read_file", read)


@pytest.mark.slow
@pytest.mark.parametrize("at", range(1, 21))
def test_a_text_that_is_saved_during_a_build(project: Workshop, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """At whichever moment a text is saved, a build that says afterwards that it is up to date has that text."""
    path = project.essay(OLD)
    new = path.read_text().replace(OLD, NEW)

    def save(_: Path, data: bytes) -> bytes:
        path.write_text(new)
        return data

    _seen_otherwise(monkeypatch, at, save)
    assert project.make("--edition", "reading").code == 0
    monkeypatch.undo()
    path.write_text(new)
    project.make("--edition", "reading")
    assert project.make("--edition", "reading").err == "Nothing to do: 1 essay is up to date.\n"
    assert "New words." in project.pages()[0]


@pytest.mark.slow
@pytest.mark.parametrize("at", range(1, 21))
def test_an_essay_that_is_saved_while_its_book_is_built(
    project: Workshop, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """As above, in a book, whose essays and sections are kept from one build to the next."""
    path = project.essay(OLD)
    project.essay("Other words.\n", name="other")
    project.write("source/footlight.toml", '[book]\ntitle = "Two"\n')
    new = path.read_text().replace(OLD, NEW)
    book = ("book", "--jobs", "1", "--edition", "reading")

    def save(_: Path, data: bytes) -> bytes:
        path.write_text(new)
        return data

    _seen_otherwise(monkeypatch, at, save)
    assert project.run(*book).code == 0
    monkeypatch.undo()
    path.write_text(new)
    project.run(*book)
    assert project.run(*book).err == "Nothing to do: the book two is up to date.\n"
    assert any("New words." in text for text in page_texts(project.products("two")["two.pdf"]))


def test_a_text_that_is_saved_and_taken_back(project: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that stood there only while it was read is not taken for the one before and behind it."""
    path = project.essay(OLD)
    made_of_new = 0
    for at in range(1, 4):
        _seen_otherwise(monkeypatch, at, lambda asked, data: data.replace(b"Old", b"New") if asked == path else data)
        assert project.make("--edition", "reading", "--force").code == 0
        monkeypatch.undo()
        made_of_new += "New words." in project.pages()[0]
        project.make("--edition", "reading")
        assert "Old words." in project.pages()[0]
    assert made_of_new == 1


def test_a_file_that_is_read_twice(tmp_path: Path) -> None:
    """What two readings found is one digest if it was the same, and no digest that any file has if it was not."""
    one, two, none = tmp_path / "one", tmp_path / "two", tmp_path / "none"
    one.write_text("1")
    two.write_text("2")
    with recorded() as outer:
        with recorded() as record:
            assert (read_input(one), read_input(tmp_path / "." / "one")) == (b"1", b"1")
            read_input(two)
            two.write_text("3")
            assert read_input(two) == b"3"
            note_absent(none)
        assert record.digests[one] == "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
        assert (record.digests[two], record.digests[none]) == (CHANGED, ABSENT)
    assert outer.digests == record.digests
    again = InputRecord()
    again.note(record.digests)
    again.note({none: "now it is there"})
    assert again.digests[none] == CHANGED


def test_products_that_were_deleted_or_altered(project: Workshop) -> None:
    """They are made again, byte for byte."""
    project.essay()
    assert project.make().code == 0
    made = project.products()
    (project.build / "essay" / "essay.epub").unlink()
    assert project.make().err.startswith("build/essay/")
    (project.build / "essay" / "essay.pdf").write_bytes(b"no PDF")
    assert project.make().err.startswith("build/essay/")
    assert project.products() == made


@pytest.mark.slow
def test_two_builds_at_once(project: Workshop) -> None:
    """Both end well, and what stands there afterwards is what one build makes."""
    project.essay("A text with a note^[This one].\n")
    assert project.process("build").code == 0
    made = project.products()
    command = [*FOOTLIGHT, "build", "--force", "--edition"]
    running = [
        subprocess.Popen([*command, edition], cwd=project.root, stderr=subprocess.DEVNULL)
        for edition in ("reading", "epub", "reading")
    ]
    assert [one.wait() for one in running] == [0, 0, 0]
    now = project.products()
    assert {name: data for name, data in now.items() if name != STAMP} == {
        name: data for name, data in made.items() if name != STAMP
    }
    assert project.make().err == "Nothing to do: 1 essay is up to date.\n"


def test_clean_removes_what_the_settings_no_longer_name(project: Workshop) -> None:
    """Editions that nobody asks for and essays that are gone go; what a person put there or changed stays."""
    project.essay(head="---\ntitle: A\nauthor: A. Writer\nrights: CC BY 4.0\nlang: en-GB\n---\n\n")
    project.essay(name="gone")
    project.essay(name="altered")
    assert project.make("--edition", "reading", "--edition", "epub").code == 0
    assert project.make("essay", "--edition", "booklet").code == 0
    for name in ("gone", "altered"):
        (project.source / f"{name}.md").unlink()
    (project.build / "altered" / "altered.pdf").write_bytes(b"mine")
    (project.build / "gone" / "letter.txt").write_text("mine")
    project.write("build/own/file.txt", "mine")
    project.write("source/footlight.toml", '[build]\neditions = ["reading"]\n')
    before = sorted(path for path in project.build.rglob("*") if path.is_file())
    said = project.run("clean", "--dry-run")
    assert said.code == 0
    assert "build/essay/essay-booklet.pdf: would be removed" in said.err
    assert sorted(path for path in project.build.rglob("*") if path.is_file()) == before
    done = project.run("clean")
    assert done.code == 0
    assert "build/altered/altered.pdf: stays, for it is not as the build left it" in done.err
    left = {path.relative_to(project.build).as_posix() for path in project.build.rglob("*") if path.is_file()}
    assert left == {
        "altered/altered.pdf", "essay/.footlight.json", "essay/essay.links.json", "essay/essay.pdf",
        "gone/letter.txt", "own/file.txt",
    }  # fmt: skip
    assert project.run("clean").err == "Nothing to remove: all that stands in build/ is what the settings name.\n"
    assert [record["key"]["editions"] for record in json.loads(project.products()[STAMP])["builds"]] == [["reading"]]
    assert project.make("--edition", "booklet").err.startswith("build/essay/")
