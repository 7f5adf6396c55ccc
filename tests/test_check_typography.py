"""`footlight check` on lines and pages: each fault is counted once where it stands, and sound pages have none.

Pages are written here character by character, so that each word space is known; that characters of real PDFs are read
so is shown on the first essay.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from conftest import SEED
from workshop import Workshop

from footlight.checking.typography.faults import Fault, Kind
from footlight.checking.typography.figures import Figures, figures_of
from footlight.checking.typography.text_block import NothingToMeasureError, set_document
from footlight.checking.typography.typography_report import felt, summary
from footlight.engines.pdfium import Glyph, GlyphPage
from footlight.settings.check_options import CheckOptions

SIZE, LEADING, SPACE, LEFT, WIDTH, TOP = 10.0, 14.0, 2.0, 50.0, 300.0, 60.0
WORDS = (
    "harbours keep letters nobody answered before sailing",
    "sailors counted lanterns while morning climbed slowly",
    "every window opened toward different weather today",
    "children followed painted wagons beneath chestnut trees",
    "merchants weighed copper pieces against honest bread",
    "travellers carried folded maps without any names",
)
"""Words of which no two lines begin or end alike."""


class Line(NamedTuple):
    """A line that is to be set; `space` is its word space as a ratio to the face's own."""

    text: str
    space: float = 1.1
    full: bool = True
    indent: float = 0.0
    left: float = LEFT
    over: float = 0.0
    """pt by which it reaches out of the block."""


def paragraph(*changed: tuple[int, Line]) -> list[Line]:
    """A sound paragraph of seven lines, some of them changed."""
    lines = [Line(text, 1.0 + 0.05 * n) for n, text in enumerate(WORDS)] + [Line("and all was quiet.", 1.0, full=False)]
    lines[0] = lines[0]._replace(indent=13.0)
    for number, line in changed:
        lines[number] = line
    return lines


def glyphs(line: Line, y: float) -> list[Glyph]:
    words, gap = line.text.split(), line.space * SPACE
    letters = sum(map(len, words))
    room = WIDTH + line.over - line.indent - gap * (len(words) - 1)
    each = room / letters if line.full else 4.5
    x, out = line.left + line.indent, []
    for word in words:
        for character in word:
            out.append(Glyph(character, x, x + each, y, SIZE))
            x += each
        x += gap
    return out


def page(lines: Sequence[Line]) -> GlyphPage:
    rows = [glyph for n, line in enumerate(lines) for glyph in glyphs(line, TOP + n * LEADING)]
    return GlyphPage(width=400.0, height=600.0, glyphs=tuple(rows), spaces=((SIZE, SPACE / SIZE, len(rows)),))


def measured(*pages: Sequence[Line], limits: CheckOptions | None = None) -> Figures:
    return figures_of(set_document(map(page, pages)), limits or CheckOptions())


def the_fault(figures: Figures) -> Fault:
    (fault,) = figures.faults
    return fault


def test_a_sound_paragraph_has_no_fault() -> None:
    found = measured(paragraph() + paragraph())
    assert (found.faults, found.lines, len(found.spaces), found.hyphenated) == ((), 14, 12, 0)
    assert found.mean == pytest.approx(1.125)


@pytest.mark.parametrize(
    ("kind", "changed", "line", "amount"),
    [
        (Kind.LOOSE, [(2, Line(WORDS[2], 1.8))], 3, 1.8),
        (Kind.TIGHT, [(3, Line(WORDS[3], 0.7))], 4, 0.7),
        (Kind.LADDER, [(n, Line(f"{WORDS[n]}-")) for n in (1, 2, 3)], 4, 3),
        (Kind.STACK, [(n, Line(f"which {WORDS[n]}")) for n in (2, 3, 4)], 5, 3),
        (Kind.RUNT, [(6, Line("so.", full=False))], 7, 2),
    ],
)
def test_each_fault_of_a_paragraph_is_found_once_where_it_stands(
    kind: Kind, changed: list[tuple[int, Line]], line: int, amount: float
) -> None:
    fault = the_fault(measured(paragraph(*changed) + paragraph()))
    assert (fault.kind, fault.page, fault.line) == (kind, 1, line)
    assert fault.amount == pytest.approx(amount)


def test_a_river_is_one_fault_however_long_it_is() -> None:
    """Five lines of the same rhythm have their gaps over each other, two rivers side by side."""
    lines = [(n, Line(f"{a}aaaaaaaa {a * n}mmm{a * (9 - n)} {a}oooooooooo{a}", 1.4)) for n, a in enumerate("bcdef", 1)]
    found = measured(paragraph() + paragraph(*lines)).faults
    assert [(fault.kind, fault.amount, fault.line) for fault in found] == 2 * [(Kind.RIVER, 5, 13)]


def test_a_line_that_sticks_out_is_overfull_and_one_that_is_set_apart_is_not() -> None:
    out = measured(paragraph((2, Line(WORDS[2], left=LEFT + 9.0))) + paragraph())
    assert [fault.kind for fault in out.faults] == [Kind.OVERFULL]
    quoted = [Line(text, left=LEFT + 20.0)._replace(full=False) for text in WORDS]
    assert measured(paragraph() + quoted + paragraph()).faults == ()


def test_a_line_off_the_page_is_a_finding_whatever_the_limits_are() -> None:
    limits = CheckOptions(overfull=10.0, overfull_finding=10.0)
    found = measured(paragraph((2, Line(WORDS[2], left=LEFT + 70.0))) + paragraph(), limits=limits)
    assert [finding.code for finding in felt(found, limits, "x.pdf")] == ["line-overfull"]


