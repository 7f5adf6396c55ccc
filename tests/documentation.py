"""The site and the manual, from the pages of docs/ in the order of docs/README.md.

    python tests/documentation.py site build/site       Sphinx, in .venv-docs (`make site`)
    python tests/documentation.py manual build/manual   Footlight itself: a book (`make manual`)

Neither uses the network, and the same pages give the same bytes.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
_SECTION = re.compile(r"^## (.+)$")
_ROW = re.compile(r"^\| \[([^\]]+)\]\(([\w-]+\.md)\) \|")
_HEADING = re.compile(r"\A# (.+)\n")
_OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./[^)]*\)")
_FENCE = re.compile(r"^(`{3,})(\w+) (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One of the four kinds of pages."""

    title: str
    pages: tuple[str, ...]
    """Names of their files."""


def kinds() -> list[Kind]:
    """The kinds and their pages, as docs/README.md lists them."""
    found: dict[str, list[str]] = {}
    for line in (DOCS / "README.md").read_text(encoding="utf-8").splitlines():
        if section := _SECTION.match(line):
            found[section[1]] = []
        elif row := _ROW.match(line):
            found[list(found)[-1]].append(row[2])
    return [Kind(title=title, pages=tuple(pages)) for title, pages in found.items()]


def page_text(name: str) -> str:
    """A page for readers who have docs/ alone: links out of it are words; a file that is shown has its name."""
    text = (DOCS / name).read_text(encoding="utf-8")
    text = _OUTSIDE.sub(lambda match: f"`{match[1]}`" if "`" not in match[1] else match[1], text)
    return _FENCE.sub(lambda match: f"`{match[3]}`:\n\n{match[1]}{match[2]}", text)


def others() -> Iterator[Path]:
    """The files of docs/ that pages show or lead to."""
    return (path for path in sorted(DOCS.rglob("*")) if path.suffix in (".png", ".gz", ".json"))


def put_others(folder: Path) -> None:
    """Put those files where the pages in a folder look for them."""
    for path in others():
        place = folder / path.relative_to(DOCS)
        place.parent.mkdir(exist_ok=True)
        shutil.copy(path, place)


# The site

_CONF = """
project = "Footlight"
html_title = "Footlight"
extensions = ["myst_parser"]
myst_heading_anchors = 3
suppress_warnings = ["misc.highlighting_failure", "myst.header"]
html_theme = "furo"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_show_search_summary = False  # it would fetch pages, which browsers refuse for files
html_last_updated_fmt = None
html_theme_options = {"top_of_page_buttons": []}
"""


def index(sections: list[Kind]) -> str:
    """The first page: that of docs/, with what Sphinx makes the navigation of."""
    trees = "".join(
        f"\n```{{toctree}}\n:hidden:\n:caption: {kind.title}\n\n" + "\n".join(kind.pages) + "\n```\n"
        for kind in sections
    )
    return page_text("README.md") + trees


def make_site(target: Path) -> None:
    """Make the site. Raises CalledProcessError where Sphinx warns of anything, such as a link that leads nowhere."""
    sections = kinds()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "conf.py").write_text(_CONF, encoding="utf-8")
        (folder / "index.md").write_text(index(sections), encoding="utf-8")
        for page in (page for kind in sections for page in kind.pages):
            (folder / page).write_text(page_text(page), encoding="utf-8")
        put_others(folder)
        shutil.rmtree(target, ignore_errors=True)
        command = [
            sys.executable,
            "-m",
            "sphinx",
            "-b",
            "html",
            "-W",
            "--keep-going",
            "-q",
            "-d",
            str(folder / ".trees"),
        ]
        subprocess.run([*command, str(folder), str(target)], check=True)
    for file in (target / ".buildinfo", target / "objects.inv"):
        file.unlink(missing_ok=True)


# The manual

_BOOK = """[project]
author = "The makers of Footlight"
lang = "en-GB"
theme = "modern"

[page]
size = "A4"
inner = 26
outer = 34

[source]
markdown = "gfm"

[build]
editions = ["reading", "epub"]

[book]
title = "Footlight"
subtitle = "The manual"
name = "footlight-manual"
editor = []
rights = "MIT"
first-publications = false
links = false
sources = false
"""


def make_manual(target: Path) -> None:
    """Make the manual: a part for each kind of pages, an essay for each page. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "source"
        source.mkdir()
        parts = ""
        for kind in kinds():
            essays = json.dumps([page.removesuffix(".md") for page in kind.pages])
            parts += f"\n[[book.part]]\ntitle = {json.dumps(kind.title)}\nessays = {essays}\n"
            for page in kind.pages:
                (source / page).write_text(_essay(page_text(page)), encoding="utf-8")
        (source / "footlight.toml").write_text(_BOOK + parts, encoding="utf-8")
        put_others(source)
        footlight = [sys.executable, "-c", "from footlight.cli import main; main()"]
        subprocess.run([*footlight, "book"], cwd=name, check=True)
        subprocess.run([*footlight, "check", "footlight-manual"], cwd=name, check=True)
        target.mkdir(parents=True, exist_ok=True)
        for path in sorted((Path(name) / "build" / "footlight-manual").glob("footlight-manual.*")):
            shutil.copy(path, target / path.name)


def _essay(text: str) -> str:
    """A page as an essay: its first heading is the title, those below it are one rank higher."""
    title = _HEADING.match(text)
    if not title:
        raise ValueError(f"a page begins with its title, not with {text[:40]!r}")
    body = text[title.end() :]
    return f"---\ntitle: {json.dumps(title[1], ensure_ascii=False)}\n---\n{body}"


if __name__ == "__main__":
    {"site": make_site, "manual": make_manual}[sys.argv[1]](Path(sys.argv[2]))
