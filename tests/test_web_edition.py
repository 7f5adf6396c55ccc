"""The web edition: one file that asks nothing of any other, with each note beside its call or lifted by it."""

import json
import re
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from making import Made, make, write
from workshop import REPOSITORY, Workshop

from footlight.checking.web_gate import check_page
from footlight.editions.epub.content_documents import BookSetup
from footlight.editions.web.inner_files import inner_pictures
from footlight.editions.web.web_document import Inside, web_document
from footlight.findings.finding import Severity

CASES = REPOSITORY / "tests" / "cases" / "epub"
READERS = REPOSITORY / "tests" / "readers"
NODE, CHROMIUM = shutil.which("node"), shutil.which("chromium")
BROWSER = pytest.mark.skipif(
    not (NODE and CHROMIUM and (READERS / "node_modules" / "playwright-core").is_dir()),
    reason="node, Chromium or playwright-core is not here",
)


def document(made: Made, *, faces: bool = False) -> str:
    """The web edition of an essay."""
    setup = BookSetup(annotated=made.annotated, colophon=made.colophon, house=made.house)
    inside = Inside(pictures=inner_pictures(made.annotated.essay.images), faces=faces)
    return web_document(setup, made.fragments, made.project.template_folders, inside)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, str]:
    """The essay with one of everything."""
    root = tmp_path_factory.mktemp("rich")
    shutil.copytree(CASES / "rich", root / "source")
    made = make(root / "source" / "essay.md")
    return made, document(made, faces=True)


# What stands in it


