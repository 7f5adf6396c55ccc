"""Small things in the EPUB that a reader sees, hears or sorts by."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from epubs import XHTML, Book, Epubs
from making import make, write
from PIL import Image

from footlight.editions.epub.sort_names import title_sort_name, with_sort_name
from footlight.engines.css import rules
from footlight.essay.document import Person

HEAD = "---\ntitle: Of Small Things\nauthor: A. Writer\nlang: {}\n---\n\n"


def book(tmp_path: Path, body: str, lang: str = "en") -> Book:
    made = make(write(tmp_path, HEAD.format(lang) + body))
    return Book(made=made, data=made.epub())


def style_of(book: Book, selector: str) -> dict[str, str]:
    """All declarations of the rules that name a selector alone or in a list."""
    found = [rule for rule in rules(book.text("epub.css")) if selector in re.split(r"\s*,\s*", rule.selector)]
    return {name: value for rule in found for name, value in rule.declarations}


def test_what_is_strong_is_bold(tmp_path: Path) -> None:
    """In every script, digits and capitals as well: by weight, which none of them lacks, not by small capitals."""
    made = book(tmp_path, "Then **WHO** paid **7 %** and **weniger** und **少し** daran.\n")
    style = style_of(made, "strong")
    assert style["font-weight"] == "bold"
    assert "small-caps" not in style.values()
    assert "EPUB/fonts/Literata_700Bold.ttf" in made.zip.namelist()


@pytest.mark.parametrize(
    ("css", "packed"),
    [("", False), (".fl-title { font-weight: bold }", True), ("p { font: italic 1em serif }", False)],
)
def test_the_bold_font_is_packed_where_something_is_bold(tmp_path: Path, css: str, packed: bool) -> None:  # noqa: FBT001
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "epub.css").write_text(css)
    made = book(tmp_path, "Nothing here is.\n")
    assert ("EPUB/fonts/Literata_700Bold.ttf" in made.zip.namelist()) is packed
    assert ("Literata_700Bold" in made.text("epub.css")) is packed


@pytest.mark.parametrize(("lang", "direction"), [("ar", "ltr"), ("he", "ltr"), ("en", None)])
def test_code_runs_from_the_left_in_every_book(tmp_path: Path, lang: str, direction: str | None) -> None:
    made = book(tmp_path, "Type `cd /tmp`, then\n\n```\nls -l (all)\n```\n", lang)
    code = [e for e in made.tree("text.xhtml").iter() if e.tag in (f"{XHTML}code", f"{XHTML}pre")]
    assert [e.get("dir") for e in code] == [direction] * 3


def test_an_address_is_one_run_of_words(tmp_path: Path) -> None:
    """No part of it is a box; a hyphen of its own stays with the letter after it."""
    url = "https://www.example.org/2011/the-old-light/--deep-/index.html?of=all"
    made = book(tmp_path, f"A [lamp]({url}).\n")
    address = next(e for e in made.tree("text.xhtml").iter(f"{XHTML}a") if e.get("class") == "fl-address")
    assert "".join(address.itertext()) == url.removeprefix("https://")
    kept = [e.text for e in address.iter(f"{XHTML}span")]
    assert kept == ["-o", "-l", "--d", "-/"]
    boxes = {
        value
        for rule in rules(made.text("epub.css"))
        if re.search(r"\.fl-part(?![\w-])", rule.selector)
        for _, value in rule.declarations
    }
    assert boxes == {"nowrap"}


def test_a_way_back_says_where_it_leads(epubs: Epubs) -> None:
    made = epubs("rich")
    links = [e for e in made.tree("text.xhtml").iter(f"{XHTML}a") if e.get("role") == "doc-backlink"]
    assert len(links) > 3
    for link in links:
        assert link.get("aria-label") == f"Back to the text, note {''.join(link.itertext())}"


@pytest.mark.parametrize("name", ["rich", "arabic", "japanese", "long"])
def test_each_document_begins_with_a_heading_of_the_first_level(epubs: Epubs, name: str) -> None:
    made = epubs(name)
    files = [file.removeprefix("EPUB/") for file in made.zip.namelist() if file.endswith(".xhtml")]
    assert len(files) >= 4
    for file in files:
        levels = [e.tag.removeprefix(XHTML) for e in made.tree(file).iter() if _is_heading(e)]
        assert levels[0] == "h1", file
        assert levels.count("h1") == 1, file


def test_each_document_has_one_main_part(epubs: Epubs) -> None:
    """A screen reader leaps to it."""
    made = epubs("rich")
    for file in made.zip.namelist():
        if file.endswith(".xhtml"):
            assert len(list(made.tree(file.removeprefix("EPUB/")).iter(f"{XHTML}main"))) == 1, file


def test_each_head_of_a_table_says_what_it_is_the_head_of(tmp_path: Path) -> None:
    table = "| Lamp | Lit |\n|---|---|\n| One | 1801 |\n"
    rows = "<table><tr><td>A</td><td>B</td></tr><tr><th>Two</th><td>1802</td></tr></table>\n"
    made = make(write(tmp_path, f"---\ntitle: T\nauthor: A\n---\n\n{table}\n{rows}"))
    root = Book(made=made, data=made.epub()).tree("text.xhtml")
    heads = list(root.iter(f"{XHTML}th"))
    assert heads
    in_head = {id(cell) for head in root.iter(f"{XHTML}thead") for cell in head.iter(f"{XHTML}th")}
    assert {(cell.get("scope"), id(cell) in in_head) for cell in heads} <= {("col", True), ("row", False)}


def test_code_in_a_part_from_the_right_runs_from_the_left(tmp_path: Path) -> None:
    body = "Words.\n\n::: {lang=ar dir=rtl}\nكلمة `f(x)` و<https://example.org/a>.\n:::\n"
    made = make(write(tmp_path, f"---\ntitle: T\nauthor: A\nlang: en\n---\n\n{body}"))
    text = Book(made=made, data=made.epub()).text("text.xhtml")
    assert '<code dir="ltr">f(x)</code>' in text
    assert all('dir="ltr"' in address for address in re.findall(r'<a [^>]*class="fl-address"[^>]*>', text))


def test_pictures_with_a_clear_ground_stand_on_white(tmp_path: Path) -> None:
    """On a dark page black lines on a clear ground would not be seen. A picture with a ground of its own needs none."""
    essay = write(tmp_path, "---\ntitle: T\nauthor: A\n---\n\n![a](clear.png)\n\n![b](solid.png)\n\n![c](lines.svg)\n")
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(essay.parent / "clear.png")
    Image.new("RGB", (9, 9), (9, 9, 9)).save(essay.parent / "solid.png")
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0L9 9" stroke="black"/></svg>'
    (essay.parent / "lines.svg").write_text(drawing, encoding="utf-8")
    made = make(essay)
    text = Book(made=made, data=made.epub()).text("text.xhtml")
    assert re.findall(r'<img src="images/(\w+)[^>]*class="fl-on-white"', text) == ["clear", "lines"]


def test_the_date_is_the_editions_and_the_first_publication_stands_beside_it(tmp_path: Path) -> None:
    head = "title: T\nauthor: A\ndate: 2012-03\nurl: https://example.org/t"
    place = 'id = "e"\nkind = "dangling"\nstatus = "unrecovered"\nreason = "nothing-found"\nexact = "the report"\n'
    searched = '[[link.searched]]\nwhere = "an archive"\nwhen = 2026-11-23\nresult = "Nothing was found."\n'
    ledger = f'[[link]]\n{place}prefix = "As in "\nsuffix = " here."\n\n{searched}'
    made = make(write(tmp_path, f"---\n{head}\n---\n\nAs in the report here.\n", ledger=ledger))
    package = Book(made=made, data=made.epub()).text("package.opf")
    assert "<dc:date>2026-11-23</dc:date>" in package
    assert '<dc:source id="first">https://example.org/t</dc:source>' in package
    assert '<meta refines="#first" property="dcterms:issued">2012-03</meta>' in package


def test_a_first_publication_of_unknown_place_is_a_date_alone(tmp_path: Path) -> None:
    made = make(write(tmp_path, "---\ntitle: T\nauthor: A\ndate: 2012-03-04\n---\n\nWords.\n"))
    package = Book(made=made, data=made.epub()).text("package.opf")
    assert '<meta property="dcterms:created">2012-03-04</meta>' in package
    assert "dc:source" not in package


def _is_heading(element: ET.Element) -> bool:
    return bool(re.fullmatch(r"h[1-6]", str(element.tag).removeprefix(XHTML)))


@pytest.mark.parametrize(
    ("name", "lang", "sorted_as"),
    [
        ("Ada Writer", "en", "Writer, Ada"),
        ("A. Writer", "de", "Writer, A."),
        ("J. R. Hill", "en-GB", "Hill, J. R."),
        ("J.R. Hill", "en-GB", "Hill, J.R."),
        ("Mary J. Hill", "en", "Hill, Mary J."),
        ("Zoë Brontë-Nicholls", "fr", "Brontë-Nicholls, Zoë"),
        ("Flann O’Brien", "ga", "O’Brien, Flann"),
        # particles: small prepositions go behind, articles and capitals stay
        ("Jan de Vries", "nl", "Vries, Jan de"),
        ("Karl von der Heide", "de", "Heide, Karl von der"),
        ("Anne de La Rive", "fr", "La Rive, Anne de"),
        ("Paul du Port", "fr", "du Port, Paul"),
        ("Luc d’Aubry", "fr", "Aubry, Luc d’"),
        ("Martin Van Doren", "en", "Van Doren, Martin"),
        ("Ursula K. Le Fay", "en", "Le Fay, Ursula K."),
        # several given names, two surnames, what stands behind
        ("Anna Maria Gram", "no", "Gram, Anna Maria"),
        ("Ana Soto Vega", "es", "Soto Vega, Ana"),
        ("José María Soto", "es", "Soto, José María"),
        ("José Soto y Vega", "es", "Soto y Vega, José"),
        ("Luís de Lima", "pt", "Lima, Luís de"),
        ("Martin Hill Jr", "en", "Hill, Martin, Jr"),
        ("Martin Hill, Jr.", "en", "Hill, Martin, Jr."),
        # one word, and groups
        ("Plato", "en", "Plato"),
        ("The Editors", "en", "Editors, The"),
        ("Harbour Society", "en", "Harbour Society"),
        # other scripts, and the surname first
        ("Анна Иванова", "ru", "Иванова, Анна"),
        ("А. С. Иванов", "ru", "Иванов, А. С."),
        ("Ελένη Παππά", "el", "Παππά, Ελένη"),
        ("Kis Péter", "hu", "Kis Péter"),
        ("A. Writer", "hu", "Writer, A."),
        ("作者 名", "ja", "作者 名"),
        ("作者名", "en", "作者名"),
        # no clear form
        ("NASA Ames", "en", ""),
        ("danah boyd", "en", ""),
        ("كاتب ما", "ar", ""),
    ],
)
def test_a_clear_name_is_sorted_by_its_surname(name: str, lang: str, sorted_as: str) -> None:
    assert with_sort_name(Person(name=name), lang).file_as == sorted_as


@pytest.mark.parametrize(
    ("title", "lang", "sorted_as"),
    [
        ("The Harbour", "en", "Harbour, The"),
        ("A lamp", "en-GB", "Lamp, A"),
        ("Theory of Lamps", "en", ""),
        ("L’huile", "fr", "Huile, L’"),
        ("Die Lampe", "de", "Lampe, Die"),
        ("Die Lampe", "en", ""),
        ("港", "ja", ""),
    ],
)
def test_a_title_is_sorted_behind_its_article(title: str, lang: str, sorted_as: str) -> None:
    assert title_sort_name(title, lang) == sorted_as


def test_what_the_source_says_of_sorting_stays() -> None:
    assert with_sort_name(Person(name="Ada Writer", file_as="Ada"), "en").file_as == "Ada"
