"""The EPUB, made by the real pandoc and our own package, and held against EPUBCheck, which must say nothing at all."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from epubs import OPF, XHTML, Epubs, home

from footlight.checking.epub_gate import check_notes
from footlight.editions.epub.container_writer import File, pack
from footlight.engines import epubcheck
from footlight.errors import EnvironmentProblem

NAMES = ("seed", "long", "rich", "russian", "arabic", "japanese", "marks")


@pytest.mark.slow
def test_epubcheck_says_nothing_at_all(epubs: Epubs, tmp_path: Path) -> None:
    """Not an error, a warning or an info on any of them."""
    try:
        epubcheck.find_java()
    except EnvironmentProblem:
        pytest.skip("there is no Java at all")
    paths = [tmp_path / f"{name}.epub" for name in NAMES]
    for name, path in zip(NAMES, paths, strict=True):
        path.write_bytes(epubs(name).data)
    said = dict(zip(NAMES, epubcheck.check_books(paths), strict=True))
    assert said == dict.fromkeys(NAMES, ())


@pytest.mark.parametrize("name", NAMES)
def test_same_input_gives_the_same_bytes(epubs: Epubs, name: str) -> None:
    """Made a second time, by the same process."""
    assert epubs(name).made.epub() == epubs(name).data


@pytest.mark.parametrize("name", NAMES)
def test_it_passes_the_gate(epubs: Epubs, name: str) -> None:
    """Each note has a place, and nothing is amiss."""
    book = epubs(name)
    checked = check_notes(book.data, book.made.set_notes(), "essay.md")
    assert checked.findings == ()
    assert checked.places == {n.id: f"{home(book, n.call_id)}#{n.id}" for n in book.made.annotated.notes}


def test_the_zip_is_what_ocf_asks_for(epubs: Epubs) -> None:
    """mimetype first and stored, no extra fields, one moment, one mode, the files in the order of the manifest."""
    book = epubs("rich")
    infos = book.zip.infolist()
    assert (infos[0].filename, infos[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.data[30:58] == b"mimetypeapplication/epub+zip"
    assert {(i.extra, i.date_time, i.external_attr, i.create_system) for i in infos} == {
        (b"", (2009, 3, 1, 0, 0, 0), 0o100644 << 16, 3)
    }
    hrefs = [item.attrib["href"] for item in book.tree("package.opf").iter(f"{OPF}item")]
    assert [i.filename.removeprefix("EPUB/") for i in infos[3:]] == hrefs


def test_a_book_without_a_date_is_of_the_first_day_of_zip() -> None:
    """And so is one of a day that zip cannot hold."""
    file = File(name="a", data=b"a", media="text/plain", id="a")
    assert pack([file], "") == pack([file], "1066-10-14T00:00:00Z")
    odd = zipfile.ZipFile(io.BytesIO(pack([file], "2024-02-29T23:59:59Z")))
    assert odd.infolist()[0].date_time == (2024, 2, 29, 23, 59, 58)


def test_the_seed_essay_has_all_its_parts(epubs: Epubs) -> None:
    """Title page, text with the headnote in it, notes, colophon with the table of lost links."""
    book = epubs("seed")
    spine = [ref.get("idref") for ref in book.tree("package.opf").iter(f"{OPF}itemref")]
    assert spine == ["titlepage", "text", "colophon"]
    assert 'class="fl-headnote" epub:type="preamble"' in book.text("text.xhtml")
    assert 'href="https://patrickarmstrong.ca/2010/11/17/the-third-turn/"' in book.text("text.xhtml")
    assert book.text("colophon.xhtml").count("<tr>") == 4
    landmarks = re.findall(r'<a epub:type="(\w+)" href="([\w.]+)"', book.text("nav.xhtml"))
    assert ("bodymatter", "text.xhtml") in landmarks
    assert "[…).]" in book.text("text.xhtml")


def test_a_long_text_is_parted_at_its_chapters(epubs: Epubs) -> None:
    """One document a chapter, links across them right, the contents in the spine and nested."""
    book = epubs("long")
    spine = [ref.get("idref") for ref in book.tree("package.opf").iter(f"{OPF}itemref")]
    assert spine == ["titlepage", "nav", "text-001", "text-002", "text-003", "colophon"]
    assert 'href="text-002.xhtml#chapter-2"' in book.text("text-001.xhtml")
    assert 'href="#chapter-3"' in book.text("text-003.xhtml")
    assert 'href="#fl-call-3"' in book.text("text-003.xhtml")
    nav = book.tree("nav.xhtml")
    lines = [a.get("href") for a in next(nav.iter(f"{XHTML}ol")).iter(f"{XHTML}a")]
    assert lines[:3] == ["text-001.xhtml#chapter-1", "text-001.xhtml#a-section", "text-002.xhtml#chapter-2"]
    assert '<a epub:type="toc" href="nav.xhtml">' in book.text("nav.xhtml")
    assert '<a epub:type="bodymatter" href="text-001.xhtml">' in book.text("nav.xhtml")
    assert [p.get("playOrder") for p in book.tree("toc.ncx").iter() if p.tag.endswith("navPoint")] == [
        str(n) for n in range(1, 8)
    ]


def test_contents_leave_out_what_a_quotation_brings(epubs: Epubs) -> None:
    """The headings of the text are there, below its title; one inside a quotation is not the text's own."""
    nav = epubs("rich").text("nav.xhtml")
    assert "Erste Überschrift: größer &amp; kleiner" in nav
    assert "A heading of the sixth level" in nav
    assert "A heading in a quotation" not in nav
