"""Books in real reading systems and checkers: foliate-js and epub.js in headless Chromium, DAISY Ace, calibre, and the
library that Thorium reads catalogues with. What is not installed is skipped, and said; `make test-all` installs it
where it may.

Screenshots are kept in .cache/readers/, to be looked at.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import SEED
from longtexts import book as long_book
from PIL import Image, ImageChops
from shelving import editions
from test_books import SOURCES as ESSAYS
from workshop import REPOSITORY, Workshop

from footlight.engines.ace import find_ace, violations

pytestmark = pytest.mark.slow
READERS = REPOSITORY / "tests" / "readers"
SCREENS = REPOSITORY / ".cache" / "readers"
CASES = REPOSITORY / "tests" / "cases" / "epub"
PRINTED = REPOSITORY / "tests" / "cases" / "print" / "rich"
BOOKS = ("first", "rich", "sixty-notes", "russian", "arabic", "japanese", "chapters")
MOST_TURNS = 200
"""Of pages, in read.mjs."""
NODE = shutil.which("node")
CHROMIUM = shutil.which("chromium")
_MODULES = READERS / "node_modules"
READING = pytest.mark.skipif(
    not (NODE and CHROMIUM and (_MODULES / "foliate-js").is_dir()), reason="node, Chromium or foliate-js is not here"
)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, seed: Workshop) -> dict[str, Path]:
    """Each book, built as `footlight build` builds it."""
    root = tmp_path_factory.mktemp("books")
    made = {"first": seed.build / SEED / f"{SEED}.epub"}
    for name in BOOKS[1:]:
        workshop = Workshop(root / name)
        if name == "chapters":
            workshop.write("source/essay.md", long_book(60, 9000))
        else:
            shutil.copytree(PRINTED if name == "sixty-notes" else CASES / name, workshop.source)
        done = workshop.make()
        assert done.code == 0, done
        made[name] = workshop.build / "essay" / "essay.epub"
    return made


def read(book: Path, name: str, *options: str, script: str = "read.mjs") -> dict[str, Any]:
    """What was seen of a book in foliate-js, or by another script; its screenshots stand in a folder of that name."""
    folder = SCREENS / name
    folder.mkdir(parents=True, exist_ok=True)
    command = [str(NODE), str(READERS / script), str(book), str(folder), *options]
    done = subprocess.run(command, capture_output=True, check=False, timeout=400)
    assert done.returncode == 0, done.stderr.decode()
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


@READING
@pytest.mark.parametrize("name", BOOKS)
def test_a_reading_system(books: dict[str, Path], name: str) -> None:
    """The book opens at its text, turns to its end, pops up each note where it is called, and finds the way back.

    Nothing is asked of the network, and nothing is complained of.
    """
    seen = read(books[name], name)
    assert (seen["failed"], seen["refused"]) == (None, [])
    assert [error for error in seen["errors"] if "404" not in error] == []  # the browser asks for a favicon
    assert seen["metadata"]["title"]
    assert seen["metadata"]["toc"]
    for screen in ("start.png", "note.png", "end.png"):
        ground, letters = shades(SCREENS / name / screen)
        assert (ground > 240, letters < 80) == (True, True), screen
    assert seen["cover"] in ("image/png", "image/jpeg")
    assert seen["start"]["words"], "it does not open at words"
    assert seen["pages"] >= 1
    end = seen["metadata"]["toc"][-1]
    assert seen["pages"] == MOST_TURNS or any(end in words for words in seen["words"]), "its end is not reached"
    assert len(set(seen["words"])) > len(seen["words"]) * 0.9, "pages repeat"
    assert seen["calls"], "a book without notes proves little"
    for call in seen["calls"]:
        assert call["failed"] is None
        assert call["visible"]
        assert call["above"], "something covers the note"
        assert call["popup"]["type"] in ("footnote", "endnote")
        assert not call["popup"]["hidden"], "its notes would be missing from the section of notes"
        assert call["popup"]["text"].strip().startswith(call["words"])
        assert len(call["popup"]["text"].strip()) > len(call["words"]) + 5
    for way, call in zip(seen["back"], seen["calls"], strict=False):
        assert (way["id"], way["index"], way["there"]) == (call["id"], call["index"], True)
    assert seen["turned"], "there is no list of pages"
    assert all(page["there"] for page in seen["turned"])
    assert [page["label"] for page in seen["turned"]] == seen["metadata"]["pages"][:400]


@READING
def test_a_reading_system_in_the_dark(books: dict[str, Path]) -> None:
    """On a dark page nothing of the book insists on black, and nothing on white."""
    seen = read(books["rich"], "rich-dark", "dark")
    assert seen["failed"] is None
    for screen in ("start.png", "note.png", "end.png"):
        ground, letters = shades(SCREENS / "rich-dark" / screen)
        assert (ground < 60, letters > 180) == (True, True), screen


@READING
@pytest.mark.parametrize("name", ["rich", "arabic", "japanese"])
def test_another_reading_system(books: dict[str, Path], name: str) -> None:
    """In epub.js a call, tapped at or beside its figure, gives its note; the way back says which, and leads there."""
    if not (_MODULES / "epubjs").is_dir():
        pytest.skip("epub.js is not here")
    seen = read(books[name], f"{name}-epubjs", script="read-epubjs.mjs")
    assert (seen["failed"], seen["refused"], seen["errors"]) == (None, [], [])
    assert seen["calls"]
    for call in seen["calls"]:
        assert call["popup"].startswith(call["words"])
        assert len(call["popup"]) > len(call["words"]) + 5
        assert call["label"]
        assert call["words"] in call["label"]
        assert call["there"]
        at, *beside = call["tapped"]
        assert at == call["id"]
        assert beside.count(call["id"]) >= 2, "a finger misses it"  # another call may stand close below


@READING
def test_another_reading_system_in_the_dark(books: dict[str, Path]) -> None:
    """Links have the colour of the text, which the reader has made light."""
    if not (_MODULES / "epubjs").is_dir():
        pytest.skip("epub.js is not here")
    assert read(books["rich"], "rich-epubjs-dark", "dark", script="read-epubjs.mjs")["failed"] is None
    with Image.open(SCREENS / "rich-epubjs-dark" / "epubjs-note.png") as opened:
        above = opened.convert("RGB").crop((0, 0, opened.width, opened.height // 2))
        red, _, blue = above.split()
        bluest = max(ImageChops.subtract(blue, red).tobytes())
    assert shades(SCREENS / "rich-epubjs-dark" / "epubjs-note.png")[0] == 0x11
    assert bluest < 60, "a blue link on a dark ground"


def shades(picture: Path) -> tuple[int, int]:
    """The shade of most of a picture, from 0 to 255, and the one farthest from it that a few letters have."""
    with Image.open(picture) as opened:
        counts = opened.convert("L").histogram()
    ground = counts.index(max(counts))
    return ground, max(
        (shade for shade in range(256) if counts[shade] > sum(counts) / 10_000), key=lambda x: abs(x - ground)
    )


@pytest.mark.parametrize("name", BOOKS)
def test_ace(books: dict[str, Path], name: str) -> None:
    """DAISY Ace sees no violation."""
    path = f"{_MODULES / '.bin'}{os.pathsep}{os.environ['PATH']}"
    if not (CHROMIUM and shutil.which("ace-cli", path=path)):
        pytest.skip("Ace or Chromium is not here")
    assert violations(find_ace({"PATH": path}), books[name]) == ()


@pytest.mark.slow
def test_ace_of_a_book_of_essays(tmp_path: Path) -> None:
    """DAISY Ace sees no violation in its parts, tables, notes and index either."""
    path = f"{_MODULES / '.bin'}{os.pathsep}{os.environ['PATH']}"
    if not (CHROMIUM and shutil.which("ace-cli", path=path)):
        pytest.skip("Ace or Chromium is not here")
    workshop = Workshop(tmp_path)
    for name, content in ESSAYS.items():
        workshop.write(f"source/{name}", content)
    assert workshop.run("book", "--edition", "epub").code == 0
    (made,) = workshop.build.glob("*/*.epub")
    assert violations(find_ace({"PATH": path}), made) == ()


def test_ace_sees_what_is_wrong(books: dict[str, Path], tmp_path: Path) -> None:
    """A picture without words is a violation, and `footlight check` says so with Ace's own name for it."""
    import zipfile  # noqa: PLC0415 - for this test alone

    path = f"{_MODULES / '.bin'}{os.pathsep}{os.environ['PATH']}"
    if not (CHROMIUM and shutil.which("ace-cli", path=path)):
        pytest.skip("Ace or Chromium is not here")
    spoilt = tmp_path / "spoilt.epub"
    with zipfile.ZipFile(books["rich"]) as old, zipfile.ZipFile(spoilt, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info).replace(b' alt="Four lamps"', b""))
    found = violations(find_ace({"PATH": path}), spoilt)
    assert {(violation.rule, str(violation.severity)) for violation in found} == {("image-alt", "error")}


