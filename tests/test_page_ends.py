"""Pages end well: they hold whole lines, text stands on their grid, and headings give or take a line where it helps."""

from typing import Any

import pytest
from workshop import REPOSITORY, Workshop

from footlight.engines.pdfium import page_words
from footlight.engines.weasyprint.paragraphs.page_air import Air, a_line_less, has_other_air, lines_of_air
from footlight.engines.weasyprint.typesetter import Typesetter
from footlight.press.paper import PT_PER_MM, SIZES, Page

FOLIO = SIZES["A5"].foot * PT_PER_MM - 5
"""pt from the paper's edge: the folio stands below."""
LIGHT = "The lamp of the harbour is lit at dusk by whoever comes first, and nobody has yet asked who that should be. "
STYLE = """
@page { size: 300px 268px; margin: 12px 10px; @footnote { margin-top: 4px } }
html { font-size: 9px; line-height: 12px } body { margin: 0 } main { display: block }
p { margin: 0; text-align: justify; hyphens: auto; widows: 2; orphans: 2 }
h2 { font-size: 9px; line-height: 12px; margin: 18px 0 6px; break-after: avoid }
blockquote { font-size: 8px; line-height: 11px; margin: 6px 10px }
ul { margin: 6px 0; padding-left: 10px }
.note { float: footnote; display: block; font-size: 7px; line-height: 9px }
.note::footnote-call, .note::footnote-marker { content: none }
"""


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter([STYLE], REPOSITORY / "templates", [])


def pages_of(typesetter: Typesetter, text: str) -> list[Any]:
    """The boxes of the pages."""
    head = '<html lang="en"><head><title>T</title></head>'
    document = typesetter.lay_out(f"{head}<body><main>{text}</main></body></html>")
    return [page._page_box for page in document._document.pages]  # noqa: SLF001 - boxes have no place in the layout's value


def lines(page: Any, *tags: str) -> list[Any]:  # noqa: ANN401 - a box of WeasyPrint's
    return [box for box in page.descendants() if type(box).__name__ == "LineBox" and box.element_tag in tags]


def left_blank(page: Any) -> float:  # noqa: ANN401 - as above
    """The lines that would find room below the text of a page without notes."""
    last = max(lines(page, "p", "h2", "li"), key=lambda line: line.position_y)
    return float((12 + 244 - last.position_y - last.height) / 12)


@pytest.mark.parametrize("page", SIZES.values(), ids=list(SIZES))
def test_a_page_holds_whole_lines(page: Page) -> None:
    """And its margin at the foot is hardly wider than the row says."""
    room = (page.height - page.head - page.foot) * PT_PER_MM
    assert 0 <= room - page.lines * page.leading + 0.3 < page.leading / 2


def test_full_pages_end_on_one_line_whatever_stands_on_them(project: Workshop) -> None:
    items, note = "- A lamp.\n- A line.\n\n", f"{LIGHT}^[A note.]\n\n"
    parts = [f"{LIGHT * (3 + n % 4)}\n\n{(items, '', '', note)[n % 4]}## Part {n}\n\n" for n in range(18)]
    project.essay("".join(parts) + LIGHT * 9)
    assert project.make("--edition", "reading").code == 0
    inner = list(page_words(project.products()["essay.pdf"]))[1:-1]
    feet = [min(box[1] for _, box in words if box[1] > FOLIO) for words in inner]
    assert len(feet) > 4
    assert sum(foot - min(feet) > 3 for foot in feet) <= 1, feet


