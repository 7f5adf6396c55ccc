"""Books of many essays: what `footlight book` makes, held against the text of its pages and its documents."""

import io
import json
import os
import re
import zipfile
from pathlib import Path

import pytest
from workshop import Run, Workshop

from footlight.engines.pdf.document_facts import pdf_facts
from footlight.engines.pdfium import page_texts
from footlight.essay.book import Book
from footlight.essay.siblings import Siblings, comparable, path_forms
from footlight.essay_files import find_essays
from footlight.findings.finding import Finding
from footlight.project import Project
from footlight.settings.parser import load_config
from footlight.workflows.book.book_orders import find_orders
from footlight.workflows.book.book_plan import plan_book

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
dedication = "For *nobody*^[but [one](https://one.example/)]"
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
        f"Tides, as I wrote in the harbour report, which stands.\n\n## Spring tides\n\n{PROSE}\n\n{PROSE}\n\n"
        'The [moon]{.index entry="heavens!moon"} and a [lamp]{.index}; [a tide](http://www.tides.example/b).',
        author="B. Writer",
        date="2011-05-01",
        url="https://example.org/2011/tides/",
    ),
    "tides.links.toml": LEDGER,
    "winds.md": post(
        "Of Winds",
        f"Winds.^[They are *those* [of the tides](tides.md), and [](#gusts){{.page}} has more.]\n\n"
        f"## Gusts {{#gusts}}\n\n{PROSE * 3} [Ten](https://lamps.example/10/x), [nine](https://lamps.example/9/x).",
        author="B. Writer",
        date="2011-07-01",
    ),
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
    """All editions appear, and nothing is said of them; a link without words looks like one that has lost them."""
    workshop, run = made
    assert set(run.codes) <= {"links-missing"}, run.out
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
    winds = next(number for number, page in enumerate(pages, 1) if page.startswith("Of Winds"))
    assert f"those of the tides (see p. {tides}), and p. {winds} has more" in pages[winds - 1]


def test_sources_and_index_name_the_pages_that_have_them(made: tuple[Workshop, Run]) -> None:
    """What is cited twice stands once, with both pages."""
    workshop, _ = made
    pages = pages_of(workshop)
    sources = next(page for page in pages if page.startswith("Sources by Site"))
    for address in ("lamps.example/a", "http://www.tides.example/b"):
        numbers = re.search(rf"{re.escape(address)} (\d+(?:, \d+)*)", sources)
        assert numbers, sources
        assert address in pages[int(numbers[1].split(", ")[0]) - 1]
    assert sources.index("lamps.example/9/x") < sources.index("lamps.example/10/x") < sources.index("lamps.example/a")
    index = next(page for page in pages if page.startswith("Index"))
    lamp = re.search(r"lamp, (\d+), (\d+)", index)
    assert lamp
    assert "A lamp is a lamp" in pages[int(lamp[1]) - 1] or "A LAMP IS A LAMP" in pages[int(lamp[1]) - 1].upper()
    moon = re.search(r"heavens moon, (\d+)", index)
    assert moon
    assert "The moon and a lamp" in pages[int(moon[1]) - 1]


def test_an_essay_in_another_language_is_named_in_it(project: Workshop) -> None:
    """Its title and its date keep their direction among words of the book's; rights that say so need no label."""
    project.write(
        "source/footlight.toml",
        '[book]\ntitle = "Two"\nlang = "en-GB"\nrights = "© 2026 A"\n[build]\neditions = ["epub"]\n',
    )
    project.write("source/a.md", post("A", "Words.", author="A", date="2011-03-01"))
    arabic = post("في الدفاع", "كلمات.", author="A", date="2011-02-25").replace("lang: en-GB", "lang: ar")
    project.write("source/b.md", arabic)
    assert project.run("book", "--jobs", "1").code == 0
    with zipfile.ZipFile(io.BytesIO(project.products("two")["two.epub"])) as epub:
        text = "".join(epub.read(name).decode() for name in epub.namelist() if name.endswith(".xhtml"))
    said = re.findall(r'<span[^>]* dir="rtl"[^>]*>([^<]*)</span>', text)
    assert {"في الدفاع", "25 فبراير 2011"} <= set(said)
    assert "<p>© 2026 A</p>" in text


