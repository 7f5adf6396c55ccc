"""docs/ says what the program does: every key, every command and nothing else, and its examples run."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from harbours import archive
from workshop import REPOSITORY, Workshop

from footlight.cli.dispatch import COMMANDS
from footlight.engines.pdfium import glyph_pages
from footlight.press.paper import SIZES
from footlight.reading.front_matter import KEYS
from footlight.settings.configuration_page import ALL, example, renewed
from footlight.settings.keys import keys_of
from footlight.settings.parser import load_config
from footlight.settings.values import Config

DOCS = REPOSITORY / "docs"


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


# Keys


def test_every_key_of_the_front_matter() -> None:
    rows = re.findall(r"^\| `([^`]+)` \|", text("front-matter.md"), re.MULTILINE)
    assert sorted(rows) == sorted(KEYS)


def test_the_tables_of_the_configuration_are_made_from_its_keys() -> None:
    """`make docs` writes them anew."""
    assert renewed(text("configuration.md")) == text("configuration.md")


def test_the_example_of_the_configuration_is_that_of_the_defaults(tmp_path: Path) -> None:
    """Where there are any; and it has every key but those of [print] that [page] shows."""
    shown = tomllib.loads(example().removeprefix("```toml\n").removesuffix("```\n"))
    path = tmp_path / "footlight.toml"
    path.write_text(example().removeprefix("```toml\n").removesuffix("```\n"), encoding="utf-8")
    loaded = load_config(path)
    assert loaded == replace(
        Config(),
        page_options=loaded.page_options,
        print_options=loaded.print_options,
        cover=loaded.cover,
        book=loaded.book,
    )
    assert loaded.page == Config().page
    assert set(shown) == set(ALL)
    for name, table in ALL.items():
        if name != "print":
            assert list(shown[name]) == [key for key in keys_of(table) if key != "part"]  # parts are tables


def test_a_heading_that_is_missing_is_named() -> None:
    with pytest.raises(LookupError, match=r"needs a heading '## `\[notes\]`'"):
        renewed(text("configuration.md").replace("## `[notes]`", "## Notes"))


def test_every_trim_size() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| ([\d.]+) × ([\d.]+) \|", text("configuration.md"), re.MULTILINE)
    assert [(name, float(w), float(h)) for name, w, h in rows] == [(p.name, p.width, p.height) for p in SIZES.values()]


# Commands


def command_line(workshop: Workshop) -> str:
    """docs/command-line.md as `--help` has it."""
    parts = [
        "# Command line\n\nWhat `footlight --help` and `footlight COMMAND --help` print.\n",
        f"```text\n{workshop.run('--help').out}```\n",
        *(f"## footlight {name}\n\n```text\n{workshop.run(*name.split(), '--help').out}```\n" for name in COMMANDS),
    ]
    return "\n".join(parts)


def test_the_command_line(project: Workshop, monkeypatch: pytest.MonkeyPatch, *, accept: bool) -> None:
    """`--accept` writes it anew."""
    monkeypatch.setenv("COLUMNS", "100")
    written = command_line(project)
    if accept:
        (DOCS / "command-line.md").write_text(written, encoding="utf-8")
    assert text("command-line.md").split() == written.split()  # where lines break is Python's, and differs


def test_links_between_the_pages() -> None:
    for path in [*DOCS.glob("*.md"), REPOSITORY / "README.md"]:
        words = re.sub(r"`[^`]*`", "", path.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", words):
            assert (path.parent / target).exists(), (path.name, target)
    assert {path.name for path in DOCS.glob("*.md")} - {"README.md"} == set(
        re.findall(r"\]\(([\w-]+\.md)\)", text("README.md"))
    )


# Examples

_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def steps(page: str) -> Iterator[tuple[str, str, str]]:
    """What a page shows, in its order: files (a path and a content) and commands (with what they print)."""
    for kind, path, content in _BLOCK.findall(text(page)):
        if path:
            yield "file", path, content
        elif kind == "console":
            for command in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
                line, _, output = command.partition("\n")
                yield "command", line, output


def follow(page: str, workshop: Workshop) -> None:
    """Writes the files of a page and runs its commands; `…` at the end of a line stands for any words."""
    environ = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for kind, what, content in steps(page):
        if kind == "file":
            workshop.write(what, content)
            continue
        command = ["sh", "-c", f"{what} 2>&1"]
        done = subprocess.run(command, cwd=workshop.root, env=environ, capture_output=True, check=False)
        wanted = ".*\n".join(re.escape(part) for part in content.split("…\n"))
        assert re.fullmatch(wanted, done.stdout.decode()), (what, done.stdout.decode())


@pytest.mark.slow
def test_the_tutorial(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("harbours.warc.gz", (DOCS / "harbours.warc.gz").read_bytes())
    follow("tutorial.md", workshop)
    words = " ".join(workshop.pages("on-harbours")).split()
    assert "example.org/2009/03/harbour-report" in "".join(words)
    assert "A link stood here and is lost" in " ".join(words)
    assert (DOCS / "harbours.warc.gz").read_bytes() == archive()
    book = workshop.pages("the-year-on-the-pier")
    assert book[6].split()[:2] == ["Of", "Lamps"]
    assert "in March (see p. 7)" in " ".join(" ".join(book).split())
    assert "Of Winds" not in " ".join(book)


@pytest.mark.slow
def test_the_examples_of_templates(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    follow("templates.md", workshop)
    assert "About this edition" in workshop.pages()[-1]
    assert "Pamphlets, No. 4" in workshop.pages()[0]
    assert workshop.make("--edition", "epub").code == 0
    with zipfile.ZipFile(workshop.build / "essay/essay.epub") as book:
        title_page = next(book.read(name).decode() for name in book.namelist() if name.endswith("titlepage.xhtml"))
    assert "Pamphlets, No. 4" in title_page


def test_the_example_of_a_theme(tmp_path: Path) -> None:
    """What docs/themes.md says of a theme of one's own is all that one takes."""
    workshop = Workshop(tmp_path)
    follow("themes.md", workshop)
    (page,) = glyph_pages(workshop.products()["essay.pdf"])
    assert (round(page.width / 72 * 25.4), round(page.height / 72 * 25.4)) == (176, 250)
