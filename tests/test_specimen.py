"""The specimen, an essay with one of each thing, in every theme: where each thing begins, in which size and face; and
that every edition of it passes every check.

What is kept in tests/specimen/THEME.txt is what a theme decides, not what the breaking of lines and pages does: a row
for each thing, with the first words of its line, the distance of the line from the left edge of the text block and the
size of its type, both in pt. `--accept` writes what a theme gives now; look at the pages before you commit it (`make
gallery`).
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from workshop import REPOSITORY, Workshop, expected_text, quick_rows

from footlight.engines.pdfium import GlyphPage, glyph_pages
from footlight.press.paper import PT_PER_MM, Page
from footlight.project import Project
from footlight.settings.themes import load_theme
from footlight.settings.values import Config

SPECIMEN = REPOSITORY / "tests" / "specimen"
THEMES = sorted(Project(root=Path("/nowhere")).theme_folders)
TOLERANCE = 0.6
"""pt."""

THINGS = {
    # What begins a line on its page, and what it is.
    "Of Lights and": "title",
    "A specimen of": "subtitle",
    "example.org,": "imprint",
    "What a lamp on": "abstract",
    "A light that nobody": "epigraph",
    "Where they differ": "paragraph",
    "The oil came": "first paragraph",
    "412": "cell at the right",
    "The night is long": "quotation",
    "A lamp upon": "verse",
    "for him who": "verse, indented",
    "Dear Sir": "letter",
    "The log is": "list",
    "What holds the": "definition",
    "A box holds": "box",
    "per_night =": "listing",
    "The steps were": "note",
    "“Fat of seals": "note",
    "‘Fat of seals": "note",
}


class Placed(NamedTuple):
    """A thing on a page."""

    x: float
    """From the left edge of the text block."""
    size: float


def placed(pages: Sequence[GlyphPage], page: Page) -> dict[str, Placed]:
    found: dict[str, Placed] = {}
    for number, one in enumerate(pages):
        left = (page.inner if number % 2 == 0 else page.outer) * PT_PER_MM
        text = "".join(glyph.character for glyph in one.glyphs)
        for words, thing in THINGS.items():
            at = text.find(words.replace(" ", ""))
            if at >= 0:
                glyph = one.glyphs[at]
                found.setdefault(f"{thing}: {words}", Placed(round(glyph.x0 - left, 1) + 0.0, round(glyph.size, 1)))
    return found


def as_text(found: dict[str, Placed]) -> str:
    return "".join(f"{name:<34} x {place.x:>6} size {place.size:>5}\n" for name, place in sorted(found.items()))


def from_text(text: str) -> dict[str, Placed]:
    rows = (line.rsplit(maxsplit=4) for line in text.splitlines())
    return {name: Placed(float(x), float(size)) for name, _, x, _, size in rows}


def specimen(project: Workshop, theme: str) -> None:
    shutil.copytree(SPECIMEN / "source", project.source, dirs_exist_ok=True)
    project.write("source/footlight.toml", f'[project]\ntheme = "{theme}"\n')


@pytest.mark.parametrize("theme", quick_rows(THEMES, "classic"))
def test_the_specimen_looks_as_its_theme_has_it(project: Workshop, theme: str, *, accept: bool) -> None:
    specimen(project, theme)
    done = project.make("--edition", "reading")
    assert (done.code, done.codes) == (0, []), done
    page = load_theme(Project(root=Path("/nowhere"), theme=theme)).applied(Config()).page
    now = placed(tuple(glyph_pages(project.products("specimen")["specimen.pdf"])), page)
    assert len(now) >= len(THINGS) - 1, sorted(now)
    kept = SPECIMEN / f"{theme}.txt"
    was = from_text(expected_text(kept, as_text(now), accept=accept))
    assert now.keys() == was.keys()
    moved = {
        name: (was[name], place)
        for name, place in now.items()
        if abs(place.x - was[name].x) > TOLERANCE or abs(place.size - was[name].size) > TOLERANCE / 2
    }
    assert moved == {}


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_every_edition_in_every_theme_passes_every_check(project: Workshop, theme: str) -> None:
    """PDF/A-2a and PDF/UA-1, tags, gates, print, booklet, cover, EPUBCheck and, where it is there, Ace."""
    specimen(project, theme)
    editions = [w for name in ("reading", "print", "booklet", "cover", "epub") for w in ("--edition", name)]
    done = project.process("build", *editions)
    assert done.code == 0, done
    assert set(done.codes) <= {"booklet-scaled", "booklet-blank", "cover-spine-thin"}, done
    readers = REPOSITORY / "tests" / "readers" / "node_modules" / ".bin"  # Ace is among them, after `make test-all`
    done = project.process("check", *editions, environ={"PATH": f"{readers}{os.pathsep}{os.environ['PATH']}"})
    assert (done.code, done.codes) == (0, []), done
    assert "6 files checked, 0 errors, 0 warnings" in done.err + done.out
