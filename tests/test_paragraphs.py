"""Whole paragraphs: which line ends are chosen, how lines are filled, and how pages end."""

import itertools
import re
import statistics
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import weasyprint
from workshop import REPOSITORY

from footlight.engines.weasyprint.footnote_layout import FootnoteContext
from footlight.engines.weasyprint.paragraphs import planned_lines, total_fit
from footlight.engines.weasyprint.paragraphs.measures import LEFT_HANG, RIGHT_HANG
from footlight.engines.weasyprint.paragraphs.plans import PlannedLine
from footlight.engines.weasyprint.paragraphs.total_fit import Break, Choice, Kind, Paragraph, Start, Wish, choose
from footlight.engines.weasyprint.typesetter import LaidOutDocument, Typesetter

LETTER, SPACE = 6.0, 3.0
WORDS = """
It may well be that the argument which I have made elsewhere and shall make again persuades nobody who was not persuaded
before but an argument that is set down can be read at leisure and leisure is on its side
""".split()  # noqa: SIM905 - a text is read, a list is not
STYLE = """
.ref::after { content: target-counter(attr(href), page) }
@font-face { font-family: House; src: url("fonts/Literata_400Regular.ttf") }
@font-face { font-family: House; font-style: italic; src: url("fonts/Literata_400Regular_Italic.ttf") }
@page { size: 300px 264px; margin: 20px; @footnote { margin-top: 4px } }
html { font: 10px/16px House; hyphenate-limit-chars: 6 3 3 }
body, p { margin: 0 }
p { text-indent: 14px; text-align: justify; hyphens: auto; orphans: 2; widows: 2 }
h2 { font: inherit; margin: 16px 0 16px; break-after: avoid }
.note { float: footnote } .note::footnote-call, .note::footnote-marker { content: none }
"""
SENTENCE = (
    "Whoever reads a page sees first how evenly it is grey, and then, if nothing keeps him, what it says; a setter who "
    "knows his trade works for that second look, and is content when nobody praises the first. "
)


def paragraph(words: list[str], width: float) -> Paragraph:
    """A paragraph in a face whose letters are all alike; words of eight letters may be divided in the middle."""
    text = " ".join(words)
    x = list(itertools.accumulate((SPACE if char == " " else LETTER for char in text), initial=0.0))
    gaps = list(itertools.accumulate((char == " " for char in text), initial=0))
    breaks, at = [], 0
    for number, word in enumerate(words):
        if len(word) >= 8:
            middle = at + len(word) // 2
            breaks.append(
                Break(middle, x[middle] + LETTER, gaps[middle], Kind.HYPHENATED, middle, x[middle], gaps[middle])
            )
        stop = at + len(word)
        start = min(stop + 1, len(text))
        end = start if number + 1 < len(words) else stop
        following = words[number + 1] if number + 1 < len(words) else ""
        breaks.append(Break(end, x[stop], gaps[stop], Kind.SPACE, start, x[start], gaps[start], word, following))
        at = start
    few = [at for at in range(len(text) + 1) if sum(char.isalnum() for char in text[at:]) < 4]
    return Paragraph(breaks, width, SPACE, few[0])


def lines_of(words: list[str], choice: Choice) -> list[str]:
    text = " ".join(words)
    starts = [0, *(place.start for place in choice.breaks)]
    return [text[start : place.end].strip() for start, place in zip(starts, choice.breaks, strict=False)]


def chosen(words: list[str], width: float, wish: Wish = total_fit.ANY) -> tuple[list[str], Choice]:
    choice = choose(paragraph(words, width), Start(0.0, 0, 0), wish)
    assert choice is not None
    return lines_of(words, choice), choice


def test_all_words_are_in_the_lines_in_their_order() -> None:
    lines, _ = chosen(WORDS, 200.0)
    assert " ".join(lines).replace(" ", "") == "".join(WORDS)


def test_no_other_choice_is_better() -> None:
    """Against every way to break a short text, with the demerits of the same module."""
    words = WORDS[:14]
    _, best = chosen(words, 150.0)
    for lines in range(2, 9):
        other = choose(paragraph(words, 150.0), Start(0.0, 0, 0), Wish(lines=lines))
        assert other is None or other.demerits >= best.demerits - 1e-6


