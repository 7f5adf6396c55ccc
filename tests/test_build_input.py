"""Bad input gets a clear finding, its exit code and no traceback; what was built before stays as it was."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
import pytest
from workshop import ESSAY, Workshop

LOST = '[[link]]\nid = "gap"\nkind = "dangling"\nstatus = "unrecovered"\nexact = "a gap"\n'
GUESSED = LOST.replace("unrecovered", "accepted")
ACCEPTED = GUESSED + 'url = "https://example.org/gap"\n'
PNG = b"\x89PNG\r\n\x1a\n"


def sparse(path: Path, head: bytes = b"") -> int:
    """A file a byte larger than is taken, which takes no room on the disk."""
    with path.open("wb") as file:
        file.write(head)
        return file.truncate(64 * 1024 * 1024 + 1)


BAD: tuple[tuple[str, str, Callable[[Workshop], object]], ...] = (
    # code, what the line says of the place, how it comes about
    ("source-not-utf8", "source/essay.md:7:12: ", lambda p: p.essay(head="", body="").write_bytes(
        f"{ESSAY}Ünïcödé\n".encode()[:-1] + b" caf\xe9")),
    ("source-too-large", "source/essay.md: ", lambda p: sparse(p.source / "essay.md")),
    ("ledger-syntax", "source/essay.links.toml:4:5: ", lambda p: p.essay(ledger="[[link]]\nid == 1\n")),
    ("ledger-unknown-key", "source/essay.links.toml:8:1: ", lambda p: p.essay(ledger=f"{LOST}statos = 1\n")),
    ("ledger-unknown-value", "source/essay.links.toml:6:1: ", lambda p: p.essay(ledger=LOST.replace("unrec", "Unrec"))),
    ("ledger-no-url", "source/essay.links.toml:6:1: ", lambda p: p.essay(ledger=GUESSED)),
    ("ledger-encoding", "source/essay.links.toml:2:4: ", lambda p: (
        p.essay(), p.write("source/essay.links.toml", b"schema = 1\n# \xc3\x9c\xe9\n"))),
    ("ledger-lost-place", "source/essay.md: ", lambda p: p.essay("No place.\n", ledger=ACCEPTED)),
    ("ledger-ambiguous", "source/essay.md:7:5: ", lambda p: p.essay("See a gap.\n\nAnd a gap.\n", ledger=ACCEPTED)),
    ("place-without-note", "source/essay.md: ", lambda p: p.essay("Text <!-- a gap --> on.\n", ledger=ACCEPTED)),
)  # fmt: skip

QUICK = ("source-not-utf8", "ledger-syntax", "place-without-note")
"""Of the source, of the ledger, and of both."""


@pytest.mark.parametrize(
    ("code", "place", "spoil"),
    [
        pytest.param(*row, id=f"{row[0]}-{n}", marks=() if row[0] in QUICK else pytest.mark.slow)
        for n, row in enumerate(BAD)
    ],
)
def test_bad_input(project: Workshop, code: str, place: str, spoil: Callable[[Workshop], object]) -> None:
    """The finding names file, line and column; nothing changes, neither products nor source."""
    project.essay("Words that were built.\n")
    assert project.make().code == 0
    products = project.products()
    spoil(project)
    source = {path: path.stat().st_mtime_ns for path in project.source.iterdir()}
    done = project.make("--force")
    assert (done.code, done.codes) == (1, [code]), done
    assert done.line(code).startswith(place)
    assert "Hint: " in done.line(code)
    assert "Traceback" not in done.out + done.err
    assert project.products() == products
    assert done.err == "essay: nothing was made; see the findings\n"
    assert {path: path.stat().st_mtime_ns for path in project.source.iterdir()} == source


def test_warnings_do_not_stop_an_edition(project: Workshop) -> None:
    """What can be left out is left out and reported; the edition is made."""
    project.essay("Text <script>x()</script> and [a link](file:x), [another](other.md).\n\n# A\n\n# A {#a}\n")
    done = project.make()
    assert (done.code, done.codes) == (0, ["raw-html", "link-scheme", "link-within", "duplicate-id"])
    assert all(": warning: " in line or ": info: " in line for line in done.out.splitlines() if line[:1] != " ")
    assert len(project.products()) == 6


def test_one_bad_essay_does_not_stop_the_others(project: Workshop) -> None:
    """Each essay stands for itself: the good one is made, the findings are the bad one's."""
    project.essay(name="good")
    project.write("source/bad.md", b"caf\xe9\n")
    done = project.run("build", "--jobs", "1")
    assert (done.code, done.codes) == (1, ["source-not-utf8"])
    assert done.line("source-not-utf8").startswith("source/bad.md:1:4: ")
    assert (sorted(project.products("good")), project.products("bad")) != ([], {})
    assert not (project.build / "bad").exists()


def test_no_essay(project: Workshop) -> None:
    """A source/ without an essay is a finding with the way out; a README is no essay."""
    project.write("source/README.md", "# About this folder\n")
    project.write("source/.hidden.md", "# Hidden\n")
    done = project.make()
    assert (done.code, done.codes) == (1, ["no-essays"])
    assert "`footlight new TITLE`" in done.out


