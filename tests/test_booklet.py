"""Booklets: which pages stand where, and that sheets which are printed, cut apart and folded read in order."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from workshop import ESSAY, REPOSITORY, Workshop

from footlight.editions.booklet_sheets import plan_of
from footlight.editions.imposition import Side, fit, impose, signatures
from footlight.engines.pdf.print_inspection import press_facts
from footlight.press.paper import SIZES, page_of
from footlight.press.sheets import SHEETS, sheet_for
from footlight.settings.binding_options import BookletOptions

_NAMES = re.compile(r"\{(\w+)\}")
A_POINT = 25.4 / 72
"""mm."""


# Which page stands where


def folded(sides: Sequence[Side]) -> Iterator[int]:
    """The pages as one who turns the leaves of the folded and stitched sheets meets them.

    Of each sheet that lies in another, first the leaf in front of the middle, outside and inside, then, behind all
    that lies in it, the leaf behind the middle, inside and outside.
    """
    if sides:
        outside, inside, *within = sides
        yield outside.right
        yield inside.left
        yield from folded(within)
        yield inside.right
        yield outside.left


def read(sides: Sequence[Side]) -> list[int]:
    """The pages of a booklet, signature after signature."""
    numbers = dict.fromkeys(side.signature for side in sides)
    return [page for number in numbers for page in folded([s for s in sides if s.signature == number])]


@given(pages=st.integers(1, 400), most=st.integers(1, 40))
def test_folded_sheets_read_in_order(pages: int, most: int) -> None:
    """Every page once, in order, whatever their number; what is blank comes after the last."""
    sides = impose(pages, most=most, thickness=0.1)
    assert read(sides) == list(range(1, 2 * len(sides) + 1))
    assert 0 <= 2 * len(sides) - pages < 4
    assert [side.outside for side in sides] == [True, False] * (len(sides) // 2)


@given(pages=st.integers(1, 2000), most=st.integers(1, 40))
def test_signatures_are_nearly_alike(pages: int, most: int) -> None:
    """No more sheets than are allowed, and none with two sheets more than another; no sheet that is all blank."""
    found = signatures(pages, most)
    assert max(found) <= most
    assert max(found) - min(found) <= 1
    assert 4 * sum(found) - pages < 4


def test_each_sheet_is_moved_by_those_around_it() -> None:
    """By a leaf's thickness for each of them, counted anew in every signature."""
    sides = impose(24, most=3, thickness=0.12)
    assert [round(side.shift, 3) for side in sides if side.outside] == [0, 0.12, 0.24, 0, 0.12, 0.24]
    assert {side.shift for side in impose(24, most=6, thickness=0.12) if side.sheet == 1} == {0}


def test_a_book_bound_at_its_right_begins_at_the_left() -> None:
    first, second = impose(4, most=15, thickness=0.1, from_right=True)
    assert (first.left, first.right, second.left, second.right) == (1, 4, 3, 2)


def test_the_sheet_belongs_to_the_trim() -> None:
    """Trims in eighths of an inch go on Letter, all others on A4."""
    sheets = {name: sheet_for(page).name for name, page in SIZES.items()}
    assert {name for name, sheet in sheets.items() if sheet == "Letter"} == {"Letter", "5x8", "5.5x8.5", "6x9"}
    assert sheet_for(page_of("129x198mm")) is SHEETS["A4"]


def test_pages_are_made_smaller_only_where_they_have_to_be() -> None:
    """Half a sheet of its own family is filled; a smaller page keeps its size, a larger one its proportions."""
    assert (fit(148, 210, SHEETS["A4"]).scale, fit(139.7, 215.9, SHEETS["Letter"]).scale) == (1, 1)
    small = fit(110, 178, SHEETS["A4"])
    assert (small.scale, small.beside, small.above) == (1, 38.5, 16)
    large = fit(152.4, 228.6, SHEETS["Letter"])
    assert large.width == pytest.approx(139.7)
    assert large.width / large.height == pytest.approx(152.4 / 228.6)


# What is printed