def test_three_lines_in_a_row_never_end_in_a_hyphen() -> None:
    words = ["abcdefgh", "ijklmnop", "qrstuvwx"] * 12
    for width in range(80, 260, 7):
        _, choice = chosen(words, float(width))
        runs = [
            len(list(group)) for kind, group in itertools.groupby(choice.breaks, key=lambda place: place.kind) if kind
        ]
        assert max(runs, default=0) <= 2, width


def test_the_last_line_has_four_letters_and_is_no_piece_of_a_word() -> None:
    words = [*WORDS[:30], "it"]
    for width in range(220, 400, 9):
        lines, choice = chosen(words, float(width))
        assert len(re.sub(r"\W", "", lines[-1])) >= 4, width
        assert choice.breaks[-2].kind is not Kind.HYPHENATED, width


def test_a_wish_for_a_line_more_is_heeded_or_refused() -> None:
    heeded = 0
    for width in range(300, 400, 5):
        _, best = chosen(WORDS * 3, float(width))
        count = len(best.breaks)
        longer = choose(paragraph(WORDS * 3, float(width)), Start(0.0, 0, 0), Wish(lines=count + 1))
        if longer is not None:
            heeded += 1
            assert len(longer.breaks) == count + 1
            assert longer.demerits >= best.demerits
        assert choose(paragraph(WORDS * 3, float(width)), Start(0.0, 0, 0), Wish(lines=count * 2)) is None
    assert heeded > 2


def test_a_barred_line_ends_without_a_hyphen() -> None:
    words = ["abcdefgh", "ijklm", "qrstuvwxyz"] * 8
    for width in range(100, 240, 11):
        for line in range(1, 4):
            choice = choose(paragraph(words, float(width)), Start(0.0, 0, 0), Wish(barred=frozenset({line})))
            assert choice is not None
            if choice.demerits < 1e6:  # where it is possible at all
                assert choice.breaks[line - 1].kind is Kind.SPACE


def test_work_grows_with_the_length_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0
    keep = total_fit._Pass._keep  # noqa: SLF001 - the work is counted where it is done

    def counted(*args: Any) -> None:  # noqa: ANN401 - passed on
        nonlocal count
        count += 1
        keep(*args)

    monkeypatch.setattr(total_fit._Pass, "_keep", counted)  # noqa: SLF001 - as above
    work = []
    for times in (20, 40):
        count = 0
        chosen(WORDS * times, 240.0)
        work.append(count)
    assert work[1] <= 2.2 * work[0]


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter([STYLE], REPOSITORY / "templates", [])


def laid_out(typesetter: Typesetter, body: str, attributes: str = 'lang="en"') -> LaidOutDocument:
    head = f"<html {attributes}><head><title>T</title></head>"
    return typesetter.lay_out(f"{head}<body>{body}</body></html>")


def text_lines(document: LaidOutDocument) -> list[tuple[Any, list[Any]]]:
    """The line boxes of the paragraphs, with the text boxes of each."""
    found = []
    for page in document._document.pages:  # noqa: SLF001 - lines have no place in the layout's value
        for box in page._page_box.descendants():  # noqa: SLF001 - as above
            if type(box).__name__ == "LineBox" and box.element_tag == "p":
                texts = [
                    child for child in box.descendants() if type(child).__name__ == "TextBox" and child.text.strip()
                ]
                found.append((box, texts))
    return found


def planned(line: Any) -> PlannedLine:  # noqa: ANN401 - a box of WeasyPrint's
    found: PlannedLine = line.__dict__["planned"]
    return found


INLINE = (
    "<p>{0}<em>Emphasis that goes on</em> for a while, <a href='https://example.org/'>a link with several words</a>, "
    "<code>code</code>, and<span class='note' id='n'>A note.</span> more. {0}</p>"
)


def test_lines_with_emphasis_links_code_and_calls_fill_the_measure(typesetter: Typesetter) -> None:
    lines = text_lines(laid_out(typesetter, INLINE.format(SENTENCE)))
    assert len(lines) > 8
    for line, texts in lines[:-1]:
        last = texts[-1]
        hang = RIGHT_HANG.get(last.text[-1], 0.0) * 8
        assert last.position_x + last.width == pytest.approx(280.0, abs=hang + 0.1)
        assert planned(line).plan is planned(lines[0][0]).plan


