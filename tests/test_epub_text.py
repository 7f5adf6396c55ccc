"""The documents in the EPUB: notes, links, pictures and directions as reading systems take them."""

import shutil
from pathlib import Path

from epubs import CASES, OPS, XHTML, Book, Epubs
from making import make, write


def test_notes_are_marked_up_for_every_reader(epubs: Epubs) -> None:
    """A section with a heading, a `div` for each note with the way back first, a superscript call."""
    book = epubs("seed")
    sections = book.tree("text.xhtml").iter(f"{XHTML}section")
    section = next(section for section in sections if section.get("class") == "fl-notes")
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


def test_captures_are_robust_links(epubs: Epubs) -> None:
    """The link in the text and the one in the note name the copy; its full address stands in the note, as a link."""
    book = epubs("rich")
    copy = "https://web.archive.org/web/20090305101112/https://example.org/2009/03/harbour-report"
    robust = f'data-versionurl="{copy}" data-versiondate="2009-03-05"'
    assert book.text("text.xhtml").count(robust) == 3
    archived = next(e for e in book.tree("text.xhtml").iter(f"{XHTML}p") if e.get("class") == "fl-archived")
    assert archived[0].get("href") == copy
    assert "".join(archived[0].itertext()) == copy.removeprefix("https://")


def test_pandoc_markup_becomes_epub_markup(epubs: Epubs) -> None:
    """No controls, no private attributes, pictures from the package, each with an `alt`."""
    book = epubs("rich")
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


def test_a_text_from_the_right(epubs: Epubs) -> None:
    """Pages progress from the right, addresses still run from the left, and our own words are Arabic as well."""
    book = epubs("arabic")
    assert 'page-progression-direction="rtl"' in book.text("package.opf")
    assert '<html xmlns="http://www.w3.org/1999/xhtml"' in book.text("text.xhtml")
    assert 'lang="ar" xml:lang="ar" dir="rtl"' in book.text("text.xhtml")
    assert 'class="fl-address" dir="ltr"' in book.text("text.xhtml")
    assert 'aria-labelledby="fl-colophon">' in book.text("colophon.xhtml")
    assert "بيانات النشر" in book.text("colophon.xhtml")


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
