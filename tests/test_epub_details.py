"""Small things in the EPUB that a reader sees, hears or sorts by."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from epubs import XHTML, Book, Epubs
from making import make, write

from footlight.editions.epub.sort_names import with_sort_name
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
        value for rule in rules(made.text("epub.css")) if "fl-part" in rule.selector for _, value in rule.declarations
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
        ("Jan de Vries", "nl", ""),
        ("Anna Maria Gram", "no", ""),
        ("Martin Hill Jr", "en", ""),
        ("The Editors", "en", ""),
        ("Harbour Society", "en", ""),
        ("NASA Ames", "en", ""),
        ("Plato", "en", ""),
        ("danah boyd", "en", ""),
        ("Kis Péter", "hu", ""),
        ("Анна Иванова", "ru", ""),
        ("كاتب ما", "ar", ""),
        ("作者 名", "ja", ""),
    ],
)
def test_a_clear_name_is_sorted_by_its_surname(name: str, lang: str, sorted_as: str) -> None:
    assert with_sort_name(Person(name=name), lang).file_as == sorted_as


def test_what_the_source_says_of_sorting_stays() -> None:
    assert with_sort_name(Person(name="Ada Writer", file_as="Ada"), "en").file_as == "Ada"