CALIBRE = shutil.which("ebook-convert")


@pytest.mark.skipif(not CALIBRE, reason="calibre is not here")
@pytest.mark.parametrize("name", BOOKS)
def test_calibre(books: dict[str, Path], name: str, tmp_path: Path) -> None:
    """calibre makes a Kindle file of the book without a warning."""
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "CALIBRE_CONFIG_DIRECTORY": str(tmp_path / "calibre"),
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox",
        "QT_QPA_PLATFORM": "offscreen",
    }
    out = tmp_path / "book.azw3"
    command = [str(CALIBRE), str(books[name]), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    said = f"{done.stdout}\n{done.stderr}"
    assert not [line for line in said.splitlines() if "warn" in line.lower() or "error" in line.lower()], said
    assert out.stat().st_size > 10_000


@pytest.mark.skipif(not (NODE and (_MODULES / "r2-opds-js").is_dir()), reason="node or r2-opds-js is not here")
def test_thorium_reads_the_shelf(project: Workshop) -> None:
    """Both formats, read by Thorium's library, say the same: titles, names, files, covers, facets, the next page."""
    editions(project.build, 60)
    project.run("shelf")
    pages = [str(project.build / "shelf" / f"titles/1.{ending}") for ending in ("xml", "json")]
    command = [str(NODE), str(READERS / "thorium.cjs"), *pages]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    first, second = json.loads(done.stdout)
    assert len(first["books"]) == len(second["books"]) == 50
    for one, other in zip(first["books"], second["books"], strict=True):
        assert {key: one[key] for key in ("title", "authors", "take")} == {
            key: other[key] for key in ("title", "authors", "take")
        }
        assert one["images"]
        assert other["images"]
    assert first["facets"] == second["facets"] == ["Author", "Year"]
    assert (first["next"], second["next"]) == ("../titles/2.xml", "../titles/2.json")
