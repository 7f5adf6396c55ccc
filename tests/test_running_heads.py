"""Running heads and folios on real pages: they stand on the page, within the measure, whatever they have to say."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from longtexts import paragraphs
from workshop import Workshop, quick_rows

from footlight.editions.running_heads import Heads, running_heads, width_of
from footlight.engines.pdfium import page_words
from footlight.essay.document import Person
from footlight.press.paper import PT_PER_MM, SIZES, Page, page_of

LONG = {
    "en": (
        "Of the Causes That Led to the Building of the Harbour and to Its Ruin in the Years That Followed",
        ["Maximilian Alexander Featherstonehaugh", "Wilhelmina Cholmondeley-Marjoribanks", "B. Fitzgerald Ponsonby"],
    ),
    "ru": (
        "О причинах, которые привели к постройке гавани и к её разорению в последующие годы после великой бури",
        ["Константин Константинович Вознесенский", "Ширшова-Щедрина Юлия Максимовна", "М. Жемчужников"],
    ),
    "ar": (
        "في الأسباب التي أدت إلى بناء الميناء وإلى خرابه في السنوات التي تلت العاصفة الكبرى وما جاء بعدها من أحداث",
        ["عبد الرحمن بن محمد بن عبد الله الأندلسي", "شمس الدين أبو عبد الله محمد القرطبي", "فلان الفلاني"],
    ),
    "ja": (
        "港の建設とその後の年月における荒廃をもたらした諸原因についての考察" * 2,
        ["灯台守太郎" * 5, "海野波子" * 5, "嵐山"],
    ),
    "de": ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2, ["W" * 90]),
}
"""Titles and authors by language, all longer than any line; a single word is one of them."""


def essay(project: Workshop, lang: str, page: str, title: str, authors: list[str]) -> tuple[Page, bytes]:
    """The reading edition of an essay of some pages, on a page of a size."""
    project.write("source/footlight.toml", f'[page]\nsize = "{page}"\n')
    head = f"---\ntitle: '{title}'\nauthor: {authors}\nlang: {lang}\n---\n\n"
    project.essay("\n\n".join(paragraphs(lang if lang in ("ru", "ar", "ja") else "en", 30)), head=head)
    done = project.make("--edition", "reading")
    assert done.code == 0, done
    return page_of(page), project.products()["essay.pdf"]


Line = tuple[str, float, float]
"""Its words, and how far it stands within the text block at left and at right, in pt."""


def furniture(data: bytes, page: Page, *, from_right: bool = False) -> Iterator[tuple[list[Line], list[Line]]]:
    """What stands above and below the text block of each page; all of it stands on the paper."""
    for number, words in enumerate(page_words(data), 1):
        inner, outer = page.inner * PT_PER_MM, page.outer * PT_PER_MM
        left, right = (inner, outer) if (number % 2 == 1) != from_right else (outer, inner)
        height, width = page.height * PT_PER_MM, page.width * PT_PER_MM
        lines: tuple[list[Line], list[Line]] = ([], [])
        for text, (x, y, end, top) in words:
            above, below = y > height - page.head * PT_PER_MM, top < page.foot * PT_PER_MM
            if text.strip() and (above or below):
                assert 0 < y < top < height
                lines[below].append((text, x - left, width - right - end))
        yield lines


def kept(data: bytes, page: Page, *, from_right: bool = False) -> bool:
    """Whether all heads and folios stand within the measure, one at most on a page, none on the first."""
    pages = list(furniture(data, page, from_right=from_right))
    assert len(pages) > 2
    assert not pages[0][0]
    assert all(heads and len(folios) == 1 for heads, folios in pages[1:])
    return all(min(line[1:]) > -0.5 for lines in pages for part in lines for line in part)


@pytest.mark.parametrize("lang", quick_rows(LONG, "en", "ar"))
@pytest.mark.parametrize("page", ["Pocket", pytest.param("90x130mm", marks=pytest.mark.slow)])
def test_a_long_head_in_every_script(project: Workshop, lang: str, page: str) -> None:
    """On the narrowest pages: shortened, and within the text block at both sides."""
    size, data = essay(project, lang, page, *LONG[lang])
    assert kept(data, size, from_right=lang == "ar")


@pytest.mark.parametrize("page", quick_rows((name for name in SIZES if name != "Pocket"), "6x9"))
def test_a_long_head_on_every_page(project: Workshop, page: str) -> None:
    """A wide page says more of it, and what is shown is about as wide as was reckoned."""
    size, data = essay(project, "en", page, *LONG["en"])
    assert kept(data, size)
    verso, recto = (lines[0][0] for lines in list(furniture(data, size))[1:3])
    measure = (size.width - size.inner - size.outer) * PT_PER_MM
    for text, at_left, at_right in (verso, recto):
        assert abs(at_left - at_right) < 2
        assert 0.85 < (measure - at_left - at_right) / (8 * width_of(text.strip())) <= 1.01


@pytest.mark.slow
def test_what_the_reckoning_cannot_know(project: Workshop) -> None:
    """A project's larger type: the style sheet cuts the line. Without that it would leave the block."""
    project.write("templates/page.css", "@page { @top-center { font-size: 13pt; } }")
    size, data = essay(project, "en", "A5", *LONG["en"])
    assert kept(data, size)
    project.write("templates/page.css", "@page { @top-center { font-size: 13pt; white-space: nowrap; } }")
    size, data = essay(project, "en", "A5", *LONG["en"])
    assert not kept(data, size)