def test_notes_are_numbered_in_each_essay(made: tuple[Workshop, Run]) -> None:
    """The manifest tells of each whose it is, and on which page it stands."""
    workshop, _ = made
    pages = pages_of(workshop)
    links = json.loads(workshop.products(NAME)[f"{NAME}.links.json"])["links"]
    assert [(link["essay"], link["note"]) for link in links] == [
        ("lamps", 1), ("lamps", 2), ("lamps", 3), ("tides", 1), ("tides", 2), ("winds", 1), ("winds", 2),
        ("winds", 3),
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
    assert pages[4] == "For nobody [but one (one.example/)]"


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
    linked = "Words of it, and of [a bad one](bad.md).^[[It](bad.md) is bad.]"
    project.write("source/good.md", post("Good", linked, author="A. Writer"))
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
    with zipfile.ZipFile(io.BytesIO(project.products("two")["two.epub"])) as epub:
        texts = [epub.read(name).decode() for name in epub.namelist() if name.endswith(".xhtml")]
    assert any("of a bad one." in text and "It is bad." in text for text in texts)


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


# Which essays, in which order


LIBRARY = {
    "posts/alpha.md": post("The Alpha", "A.", author="Zoe Ay", date="2012-05-01", tags="[sea, land]"),
    "posts/beta.md": post("Beta", "B.", author="Ann Zed", date="2010-01-01", tags="[land]"),
    "posts/gamma.md": post("Gamma", "C.", author="Ann Zed", date="2011-07-09", tags="[sea]"),
    "delta.md": post("Delta", "D.", author="Zoe Ay"),
    "hidden.md": post("Hidden", "H.", author="Zoe Ay", date="2011-01-01", draft="true"),
}


def planned(workshop: Workshop, lines: str) -> tuple[Book, tuple[Finding, ...]]:
    """A book of the library, as [book] orders it."""
    for name, content in LIBRARY.items():
        workshop.write(f"source/{name}", content)
    workshop.write("source/footlight.toml", f'[book]\ntitle = "It"\n{lines}\n')
    project = Project(root=workshop.root)
    config = load_config(project.config)
    book, found = plan_book(find_orders(project, config)[0], project, config, find_essays(project.source))
    assert book is not None
    return book, found


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("", "beta gamma alpha delta"),  # by date; without one at the end
        ('order = "newest-first"', "alpha gamma beta delta"),
        ('order = "title"', "beta delta gamma alpha"),
        ('order = "author"', "alpha delta beta gamma"),
        ('order = "name"', "alpha beta delta gamma"),
        ('essays = ["gamma", "posts/*", "delta"]', "gamma beta alpha delta"),
        ('essays = ["gamma", "alpha"]', "gamma alpha"),
        ('exclude = ["posts/a*", "delta"]', "beta gamma"),
        ('tag = "Sea"', "gamma alpha"),
        ("year = [2010, 2012]", "beta alpha"),
        ('year = "2010-2011"', "beta gamma"),
        ('by = "ann zed"', "beta gamma"),
        ('tag = "sea"\nby = "Ann Zed"', "gamma"),
        ('preface = "delta"', "delta beta gamma alpha"),
    ],
)
def test_a_book_takes_what_it_asks_for(project: Workshop, lines: str, names: str) -> None:
    """Drafts stay out, and are named."""
    book, found = planned(project, lines)
    assert [chapter.file.name for chapter in book.chapters] == names.split()
    assert {finding.code for finding in found} <= {"draft"}


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        ('parts-by = "year"', {"2010": "beta", "2011": "gamma", "2012": "alpha", "": "delta"}),
        ('parts-by = "month"', {"January 2010": "beta", "July 2011": "gamma", "May 2012": "alpha", "": "delta"}),
        ('parts-by = "author"', {"Ann Zed": "beta gamma", "Zoe Ay": "alpha delta"}),
        ('parts-by = "tag"', {"land": "beta", "sea": "gamma alpha", "": "delta"}),
        (
            '[[book.part]]\ntitle = "Sea"\ntag = "sea"\norder = "newest-first"\n[[book.part]]\ntitle = "All"',
            {"Sea": "alpha gamma", "All": "beta delta"},
        ),
    ],
)
def test_a_book_has_its_essays_in_parts(project: Workshop, lines: str, parts: dict[str, str]) -> None:
    """An essay stands in the first part that takes it."""
    book, _ = planned(project, lines)
    assert {part.title: " ".join(one.file.name for one in part.chapters) for part in book.parts} == parts


