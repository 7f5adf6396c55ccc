"""The slower proofs: the wheel in an empty environment, a book of three hundred pages, an essay of five megabytes."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from listening import expected, heard, main_text, tree
from test_docs import follow_the_tutorial
from workshop import REPOSITORY, Workshop

from footlight.engines.page_validation import validate
from footlight.engines.pdf.document_facts import pdf_facts
from footlight.engines.pdf.print_inspection import press_facts

pytestmark = pytest.mark.slow

SENTENCE = (
    "It may well be that the argument, which I have made elsewhere and shall make again, persuades nobody who was not "
    "persuaded before; but an argument that is set down can be read at leisure, and leisure is on its side. "
)


def text(chapters: int, paragraphs: int) -> str:
    """A made-up book: in each paragraph a link, in each chapter a note of the author's."""
    parts = ["---\ntitle: A Book\nauthor: A. Writer\ndate: 2011-02-25\nlang: en-GB\n---\n"]
    for chapter in range(chapters):
        parts.append(f"# Chapter {chapter + 1}\n\nIt begins.^[A note of chapter {chapter + 1}.]\n")
        parts += [f"{SENTENCE * 4}See [it](https://example.org/{chapter}/{n}).\n" for n in range(paragraphs)]
    return "\n".join(parts)


def test_a_book_of_three_hundred_pages(project: Workshop) -> None:
    """All editions are made, every note is on its page, and the labels hold."""
    project.write("source/book.md", text(60, 20))
    done = project.run("build")
    assert (done.code, done.out) == (0, "")
    reading = (project.build / "book" / "book.pdf").read_bytes()
    assert pdf_facts(reading).pages >= 300
    assert [validate(reading, profile) for profile in ("2a", "ua1")] == [(), ()]
    assert heard(main_text(tree(reading))) == expected(project.source / "book.md")
    press = press_facts((project.build / "book" / "book-print.pdf").read_bytes())
    assert (len(press.boxes) % 2, press.colours, press.extras) == (0, (), ())
    assert project.run("check", "book").code == 0


def test_an_essay_of_five_megabytes(project: Workshop) -> None:
    """It is long, and it is set."""
    words = SENTENCE * 4 + "\n\n"
    long = "---\ntitle: Long\nauthor: A. Writer\nlang: en-GB\n---\n\n" + words * (5_000_000 // len(words) + 1)
    project.write("source/long.md", long)
    assert len(long.encode()) > 5_000_000
    done = project.run("build")
    assert (done.code, done.out) == (0, "")
    assert pdf_facts((project.build / "long" / "long.pdf").read_bytes()).pages > 1000


def test_the_wheel_in_an_empty_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates, faces and docs/ come with it, source/ does not; an essay is built; the tutorial runs as written."""
    wheels = tmp_path / "wheels"
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", str(wheels)]
    subprocess.run([*build, str(REPOSITORY)], check=True, cwd=tmp_path)
    (wheel,) = wheels.glob("footlight-*.whl")
    names = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", str(wheel)], check=True, capture_output=True, text=True
    )
    assert "footlight/templates/page.html" in names.stdout
    assert "missile" not in names.stdout
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "-q"]
    subprocess.run([*pip, "--no-deps", "--require-hashes", "-r", str(REPOSITORY / "requirements.lock")], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    mine = tmp_path / "mine"
    (mine / "source").mkdir(parents=True)
    (mine / "source" / "one.md").write_text(
        "---\ntitle: One\n---\n\nA [link](https://example.org/a).\n", encoding="utf-8"
    )
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [str(home / "bin" / "footlight"), "build"], check=False, cwd=mine, env=environ, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")
    made = sorted(path.name for path in (mine / "build" / "one").iterdir() if not path.name.startswith("."))
    assert made == ["one-print.pdf", "one.epub", "one.links.json", "one.pdf"]
    page = subprocess.run(
        [str(home / "bin" / "footlight"), "explain", "no-text"], check=True, env=environ, capture_output=True, text=True
    )
    assert Path(page.stdout.split("More: ")[1].partition("#")[0]).is_file()
    for name in [name for name in os.environ if name.startswith("PYTHON")]:
        monkeypatch.delenv(name)
    follow_the_tutorial(tmp_path / "tutorial", home / "bin")