def test_glyphs_are_scaled_by_two_percent_at_most(typesetter: Typesetter) -> None:
    scales = [
        box.glyph_scale for _, texts in text_lines(laid_out(typesetter, f"<p>{SENTENCE * 4}</p>")) for box in texts
        if "glyph_scale" in box.__dict__
    ]  # fmt: skip
    assert len(set(scales)) > 2
    assert all(0.98 <= scale <= 1.02 for scale in scales)


def test_word_spaces_are_even(typesetter: Typesetter) -> None:
    """The spread of word spaces, relative to the face's own, is below that of lines broken one by one (.4 and more)."""
    spaces = []
    for line, texts in text_lines(laid_out(typesetter, f"<p>{SENTENCE * 8}</p>"))[:-1]:
        own = planned(line).plan.paragraph.space
        spaces += [(own + box.justification_spacing) * box.glyph_scale / own for box in texts if " " in box.text]
    assert statistics.pstdev(spaces) < 0.35
    assert min(spaces) > 0.7


def test_the_text_of_the_pdf_is_the_text(typesetter: Typesetter) -> None:
    pages = pypdfium2.PdfDocument(laid_out(typesetter, f"<p>{SENTENCE * 3}</p>").pdf())
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    text = re.sub("[\ufffe\u00ad\u0002]\\s*", "", text)
    assert " ".join(text.split()) == " ".join((SENTENCE * 3).split())


def test_marks_hang_out_of_the_measure(typesetter: Typesetter) -> None:
    ends = [texts[-1] for _, texts in text_lines(laid_out(typesetter, f"<p>{SENTENCE * 8}</p>"))[:-1]]
    hanging = [box for box in ends if box.text[-1] in ".,-\u2010"]
    assert hanging
    assert all(box.position_x + box.width > 280.5 for box in hanging)
    begins = text_lines(laid_out(typesetter, f"<p>{'“Quoted words” are “set off” here. ' * 16}</p>"))[1:]
    assert any(texts[0].text[0] in LEFT_HANG and texts[0].position_x < 19.5 for _, texts in begins)


def test_paragraphs_from_right_to_left_are_planned(typesetter: Typesetter) -> None:
    arabic = "كان الكاتب يقرأ صفحة بعد صفحة حتى يفرغ من الكتاب كله ثم يعود إلى أوله مرة أخرى " * 4
    lines = text_lines(laid_out(typesetter, f"<p>{arabic}</p>", 'lang="ar" dir="rtl"'))
    assert len(lines) > 3
    for line, texts in lines[1:-1]:
        assert planned(line)
        assert min(box.position_x for box in texts) == pytest.approx(20.0, abs=8)
        assert max(box.position_x + box.width for box in texts) == pytest.approx(280.0, abs=8)


@pytest.mark.parametrize(
    "body",
    [
        "<p style='white-space: pre-wrap'>{0}</p>",
        "<p><span style='float: left; width: 40px; height: 40px'>I</span>{0}</p>",
        "<p>日本語の文章は単語の間に空白を置かない。{0}</p>",
    ],
)
def test_what_cannot_be_planned_is_set_in_the_old_way_and_counted(typesetter: Typesetter, body: str) -> None:
    document = laid_out(typesetter, body.format(SENTENCE * 2))
    words = " ".join(box.text for _, texts in text_lines(document) for box in texts)
    assert "nobody praises the first" in re.sub(r"-\s|\s+", lambda found: "" if found.group() == "- " else " ", words)
    assert sum(document.unplanned.values()) > 0


def test_forced_line_breaks_are_kept(typesetter: Typesetter) -> None:
    lines = text_lines(laid_out(typesetter, f"<p>{SENTENCE}<br/>A second part.<br/>{SENTENCE}</p>"))
    texts = ["".join(box.text for box in boxes) for _, boxes in lines]
    assert "A second part." in texts
    assert all("planned" in line.__dict__ for line, _ in lines)


def test_soft_hyphens_divide_a_word_and_are_not_drawn_elsewhere(typesetter: Typesetter) -> None:
    body = "<p style='hyphens: manual'>" + "Wort\u00adungeheuer\u00adsammlungs\u00adverzeichnis " * 12 + "</p>"
    lines = ["".join(box.text for box in boxes) for _, boxes in text_lines(laid_out(typesetter, body))]
    assert any(line.endswith(("Wort‐", "ungeheuer‐", "sammlungs‐")) for line in lines)
    assert all(line.endswith(("‐", "is")) for line in lines)