def test_pages_that_end_early_or_in_a_divided_word() -> None:
    """First and last pages, and those before an opening, may be short."""
    full = paragraph() + paragraph()
    divided = [*full[:-1], Line("letters that go on over-")]
    short = full[:10]
    found = measured(full, divided, short, full, short)
    assert [(f.kind, f.page) for f in found.faults] == [(Kind.PAGE_HYPHEN, 2), (Kind.SHORT_PAGE, 3)]
    assert found.faults[1].amount == pytest.approx(4)
    opening = page(full)
    opening = GlyphPage(
        width=400.0,
        height=600.0,
        glyphs=tuple(glyph._replace(y=glyph.y + 5 * LEADING) for glyph in opening.glyphs if glyph.y < 150.0),
        spaces=opening.spaces,
    )
    before = figures_of(set_document([page(full), page(short), opening, page(full)]), CheckOptions())
    assert [fault for fault in before.faults if fault.page == 2] == []


def test_an_essay_of_lists_keeps_the_edge_of_its_block() -> None:
    """Most lines begin at the indent of a list; the lines of paragraphs are not overfull for it."""
    items = [Line(text, left=LEFT + 20.0)._replace(full=False) for text in WORDS * 3]
    assert measured(paragraph() + items + paragraph()).faults == ()


def test_ragged_text_has_paragraphs_and_no_loose_lines() -> None:
    """Where a line ends says nothing there; a stack and a runt are seen."""
    lines = [Line(text, 1.0, full=False) for text in WORDS]
    lines[0] = lines[0]._replace(indent=13.0)
    for number in (2, 3, 4):
        lines[number] = lines[number]._replace(text=f"which {WORDS[number]}")
    found = measured([*lines, Line("so.", 1.0, full=False), *lines, Line("and all was quiet.", 1.0, full=False)])
    assert (len(found.spaces), [fault.kind for fault in found.faults]) == (0, [Kind.STACK, Kind.RUNT, Kind.STACK])


def test_text_is_justified_though_many_lines_end_in_a_hanging_mark() -> None:
    """Some reach out of the block, more or less, and short ones are many: the others still end on one edge."""
    lines = paragraph()[:-1]
    lines[4], lines[5] = lines[4]._replace(over=1.6), lines[5]._replace(over=3.2)
    short = [Line("a line that is one of a list", 1.0, full=False)] * 2
    assert set_document([page([*lines, *short] * 4)]).block.justified


def test_japanese_has_no_word_spaces_and_wide_letters() -> None:
    lines = paragraph((6, Line("ます。", full=False)))
    lines[2] = Line("た。40人もの参加者が来てくれたため、彼ら OSS 一人ひとりを私がサポート", 0.5)
    assert measured(lines + paragraph()).faults == ()
    lines[6] = Line("ん。", full=False)
    assert [fault.kind for fault in measured(lines + paragraph()).faults] == [Kind.RUNT]


def test_text_from_the_right_is_measured_from_the_right() -> None:
    """The last line of a paragraph is short at its left."""
    mirrored = page(paragraph() + paragraph())
    glyphs_ = tuple(
        glyph._replace(x0=400 - glyph.x1, x1=400 - glyph.x0, character=chr(0x5D0 + ord(glyph.character) % 27))
        for glyph in mirrored.glyphs
    )
    pages = [GlyphPage(width=400.0, height=600.0, glyphs=glyphs_, spaces=mirrored.spaces)]
    found = figures_of(set_document(pages), CheckOptions())
    assert (found.lines, len(found.spaces), found.faults) == (14, 12, ())


def test_nothing_to_measure() -> None:
    with pytest.raises(NothingToMeasureError):
        set_document([GlyphPage(width=400.0, height=600.0, glyphs=(), spaces=())])
    assert summary(None) == "no text to measure"


def test_a_kind_is_one_finding_with_its_worst_places() -> None:
    lines = paragraph(*((n, Line(WORDS[n], 4.0 + n / 10)) for n in range(5)))
    (finding,) = felt(measured(lines + paragraph()), CheckOptions(river=9, river_finding=9), "x.pdf")
    assert finding.message.startswith("5 loose lines: page 1, line 5 (word space 4.4 times the face's own, “merchants")
    assert finding.message.endswith("and 2 more, which -v lists")


def test_the_first_essay_is_measured_and_listed(seed: Workshop) -> None:
    """`-v` lists each fault; JSON has besides a row of figures for each edition, which agree with the list."""
    shown = seed.run("check", "--edition", "reading", "-v")
    rows = [json.loads(row) for row in seed.run("check", "--edition", "reading", "--json").out.splitlines()]
    (figures,) = [row["figures"] for row in rows if row["code"] == "typography"]
    assert figures["pages"] == 3
    assert figures["justified"] > 30
    assert 0.9 < figures["space_mean"] < 2
    for kind in Kind:
        assert figures[kind] == sum(row["code"] == kind and row["severity"] == "info" for row in rows)
        assert figures[kind] == sum(f"[{kind}]" in line and ": info: " in line for line in shown.out.splitlines())
    assert f"{figures['justified']} justified lines" in shown.err


def test_limits_are_settings(planted: Workshop) -> None:
    planted.write("source/footlight.toml", "[check]\nloose = 1.2\nloose-finding = 1.2\n")
    done = planted.run("check", "--edition", "reading")
    assert "line-loose" in done.codes
    assert f"build/{SEED}/{SEED}.pdf" in done.line("line-loose")
    planted.write("source/footlight.toml", "[check]\nrunt-finding = 9\n")
    done = planted.run("check")
    assert (done.code, done.out) == (2, "")
    assert "'runt-finding' is more than 'runt'" in done.err
