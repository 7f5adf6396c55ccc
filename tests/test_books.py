"""Books of many essays: what `footlight book` makes, held against the text of its pages and its documents."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from workshop import Run, Workshop

from footlight.engines.pdf.document_facts import pdf_facts
from footlight.engines.pdfium import page_texts

PROSE = "The lamp is that of the second book, which is not to be trusted before the year of the great storm. " * 30


def post(title: str, body: str, **front: str) -> str:
    """A post with a front matter."""
    lines = "".join(f"{key.replace('_', '-')}: {value}\n" for key, value in front.items())
    return f"---\ntitle: {title}\nlang: en-GB\n{lines}---\n\n{body}\n"


LEDGER = """schema = 1

[[link]]
id = "harbour"
kind = "dangling"
exact = "the harbour report"
prefix = "as I wrote in "
suffix = ", which"
status = "unrecovered"
"""
BOOK = """[project]
url = "https://example.org/"

[book]
title = "Of Lamps & *Tides*"
subtitle = "Collected “essays”"
editor = "E. Ditor"
dedication = "For *nobody*"
preface = "preface.md"
afterword = "afterword"
date = 2026
rights = "CC BY 4.0"
exclude = "draft-*"
parts-by = "year"

[page]
size = "A5"
"""
SOURCES = {
    "footlight.toml": BOOK,
    "preface.md": post("To the Reader", "Read [the first one](posts/lamps.md), then [](tides.md#spring-tides)."),
    "posts/lamps.md": post(
        "Of Lamps",
        f"A [lamp]{{.index}} is a lamp, [says a page](https://lamps.example/a).\n\n{PROSE}\n\n## Wicks\n\nSee"
        " [of tides](https://example.org/2011/tides/), and [lamps](https://lamps.example/a).^[A note of its own.]\n\n"
        f"{PROSE}",
        author="A. Writer",
        date="2010-03-02",
        url="https://example.org/2010/lamps/",
        published_in="The Lamp",
    ),
    "tides.md": post(
        "Of Tides",
        f"Tides, as I wrote in the harbour report, which see.\n\n## Spring tides\n\n{PROSE}\n\n{PROSE}\n\n"
        'The [moon]{.index entry="heavens!moon"} and a [lamp]{.index}; [a tide](http://www.tides.example/b).',
        author="B. Writer",
        date="2011-05-01",
        url="https://example.org/2011/tides/",
    ),
    "tides.links.toml": LEDGER,
    "winds.md": post("Of Winds", PROSE * 3, author="B. Writer", date="2011-07-01"),
    "afterword.md": post("Afterword", "It is done."),
    "draft-x.md": post("Not in it", "Not in it."),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workshop, Run]:
    """A book of three essays, a preface and an afterword, built once."""
    workshop = Workshop(tmp_path_factory.mktemp("book"))
    for name, content in SOURCES.items():
        workshop.write(f"source/{name}", content)
    return workshop, workshop.run("book", "--jobs", "1")


NAME = "of-lamps-tides"


def test_a_book_is_made_without_a_finding(made: tuple[Workshop, Run]) -> None:
    """All editions appear, and nothing is said of them."""
    workshop, run = made
    assert run.out == ""
    assert run.code == 0
    endings = (".pdf", "-print.pdf", ".epub", ".links.json")
    assert {f"{NAME}{ending}" for ending in endings} <= workshop.products(NAME).keys()


def pages_of(workshop: Workshop) -> list[str]:
    """The text of each page in one line, without the hyphens of divided words."""
    texts = page_texts(workshop.products(NAME)[f"{NAME}.pdf"])
    return [" ".join(text.replace("\u00ad", "").replace("\ufffe\n", "").split()) for text in texts]


def test_contents_name_the_page_on_which_each_essay_begins(made: tuple[Workshop, Run]) -> None:
    """So do those of parts, of what stands before and behind them, and of the tables."""
    pages = pages_of(made[0])
    contents = next(page for page in pages if page.startswith("Contents"))
    lines = {
        "To the Reader": "To the Reader",
        "2010": "2010",
        "A. Writer: Of Lamps": "Of Lamps",
        "2011": "2011",
        "B. Writer: Of Tides": "Of Tides",
        "B. Writer: Of Winds": "Of Winds",
        "Afterword": "Afterword",
        "First Publications": "First Publications",
        "Sources by Site": "Sources by Site",
        "Links Recovered and Lost": "Links Recovered and Lost",
        "Index": "Index",
    }
    for line, opening in lines.items():
        number = re.search(rf"{re.escape(line)} (\d+)", contents)
        assert number, line
        assert pages[int(number[1]) - 1].startswith(opening), line


def test_a_link_to_an_essay_says_the_page_on_which_it_begins(made: tuple[Workshop, Run]) -> None:
    """By path, by place, and by the address of the first publication; no note is made of it."""
    pages = pages_of(made[0])
    lamps = next(number for number, page in enumerate(pages, 1) if page.startswith("Of Lamps A. Writer"))
    tides = next(number for number, page in enumerate(pages, 1) if page.startswith("Of Tides"))
    spring = next(number for number, page in enumerate(pages, 1) if "Spring tides" in page or "SPRING TIDES" in page)
    preface = next(page for page in pages if page.startswith("To the Reader"))
    assert f"the first one (see p. {lamps})" in preface
    assert f"‘Of Tides’ (see p. {spring})" in preface
    assert any(f"of tides (see p. {tides})" in page for page in pages)
    assert not any("example.org/2011/tides" in page for page in pages[: tides - 1])


def test_sources_and_index_name_the_pages_that_have_them(made: tuple[Workshop, Run]) -> None:
    """What is cited twice stands once, with both pages."""
    workshop, _ = made
    pages = pages_of(workshop)
    sources = next(page for page in pages if page.startswith("Sources by Site"))
    for address in ("lamps.example/a", "http://www.tides.example/b"):
        numbers = re.search(rf"{re.escape(address)} (\d+(?:, \d+)*)", sources)
        assert numbers, sources
        assert address in pages[int(numbers[1].split(", ")[0]) - 1]
    index = next(page for page in pages if page.startswith("Index"))
    lamp = re.search(r"lamp, (\d+), (\d+)", index)
    assert lamp
    assert "A lamp is a lamp" in pages[int(lamp[1]) - 1] or "A LAMP IS A LAMP" in pages[int(lamp[1]) - 1].upper()
    moon = re.search(r"heavens moon, (\d+)", index)
    assert moon
    assert "The moon and a lamp" in pages[int(moon[1]) - 1]


def test_notes_are_numbered_in_each_essay(made: tuple[Workshop, Run]) -> None:
    """The manifest tells of each whose it is, and on which page it stands."""
    workshop, _ = made
    pages = pages_of(workshop)
    links = json.loads(workshop.products(NAME)[f"{NAME}.links.json"])["links"]
    assert [(link["essay"], link["note"]) for link in links] == [
        ("lamps", 1), ("lamps", 2), ("lamps", 3), ("tides", 1), ("tides", 2),
    ]  # fmt: skip
    for link in links:
        if link["url"] and not link["see"]:
            assert link["url"].removeprefix("https://") in pages[link["pdf"]["page"] - 1]
    lost = next(page for page in pages if page.startswith("Links Recovered and Lost"))
    assert f"{links[3]['pdf']['call_page']}" in lost


def test_running_heads_are_those_of_the_essay(made: tuple[Workshop, Run]) -> None:
    """Of several authors, left pages have the essay's; the page on which it opens has none."""
    pages = pages_of(made[0])
    opening = next(number for number, page in enumerate(pages, 1) if page.startswith("Of Winds"))
    heads = {number % 2: pages[number - 1] for number in (opening + 1, opening + 2)}
    assert re.search(r"B\. Writer \d+$", heads[0])
    assert re.search(r"Of Winds \d+$", heads[1])
    assert not re.search(r"(Writer|Winds) \d+$", pages[opening - 1])