def test_it_asks_nothing_of_others(rich: tuple[Made, str]) -> None:
    """No address is loaded; the policy allows the one style sheet, by its hash, and what stands in the file."""
    _, html = rich
    loaded = re.findall(r'(?:\ssrc|srcset|poster)="([^"]*)"', html) + re.findall(r'url\("?([^")]*)', html)
    assert loaded
    assert all(address.startswith("data:") for address in loaded), [a[:60] for a in loaded]
    (styles,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = b64encode(sha256(styles.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in html
    assert "default-src 'none'" in html
    assert re.findall(r"<script[^>]*>", html) == ['<script type="application/ld+json">']
    assert not re.search(r'\sstyle="', html)
    assert styles.count("font/woff2") >= 2
    assert "xml:lang" not in html
    assert "epub:type" not in html


def test_links_are_robust(rich: tuple[Made, str]) -> None:
    """A link with an archived copy says where the original is, where the copy, and of what day; others say nothing."""
    _, html = rich
    robust = re.findall(r'data-originalurl="([^"]*)" data-versionurl="([^"]*)" data-versiondate="([^"]*)"', html)
    report = "https://example.org/2009/03/harbour-report"
    assert set(robust) == {(report, f"https://web.archive.org/web/20090305101112/{report}", "2009-03-05")}
    assert html.count("data-originalurl") == len(re.findall(rf'<a [^>]*href="{report}"', html))


def test_each_call_is_a_link_and_a_button_and_each_note_has_its_place(rich: tuple[Made, str]) -> None:
    """The number stands once in the text; a rule places each note below the one before."""
    made, html = rich
    for note in made.annotated.notes:
        assert html.count(f'href="#{note.id}" role="doc-noteref">{note.number}</a>') == 1
        assert f'popovertarget="{note.id}" data-number="{note.number}"' in html
        assert f"#{note.id}{{anchor-name:--{note.id};top:" in html
    assert "max(anchor(--fl-call-2 top) - 0.12em, anchor(--fl-note-1 bottom) + 0.7em)" in html


def test_it_says_what_it_is(rich: tuple[Made, str]) -> None:
    """In the words of search engines and reference managers, and no more than the source says."""
    _, html = rich
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    told = json.loads(data)
    assert told["@type"] == "Article"
    assert [person["name"] for person in told["author"]] == ["Anna Writer", "Ben Second"]
    assert told["datePublished"] == "2009-03"
    assert told["isBasedOn"] == "https://example.org/2009/03/harbour"
    assert "url" not in told
    assert '<meta name="citation_author" content="Ben Second">' in html
    assert '<meta property="og:title"' in html
    assert "canonical" not in html


def test_words_that_look_like_markup_stay_words(tmp_path: Path) -> None:
    """Of the front matter, in the description for programs, in the style of a table: nothing ends its element."""
    head = "---\ntitle: '</title></style></script><b>& {policy} styles'\nauthor: A\nlang: en\n"
    head += "description: '</script><script>alert(1)</script> fl-styles'\n---\n\n"
    made = make(
        write(tmp_path, head + "[one]{style='color: red; background: url(x)'} <style>styles</style> {policy}\n")
    )
    html = document(made)
    found = check_page(html.encode(), made.set_notes(), "x").findings
    assert found == ()
    assert html.count("<script") == 1
    assert html.count("<style>") == 1


@pytest.mark.parametrize("case", ["arabic", "japanese", "russian", "marks"])
def test_every_script_is_valid(case: str, tmp_path: Path) -> None:
    """A text from right to left, one without spaces, and one with marks of all kinds pass the gate."""
    shutil.copytree(CASES / case, tmp_path / "source")
    made = make(next((tmp_path / "source").glob("*.md")))
    html = document(made)
    assert check_page(html.encode(), made.set_notes(), "x").findings == ()
    assert f'<html lang="{made.annotated.essay.source.meta.lang}"' in html


# The gate


PLANTED = [
    ("web-note-missing", r'<div class="fl-note" id="fl-note-2".*?</div>\n', "", "note 2 "),
    ("web-note-missing", "of two items", "of items", "note 2 "),
    ("web-call-astray", r'<sup class="fl-call" id="fl-call-3">.*?</sup>', "", "note 3 "),
    ("web-call-astray", 'href="#fl-note-2"', 'href="#fl-note-1"', "note 2 "),
    ("web-call-astray", 'role="doc-noteref">2<', 'role="doc-noteref">4<', "note 2 "),
    ("web-call-astray", 'popovertarget="fl-note-2" data', 'popovertarget="fl-note-1" data', "note 2 "),
    ("web-call-astray", 'href="#fl-call-2"', 'href="#fl-title"', "note 2 "),
    ("web-address-broken", r'<p class="fl-archived".*?</p>', "", "note 1 "),
    ("web-link-dead", 'href="#the-table"', 'href="#no-table"', "#no-table"),
    ("web-reaches-out", "</main>", '<img src="https://example.org/a.png" alt=""></main>', "example.org/a.png"),
    ("web-reaches-out", "</main>", "<script>alert(1)</script></main>", "a script"),
    ("web-reaches-out", "<h1 ", '<h1 onclick="alert(1)" ', "onclick"),
    ("web-reaches-out", "<style>", '<style>@import "https://example.org/a.css";', "a style sheet"),
    ("web-reaches-out", "<style>", "<style>b{background:url( 'a.png')}", "a style sheet"),
    ("web-reaches-out", r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", "no policy"),
    ("web-not-valid", "</main>", "<p>a<div>b</div></p></main>", "unexpected-end-tag"),
    ("web-not-valid", "</main>", '<p id="fl-title">again</p></main>', "fl-title"),
    ("web-not-valid", "</main>", '<a href="#fl-title"><button>x</button></a></main>', "<button>"),
    ("web-not-valid", "</main>", "<h1>Another</h1></main>", "first rank"),
    ("web-not-valid", "</main>", '<img src="data:,"></main>', "alt"),
]


@pytest.mark.parametrize(("code", "pattern", "instead", "names"), PLANTED)
def test_a_planted_failure_is_found(rich: tuple[Made, str], code: str, pattern: str, instead: str, names: str) -> None:
    """By its code, naming what it is about; what makes the edition false is an error."""
    made, html = rich
    spoilt, count = re.subn(pattern, lambda _: instead, html, count=1, flags=re.DOTALL)
    assert count == 1
    found = [f for f in check_page(spoilt.encode(), made.set_notes(), "source/essay.md").findings if f.code == code]
    assert found
    assert any(names in finding.message for finding in found), [f.message for f in found]
    assert found[0].severity is (Severity.WARNING if code == "web-not-valid" else Severity.ERROR)


def test_the_sound_one_has_no_finding(rich: tuple[Made, str]) -> None:
    made, html = rich
    assert check_page(html.encode(), made.set_notes(), "source/essay.md").findings == ()


def test_a_template_that_loses_notes_makes_nothing(project: Workshop) -> None:
    """The finding says where to look."""
    project.essay("A [link](https://example.org/one).\n")
    project.write("templates/web/page.html", '{% extends "house/web/page.html" %}{% block notes %}{% endblock %}\n')
    done = project.make("--edition", "web")
    assert done.code == 1
    assert "web-note-missing" in done.codes
    assert not project.products()


# In a project


def test_it_is_built_checked_listed_and_cleaned(project: Workshop) -> None:
    """Beside other editions, with its places in the manifest; the same bytes again; nothing to do when all stands."""
    project.essay("A [link](https://example.org/one) and a note.[^n]\n\n[^n]: The note.\n")
    assert project.make("--edition", "epub").code == 0
    assert project.make("--edition", "web").code == 0
    links = json.loads(project.products()["essay.links.json"])["links"]
    assert [link["web"] for link in links] == ["essay.html#fl-note-1", "essay.html#fl-note-2"]
    assert [link["epub"] for link in links] == ["text.xhtml#fl-note-1", "text.xhtml#fl-note-2"]
    first = project.products()["essay.html"]
    assert project.run("check", "--edition", "web").code == 0
    assert "Nothing to do" in project.make("--edition", "web").err
    assert project.make("--edition", "web", "--force").code == 0
    assert project.products()["essay.html"] == first
    path = project.build / "essay" / "essay.html"
    path.write_bytes(first.replace(b'href="#fl-note-2"', b'href="#fl-note-1"'))
    spoilt = project.run("check", "--edition", "web")
    assert {"web-call-astray", "stale"} <= {*spoilt.codes}
    path.write_bytes(first)
    assert project.run("clean").code == 0
    assert "essay.html" not in project.products()


def test_links_that_are_notes_in_print_only_are_none_on_the_web(project: Workshop) -> None:
    """Their places in the manifest are those of the notes that are there."""
    head = "---\ntitle: T\nauthor: A\nlang: en\nlinks-as-notes: print\n---\n\n"
    project.essay("A [link](https://example.org/one) and a note.[^n]\n\n[^n]: The note.\n", head=head)
    assert project.make("--edition", "web").code == 0
    links = json.loads(project.products()["essay.links.json"])["links"]
    assert [link.get("web") for link in links] == [None, "essay.html#fl-note-1"]


def test_the_theme_and_the_style_of_the_project_hold(project: Workshop) -> None:
    """web.css of the project is read last; the modern theme brings its sans."""
    project.essay("Words.\n")
    project.write("source/footlight.toml", '[project]\ntheme = "modern"\n[build]\neditions = ["web"]\n')
    project.write("templates/web.css", ":root { --accent: #00407a; }\n")
    done = project.make()
    assert done.code == 0, done
    html = project.products()["essay.html"].decode()
    assert html.rindex("--accent: #00407a") > html.rindex("--accent: #eda58f")
    assert '"Fira Sans"; src: url("data:font/woff2' in html


BOOK = """
[build]
editions = ["web"]

[book]
title = "Of *Lamps* and Tides"
dedication = "For those who kept copies"

[[book.part]]
title = "Lamps"
essays = ["lamps"]

[[book.part]]
title = "Tides"
essays = ["tides"]
"""


def book(workshop: Workshop) -> Workshop:
    """A book of two essays that lead to each other, with headings and notes of the same names."""
    text = (
        "# A head\n\nA [link](https://example.org/{0}) and {1}.[^n]\n\n# Another\n\nWords of {0}.\n\n[^n]: The note.\n"
    )
    for name, other in (("lamps", "tides"), ("tides", "lamps")):
        head = f"---\ntitle: Of {name}\nauthor: A. Writer\nlang: en-GB\n---\n\n"
        workshop.essay(text.format(name, f"[the {other}]({other}.md)"), name=name, head=head)
    workshop.write("source/footlight.toml", BOOK)
    return workshop


def test_a_book_is_one_document(project: Workshop) -> None:
    """With contents, parts, both essays, all notes and the tables behind them; it passes the gate and `check`."""
    done = book(project).run("book", "--jobs", "1")
    assert done.code == 0, done
    assert not [code for code in done.codes if code.startswith(("web-", "source-"))], done.out
    html = project.products("of-lamps-and-tides")["of-lamps-and-tides.html"].decode()
    assert len(re.findall(r'role="doc-footnote"', html)) == 4
    assert re.findall(r'<li class="fl-rank-(\d)"><a [^>]*>([^<]*)</a>', html)[:4] == [
        ("2", "Lamps"),
        ("3", "Of lamps"),
        ("2", "Tides"),
        ("3", "Of tides"),
    ]
    assert '"@type":"Book"' in html
    links = json.loads(project.products("of-lamps-and-tides")["of-lamps-and-tides.links.json"])["links"]
    assert all(link["web"].startswith("of-lamps-and-tides.html#") for link in links)
    assert project.run("check", "of-lamps-and-tides", "--edition", "web").code == 0


# In a browser


def watched(edition: Path, folder: Path) -> dict[str, Any]:
    """What headless Chromium saw of it (web.mjs)."""
    assert NODE
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [NODE, "web.mjs", str(edition), str(folder)], cwd=READERS, capture_output=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr.decode()
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


@BROWSER
@pytest.mark.slow
@pytest.mark.parametrize("case", ["rich", "arabic", "japanese", "specimen", "book", "modern", "large-print"])
def test_in_a_browser(case: str, tmp_path: Path) -> None:
    """Wide and narrow, light and dark: axe is silent, nothing is asked for, no line runs out of the window; wide, notes
    stand in the margin, none above its call or over another; narrow, each call lifts its note and nothing moves.
    """
    workshop = Workshop(tmp_path)
    if case == "book":
        assert book(workshop).run("book", "--jobs", "1").code == 0
    else:
        own = (CASES / case).is_dir()
        shutil.copytree(CASES / case if own else REPOSITORY / "tests/specimen/source", workshop.source)
        theme = case if case in ("modern", "large-print") else "classic"
        workshop.write("source/footlight.toml", f'[project]\ntheme = "{theme}"\n')
        assert workshop.make("--edition", "web").code == 0
    (edition,) = workshop.build.glob("*/*.html")
    seen = watched(edition, REPOSITORY / ".cache" / "readers" / f"web-{case}")
    assert seen["errors"] == []
    assert seen["asked"] == []
    assert seen["violations"] == []
    assert set(seen["jumps"]) == {0}
    assert all(note == {"bottom": 900, "still": 0} for note in seen["popped"])
    for name, view in seen["views"].items():
        assert view["overflow"] <= 0, name
        assert view["face"] >= 1
        if name.startswith("1280"):
            notes = view["notes"]
            assert all(note["top"] >= note["call"] - 8 for note in notes), notes
            assert all(before["bottom"] <= after["top"] for before, after in pairwise(notes))
            beside = (
                note["right"] < note["text"] if case == "arabic" else note["left"] > note["text"] for note in notes
            )
            assert all(beside), notes
