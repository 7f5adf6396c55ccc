"""Covers: the spine, what may stand on it, the barcode read back from a picture, and words away from every cut."""

from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from workshop import ESSAY, Workshop

from footlight.editions.barcode import MODULE, QUIET, bars, modules
from footlight.editions.title_lines import balanced
from footlight.editions.wrap_cover import barcode_box, spine_text, spine_width
from footlight.engines.pdf.print_inspection import press_facts
from footlight.engines.pdfium import page_words
from footlight.press.cover_geometry import Wrap
from footlight.press.isbn import check_digit, isbn_13
from footlight.press.job_ticket import Ticket
from footlight.press.paper import PT_PER_MM, SIZES
from footlight.press.presets import preset_named
from footlight.settings.binding_options import CoverOptions

ISBN = "978-3-16-148410-0"
HEAD = ESSAY.replace("---\n\n", f"isbn: {ISBN}\ndescription: What it is about, in a sentence or two.\n---\n\n")
THICK = "[cover]\nspine = 11\n"


# The number


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("978-3-16-148410-0", "9783161484100"),
        ("ISBN 978 3 16 148410 0", "9783161484100"),
        ("urn:isbn:9783161484100", "9783161484100"),
        ("3-16-148410-X", "9783161484100"),
        ("ISBN-10: 0-306-40615-2", "9780306406157"),
        ("979-10-90636-07-1", "9791090636071"),
        ("978-3-16-148410-1", ""),  # the last digit is wrong
        ("3-16-148410-0", ""),
        ("9773161484107", ""),  # an EAN of a journal
        ("978316148410", ""),
        ("９７８3161484100", ""),
        ("", ""),
    ],
)
def test_what_is_an_isbn(written: str, digits: str) -> None:
    """In any writing, an older one converted; by its check digit, and nothing else counts as one."""
    assert isbn_13(written) == digits


def test_a_wrong_isbn_is_said_at_its_line(project: Workshop) -> None:
    project.essay(head=HEAD.replace(ISBN, "978-3-16-148410-1"))
    done = project.make("--edition", "cover")
    assert (done.code, "front-matter-value" in done.codes) == (0, True)
    assert "source/essay.md:5: " in done.line("front-matter-value")
    assert project.make("--edition", "cover", "--strict").code == 1


# The barcode


def decoded(pattern: str) -> str:
    """The digits of 95 modules, by the tables of a reader: a digit by the widths of its runs."""
    widths = ("3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112")
    odd = {"".join(bit * int(n) for bit, n in zip("0101", row, strict=True)): i for i, row in enumerate(widths)}
    even = {"".join(bit * int(n) for bit, n in zip("0101", row[::-1], strict=True)): i for i, row in enumerate(widths)}
    first = {"111111": 0, "110100": 1, "110010": 2, "110001": 3, "101100": 4}
    first |= {"100110": 5, "100011": 6, "101010": 7, "101001": 8, "100101": 9}
    assert (pattern[:3], pattern[45:50], pattern[92:]) == ("101", "01010", "101")
    left = [pattern[3 + 7 * place : 10 + 7 * place] for place in range(6)]
    right = [pattern[50 + 7 * place : 57 + 7 * place].translate(str.maketrans("01", "10")) for place in range(6)]
    parity = "".join("1" if code in odd else "0" for code in left)
    digits = [first[parity], *(odd.get(code, even.get(code)) for code in left), *(odd[code] for code in right)]
    return "".join(map(str, digits))


def test_the_modules_of_a_known_number() -> None:
    """4003994155486, the example of many textbooks."""
    assert modules("4003994155486") == (
        "101"
        "0001101" "0100111" "0111101" "0001011" "0010111" "0011101"
        "01010"
        "1100110" "1001110" "1001110" "1011100" "1001000" "1010000"
        "101"
    )  # fmt: skip


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_every_number_is_read_back(twelve: str) -> None:
    ean = twelve + check_digit(twelve)
    assert decoded(modules(ean)) == ean
    drawn = list(bars(ean))
    assert len(drawn) == 30  # two for each digit but the first, two for each guard
    assert drawn[0][0] == pytest.approx(QUIET[0])
    assert drawn[-1][0] + drawn[-1][1] == pytest.approx(QUIET[0] + 95 * MODULE)
    assert [round(height - 22.85, 2) for _, _, height in drawn].count(1.65) == 6


def picture(project: Workshop, scale: float = 300 / 72) -> Image.Image:
    with pypdfium2.PdfDocument(project.products()["essay-cover.pdf"]) as file:
        drawn: Image.Image = file[0].render(scale=scale, grayscale=True).to_pil()
        return drawn.convert("L")


