"""`footlight import` of pages: what is kept of them, what goes, and that both are counted."""

import io
import json
import re

import pytest
from harbours import ESSAY, archive
from PIL import Image
from recording import WRITER_LEAKS, Shot, record
from workshop import REPOSITORY, Workshop, expected_text

CASES = REPOSITORY / "tests" / "cases" / "intake"
KINDS = sorted(path.name for path in CASES.iterdir())
PAGE = """<!doctype html><html lang="en"><head><title>On Tides | The Shore</title>
<meta property="og:site_name" content="The Shore"><meta name="author" content="A. Writer"></head>
<body><nav><a href="/">Home</a> <a href="/about">About</a></nav>
<article><h1>On Tides</h1>
<p>The sea comes back twice a day, <a href="tables.html?utm_source=x">as the tables say</a>, and nobody asks it to. It
has done so, with few exceptions, since there were shores.<sup><a href="#fn1" id="r1">1</a></sup></p>
<p>I wrote of that <a>in an earlier essay</a>, and of the moon, which pulls, and of the mud, which stays, and of the
birds that wait between them for what is left behind by both.</p>
<ol class="footnotes"><li id="fn1">Except at Euripus. <a href="#r1">↩</a></li></ol></article>
<footer><a href="/imprint">Imprint</a></footer></body></html>"""


def picture(shade: int = 120) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 60)).save(out, "PNG")
    return out.getvalue()


def page_of(kind: str) -> bytes:
    return (CASES / kind / "page.html").read_bytes()


def address_of(kind: str) -> str:
    """Where the page of a kind was."""
    found = re.search(
        rb"""<link\s+(?:rel=["']canonical["']\s+)?href=["']([^"']+)["']\s*(?:rel=["']canonical["'])?""", page_of(kind)
    )
    linked = re.search(rb"canonical", page_of(kind))
    return (
        found[1].decode()
        if found and linked
        else {
            "hand-made": "http://home.example/aw/cafes.htm",
            "wayback": "http://home.example/~aw/bells.html",
        }[kind]
    )


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Twelve pages and their pictures, imported from a web archive with one command."""
    root = tmp_path_factory.mktemp("pages")
    shots = [Shot(url=address_of(kind), when="20240102030405", body=page_of(kind), mime="text/html") for kind in KINDS]
    expected = [path.read_text(encoding="utf-8") for path in CASES.glob("*/expected.md")]
    addresses = {
        one for text in expected for one in re.findall(r"(?<=\]\()(?:https?:)[^\s)]+(?=\)(?:\{alt|[\]\n\\]))", text)
    }
    pictures = [one for one in sorted(addresses) if re.search(r"\.(?:png|gif)(?:\?|$)", one)]
    shots += [
        Shot(url=one, when="20240102030405", body=picture(number), mime="image/png")
        for number, one in enumerate(pictures, 40)
    ]
    record(root / "pages.warc.gz", shots)
    workshop = Workshop(root)
    done = workshop.run("import", "pages.warc.gz", "--all", "--json")
    assert done.code == 0, (done.out, done.err)
    workshop.write("report.jsonl", done.out)
    return workshop


pytestmark = [pytest.mark.filterwarnings(one) for one in WRITER_LEAKS]


def rows(workshop: Workshop) -> dict[str, dict[str, object]]:
    """The rows of the report by the addresses of the pages."""
    lines = (workshop.root / "report.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["from"].partition(": ")[2]: row for row in map(json.loads, lines) if "outcome" in row}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_loses_no_link_note_or_picture(imported: Workshop, kind: str, *, accept: bool) -> None:
    """Its Markdown is what a person would have typed, with its furniture gone (tests/cases/intake/KIND/expected.md)."""
    row = rows(imported)[address_of(kind)]
    text = (imported.root / str(row["file"])).read_text(encoding="utf-8")
    assert text == expected_text(CASES / kind / "expected.md", text, accept=accept)
    fetched = list((imported.root / str(row["file"]).replace(".md", ".pictures")).glob("*"))
    assert len(fetched) == row["pictures"]
    findings = [
        line for line in (imported.root / "report.jsonl").read_text(encoding="utf-8").splitlines() if '"code"' in line
    ]
    assert findings == []


@pytest.mark.slow
def test_the_pages_are_built_without_a_hand(imported: Workshop) -> None:
    """Twelve imported pages become twelve essays in all editions; what is said of them is what the pages leave open."""
    done = imported.make()
    assert done.code == 0, (done.out, done.err)
    assert len(list(imported.build.glob("*/*.epub"))) == len(list(imported.build.glob("*/*-print.pdf"))) == len(KINDS)
    assert set(done.codes) <= {"language-guessed", "links-missing", "print-thin-image"}, done.out


def test_a_saved_page_becomes_an_essay_whose_links_and_notes_are_counted(project: Workshop) -> None:
    """Furniture goes; a tracked link is absolute and clean, the note a footnote, the emptied link in the ledger."""
    (project.root / "tides.html").write_text(PAGE, encoding="utf-8")
    done = project.run("import", "tides.html", "--url", "https://shore.example/2009/03/tides.html", "--json")
    assert done.code == 0, done.err
    row = json.loads(done.out.splitlines()[0])
    assert row["file"] == "source/on-tides.md"
    assert row["links"]["page"] == 4
    assert row["links"]["fates"] == {"tracking cut": 1, "note": 2, "emptied": 1}
    text = (project.root / "source/on-tides.md").read_text(encoding="utf-8")
    assert "title: On Tides\n" in text
    assert "[as the tables say](https://shore.example/2009/03/tables.html)" in text
    assert "shores.[^1]" in text
    assert "[^1]: Except at Euripus.\n" in text
    assert "Imprint" not in text
    assert 'exact = "in an earlier essay"' in (project.root / "source/on-tides.links.toml").read_text(encoding="utf-8")


def test_from_a_capture_to_a_recovered_link(project: Workshop) -> None:
    """import → links find → links recover → build: the older capture has the link that the imported one lost."""
    project.write("harbours.warc.gz", archive())
    done = project.run("import", "harbours.warc.gz")
    assert (done.code, done.codes) == (1, ["import-several-pages"])
    assert project.run("import", "harbours.warc.gz", "--url", ESSAY, "--at", "2019").code == 0
    assert (project.source / "on-harbours.original.warc.gz").is_file()
    assert project.run("links", "find").codes == ["link-dangling"]
    done = project.run("links", "recover")  # in the capture that was imported, which has lost the link as well
    assert (done.code, "unrecovered" in done.out) == (0, True)
    done = project.run("links", "recover", "--archive", "harbours.warc.gz")
    assert "recovered → https://example.org/2009/03/harbour-report" in done.out
    assert project.make("--edition", "epub").code == 0
    assert "1 proven from captures" in project.run("links", "verify").err
    # Importing again says that nothing changed, and leaves what was recovered.
    ledger = (project.source / "on-harbours.links.toml").read_bytes()
    assert "unchanged" in project.run("import", "harbours.warc.gz", "--url", ESSAY, "--at", "2019").out
    assert (project.source / "on-harbours.links.toml").read_bytes() == ledger