def test_the_title_page_and_its_verso(made: tuple[Workshop, Run]) -> None:
    """Half title, title, verso, dedication, in this order, on the pages where books have them."""
    pages = pages_of(made[0])
    assert pages[0] == "Of Lamps & Tides"
    assert pages[2].startswith("Of Lamps & Tides Collected “essays” Edited by E. Ditor")
    assert "CC BY 4.0" in pages[3]
    assert "2010–2011" in pages[3]
    assert pages[4] == "For nobody"


def documents_of(workshop: Workshop) -> dict[str, str]:
    """The documents of the EPUB by their names."""
    path = workshop.build / NAME / f"{NAME}.epub"
    with zipfile.ZipFile(path) as book:
        return {
            Path(name).name: book.read(name).decode() for name in book.namelist() if name.endswith((".xhtml", ".opf"))
        }


def test_the_epub_has_a_document_for_each_essay(made: tuple[Workshop, Run]) -> None:
    """With its own title, and links between them that lead to documents."""
    documents = documents_of(made[0])
    titles = {name: re.search(r"<title>(.*?)</title>", text) for name, text in documents.items()}
    homes = {found[1]: name for name, found in titles.items() if found and name.startswith("section-")}
    assert list(homes) == ["To the Reader", "Of Lamps", "Of Tides", "Of Winds", "Afterword"]
    preface = documents[homes["To the Reader"]]
    assert re.search(rf'href="{homes["Of Lamps"]}#e[0-9a-f]{{7}}-fl-opening"', preface)
    assert re.search(rf'href="{homes["Of Tides"]}#e[0-9a-f]{{7}}-spring-tides"', preface)
    assert "see p." not in preface
    assert 'epub:type="preface"' in preface
    nav = documents["nav.xhtml"]
    assert re.search(r">2011</a>\s*<ol>\s*<li><a [^>]*>Of Tides</a>", nav)
    assert 'epub:type="page-list"' in nav
    index = re.sub(r"<[^>]*>", "", documents["index.xhtml"])
    assert "lamp, Of Lamps, Of Tides" in index
    sources = re.sub(r"<[^>]*>", "", documents["sources.xhtml"])
    assert "lamps.example/a Of Lamps1, Of Lamps2" in sources