def test_the_barcode_is_read_from_the_printed_picture(project: Workshop) -> None:
    """At 300 dots an inch, at its place and at 100 %: sampled in the middle of each module, quiet zones white."""
    project.write("source/footlight.toml", THICK)
    project.essay(head=HEAD)
    assert project.make("--edition", "cover").code == 0
    dots = 300 / 25.4
    field = barcode_box(Wrap(width=148, height=210, spine=11, bleed=3))
    row = round((field.y + 5 + 11) * dots)
    left = field.x + 1.5 + QUIET[0]
    seen = picture(project)

    def dark(place: float) -> str:
        level = seen.getpixel((round((left + place * MODULE) * dots - 0.5), row))
        assert isinstance(level, int)
        return "1" if level < 128 else "0"

    assert decoded("".join(dark(place + 0.5) for place in range(95))) == "9783161484100"
    assert {dark(place) for place in (*range(-11, -1), *range(96, 102))} == {"0"}
    assert "ISBN 978-3-16-148410-0" in project.pages(suffix="-cover")[0]


# The spine


def test_spines_by_pages_and_paper() -> None:
    """KDP's own figures: 200 pages on white .450 in, on cream .500; 80 pages of a thick book paper here 4.8 mm."""

    def ticket(preset: str, stock: int = 0) -> Ticket:
        stocks = preset_named(preset).stocks
        return Ticket(preset=preset_named(preset), page=SIZES["6x9"], stock=stocks[stock] if stocks else None)

    assert spine_width(200, ticket("kdp"), CoverOptions()) == pytest.approx(0.4504 * 25.4, abs=0.01)
    assert spine_width(200, ticket("kdp", 1), CoverOptions()) == pytest.approx(0.5 * 25.4, abs=0.01)
    assert spine_width(80, ticket("a5", 2), CoverOptions()) == pytest.approx(4.8)
    assert spine_width(200, ticket("ingramspark"), CoverOptions()) is None
    assert spine_width(200, ticket("ingramspark"), CoverOptions(spine=12.3)) == 12.3


def wrap_of(spine: float) -> Wrap:
    return Wrap(width=152.4, height=228.6, spine=spine, bleed=3.175)


def test_text_on_a_spine_by_the_rules_of_the_shop() -> None:
    """KDP from 79 pages; and nowhere less than 7 pt with a sixteenth of an inch clear at each fold."""
    said = ("A Title", "An Author")
    kdp = preset_named("kdp")
    assert "fewer than 79 pages, and this has 78" in spine_text(wrap_of(20), 78, kdp, said).why
    assert spine_text(wrap_of(20), 79, kdp, said).words == said
    assert "needs 6.1 mm" in spine_text(wrap_of(6), 300, kdp, said).why
    thin, thick = (spine_text(wrap_of(spine), 300, kdp, said).type for spine in (6.3, 30))
    assert 7 <= thin < 8
    assert thick == pytest.approx(11, abs=0.1)
    assert spine_text(wrap_of(20), 300, kdp, ("A Title " * 18, "An Author")).words == ("A Title " * 18,)
    assert "too long" in spine_text(wrap_of(20), 300, kdp, ("A Title " * 40, "")).why


@pytest.mark.parametrize(
    ("asked", "code", "codes", "words"),
    [
        ("", 0, ["cover-spine-thin"], False),
        pytest.param("[cover]\nspine-text = false\n", 0, [], False, marks=pytest.mark.slow),
        ("[cover]\nspine-text = true\n", 1, ["cover-spine-thin"], False),
        ("[cover]\nspine-text = true\nspine = 8\n", 0, [], True),
    ],
)
def test_text_that_is_asked_for_on_too_thin_a_spine(
    project: Workshop, asked: str, code: int, codes: list[str], *, words: bool
) -> None:
    """It is refused with the reason; not asked for, the cover is made without it, and says so."""
    project.write("source/footlight.toml", asked)
    project.essay(head=HEAD)
    done = project.make("--edition", "cover")
    assert (done.code, done.codes) == (code, codes)
    assert bool(project.products()) is (code == 0)
    if codes:
        assert "the spine is 0.1 mm thick, and text of 7 pt with 1.6 mm clear at each fold needs 6.1 mm" in done.out
    if code == 0:
        assert (project.pages(suffix="-cover")[0].count("A Test") > 1) is words


# The whole


@pytest.mark.slow
def test_the_file_as_a_print_shop_takes_it(project: Workshop) -> None:
    """One page with its bleed, boxes to a hundredth of a point; black without other inks, fonts in it, no more."""
    project.write("source/footlight.toml", THICK)
    project.essay(head=HEAD)
    done = project.make("--edition", "cover")
    assert (done.code, done.out) == (0, "")
    data = project.products()["essay-cover.pdf"]
    found = press_facts(data)
    assert (len(found.boxes), found.extras, found.transparent) == (1, (), ())
    assert all(font.embedded for font in found.fonts)
    mm = [round(value / PT_PER_MM, 3) for value in found.boxes[0]["/TrimBox"]]
    assert mm == pytest.approx([3, 3, 3 + 2 * 148 + 11, 3 + 210], abs=0.004)
    with pikepdf.open(project.build / "essay/essay-cover.pdf") as pdf:
        page = pdf.pages[0]
        assert [float(x) / PT_PER_MM for x in page.mediabox] == pytest.approx([0, 0, 313, 216], abs=0.004)
        drawn: list[Any] = [page, *page.form_xobjects.values()]
        operators = {str(i.operator) for part in drawn for i in pikepdf.parse_content_stream(part)}
    assert not {"rg", "RG", "BDC", "sh"} & operators
    assert project.make("--edition", "cover", "--force").code == 0
    assert project.products()["essay-cover.pdf"] == data
    assert project.run("check", "--edition", "cover").codes == ["rights-unrecorded"]


