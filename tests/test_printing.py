"""The print edition by preset: boxes, gutters by the number of pages, fonts, limits; what is refused beforehand."""

from dataclasses import replace
from pathlib import Path

import pytest
from planting import faults
from workshop import Workshop, quick_rows

from footlight.engines.pdf.page_boxes import press_boxes
from footlight.engines.pdf.print_inspection import press_facts
from footlight.engines.pdfium import page_image
from footlight.errors import UsageError
from footlight.essay.layout import Box, LaidPage, Layout
from footlight.press.job_ticket import Ticket
from footlight.press.paper import MM_PER_INCH, SIZES, Page, page_of
from footlight.press.presets import preset_named, shop_names
from footlight.settings.parser import load_config
from footlight.workflows.build.composition import LaidText
from footlight.workflows.build.print_edition import fit_gutter
from footlight.workflows.processes.setter import WrittenPages

INCH = 72.0


def printed(project: Workshop, config: str, body: str = "Words.\n") -> tuple[set[str], bytes]:
    project.write("source/footlight.toml", config)
    project.essay(body)
    done = project.make("--edition", "print")
    assert done.code == 0, done
    return faults(done), project.products()["essay-print.pdf"]


def test_gutters_of_kdp() -> None:
    inches = {24: 0.375, 150: 0.375, 151: 0.5, 300: 0.5, 301: 0.625, 500: 0.625, 501: 0.75, 701: 0.875, 828: 0.875}
    assert {n: round(preset_named("kdp").gutter(n) / MM_PER_INCH, 4) for n in inches} == inches


def test_gutters_of_lulu() -> None:
    """Half an inch, and what the table in its guide adds."""
    inches = {32: 0.5, 60: 0.5, 61: 0.625, 150: 0.625, 151: 1, 400: 1, 401: 1.125, 600: 1.125, 601: 1.25, 800: 1.25}
    assert {n: round(preset_named("lulu").gutter(n) / MM_PER_INCH, 4) for n in inches} == inches


def test_a_wide_book_of_kdp_has_fewer_pages() -> None:
    """By width in inches: 8 × 10, 8.25 × 8.25, A4, 8.5 × 11, as KDP's table has them."""
    widths = (6, 8, 8.25, 210 / MM_PER_INCH, 8.5)
    most = {
        stock.name: [stock.most_of(width * MM_PER_INCH) for width in widths] for stock in preset_named("kdp").stocks
    }
    assert most == {
        "white": [828, 828, 800, 780, 590],
        "cream": [776, 776, 750, 730, 550],
        "premium-colour": [828, 828, 800, 590, 590],
        "standard-colour": [600] * 5,
    }


@pytest.mark.parametrize("name", quick_rows([*shop_names(), *SIZES], "kdp", "lulu", "A5", "6x9"))
def test_boxes_are_right_to_a_hundredth_of_a_point(project: Workshop, name: str) -> None:
    """Trim, bleed and media of every page, without bleed and with it."""
    for bleed in ("false", "true"):
        found, data = printed(project, f'[print]\npreset = "{name}"\nbleed = {bleed}\n')
        assert found <= {"print-too-few-pages"}
        config = load_config(project.source / "footlight.toml")
        page = page_of(preset_named(name).sizes[0])
        for number, boxes in enumerate(press_facts(data).boxes, 1):
            left, bottom, right, top = boxes["/TrimBox"]
            assert abs(right - left - page.width * INCH / MM_PER_INCH) < 0.01
            assert abs(top - bottom - page.height * INCH / MM_PER_INCH) < 0.01
            for box, wanted in press_boxes(config.ticket, number).items():
                assert all(abs(a - b) < 0.01 for a, b in zip(boxes[box], wanted, strict=True))


def test_the_bleed_of_kdp_is_on_three_sides(project: Workshop) -> None:
    """An eighth of an inch at head, foot and fore edge; none at the bind, which is left on odd pages."""
    _, data = printed(project, '[print]\npreset = "kdp"\nbleed = true\n')
    odd, even = press_facts(data).boxes
    assert [round(value, 2) for value in odd["/MediaBox"]] == [0, 0, 6.125 * INCH, 9.25 * INCH]
    assert [round(value, 2) for value in odd["/TrimBox"]] == [0, 9, 6 * INCH, 9 + 9 * INCH]
    assert [round(value, 2) for value in even["/TrimBox"]] == [9, 9, 9 + 6 * INCH, 9 + 9 * INCH]
    assert odd["/BleedBox"] == odd["/MediaBox"]


def test_the_bind_of_a_book_that_opens_from_the_right(project: Workshop) -> None:
    project.write("source/footlight.toml", '[print]\npreset = "kdp"\nbleed = true\n')
    project.essay("كلمات.\n", head="---\ntitle: كتاب\nauthor: كاتب\nlang: ar\n---\n\n")
    assert project.make("--edition", "print").code == 0
    odd, _ = press_facts(project.products()["essay-print.pdf"]).boxes
    assert round(odd["/TrimBox"][0], 2) == 9


def test_what_bleeds_reaches_the_edge(project: Workshop) -> None:
    """A background that a project gives its pages fills the bleed, and nothing else of the sheet."""
    project.write("templates/page.css", "@page { background: #808080; }\n")
    _, data = printed(project, '[print]\npreset = "a5"\nbleed = true\nmarks = true\n')
    (first, *_) = press_facts(data).boxes
    seen = page_image(data, 72)
    left, _, right, top = first["/BleedBox"]
    height = first["/MediaBox"][3]
    for x in (left + 1.5, right - 1.5):
        assert seen.getpixel((int(x), int(height - top + 1.5)))[3] == 255
    assert seen.getpixel((int(left - 2), int(height / 2)))[3] == 0