def test_print_pages_hold_no_links(made: tuple[Workshop, Run]) -> None:
    """The print edition has the same pages as the reading one."""
    products = made[0].products(NAME)
    reading, printed = products[f"{NAME}.pdf"], products[f"{NAME}-print.pdf"]
    assert len(page_texts(printed)) in (len(page_texts(reading)), len(page_texts(reading)) + 1)
    assert pdf_facts(printed).links == ()


def test_a_book_of_unchanged_essays_is_not_made_again(made: tuple[Workshop, Run]) -> None:
    """It says so at once."""
    again = made[0].run("book", "--jobs", "1")
    assert (again.code, again.out) == (0, "")
    assert "up to date" in again.err


BROKEN = """schema = 1

[[link
"""


def test_an_essay_with_an_error_stops_the_book_or_is_left_out(project: Workshop) -> None:
    """The finding names it; `--keep-going` makes the book of the others and says what it lacks."""
    project.write("source/footlight.toml", '[book]\ntitle = "Two"\n[build]\neditions = ["epub"]\n')
    project.write("source/good.md", post("Good", "Words of it.", author="A. Writer"))
    project.write("source/bad.md", post("Bad", "Words.", author="A. Writer"))
    project.write("source/bad.links.toml", BROKEN)
    stopped = project.run("book", "--jobs", "1")
    assert stopped.code == 1
    assert "book-essay-broken" in stopped.codes
    assert "source/bad.links.toml" in stopped.out
    assert project.products("two") == {}
    going = project.run("book", "--jobs", "1", "--keep-going")
    assert going.code == 0
    assert "book-essay-left-out" in going.codes
    assert "two.epub" in project.products("two")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('essays = ["lamsp"]', "did you mean 'lamps'"),
        ("year = 1999", "book-empty"),
        ('essays = ["nothing/*", "lamps"]\nyear = 1999', "book-pattern-empty"),
        ('preface = "prefcae"', "book-essay-missing"),
    ],
)
def test_what_a_book_asks_for_in_vain_is_said(project: Workshop, lines: str, says: str) -> None:
    project.write("source/footlight.toml", f'[book]\ntitle = "One"\n{lines}\n')
    project.write("source/lamps.md", post("Of Lamps", "Words.", author="A. Writer", date="2010"))
    run = project.run("book", "--jobs", "1")
    assert run.code == 1
    assert says in run.out
    assert project.products("one") == {}


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('subtitle = "x"', "a book has a title"),
        ('title = "x"\nparts-by = "week"', "takes none, year, month, tag, author"),
        ('title = "x"\nyear = "soon"', "takes a year"),
        ('title = "x"\n[[book.part]]\nesays = "y"', "did you mean 'essays'"),
        ('title = "x"\nparts-by = "year"\n[[book.part]]\ntitle = "y"', "leave it out, or the parts"),
    ],
)
def test_a_faulty_order_is_an_error_with_its_line(project: Workshop, lines: str, says: str) -> None:
    project.write("source/footlight.toml", f"[book]\n{lines}\n")
    run = project.run("book")
    assert run.code == 2
    assert says in run.err
    assert "source/footlight.toml:" in run.err