def page_ends(document: LaidOutDocument) -> list[tuple[float, bool]]:
    """For each page but the last: px that are left below the last line, and whether that line ends in a hyphen."""
    found = []
    for page in document._document.pages[:-1]:  # noqa: SLF001 - as above
        boxes = page._page_box.descendants()  # noqa: SLF001 - as above
        lines = [box for box in boxes if type(box).__name__ == "LineBox" and box.element_tag in ("p", "h2")]
        last = max(lines, key=lambda line: line.position_y)
        place = last.__dict__.get("planned")
        left = 244.0 - last.position_y - last.height
        found.append((left, place is not None and place.place.kind is not Kind.SPACE and not place.last))
    return found


def test_few_pages_end_short_or_with_a_hyphen(typesetter: Typesetter) -> None:
    """Paragraphs and headings at pages' ends in many positions; line by line, more than half of the pages end short."""
    ends = []
    for number in range(2, 12):
        blocks = [f"<p>{SENTENCE * (1 + (number * index) % 3)}{'And so on. ' * (index % 4)}</p>" for index in range(14)]
        body = "".join(block + ("<h2>A heading</h2>" if index % 5 == 4 else "") for index, block in enumerate(blocks))
        ends += page_ends(laid_out(typesetter, body))
    assert sum(left >= 24 for left, _ in ends) <= 0.15 * len(ends)
    assert sum(hyphen for _, hyphen in ends) <= 0.05 * len(ends)


def test_pages_that_are_made_again_lose_no_note_and_no_word(typesetter: Typesetter) -> None:
    body = "".join(
        f"<p>{SENTENCE}<span class='note' id='n{number}'>Note {number}.</span> {SENTENCE * (number % 3)}</p>"
        for number in range(30)
    )
    document = laid_out(typesetter, body)
    assert [note.note_id for note in document.layout().notes] == [f"n{number}" for number in range(30)]
    assert not document.layout().overruns


MANY_PAGES = "".join(
    f"<p>{SENTENCE}<b>Of {number}.</b><span class='note' id='n{number}'><p>Note {number}.</p></span> "
    f"{SENTENCE * (number % 3)}</p>" + ("<ul><li>One thing.</li><li>Another.</li></ul>" if number % 4 == 3 else "")
    for number in range(24)
)


@pytest.mark.parametrize(
    ("owner", "name"), [(planned_lines, "_made_before"), (FootnoteContext, "stacked_area")], ids=["lines", "notes"]
)
def test_what_is_copied_stands_where_it_would_be_laid_out(
    typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    copied = laid_out(typesetter, MANY_PAGES).pdf()
    monkeypatch.setattr(owner, name, lambda *_: None)
    assert laid_out(typesetter, MANY_PAGES).pdf() == copied


def test_page_numbers_that_lines_and_notes_quote_are_those_of_the_pages(typesetter: Typesetter) -> None:
    """WeasyPrint makes pages in rounds until the numbers that they quote are right; ours makes some again besides."""

    def block(number: int) -> str:
        goal = (number * 7 + 5) % 24
        ref = f"<a class='ref' href='#p{goal}'>at {goal} on </a>"
        note = f"<span class='note' id='n{number}'><p>See {ref}.</p></span>" if number % 3 == 0 else ""
        return f"<p id='p{number}'>{SENTENCE} See {ref} of this. {SENTENCE * (number % 3)}{note}</p>"

    document = laid_out(typesetter, "".join(map(block, range(24))))
    pages = pypdfium2.PdfDocument(document.pdf())
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    of = {name: page.number for page in reversed(document.layout().pages) for name in page.anchors}
    quoted = re.findall(r"at\s(\d+)\s+on\s+(\d+)", text)
    assert len(quoted) == 32
    assert [(goal, of[f"p{goal}"]) for goal, _ in quoted] == [(goal, int(page)) for goal, page in quoted]


def test_a_list_that_gets_more_room_leaves_other_lists_as_they_are(typesetter: Typesetter) -> None:
    pages = laid_out(typesetter, MANY_PAGES)._document.pages  # noqa: SLF001 - as above
    lists = [box for page in pages for box in page._page_box.descendants() if box.element_tag == "ul"]  # noqa: SLF001
    assert len({id(box.style) for box in lists}) == 6


def test_a_layout_of_others_is_left_alone(tmp_path: Path) -> None:
    page = weasyprint.HTML(string=f"<p style='text-align: justify'>{SENTENCE * 4}</p>", base_url=str(tmp_path)).render()
    assert page.pages