def test_no_project(tmp_path: Path) -> None:
    """Outside of every project the message says what one is, with exit code 2."""
    done = Workshop(tmp_path).run("build")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("footlight: no project here: ")
    assert "Hint: " in done.err


def test_unknown_essay(project: Workshop) -> None:
    """A misspelt name is answered with the nearest one."""
    project.essay(name="harbours")
    done = project.run("build", "harbous")
    assert (done.code, done.out) == (2, "")
    assert "no essay 'harbous'; did you mean 'harbours'?" in done.err


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("[build]\neditons = []\n", "unknown key 'editons'; did you mean 'editions'?"),
        ("[bild]\n", "source/footlight.toml:1:1: unknown table [bild]; did you mean 'build'?"),
        ("build = 1\n", "'build' is a table"),
        ("theme = 'modern'\n", "source/footlight.toml:1:1: 'theme' stands in no table; write it below [project]"),
        ("colour = 1\n", "source/footlight.toml:1:1: 'colour' stands in no table"),
        ("[build]\neditions = ['redaing']\n", "unknown edition 'redaing'; did you mean 'reading'?"),
        ("[build]\neditions = 'reading'\n", "'editions' takes a list, not 'reading'"),
        ("[page]\nsize = 'A55'\n", "'A55' is no trim size"),
        ("[page]\nsize = '20x20mm'\n", "is no size for a book"),
        ("[page]\ninner = true\n", "source/footlight.toml:2:9: 'inner' takes a length between 0 and 1000 mm, not True"),
        ("[page]\ninner = 2\n", "a margin is at least 5 mm"),
        ("[page]\ninner = 82\n", "no room for text"),
        ("[page]\ntype = 4\n", "type is 6 to 24 pt"),
        ("[notes]\ntallest = 20\n", "between 0.1 and 10"),
        ("[notes]\ncsl = '../x.csl'\n", "the name of a file in templates/csl/"),
        ("[notes]\ncsl = 'none.csl'\n", "no citation style none.csl"),
        ("[build\n", "source/footlight.toml:1:7: this is not TOML"),
    ],
)
def test_broken_configuration(project: Workshop, config: str, says: str) -> None:
    """A broken footlight.toml ends the command with 2 and the nearest word; nothing is built."""
    project.essay()
    project.write("source/footlight.toml", config)
    done = project.make()
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert "Traceback" not in done.err
    assert not project.build.exists()


TITLES = {
    # what the author wrote, and how it reads without markup
    "quotes": ("He said \"no\" and 'yes', it’s `so`", "He said “no” and ‘yes’, it’s so"),
    "slashes": ("Either/or ../../etc/passwd \\\\ C:", "Either/or ../../etc/passwd \\ C:"),
    "markup": ("<b>Tags</b> & *stars* &lt; $5 {{ braces }} {% if %}", "Tags & stars < $5 {{ braces }} {% if %}"),
    "emoji": ("Ships 🚢 at sea", "Ships 🚢 at sea"),
    "arabic": ("في فائدة الحواشي", "في فائدة الحواشي"),
    "long": ("A title of many words " * 20 + "that ends", "A title of many words " * 20 + "that ends"),
}


@pytest.mark.parametrize("name", TITLES)
def test_titles(project: Workshop, name: str) -> None:
    """Any title is set and stands in the metadata; a character that no installed face has is named in a finding."""
    title, plain = TITLES[name]
    lang = "ar\ndir: rtl" if name == "arabic" else "en"
    quoted = title.replace("'", "''")
    project.essay("كلمات\n" if name == "arabic" else "Words.\n", head=f"---\ntitle: '{quoted}'\nlang: {lang}\n---\n\n")
    done = project.make()
    if name == "emoji" and done.code:  # the face is the machine's, ours has none
        assert (done.code, '"🚢" (U+1F6A2)' in done.out) == (1, True)
        return
    assert done.code == 0, done
    products = project.products()
    with zipfile.ZipFile(io.BytesIO(products["essay.epub"])) as epub:
        assert f">{escape(plain)}</dc:title>" in epub.read("EPUB/package.opf").decode()
    with pikepdf.open(io.BytesIO(products["essay.pdf"])) as pdf, pdf.open_metadata() as meta:
        assert meta["dc:title"] == plain


@pytest.mark.parametrize("name", ["Ein Aufsatz – über “Maße”", "очерк", "a.b.c", "100% & more", "'quoted'", "#hash?q"])
def test_file_names(project: Workshop, name: str) -> None:
    """Any name that a file can have is the name of the products."""
    project.essay(f"![A drawing](<{name}.svg>)\n", name=name)
    project.write(f"source/{name}.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    done = project.make(name)
    assert done.code == 0, done
    assert {f"{name}.pdf", f"{name}-print.pdf", f"{name}.epub", f"{name}.links.json"} < set(project.products(name))
