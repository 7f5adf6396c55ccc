"""Pages in scripts that the house's face lacks: straight edges, and from the right what belongs at the right."""

import pytest
from workshop import REPOSITORY

from footlight.engines.pdfium import page_words
from footlight.engines.weasyprint.typesetter import Typesetter

HOUSE = REPOSITORY / "templates"
FONTS = (HOUSE / "fonts.css").read_text(encoding="utf-8")
WORDS = {
    "ar": "الميناء المصباح الحارس العاصفة الفانوس البرهان الظروف الاستقلال في من على إلى هذا الذي كان لم. ",
    "ka": "საქართველო არის ქვეყანა რომელიც მდებარეობს კავკასიაში და მისი დედაქალაქია თბილისი ქალაქი მთა. ",
    "he": "הנמל המגדלור השומר הסערה העששית הראיה הנסיבות העצמאות של אל מן על זה אשר היה לא. ",
    "en": "The harbour, the lamp, the keeper, the storm, the lantern, the evidence, the leisure and the rest. ",
}
LEFT, WIDTH, INDENT = 40.0, 217.5, 20.0
"""Of the lines, in pt."""


def edges(lang: str, indent: float = 0) -> list[tuple[float, float]]:
    """Where each line of a justified paragraph begins and ends at the left and the right, in pt, from above."""
    direction = "rtl" if lang in ("ar", "he") else "ltr"
    style = f"""{FONTS} @page {{ size: {2 * LEFT + WIDTH}pt 800pt; margin: 40pt {LEFT}pt }} body {{ margin: 0 }}
        p {{ font: 9pt/30pt "Literata Footlight"; text-align: justify; text-indent: {indent}pt; margin: 0 }}"""
    head = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{lang}" dir="{direction}"><head><title>T</title></head>'
    page = f"{head}<body><p>{WORDS[lang] * 4}</p></body></html>"
    rows: dict[int, tuple[float, float]] = {}
    (words,) = page_words(Typesetter([style], HOUSE, [HOUSE]).lay_out(page).pdf())
    for _, (left, bottom, right, _) in words:
        row = round((800 - 40 - bottom) // 30)
        begun = rows.get(row, (left, right))
        rows[row] = min(left, begun[0]), max(right, begun[1])
    return [rows[row] for row in sorted(rows)]


@pytest.mark.parametrize("lang", WORDS)
def test_lines_are_as_wide_as_their_measure(lang: str) -> None:
    """All but the last, whatever face the machine has for the script; side bearings are within the last word's."""
    lines = edges(lang)[:-1]
    assert len(lines) > 2
    assert all(abs(left - LEFT) < 1.5 and abs(right - LEFT - WIDTH) < 1.5 for left, right in lines), lines


@pytest.mark.parametrize("lang", WORDS)
def test_the_indent_stands_where_the_line_begins(lang: str) -> None:
    (left, right), *_ = edges(lang, INDENT)
    wanted = (LEFT, LEFT + WIDTH - INDENT) if lang in ("ar", "he") else (LEFT + INDENT, LEFT + WIDTH)
    assert (left, right) == pytest.approx(wanted, abs=1.5)