def essay_of(workshop: Workshop, pages: int, config: str = "") -> None:
    """An essay of so many pages, each with words of its own."""
    workshop.write("templates/page.css", ".fl-text h2 { break-before: page; }\n")
    workshop.write("source/footlight.toml", '[print]\nsize = "5.5x8.5"\n' + config)
    parts = (
        f"## Part {number}\n\n" + f"What stands on page {number}. " * (number % 7 + 3) for number in range(2, pages)
    )
    workshop.essay("Words on the first page.\n\n" + "\n\n".join([*parts, f"## Part {pages}\n\nThe end.\n"]))


@dataclass(frozen=True, slots=True)
class Printed:
    """A file's pages as pictures, two pixels a point."""

    file: pypdfium2.PdfDocument

    def page(self, number: int) -> Image.Image:
        picture: Image.Image = self.file[number - 1].render(scale=2, grayscale=True).to_pil()
        return picture.convert("L")


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Whether anywhere, in the mean of eight by eight pixels, more differs than a letter rounded to a pixel."""
    means = [picture.reduce(8) for picture in (one, other)]
    return one.size != other.size or max(ImageChops.difference(*means).tobytes()) > 40


def halves(sheet: Image.Image, shift: int) -> tuple[Image.Image, Image.Image]:
    """A side cut along its fold, what was moved towards the fold moved back; `shift` in pixels."""
    middle, high = sheet.width // 2, sheet.height
    left, right = Image.new("L", (middle, high), 255), Image.new("L", (middle, high), 255)
    left.paste(sheet.crop((shift, 0, middle, high)), (0, 0))
    right.paste(sheet.crop((middle, 0, sheet.width - shift, high)), (shift, 0))
    return left, right


@pytest.mark.parametrize("pages", [5, 16, pytest.param(83, marks=pytest.mark.slow)])
def test_cut_apart_and_folded_the_pictures_are_those_of_the_print_pdf(project: Workshop, pages: int) -> None:
    """Every page is in its place to the pixel, moved towards the fold by half a point for each sheet around it.

    What is blank is white. The pages are cut, put in order by folding, and compared as pictures.
    """
    essay_of(project, pages, f"[booklet]\npaper = {A_POINT / 2}\n")
    done = project.make("--edition", "print", "--edition", "booklet")
    assert (done.code, done.codes) == (0, ["booklet-signatures"] if pages > 60 else [])
    products = project.products()
    with (
        pypdfium2.PdfDocument(products["essay-print.pdf"]) as press,
        pypdfium2.PdfDocument(products["essay-booklet.pdf"]) as sheets,
    ):
        assert len(press) == pages + pages % 2
        sides = impose(pages, most=15, thickness=0.5)  # in points here
        assert len(sheets) == 2 + len(sides)
        cut = {}
        for number, side in enumerate(sides, 3):
            cut[side.left], cut[side.right] = halves(Printed(sheets).page(number), round(2 * side.shift))
        in_order = [cut[page] for page in read(sides)]
        wrong = [n for n, half in enumerate(in_order[:pages], 1) if differ(half, Printed(press).page(n))]
        assert wrong == []
        assert all(min(half.tobytes()) == 255 for half in in_order[pages:])
        assert all(differ(half, Printed(press).page(n)) for n, half in enumerate(in_order[1:pages], 1))


@pytest.mark.slow
def test_without_creep_nothing_is_moved(project: Workshop) -> None:
    """The innermost sheet of a booklet for thin paper and of one for thick paper differ by what is moved."""
    pictures = []
    for paper in (A_POINT / 10, A_POINT / 2):
        essay_of(project, 16, f"[booklet]\npaper = {paper}\n")
        project.make("--edition", "booklet")
        with pypdfium2.PdfDocument(project.products()["essay-booklet.pdf"]) as sheets:
            pictures.append((Printed(sheets).page(3), Printed(sheets).page(9)))
    (outer, inner), (outer_too, inner_too) = pictures
    assert not differ(outer, outer_too)
    assert differ(inner, inner_too)


@pytest.mark.slow
def test_the_file_holds_nothing_but_sheets(project: Workshop) -> None:
    """Vector, gray, every font in it; no links, tags, outline or metadata; the boxes are the sheet and the trim."""
    essay_of(project, 5)
    project.make("--edition", "booklet")
    data = project.products()["essay-booklet.pdf"]
    found = press_facts(data)
    assert (len(found.boxes), found.extras, found.colours, found.transparent) == (6, (), (), ())
    assert all(font.embedded for font in found.fonts)
    with pikepdf.open(project.build / "essay/essay-booklet.pdf") as pdf:
        assert [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Width" in item] == []
        assert [float(x) for x in pdf.pages[2].mediabox] == pytest.approx([0, 0, 792, 612], abs=0.01)
        assert [float(x) for x in pdf.pages[2].trimbox] == pytest.approx([0, 0, 792, 612], abs=0.01)
    texts = project.pages(suffix="-booklet")
    assert "Print this sheet first" in texts[0]
    assert "short edge" in " ".join(texts[0].split())
    assert project.make("--edition", "booklet", "--force").code == 0
    assert project.products()["essay-booklet.pdf"] == data


def test_what_falls_off_says_which_sheet_it_is(project: Workshop) -> None:
    """A trim smaller than half the sheet has marks for the cut, and words beside them."""
    project.write("source/footlight.toml", '[print]\nsize = "Pocket"\n[booklet]\ntest-sheet = false\n')
    project.essay("Words.\n")
    assert project.make("--edition", "booklet").out == ""
    outside, inside = project.pages(suffix="-booklet")
    assert "A Test · sheet 1 of 1, outside" in outside
    assert "A Test · sheet 1 of 1, inside" in inside
    with pikepdf.open(project.build / "essay/essay-booklet.pdf") as pdf:
        mm = [round(float(x) * A_POINT, 2) for x in pdf.pages[0].trimbox]
    assert mm == [38.5, 16, 258.5, 194]


def test_pages_too_large_for_the_sheet_are_announced(project: Workshop) -> None:
    project.write("source/footlight.toml", '[page]\nsize = "A4"\n')
    project.essay()
    done = project.make("--edition", "booklet")
    assert (done.code, done.codes) == (0, ["booklet-scaled"])
    assert "at 71 % to lie two on a sheet of A4" in done.out


def test_one_bound_at_its_right(project: Workshop) -> None:
    """The first page of an essay in Arabic is the left half of the first side."""
    project.essay("كلمات\n", head=ESSAY.replace("en-GB", "ar"))
    project.make("--edition", "booklet")
    with pypdfium2.PdfDocument(project.products()["essay-booklet.pdf"]) as sheets:
        left, right = halves(Printed(sheets).page(3), 0)
    assert min(left.tobytes()) < 100
    assert min(right.tobytes()) == 255


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('sheet = "A7"', "'A7' is no sheet for a booklet; there are A4, A3, Tabloid, Letter"),
        ("paper = 3", "between 0.03 and 0.5 mm"),
        ("signature = 0", "a number of sheets between 1 and 40"),
        ("signature = 1.5", "'signature' takes a number of sheets between 1 and 40, not 1.5"),
        ("test-sheet = 1", "'test-sheet' takes true or false, not 1"),
        ('shet = "A4"', "unknown key 'shet'; did you mean 'sheet'?"),
    ],
)
def test_what_the_configuration_does_not_take(project: Workshop, line: str, words: str) -> None:
    project.write("source/footlight.toml", f"[booklet]\n{line}\n")
    project.essay()
    done = project.make("--edition", "booklet")
    assert done.code == 2
    assert words in done.err
    assert project.products() == {}


def test_a_plan_in_numbers() -> None:
    """83 pages on A4: 21 sheets, one page blank, two signatures."""
    plan = plan_of(SIZES["A5"], 83, BookletOptions())
    assert (plan.signatures, plan.blanks, plan.marked) == ((11, 10), 1, False)
    assert plan.creep == pytest.approx(1.0)


def test_the_test_sheet_speaks_the_languages_of_the_rules() -> None:
    """Every row that English has, with the same names to be filled in."""
    folder = REPOSITORY / "templates/words"

    def rows(lang: str) -> dict[str, set[str]]:
        words = tomllib.loads((folder / f"{lang}.toml").read_text(encoding="utf-8"))
        return {key: set(_NAMES.findall(said)) for key, said in words.items() if key.startswith("booklet-")}

    assert len(rows("en")) > 20
    assert all(rows(lang) == rows("en") for lang in ("de", "es", "fr", "ru"))