@pytest.mark.slow
def test_the_ground_reaches_the_edge_of_the_bleed_and_words_do_not(project: Workshop) -> None:
    project.write("source/footlight.toml", THICK)
    project.essay(head=HEAD)
    project.make("--edition", "cover")
    seen = picture(project, 1)
    wide, high = seen.size
    corners = {seen.getpixel(place) for place in ((0, 0), (wide - 2, 0), (0, high - 2), (wide - 2, high - 2))}
    assert len(corners) == 1
    assert 255 not in corners
    (words,) = page_words(project.products()["essay-cover.pdf"])
    assert len(words) >= 5
    for _, (left, bottom, right, top) in words:
        assert 9 < left / PT_PER_MM < right / PT_PER_MM < 313 - 9
        assert 9 < bottom / PT_PER_MM < top / PT_PER_MM < 216 - 9


@pytest.mark.parametrize(
    ("css", "codes"),
    [
        (".fl-blurb { top: 4mm; }", ["cover-unsafe"]),
        (".fl-front .fl-label { right: -3mm; text-align: right; } .fl-frame { padding-right: 0; }", ["cover-unsafe"]),
        (".fl-spine p { transform: none; }", ["cover-unsafe"]),
        (".fl-blurb { top: 170mm; } .fl-blurb p { text-align: right; }", ["cover-over-barcode"]),
        ("@page { size: 300mm 216mm; }", ["cover-size"]),
    ],
)
def test_words_where_the_knife_comes(project: Workshop, css: str, codes: list[str]) -> None:
    """A project's own style may move anything; what then stands too near is an error, and no cover is made."""
    project.write("source/footlight.toml", THICK)
    project.write("templates/cover.css", css)
    project.essay(head=HEAD)
    done = project.make("--edition", "cover")
    assert done.code == 1
    assert set(codes) <= set(done.codes)
    assert project.products() == {}


def test_a_blurb_without_end_meets_the_barcode(project: Workshop) -> None:
    long = "What it is about, in more than a sentence or two. " * 60
    project.essay(head=HEAD.replace("What it is about, in a sentence or two.", long))
    assert "cover-over-barcode" in project.make("--edition", "cover").codes


def test_a_spine_that_only_the_shop_knows(project: Workshop) -> None:
    project.write("source/footlight.toml", '[print]\npreset = "ingramspark"\n')
    project.essay(head=HEAD)
    done = project.make("--edition", "cover")
    assert done.code == 1
    assert "cover-spine-unknown" in done.codes


def test_a_cover_of_one_bound_at_its_right() -> None:
    """Front and back change places, and the barcode stays beside the spine."""
    left, right = (Wrap(width=100, height=200, spine=10, bleed=3, from_right=way) for way in (False, True))
    assert (left.back_x, left.front_x) == (right.front_x, right.back_x) == (3, 113)
    assert barcode_box(right).x - 113 == pytest.approx(103 - barcode_box(left).x - barcode_box(left).width)


def test_titles_break_into_lines_alike() -> None:
    """No narrower than the words need, no wider than there is room."""
    assert balanced("The Harbours of the North", 12) < 9
    assert balanced("Harbours", 12) < 6
    assert balanced("Donaudampfschifffahrtsgesellschaft", 8) == 8


def test_a_long_word_is_set_smaller(project: Workshop) -> None:
    """It stands whole on the label of a small page, and nothing is too near to a cut."""
    project.write("source/footlight.toml", '[print]\nsize = "Pocket"\n')
    project.essay(head=ESSAY.replace("A Test", "Donaudampfschifffahrtsgesellschaftskapitän"))
    assert not {"cover-unsafe", "cover-size"} & set(project.make("--edition", "cover").codes)
    (words,) = page_words(project.products()["essay-cover.pdf"])
    title = next(box for said, box in words if said.startswith("Donau"))
    fold, trim = (place * PT_PER_MM for place in (3 + 110 + 0.06, 3 + 2 * 110 + 0.12))
    assert title[0] - fold > 0.14 * 110 * PT_PER_MM
    assert trim - title[2] > 0.14 * 110 * PT_PER_MM


def test_no_barcode_without_an_isbn(project: Workshop) -> None:
    project.essay()
    assert project.make("--edition", "cover").code == 0
    assert "ISBN" not in project.pages(suffix="-cover")[0]
