"""The page list: behind each mark in the EPUB stand the words with which that page of the print PDF begins."""

import io
import re
import shutil
import zipfile
from html import unescape
from pathlib import Path

import longtexts
import pytest
from workshop import REPOSITORY, Workshop

from footlight.checking.layout_gate import comparable_text
from footlight.engines import epubcheck
from footlight.engines.pdfium import page_texts
from footlight.settings.epub_options import VARIANT_ENDINGS

LAMP = REPOSITORY / "tests" / "cases" / "epub" / "rich" / "lamp.png"
_CALL = re.compile(r'<sup class="fl-call">.*?</sup>')
_MARK = re.compile(r'<span epub:type="pagebreak" role="doc-pagebreak" id="([\w-]+)" aria-label="(\d+)"></span>')
LETTERS = 40
"""Characters that are compared, without blanks: some eight words."""
LETTERS_OF_CELL = 12
"""The cells of a row are drawn in an order of their own."""
LETTERS_OF_OPENING = 12
"""The title stands in the EPUB twice, on a page of its own and above the text."""
LETTERS_FROM_RIGHT = 24
"""As far as a line goes in the order of reading: a call in it parts the line into runs that are drawn by themselves."""
TABLE_HEAD = re.compile("L(?:amp|ight)HeightLit")
"""It is set again on each page of its table, and stands in the EPUB once."""


def letters(text: str) -> str:
    """The characters of a text without blanks and figures, which calls are made of, and without lam and alef: of their
    ligature, pdfium gives the two in the wrong order."""
    return re.sub(r"[\dلا]", "", comparable_text(text))


def documents(book: bytes) -> dict[str, str]:
    """The documents of the spine that hold text, in their order."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        package = archive.read("EPUB/package.opf").decode()
        names = dict(re.findall(r'<item id="([\w-]+)" href="([^"]+)"', package))
        spine = re.findall(r'<itemref idref="([\w-]+)"', package)
        return {names[i]: archive.read(f"EPUB/{names[i]}").decode() for i in spine if names[i] != "nav.xhtml"}


def words_behind(book: bytes) -> dict[int, str]:
    """The words behind each mark to the end of the book, by the number of the page."""
    whole = "".join(text[text.index("<body") :] for text in documents(book).values())
    parts = _MARK.split(_CALL.sub("", whole))
    plain = [letters(unescape(re.sub(r"<[^>]*>", "", part))) for part in parts[3::3]]
    return {int(label): "".join(plain[i : i + 4]) for i, label in enumerate(parts[2::3])}


LETTERS_OF_CAPTION = 40


def disagreements(workshop: Workshop) -> list[tuple[int, str, str]]:
    """The pages of the print PDF that begin with other words than stand behind their marks."""
    products = workshop.products()
    behind = words_behind(products["essay.epub"])
    pages = {n: page for n, page in enumerate(page_texts(products["essay-print.pdf"]), 1) if page.strip()}
    assert sorted(behind) == list(range(1, max(pages) + 1)), "all but a blank page at the end"
    found = []
    for number, page in pages.items():
        # A break may stand at the head of a page, or the head over the notes, which is none of the EPUB's text.
        there, here = letters(page).lstrip("*").removeprefix("Notes"), behind[number]
        length = LETTERS
        if head := TABLE_HEAD.match(there):
            there, length = there[head.end() :], LETTERS_OF_CELL
        elif number == 1:
            length = LETTERS_OF_OPENING
        elif any("\u0600" <= letter <= "\u06ff" for letter in here[:LETTERS]):
            length = LETTERS_FROM_RIGHT
        start = there.lower().find(here[:length].lower())  # small capitals are small letters in print
        # A figure that had no room on the page before stands at the head of this one, and belongs to that.
        if not 0 <= start <= (LETTERS_OF_CAPTION if there.startswith("Fig.") else _rest(page)):
            found.append((number, there[: 2 * length], here[:length]))
    return found


def _rest(page: str) -> int:
    """Letters of the first word of a page: they may be those of a word that began on the page before."""
    first = letters(re.split(r"\s", page.lstrip(), maxsplit=1)[0])
    return len(first) if first.islower() else 0


def built(project: Workshop, text: str) -> Workshop:
    project.write("source/essay.md", text)
    shutil.copy(LAMP, project.source / "lamp.png")
    done = project.make("--edition", "print", "--edition", "epub")
    assert done.code == 0, done.out
    return project


def test_the_first_essay(seed: Workshop, tmp_path: Path) -> None:
    name = "russia-and-us-missile-defence"
    folder = tmp_path / "build" / "essay"
    folder.mkdir(parents=True)
    for path in (seed.build / name).glob("russia*"):
        shutil.copy(path, folder / path.name.replace(name, "essay"))
    assert disagreements(Workshop(tmp_path)) == []


@pytest.mark.slow
def test_lists_tables_figures_verse_and_sixty_notes(project: Workshop) -> None:
    """In an essay made up for this, and in the one that the print edition is proved with."""
    printed = REPOSITORY / "tests/cases/print/rich/essay.md"
    for text in (longtexts.rich(), printed.read_text(encoding="utf-8")):
        assert disagreements(built(project, text)) == []


@pytest.mark.parametrize("lang", ["ar", "ru", "ja"])
@pytest.mark.slow
def test_other_scripts(project: Workshop, lang: str) -> None:
    assert disagreements(built(project, longtexts.essay(lang, 40, notes=20))) == []


@pytest.mark.slow
def test_headnotes_figures_code_and_notes_that_stand_at_the_end(project: Workshop) -> None:
    """And links that are notes on paper only, so that the numbers of the calls differ."""
    project.write("source/footlight.toml", "[notes]\ntallest = 0.1\n")
    assert disagreements(built(project, longtexts.edges())) == []


LONG = {
    "rich": longtexts.rich,
    "russian": lambda: longtexts.essay("ru", 60, notes=20),
    "arabic": lambda: longtexts.essay("ar", 60, notes=20),
    "japanese": lambda: longtexts.essay("ja", 60, notes=20),
    "edges": longtexts.edges,
    "book": longtexts.book,
}


@pytest.mark.slow
def test_epubcheck_says_nothing_of_long_texts(project: Workshop) -> None:
    """Of the EPUB for all, of Kobo's and of Kindle's."""
    project.write("source/footlight.toml", '[epub]\nvariants = ["kobo", "kindle"]\n')
    shutil.copy(LAMP, project.source / "lamp.png")
    for name, text in LONG.items():
        project.write(f"source/{name}.md", text())
    assert project.make("--edition", "epub").code == 0
    books = [project.build / name / f"{name}{end}" for name in LONG for end in (".epub", *VARIANT_ENDINGS.values())]
    assert dict(zip(books, epubcheck.check_books(books), strict=True)) == dict.fromkeys(books, ())


@pytest.mark.slow
def test_a_book_of_sixty_chapters(project: Workshop) -> None:
    """On paper it has title pages and contents before the text: their marks stand where that begins."""
    first = 11
    found = disagreements(built(project, longtexts.book()))
    assert [each for each in found if each[0] > first] == []
    assert len(found) <= first