def test_text_stands_on_the_grid_below_all_that_is_not_text(typesetter: Typesetter) -> None:
    blocks = (
        f"<p>{LIGHT * 3}</p>", f"<blockquote><p>{LIGHT}</p></blockquote>", f"<p>{LIGHT * 2}</p>", "<h2>A part</h2>",
        f"<p>{LIGHT * 2}</p>", "<ul><li>One thing.</li><li>Another.</li></ul>", f"<p>{LIGHT}</p>",
    )  # fmt: skip
    heads = set()
    for first in range(1, 9):
        for page in pages_of(typesetter, f"<p>{LIGHT * first}</p>" + "".join(blocks) * 4):
            top, *_ = sorted(lines(page, "p", "h2", "li"), key=lambda line: line.position_y)
            heads.add(top.element_tag)
            text = [line for line in lines(page, "p") if line.height == pytest.approx(12)]
            assert text
            assert all((line.position_y - 12) % 12 == pytest.approx(0, abs=0.02) for line in text)
    assert heads >= {"p", "h2"}


def test_a_heading_has_a_line_more_or_less_where_a_page_ends_well_for_it(typesetter: Typesetter) -> None:
    """Hardly a page ends two lines short, though headings, with the text that they need below them, come anywhere."""
    blank, air = [], set()
    for number in range(1, 13):
        parts = [f"<p>{LIGHT * (1 + (number * n) % 4)}</p><p>{LIGHT}</p><h2>Part {n}</h2>" for n in range(12)]
        pages = pages_of(typesetter, "".join(parts) + f"<p>{LIGHT * 9}</p>")
        blank += [left_blank(page) for page in pages[:-1]]
        for page in pages:
            rows = sorted(lines(page, "p", "h2"), key=lambda line: line.position_y)
            for above, head, below in zip(rows, rows[1:], rows[2:], strict=False):
                if head.element_tag == "h2":
                    air.add(round((below.position_y - above.position_y) / 12) - 2)
    assert len(blank) > 60
    assert sum(left >= 1.5 for left in blank) <= 0.05 * len(blank)
    assert max(blank) < 5
    assert air == {1, 2, 3}


def test_no_page_gets_a_hole_for_the_sake_of_the_next_one(typesetter: Typesetter) -> None:
    """A line more on the page before may push a heading off it, which would leave that page half empty."""
    blank = []
    for number in range(2, 20):
        notes = "".join(f"<span class='note' id='n{n}'>Note {n}.</span>" for n in range(3))
        parts = [f"<p>{LIGHT * (2 + (number * n) % 5)}</p><h2>{n}</h2><p>{LIGHT * 2}</p>" for n in range(9)]
        pages = pages_of(typesetter, "".join(parts) + f"<p>{LIGHT}{notes}</p><p>{LIGHT * 9}</p>")
        blank += [
            left_blank(page) for page in pages[:-1] if not any(box.element_tag == "span" for box in page.descendants())
        ]
    assert max(blank) < 5


def test_what_was_tried_in_vain_leaves_no_trace(typesetter: Typesetter) -> None:
    """The margins of a style are those with which its box was laid out, whatever was tried for other pages."""
    seen = 0
    for number in range(40, 60):
        parts = []
        for n in range(24):
            note = f"<span class='note' id='n{n}'>A note.</span>" if n * number % 3 == 0 else ""
            part = f"<h2>Part {n}</h2>" if (n + number) % 3 else "<ul><li>One thing.</li><li>Another.</li></ul>"
            parts.append(f"<p>{LIGHT * (1 + number * n % 5)}{note}</p><p>{LIGHT[: 40 + 7 * n * number % 60]}</p>{part}")
        for page in pages_of(typesetter, "".join(parts)):
            for box in page.descendants():
                if type(box).__name__ == "BlockBox" and box.element_tag in ("h2", "ul") and box.position_y > 13:
                    seen += has_other_air(box.style)
                    assert box.margin_top == pytest.approx(box.style["margin_top"].value)
    assert seen > 50


def test_margins_that_are_no_lengths_are_left_alone() -> None:
    """A project's style sheet may say `auto`."""

    class Style(dict[str, Any]):
        pass

    style = Style(margin_top="auto", margin_bottom="auto")
    assert lines_of_air(style, 12) is None
    assert a_line_less(0, style, 12) is None
    assert Air.of(style) is None
    assert not has_other_air(style)
