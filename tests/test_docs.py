"""docs/ says what the program does: every key, every command and nothing else, and its examples run."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import documentation
import pytest
from harbours import archive
from workshop import REPOSITORY, Workshop

from footlight.cli.dispatch import COMMANDS
from footlight.engines.pdfium import glyph_pages, page_texts
from footlight.ledger.keys import CANDIDATE, EVIDENCE, LINK, SEARCHED
from footlight.ledger.parser import read_ledger
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


_SHOWN = re.compile(r"(?:^|(?<=[`$ ]))(?:\.venv/bin/|\.venv\\Scripts\\)?footlight ([a-z][^`\n]*)")


def shown_commands() -> Iterator[tuple[str, str]]:
    """What docs/ and the README show of commands: the page, and what stands behind `footlight`."""
    for path in [*DOCS.glob("*.md"), REPOSITORY / "README.md"]:
        if path.name in ("command-line.md", "findings.md"):  # made from the code
            continue
        words = path.read_text(encoding="utf-8")
        blocks = re.findall(r"^(?:    |\$ )(.*)$", words, re.MULTILINE)
        for text in [*blocks, *re.findall(r"`([^`\n]+)`", words)]:
            yield from ((path.name, found[1]) for found in _SHOWN.finditer(text))


def test_every_command_that_is_shown_is_one(project: Workshop) -> None:
    """Its name, and each of its options; the pages made from the code show no other."""
    helps = {name: project.run(*name.split(), "--help").out for name in COMMANDS}
    shown = {*shown_commands()}
    assert len(shown) > 100
    for page, words in sorted(shown):
        line = re.split(r"\s{2,}|[#|>;)]", words)[0].split()
        name = " ".join(line[:2]) if " ".join(line[:2]) in COMMANDS else line[0]
        if name == "links" or line[0] == "COMMAND":  # the group, as a whole
            continue
        assert name in COMMANDS, (page, words)
        for option in (word.split("=")[0] for word in line if word.startswith("--") and len(word) > 2):
            assert re.search(rf"{option}\b", helps[name]), (page, words)


def test_every_key_of_the_ledger() -> None:
    """docs/ledger.md has them all, table by table, and its example is a sound ledger."""
    tables = re.split(r"^## ", text("ledger.md"), flags=re.MULTILINE)
    for part, keys in zip(tables[1:5], (LINK, EVIDENCE, CANDIDATE, SEARCHED), strict=True):
        rows = [
            key for row in re.findall(r"^\| (`[^|]*`) \|", part, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)
        ]
        assert sorted(rows) == sorted(keys), part[:40]


def test_the_example_of_a_ledger(tmp_path: Path) -> None:
    (example,) = (content for kind, path, content in steps("ledger.md") if kind == "file" and path.endswith(".toml"))
    path = tmp_path / "essay.links.toml"
    path.write_text(example, encoding="utf-8")
    ledger, findings = read_ledger(path)
    assert findings == ()
    assert [entry.status for entry in ledger.entries] == ["accepted"]


# The site and the manual


def test_the_four_kinds() -> None:
    """docs/README.md lists each page once, under one of four headings; each begins with its title."""
    assert [kind.title for kind in documentation.kinds()] == ["Start", "How to", "Reference", "Explanation"]
    pages = [page for kind in documentation.kinds() for page in kind.pages]
    assert sorted(pages) == sorted(path.name for path in DOCS.glob("*.md") if path.name != "README.md")
    assert all(text(page).startswith("# ") for page in pages)


@pytest.mark.slow
def test_the_manual(tmp_path: Path) -> None:
    """Footlight makes a book of its own docs, without a word that is lost, and `check` has no error."""
    documentation.make_manual(tmp_path)
    pages = page_texts((tmp_path / "footlight-manual.pdf").read_bytes())
    assert len(pages) > 200
    whole = " ".join(" ".join(pages).split())
    for page in (page for kind in documentation.kinds() for page in kind.pages):
        title = text(page).splitlines()[0].removeprefix("# ")
        assert "".join(filter(str.isalnum, title)) in "".join(filter(str.isalnum, whole)), title
    assert (tmp_path / "footlight-manual.epub").is_file()


SPHINX = REPOSITORY / ".venv-docs" / "bin" / "python"


@pytest.mark.slow
@pytest.mark.skipif(not SPHINX.is_file(), reason="`make site` has not set up .venv-docs")
def test_the_site(tmp_path: Path) -> None:
    """Sphinx warns of nothing; the pages load nothing from elsewhere and can be searched; the same bytes again."""
    script = REPOSITORY / "tests" / "documentation.py"
    for name in ("first", "second"):
        subprocess.run([SPHINX, script, "site", tmp_path / name], check=True, capture_output=True)
    files = {path.relative_to(tmp_path / "first"): path for path in (tmp_path / "first").rglob("*") if path.is_file()}
    assert all(path.read_bytes() == (tmp_path / "second" / name).read_bytes() for name, path in files.items())
    assert "harbour" in (tmp_path / "first" / "searchindex.js").read_text(encoding="utf-8")
    for path in files.values():
        if path.suffix == ".html":
            html = path.read_text(encoding="utf-8")
            loaded = re.findall(r'<(?:script|img|iframe)[^>]* src="([^"]+)"|<link[^>]* href="([^"]+)"', html)
            assert not [pair for pair in loaded if "".join(pair).startswith(("http", "//"))], path


# Examples

_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_files_and_folders_that_the_guides_name_are_there(page: str) -> None:
    """Of the program a file may be named without the folders above it; names in capitals (LANG, CODE) stand for any."""
    words = (REPOSITORY / page).read_text(encoding="utf-8")
    named = {name.rstrip("/") for name in re.findall(r"`((?:[a-z0-9_.-]+/)*[a-z0-9_-]+(?:/|\.py))`", words)}
    assert len(named) > 10
    below = [f"/{path.relative_to(REPOSITORY).as_posix()}" for path in (REPOSITORY / "footlight").rglob("[!_]*")]
    folders = (REPOSITORY, REPOSITORY / "tests")
    gone = [
        name
        for name in sorted(named)
        if not any((folder / name).exists() for folder in folders)
        and not any(path.endswith(f"/{name}") for path in below)
    ]
    assert gone == [], f"{page} names what is not there"


def steps(page: str) -> Iterator[tuple[str, str, str]]:
    """What a page shows, in its order: files (a path and a content) and commands (with what they print)."""
    for kind, path, content in _BLOCK.findall(text(page)):
        if path:
            yield "file", path, content
        elif kind == "console":
            for command in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
                line, _, output = command.partition("\n")
                yield "command", line, output


def follow(
    page: str, workshop: Workshop, programs: Path = Path(sys.executable).parent, shell: Sequence[str] = ("sh", "-c")
) -> None:
    """Writes the files of a page and runs its commands; `…` ends a line in any words, alone it stands for any lines.

    `programs` is the folder in which `footlight` is; `shell` runs a command in the workshop's folder.
    """
    # What goes to both streams comes in the order of a terminal.
    environ = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
    for kind, what, content in steps(page):
        if kind == "file":
            workshop.write(what, content)
            continue
        command = [*shell, f"{what} 2>&1"]
        done = subprocess.run(command, cwd=workshop.root, env=environ, capture_output=True, check=False)
        lines = content.splitlines(keepends=True)
        wanted = "".join(
            r"(?:.*\n)*" if line == "…\n" else ".*\n".join(re.escape(part) for part in line.split("…\n"))
            for line in lines
        )
        assert re.fullmatch(wanted, done.stdout.decode()), (what, done.stdout.decode())


@pytest.mark.slow
def test_the_tutorial(tmp_path: Path) -> None:
    follow_the_tutorial(tmp_path)


def follow_the_tutorial(
    folder: Path, programs: Path = Path(sys.executable).parent, shell: Sequence[str] = ("sh", "-c")
) -> None:
    """The tutorial as it is written, and what comes of it."""
    workshop = Workshop(folder)
    workshop.write("harbours.warc.gz", (DOCS / "harbours.warc.gz").read_bytes())
    follow("tutorial.md", workshop, programs, shell)
    words = " ".join(workshop.pages("on-harbours")).split()
    assert "example.org/2009/03/harbour-report" in "".join(words)
    assert "A link stood here and is lost" in " ".join(words)
    assert (DOCS / "harbours.warc.gz").read_bytes() == archive()
    book = workshop.pages("the-year-on-the-pier")
    assert book[6].split()[:2] == ["Of", "Lamps"]
    assert "in March (see p. 7)" in " ".join(" ".join(book).split())
    assert "Of Winds" not in " ".join(book)


@pytest.mark.slow
def test_an_old_blog_into_a_book(tmp_path: Path) -> None:
    follow("blog-to-book.md", Workshop(tmp_path))
    assert (tmp_path / "build/letters-from-the-pier/letters-from-the-pier.pdf").is_file()


@pytest.mark.slow
def test_a_lost_link(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("harbours.warc.gz", (DOCS / "harbours.warc.gz").read_bytes())
    follow("lost-link.md", workshop)
    assert "identified by the editor" in " ".join(" ".join(workshop.pages("on-piers")).split())


@pytest.mark.slow
def test_the_print_shops(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.essay()
    follow("print-shops.md", workshop)
    assert {"essay-print.pdf", "essay-cover.pdf"} <= {*workshop.products()}


@pytest.mark.slow
def test_a_face_of_ones_own(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.essay(name="on-faces")
    for style, name in (("Regular", "FiraSans_400Regular"), ("Italic", "FiraSans_400Regular_Italic")):
        font = (REPOSITORY / "templates" / "fonts" / f"{name}.ttf").read_bytes()
        workshop.write(f"templates/fonts/MyFace-{style}.ttf", font)
    follow("own-face.md", workshop)
    assert "Fira Sans" in " ".join(workshop.pages("on-faces"))


@pytest.mark.slow
def test_continuous_integration(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    head = "---\ntitle: A\nauthor: B\nlang: en\nrights: CC0 1.0\n---\n\n"
    workshop.essay("A [link](https://example.org/a).\n", head=head)
    follow("ci.md", workshop)
    assert '"version": "2.1.0"' in (tmp_path / "check.sarif").read_text(encoding="utf-8")


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