def test_an_author_of_all_essays_is_the_author_of_the_book(project: Workshop) -> None:
    """Where there are several, catalogues name them as contributors."""
    book, _ = planned(project, 'by = "Ann Zed"')
    assert [who.name for who in book.meta.authors] == ["Ann Zed"]
    book, _ = planned(project, "")
    assert book.meta.authors == ()
    assert {who.name for who in book.meta.contributors} == {"Ann Zed", "Zoe Ay"}


def test_files_order_books_beside_that_of_the_settings(project: Workshop) -> None:
    """A book is called by its file, or by the folder of its book.toml."""
    project.write("source/footlight.toml", '[book]\ntitle = "The First Book"\n')
    project.write("source/second.book.toml", 'title = "Number two"\n[[part]]\ntitle = "x"\n')
    project.write("source/third/book.toml", '[book]\ntitle = "Number three"\n')
    there = Project(root=project.root)
    orders = find_orders(there, load_config(there.config))
    assert [order.name for order in orders] == ["the-first-book", "second", "third"]
    assert orders[1].options.part[0].title == "x"


def test_a_book_does_not_take_the_folder_of_an_essay(project: Workshop) -> None:
    project.write("source/footlight.toml", '[book]\ntitle = "Lamps"\n')
    project.write("source/lamps.md", post("Lamps", "Words."))
    run = project.run("book")
    assert run.code == 2
    assert "would both be build/lamps/" in run.err


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("tides.md", "key-"),
        ("../posts/tides", "key-"),
        ("tides.html#ebb", "key-#ebb"),
        ("/posts/tides.md", "key-"),
        ("@/posts/tides.md", "key-"),
        ("https://www.example.org/2011/tides", "key-"),
        ("http://example.org/2011/tides/?page=2", ""),
        ("https://example.net/2011/tides/", ""),
        ("../../../etc/passwd", ""),
        ("mailto:tides.md", ""),
        ("//[", ""),
        ("#ebb", ""),
    ],
)
def test_links_that_lead_to_an_essay_of_the_book(tmp_path: Path, target: str, found: str) -> None:
    """By the forms in which generators write them; an address with a query is another page."""
    file = tmp_path / "posts" / "tides.md"
    siblings = Siblings(
        by_path=dict.fromkeys(path_forms(file), "key-"),
        by_address={comparable("https://example.org/2011/tides/"): "key-"},
        titles={"key-": "Of Tides"},
        root=os.fspath(tmp_path),
    )
    assert siblings.reference(target, file.parent, target) == found


@pytest.mark.slow
@pytest.mark.parametrize("shop", ["kdp", "ingramspark", "lulu"])
def test_a_book_passes_what_each_shop_asks(project: Workshop, shop: str) -> None:
    """With booklet and cover, parts, a section from the right and one of another script; `check` finds nothing."""
    for name, content in SOURCES.items():
        project.write(f"source/{name}", content)
    arabic = "كان الفنار على الصخرة، وكان الحارس يوقد المصباح كل ليلة. " * 60
    project.write("source/noor.md", f"---\ntitle: الفنار\nlang: ar\ndate: 2011-08-01\nauthor: كاتب\n---\n\n{arabic}\n")
    editions = '[build]\neditions = ["reading", "print", "booklet", "cover", "epub"]\n[cover]\nspine = 3.0\n'
    project.write("source/footlight.toml", f'{BOOK}\n[print]\npreset = "{shop}"\n{editions}')
    for number in range(4):  # enough pages for every shop
        project.write(
            f"source/more-{number}.md", post(f"More {number}", PROSE * 2, author="B. Writer", date="2011-09-01")
        )
    built = project.run("build", NAME, "--jobs", "1")
    assert built.code == 0
    assert set(built.codes) <= {"booklet-scaled", "cover-spine-thin", "links-missing"}, built.out
    checked = project.run("check", NAME)
    assert checked.code == 0
    # Words that are all the same make rivers; not every machine has a face for Arabic.
    assert set(checked.codes) <= {"river", "fallback-face"}, checked.out
