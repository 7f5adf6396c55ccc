"""What an essay may hold: extracts, figures with numbers, references, an index, contents, as they come out."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image
from workshop import Workshop

from footlight.editions.extracts import set_extracts
from footlight.editions.figure_columns import align_figures
from footlight.editions.index_terms import IndexTerm, by_page, index_html
from footlight.editions.letterforms import set_letterforms
from footlight.editions.title_lines import balanced
from footlight.engines.pandoc import read_markdown
from footlight.engines.pdfium import page_words
from footlight.essay.tree import Node, classes, nodes, plain

LONG = "The keeper of the light, who slept with a mermaid one fine night and never told it to any of his employers"
PROSE = "The lamp is that of the second book, which is not to be trusted before the year of the great storm. "
ESSAY = f"""---
title: Of Lighthouses
author: A. Writer
lang: en-US
date: 2020-03-04
contents: true
---

> The sea is everything.
>
> — Jules Verne

The first words of the text, with NATO in it and 1/2 of a lamp. See [@fig:mill], @tbl:rates and [](#verse), on
[](#verse){{.page}}; not @fig:none.

## Verse

| {LONG}
| From this union there came three.

[Lamps]{{.index}} and [the Sun King]{{.index entry="Louis XIV!his lamps"}} are named;
[lamps]{{.index entry="Lamps"}} twice.

![The mill](mill.png){{#fig:mill}}

| Year | Cost |
|------|------|
| 1837 | 1.5  |
| 1838 | 12.25|

: Lamps {{#tbl:rates}}

After the table.
"""


def picture(width: int, height: int) -> bytes:
    data = BytesIO()
    Image.new("L", (width, height), 128).save(data, "PNG", dpi=(300, 300))
    return data.getvalue()


def spans(markdown: str, lang: str = "en") -> dict[str, list[str]]:
    """What has a letterform of its own, by its class."""
    found: dict[str, list[str]] = {}
    for node in nodes(set_letterforms(read_markdown(markdown, joined=True)["blocks"], lang)):
        for name in classes(node):
            found.setdefault(name, []).append(plain(node))
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = Workshop(tmp_path_factory.mktemp("elements"))
    workshop.write("source/essay.md", ESSAY)
    workshop.write("source/mill.png", picture(800, 500))
    done = workshop.make("--edition", "reading", "--edition", "epub")
    assert done.code == 0, done
    assert done.codes == ["cross-reference-undefined"]
    return workshop


def test_references_say_number_words_and_page(made: Workshop) -> None:
    """In print the page is a number, on screen words; a reference that leads nowhere stays, with a finding."""
    text = " ".join(" ".join(made.pages()).split())
    assert "See fig. 1, table 1 and “Verse”, on p. 1; not @fig:none." in text
    assert "Fig. 1. The mill" in text
    assert "Table 1. Lamps" in text
    with ZipFile(BytesIO(made.products()["essay.epub"])) as book:
        screen = book.read("EPUB/text.xhtml").decode()
    assert re.sub(r"<[^>]+>", "", screen).count("“Verse”") == 2
    assert re.search(r'<a href="#fig:mill">fig\.\s1</a>', screen)
    assert 'role="doc-epigraph"' in screen
    assert 'epub:type="epigraph"' in screen


def test_an_epigraph_leaves_the_opening_its_small_capitals(made: Workshop) -> None:
    with ZipFile(BytesIO(made.products()["essay.epub"])) as book:
        assert '<span class="fl-lead-in">The first words of</span>' in book.read("EPUB/text.xhtml").decode()


def test_small_capitals_are_capitals_for_whoever_copies_them(made: Workshop) -> None:
    assert "with NATO in it" in " ".join(made.pages()[0].split())


def test_a_verse_that_turns_over_does_not_look_like_the_next(made: Workshop) -> None:
    lines = [found for page in page_words(made.products()["essay.pdf"]) for found in page]
    start = next(at for at, (text, _) in enumerate(lines) if text.startswith("The keeper"))
    first, turned, second = (box[0] for _, box in lines[start : start + 3])
    assert turned > first + 15
    assert second == pytest.approx(first, abs=1)


def test_the_index_has_pages_and_the_contents_too(made: Workshop) -> None:
    text = " ".join(" ".join(made.pages()).split())
    assert re.search(r"Index Lamps, \d+ .*Louis XIV his lamps, \d+", text)
    assert re.search(r"Contents Verse\s?1", " ".join(made.pages()[0].split()))


@pytest.mark.slow
def test_the_book_passes_its_checks(made: Workshop) -> None:
    """EPUBCheck, PDF/A, PDF/UA and the reading order."""
    assert made.run("check", "--edition", "reading", "--edition", "epub").code == 0


def test_a_figure_without_room_moves_and_the_text_fills_the_hole(project: Workshop) -> None:
    """It stands at the head of the next page; the text before and behind it runs on, on the same lines of the grid."""
    project.write("source/mill.png", picture(1200, 1000))
    body = (PROSE * 4 + "\n\n") * 3 + "![The mill](mill.png)\n\n" + "".join(f"P{n}. {PROSE * 4}\n\n" for n in range(6))
    project.essay(body)
    done = project.make("--edition", "reading")
    assert done.code == 0, done
    first, second, *_ = project.pages()
    assert "P0." in first, "the text runs on into the room that the figure left"
    assert " ".join(second.split("P1.")[0].split()).find("The mill") < 40
    assert project.run("check", "--edition", "reading").code == 0


def test_a_figure_that_fills_its_page_leaves_the_text_for_the_next_one(project: Workshop) -> None:
    """Also where the text goes on within a paragraph, which ran on into the room that the figure left."""
    project.write("source/mast.png", picture(900, 1500))
    body = (PROSE * 4 + "\n\n") * 3 + "![The mast](mast.png)\n\n" + "".join(f"P{n}. {PROSE * 15}\n\n" for n in range(2))
    project.essay(body)
    done = project.make("--edition", "reading")
    assert done.code == 0, done
    first, second, third, *_ = project.pages()
    assert "P0." in first
    assert " ".join(second.split()).startswith("The mast")
    assert "P1." in third
    assert "".join(project.pages()).count("lamp") == 3 * 4 + 2 * 15


def test_fractions_and_initials_only_where_they_are_certain() -> None:
    found = spans(
        "Half is 1/2, 3 5/16 too; 9/11 and 24/7, on 3/4, 1/2/2011, a/b. NATO, US, USS. Louis XIV, I, Part II."
    )
    assert found == {"fl-fraction": ["1/2", "5/16"], "fl-initials": ["NATO", "USS", "XIV", "II"]}
    assert spans("Die NATO, 1/2 und Ludwig XIV.", "de") == {"fl-fraction": ["1/2"]}
    assert spans("El siglo XIX y la ONU.", "es") == {"fl-initials": ["XIX"]}
    assert spans("THIS IS SHOUTED, ALL OF IT.") == {}
    assert spans("An address, XYZ://NASA?CIA=1/2, keeps its letters.") == {}


def test_the_last_line_of_a_quotation_is_its_source() -> None:
    def sources(markdown: str) -> list[str]:
        blocks = set_extracts(read_markdown(markdown, joined=True)["blocks"])
        return [plain(node) for node in nodes(blocks) if "fl-source" in classes(node)]

    assert sources("> Words.\n>\n> — Jules Verne\n") == ["— Jules Verne"]
    assert sources("> Words,\\\n> more.\\\n> --- Jules Verne\n") == ["— Jules Verne"]
    assert sources("> — Jules Verne\n") == [], "a quotation that holds nothing else is no source"
    assert sources("> Words.\n>\n> And more.\n") == []


def test_a_letter_is_told_by_its_form() -> None:
    text = "::: letter\n[Trinity House]{.dateline}\n\nDear Sir,\n\nThe lamp is lit.\n\nYours ever,\n\nA. Keeper\n:::\n"
    raw = [node["c"][1] for node in _raw(set_extracts(read_markdown(text, joined=True)["blocks"]))]
    opened = re.findall(r"fl-(\w+)", "".join(raw))
    assert opened == ["dateline", "salutation", "valediction", "signature"]


def _raw(blocks: list[Node]) -> list[Node]:
    return [node for node in nodes(blocks) if node["t"] == "RawBlock"]


def test_columns_of_figures_stand_under_each_other() -> None:
    def column(*cells: str) -> str:
        rows = "".join(f"<tr><td>x</td><td>{cell}</td></tr>" for cell in cells)
        return align_figures(f"<table><tbody>{rows}</tbody></table>")

    assert re.findall(r'data-pad="([^"]*)"', column("1.5", "12.25", "103")) == ["0", ".00"]
    assert column("1,000", "12,500").count("text-align: right") == 2
    assert "data-pad" not in column("1,000", "12,500"), "a mark before three digits is that of thousands"
    assert "text-align" not in column("1.5", "many")


def test_an_index_names_each_page_once() -> None:
    terms = (IndexTerm(path=("lamps",), places=("a", "b", "c")), IndexTerm(path=("Louis", "XIV"), places=("c",)))
    html = index_html(terms, by_page({"a": 3, "b": 3, "c": 7}))
    assert re.sub(r"<[^>]+>", " ", html).split() == ["lamps", ",", "3", ",", "7", "Louis", "XIV", ",", "7"]


def test_a_title_of_two_lines_is_balanced() -> None:
    assert balanced("Of Lighthouses, Their Keepers, and How It Is Set", 17) < 16


def test_figures_are_numbered_in_the_order_of_the_text(project: Workshop) -> None:
    """Also where one stands in a quotation, and another behind it does not."""
    project.write("source/mill.png", picture(300, 100))
    project.essay("![One](mill.png)\n\n> ![Two](mill.png)\n\n![Three](mill.png)\n")
    assert project.make("--edition", "reading").code == 0
    text = " ".join(" ".join(project.pages()).split())
    assert [text.index(words) >= 0 for words in ("Fig. 1. One", "Fig. 2. Two", "Fig. 3. Three")] == [True] * 3


BOOK = """---
title: Of Lighthouses, Their Keepers, and How It Is Set
author: A. Writer
lang: en-US
contents: true
title-pages: true
section-start: recto
drop-cap: 3
---

Moreover, {prose}

## Of Lamps

{prose}

## Of Keepers

{prose}
"""


@pytest.mark.slow
def test_a_book_has_title_pages_and_contents_and_begins_sections_on_the_right(project: Workshop) -> None:
    """Half title, title, its verso, contents; blank left pages before sections; no head where one begins."""
    project.write("source/essay.md", BOOK.format(prose=PROSE * 9))
    done = project.make("--edition", "reading")
    assert done.code == 0, done
    pages = [" ".join(page.split()) for page in project.pages()]
    assert pages[0] == "Of Lighthouses, Their Keepers, and How It Is Set"
    assert pages[1] == ""
    assert pages[2].startswith("Of Lighthouses, Their Keepers, and How It Is Set A. Writer")
    assert "This edition was set in Literata" in pages[3]
    assert pages[4] == "Contents Of Lamps 9 Of Keepers 11"
    assert "oreover" in pages[6]
    assert pages[8].startswith("Of Lamps The lamp")
    assert pages[10].startswith("Of Keepers The lamp")
    assert project.run("check", "--edition", "reading").code == 0