@pytest.mark.parametrize("margin", quick_rows((5, 8, 12), 8))
def test_heads_and_folios_of_narrow_margins(project: Workshop, margin: int) -> None:
    """However little room there is, they stand on the paper and not on the text."""
    project.write("source/footlight.toml", f"[page]\nhead = {margin}\nfoot = {margin}\n")
    project.essay("\n\n".join(paragraphs("en", 60)))
    assert project.make("--edition", "reading").code == 0
    page = replace(SIZES["A5"], head=margin, foot=margin)
    pages = list(furniture(project.products()["essay.pdf"], page))
    assert all("A. W" in lines[0][0][0].upper() for lines in pages[1::2])


@pytest.mark.slow
def test_the_sides_of_a_book_that_opens_from_the_right(project: Workshop) -> None:
    """The title stands on rectos: on odd pages, whichever side they are."""
    for lang in ("ar", "en"):
        _, data = essay(project, lang, "A5", "TITLE", ["WRITER"])
        second, third = list(furniture(data, SIZES["A5"], from_right=lang == "ar"))[1:3]
        assert (second[0][0][0].strip(), third[0][0][0].strip()) == ("WRITER", "TITLE")


# How a head is shortened

THREE = (
    Person(name="Maximilian Featherstonehaugh", file_as="Featherstonehaugh, Maximilian"),
    Person(name="Wilhelmina Cholmondeley", file_as="Cholmondeley, Wilhelmina"),
    Person(name="The Keepers of the Light"),
)


def others(name: str) -> str:
    return f"{name} and others"


def set_on(size: str, title: str = "A Title", authors: tuple[Person, ...] = THREE) -> Heads:
    return running_heads(title, authors, others, page_of(size))


@pytest.mark.parametrize(
    ("title", "pocket", "a4"),
    [
        ("Of Lamps", "Of Lamps", "Of Lamps"),
        (
            "Of Lamps and Harbours: A Keeper’s Report of Forty Years",
            "Of Lamps and Harbours",
            "Of Lamps and Harbours: A Keeper’s Report of Forty Years",
        ),
        (
            "Of Lamps: Harbours: A Keeper’s Report of the Forty Years That He Kept Them",
            "Of Lamps: Harbours",
            "Of Lamps: Harbours",
        ),
        (
            "Of the Lamps, and of the Great Harbours, That Nobody Has Kept Since",
            "Of the Lamps, and of the Great…",
            "Of the Lamps, and of the Great Harbours, That Nobody Has Kept Since",
        ),
        ("12:30 to Harbour", "12:30 to Harbour", "12:30 to Harbour"),
        ("港" * 60, "港" * 24 + "…", "港" * 42 + "…"),
        ("x" * 80, "x" * 34 + "…", "x" * 60 + "…"),
        ("", "", ""),
    ],
)
def test_titles(title: str, pocket: str, a4: str) -> None:
    """Whole; else up to a colon; else up to a word, or a character where there are no words."""
    assert (set_on("Pocket", title).title, set_on("A4", title).title) == (pocket, a4)


@pytest.mark.parametrize(
    ("authors", "pocket", "a4"),
    [
        (THREE[:1], "Maximilian Featherstonehaugh", "Maximilian Featherstonehaugh"),
        (THREE[:2], "Featherstonehaugh, Cholmondeley", "Maximilian Featherstonehaugh, Wilhelmina Cholmondeley"),
        (
            THREE,
            "Featherstonehaugh and others",
            "Featherstonehaugh, Cholmondeley, The Keepers of the Light",
        ),
        (tuple(Person(name=f"A. Writer {n}") for n in range(9)), "A. Writer 0 and others", "A. Writer 0 and others"),
        ((), "", ""),
    ],
)
def test_authors(authors: tuple[Person, ...], pocket: str, a4: str) -> None:
    """All names; else the families', where the source tells them; else the first and others."""
    assert (set_on("Pocket", authors=authors).author, set_on("A4", authors=authors).author) == (pocket, a4)


def test_no_mark_is_cut_from_its_letter() -> None:
    """A vowel or an accent stays with what it stands on."""
    head = set_on("Pocket", "e\u0301" * 80).title
    assert head.removesuffix("…").endswith("\u0301")


def test_a_title_as_long_as_a_book() -> None:
    """Of colons or of accents: it is cut, and in proportion to what fits."""
    assert set_on("A5", "a: " * 100_000).title.endswith("a: a")
    assert set_on("A5", "e" + "\u0301" * 100_000).title
    assert len(set_on("A4", "Lamp " * 100_000).title) < 100
