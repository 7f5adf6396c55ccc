"""`footlight import` of pages: what is kept of them, what goes, and that both are counted."""

import io
import json
import re
import subprocess
import zipfile
from html import unescape
from pathlib import Path

import pytest
from harbours import ESSAY, archive
from PIL import Image
from recording import WRITER_LEAKS, Shot, record
from workshop import REPOSITORY, Workshop, expected_text

from footlight.engines.pandoc import pandoc_path, read_document
from footlight.intake.tree_contents import targets_of

CASES = REPOSITORY / "tests" / "cases" / "intake"
KINDS = sorted(path.name for path in CASES.iterdir())
HELD = {
    "blogger": (4, 1, 1), "ghost": (5, 1, 1), "hand-made": (4, 1, 1), "hugo": (6, 2, 1), "livejournal": (5, 1, 1),
    "medium": (4, 2, 1), "newspaper": (4, 0, 1), "substack": (3, 2, 1), "tumblr": (2, 0, 1), "wayback": (4, 1, 1),
    "wordpress-block": (5, 2, 1), "wordpress-classic": (6, 2, 1), "feed": (3, 1, 1), "docx": (2, 1, 1),
}  # fmt: skip
"""Links, footnotes and pictures of each kind, counted by hand in the author's part of its page."""
FILMS = {"wordpress-block": 1}
"""Films that a page shows and an essay has as links."""
COMMENTED = {"substack", "wordpress-classic"}
"""Pages with a reader's comment."""
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
    assert (row["links"]["text"], row["notes"], row["pictures"]) == HELD[kind]  # type: ignore[index]  # JSON
    lines = map(json.loads, (imported.root / "report.jsonl").read_text(encoding="utf-8").splitlines())
    said = [one["message"] for one in lines if "code" in one and one["file"].endswith(address_of(kind))]
    assert said == ["not imported, for others wrote them: 1 comment of readers"] * (kind in COMMENTED)


FEED_PICTURE = "https://strand.example/feed.png"
FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Strand</title><link>https://strand.example/</link><language>en-gb</language><item><title>On Feeds</title>
<link>https://strand.example/feeds/</link><guid>f-1</guid><pubDate>Tue, 18 Jan 2011 23:06:21 -0500</pubDate>
<content:encoded><![CDATA[<p>A feed has <a href="/tail/">a tail</a>, and <a href="https://nets.example/">nets</a>.<sup><a
  href="#fn1" id="r1">1</a></sup></p><p><img alt="Feed" src="https://strand.example/feed.png">
</p><ol><li id="fn1">See <a href="https://notes.example/f">there</a>. <a href="#r1">↩</a></li></ol>]]></content:encoded>
</item></channel></rss>"""
MANUSCRIPT = """---
title: On Manuscripts
author: Ann Writer
lang: en-GB
---

One [link](https://desk.example/a) and a note.[^1]

![A desk](desk.png)

[^1]: With [another](https://desk.example/n).
"""


@pytest.mark.slow
def test_the_pages_are_built_without_a_hand(imported: Workshop) -> None:
    """The pages, a feed and a manuscript become essays in all editions; each link, note and picture is in each EPUB.

    What is said of them is what the pages leave open.
    """
    imported.write("feed.xml", FEED)
    imported.write("m.md", MANUSCRIPT)
    imported.write("desk.png", picture())
    subprocess.run([pandoc_path(), "m.md", "--output=on-manuscripts.docx"], cwd=imported.root, check=True)
    record(
        imported.root / "feed.warc.gz",
        [Shot(url=FEED_PICTURE, when="20240102030405", body=picture(), mime="image/png")],
    )
    files = {kind: str(rows(imported)[address_of(kind)]["file"]) for kind in KINDS}
    for kind, source in (("feed", "feed.xml"), ("docx", "on-manuscripts.docx")):
        done = imported.run("import", source, "--json", "--archive", "feed.warc.gz")
        assert done.code == 0, (done.out, done.err)
        row = json.loads(done.out.splitlines()[0])
        assert (row["links"]["text"], row["notes"], row["pictures"]) == HELD[kind]
        files[kind] = row["file"]
    done = imported.make()
    assert done.code == 0, (done.out, done.err)
    assert set(done.codes) <= {"language-guessed", "links-missing", "print-thin-image"}, done.out
    for kind, file in files.items():
        name = Path(file).stem
        products = imported.products(name)
        assert {f"{name}.pdf", f"{name}-print.pdf", f"{name}.epub"} <= set(products)
        links, notes, pictures = HELD[kind]
        expected = (links + FILMS.get(kind, 0), notes, pictures)
        assert (kind, held(imported.root / file, products[f"{name}.epub"])) == (kind, expected)


def held(essay: Path, epub: bytes) -> tuple[int, int, int]:
    """How many of the links, footnotes and pictures of an essay's Markdown its EPUB has."""
    text = essay.read_text(encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(epub)) as pack:
        page = unescape(pack.read("EPUB/text.xhtml").decode())
    targets = {*targets_of(read_document(text, "markdown")["blocks"]).links}  # a caption's stand twice in a figure
    notes = re.findall(r"^\[\^\w+\]: \W*(\w+)", text, re.MULTILINE)
    return (
        sum(f'href="{target}"' in page or (target[0] == "#" and f'id="{target[1:]}"' in page) for target in targets),
        sum(note in page.partition("</main>")[0] for note in notes),
        page.count("<img "),
    )


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