def test_crop_marks_stand_outside_the_bleed(project: Workshop) -> None:
    _, data = printed(project, '[print]\nsize = "6x9"\nbleed = true\nmarks = true\n')
    (first, *_) = press_facts(data).boxes
    trim, bleed, media = first["/TrimBox"], first["/BleedBox"], first["/MediaBox"]
    assert all(a > b for a, b in zip(trim[:2], bleed[:2], strict=True))
    seen = page_image(data, 288)
    on_the_line = [seen.getpixel((round(trim[0] * 4), y))[3] for y in range(seen.size[1])]
    inked = [media[3] - y / 4 for y, alpha in enumerate(on_the_line) if alpha]
    assert inked
    assert all(y >= bleed[3] or y <= bleed[1] for y in inked)


def test_fonts_whole_where_the_shop_wants_them(project: Workshop) -> None:
    _, kdp = printed(project, '[print]\npreset = "kdp"\n')
    _, lulu = printed(project, '[print]\npreset = "lulu"\n')
    assert {font.partial for font in press_facts(kdp).fonts} == {False}
    assert {font.partial for font in press_facts(lulu).fonts} == {True}
    assert len(kdp) > 3 * len(lulu)


# Pages and gutters


def laid(pages: int) -> LaidText:
    box = Box(x=0, y=0, width=1, height=1)
    page = LaidPage(number=1, width=1, height=1, block=box, anchors=())
    layout = Layout(pages=(page,) * pages, notes=())
    return LaidText(written=lambda: WrittenPages(pdf=b""), layout=layout, findings=(), missing=frozenset())


NARROW = replace(SIZES["6x9"], inner=9)
KDP = Ticket(preset=preset_named("kdp"), page=NARROW)


@pytest.mark.parametrize(
    ("by_gutter", "gutter", "times"),
    [
        ({0.375: 100}, 0.375, 1),
        ({0.375: 160, 0.5: 170}, 0.5, 2),
        ({0.375: 299, 0.5: 320, 0.625: 340}, 0.625, 3),
        ({0.375: 160, 0.5: 150}, 0.5, 2),
        ({0.375: 900, 0.875: 990}, 0.875, 2),
    ],
    ids=["at once", "one step", "two steps", "to and fro", "too many pages"],
)
def test_the_gutter_is_solved(by_gutter: dict[float, int], gutter: float, times: int) -> None:
    """Pages decide the gutter and the gutter the pages, until both agree; of two that never do, the wider is taken."""
    asked: list[Page] = []

    def lay_out(page: Page) -> LaidText:
        asked.append(page)
        return laid(by_gutter[round(page.inner / MM_PER_INCH, 3)])

    own, ticket = fit_gutter(KDP, laid(100), SIZES["A5"], lay_out)
    assert (round(ticket.page.inner / MM_PER_INCH, 3), len(asked)) == (gutter, times)
    assert ticket.page.inner >= preset_named("kdp").gutter(len(own.layout.pages))


def test_one_layout_where_trim_and_margins_agree() -> None:
    """A plain size asks for nothing: the reading edition's pages are printed."""

    def never(_: Page) -> LaidText:
        raise AssertionError

    ticket = Ticket(preset=preset_named("a5"), page=SIZES["A5"])
    first = laid(7)
    assert fit_gutter(ticket, first, SIZES["A5"], never) == (first, ticket)


# What is refused beforehand


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('preset = "kdp"\nsize = "Pocket"\nwidth = 3', "unknown key 'width'"),
        ('preset = "kdp"\nsize = "95x150mm"', "takes 4 × 6 to 8.5 × 11.69 in"),
        ('preset = "kdp"\npaper = "creme"', "no paper 'creme'; did you mean 'cream'? There are cream, "),
        ('preset = "ingramspark"\npaper = "cream"', "leave out 'paper'"),
        ('preset = "lulu"\nmarks = true', "refuses crop marks"),
        ('preset = "kdp"\nstandard = "x-1a"', "refuses metadata"),
        ('standard = "x-1a"\ncolour = true', "only an edition in black"),
        ('standard = "x-3"', "takes x-1a, x-4, not 'x-3'"),
        ("bleed = 3", "'bleed' takes true or false"),
        ('colour = "yes"', "'colour' takes true or false"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "footlight.toml"
    path.write_text(f"[print]\n{text}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"/footlight\.toml:[234]:\d+: ") as caught:
        load_config(path)
    assert words in str(caught.value)


def test_what_is_taken(tmp_path: Path) -> None:
    """[print] begins from [page], wherever that stands in the file; a preset brings its own size."""
    path = tmp_path / "footlight.toml"
    path.write_text('[print]\nouter = 21\n[page]\nsize = "B5"\n', encoding="utf-8")
    ticket = load_config(path).ticket
    assert (ticket.preset.name, ticket.page) == ("b5", replace(SIZES["B5"], outer=21))
    path.write_text('[print]\npreset = "KDP"\nsize = "5x8"\npaper = "cream"\n', encoding="utf-8")
    ticket = load_config(path).ticket
    assert (ticket.preset.name, ticket.page.name, ticket.stock and ticket.stock.name) == ("kdp", "5x8", "cream")
