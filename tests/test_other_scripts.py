"""Pages in scripts that the house's face lacks: straight edges, and from the right what belongs at the right."""

import io
from itertools import pairwise

import pikepdf
import pytest
from workshop import REPOSITORY

from footlight.editions.script_gaps import with_script_gaps
from footlight.engines.pdfium import page_texts, page_words
from footlight.engines.weasyprint.typesetter import Typesetter
from footlight.essay.layout import NO_GLYPH

HOUSE = REPOSITORY / "templates"
FONTS = (HOUSE / "fonts.css").read_text(encoding="utf-8")
WORDS = {
    "ar": "الميناء المصباح الحارس العاصفة الفانوس البرهان الظروف الاستقلال في من على إلى هذا الذي كان لم. ",
    "ka": "საქართველო არის ქვეყანა რომელიც მდებარეობს კავკასიაში და მისი დედაქალაქია თბილისი ქალაქი მთა. ",
    "he": "הנמל המגדלור השומר הסערה העששית הראיה הנסיבות העצמאות של אל מן על זה אשר היה לא. ",
    "en": "The harbour, the lamp, the keeper, the storm, the lantern, the evidence, the leisure and the rest. ",
}
WIDE = {
    "ja": "これは日本語の文章です。港（みなと）の話、「灯台」とNATOと42%を見た。2019年にIBM社を見た。ちょっと。",
    "zh": "這是中文的文章。港口（碼頭）的故事，「燈塔」和NATO的42%。2019年買了3臺PC。他說：「好！」走了；",
}
NOT_FIRST = "。、，．：；！？）」』】〉》・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％%"
NOT_LAST = "（「『【〈《"
"""Characters that begin, or end, no line: JIS X 4051, 6.1.3; GB/T 15834, 5.1."""
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


FEW_MISSING = 5
"""Characters that a face for the script may lack."""


def drawn(style: str, html: str) -> bytes:
    """The PDF; on a machine without a face for its characters, boxes of other widths stand for them: it is skipped."""
    document = Typesetter([style], HOUSE, [HOUSE]).lay_out(html)
    pdf = document.pdf()
    if len([warning for warning in document.warnings if warning.startswith(NO_GLYPH)]) > FEW_MISSING:
        pytest.skip("no face of this machine has the characters")
    return pdf


@pytest.mark.parametrize("lang", WIDE)
def test_lines_without_spaces_are_as_wide_as_their_measure(lang: str) -> None:
    """No stop begins a line, no opening bracket ends one, and what that leaves free goes between the characters."""
    style = f"""{FONTS} @page {{ size: {2 * LEFT + WIDTH}pt 800pt; margin: 40pt {LEFT}pt }} body {{ margin: 0 }}
        p {{ font: 9pt/30pt "Literata Footlight"; text-align: justify; margin: 0 }}"""
    head = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{lang}"><head><title>T</title></head>'
    text = with_script_gaps(f"<p>{WIDE[lang] * 6}</p>", lang)
    (words,) = page_words(drawn(style, f"{head}<body>{text}</body></html>"))
    lines: list[list[tuple[float, float, str]]] = []
    above = 800.0
    for word, (left, bottom, right, _) in sorted(words, key=lambda word: -word[1][1]):
        lines += [[]] if above - bottom > 12 else []
        above = bottom
        lines[-1].append((left, right, word))
    *full, _ = (sorted(line) for line in lines)
    assert len(full) > 8
    for line in full:
        assert abs(line[0][0] - LEFT) < 8, line  # a bracket or a stop has white of its own
        assert abs(max(right for _, right, _ in line) - LEFT - WIDTH) < 8, line
        assert line[0][2][0] not in NOT_FIRST, line
        assert line[-1][2][-1] not in NOT_LAST, line


def test_gaps_stand_between_latin_and_wide_characters_alone() -> None:
    """Not beside points, in code and addresses, or before the call of a note; and in no other language."""
    html = "<p>港はNATOと、<em>IBM</em>社。<code>x港y</code>と（PC）<sup>1</sup>港 PC</p>"
    made = with_script_gaps(html, "ja").replace("\u2005", "|")
    assert made == "<p>港は|NATO|と、<em>IBM</em>|社。<code>x港y</code>|と（PC）<sup>1</sup>港 PC</p>"
    assert with_script_gaps(html, "ko") == html
    call = '<p>港<a class="fl-call" href="#n">1</a>は</p>'
    assert with_script_gaps(call, "ja") == call


@pytest.mark.parametrize("lang", ["ja", "ar", "he", "ka"])
def test_lines_with_words_of_two_fonts_stay_on_the_grid(lang: str) -> None:
    """Each baseline is a line's height below the one above, whichever fonts its words are in."""
    style = f"""{FONTS} @page {{ size: {2 * LEFT + WIDTH}pt 800pt; margin: 40pt {LEFT}pt }} body {{ margin: 0 }}
        p {{ font: 9pt/16pt "Literata Footlight"; text-align: left; margin: 0 }}"""
    head = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{lang}"><head><title>T</title></head>'
    other = (WORDS | WIDE)[lang]
    text = "".join(f"<p>Keeper {word} lamp</p><p>{word}</p><p>Lamp</p>" for word in other.split()[:3] * 3)
    (words,) = page_words(drawn(style, f"{head}<body>{text}</body></html>"))
    latin = sorted(-box[1] for word, box in words if word.strip() in ("Lamp", "Keeper"))
    steps = {round(below - above, 1) for above, below in pairwise(latin)}
    assert len(latin) > 5
    assert all(abs(step / 16 - round(step / 16)) < 0.06 for step in steps), steps


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ar", "نُشر مُحمّد كِتابٌ ضَوء نشر محمد كتاب ضوء"), ("he", "שָׁלוֹם בְּרֵאשִׁית שלום בראשית"), ("ar", "أُعدّت عدت نُشِر")],
)
def test_letters_with_signs_stand_in_the_text_layer(lang: str, words: str) -> None:
    """Each letter once, with its signs and without; no glyph has an empty text, which PDF/A forbids."""
    style = f'{FONTS} @page {{ size: 500pt 200pt; margin: 40pt }} p {{ font: 9pt/16pt "Literata Footlight" }}'
    head = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{lang}" dir="rtl"><head><title>T</title></head>'
    pdf = Typesetter([style], HOUSE, [HOUSE]).lay_out(f"{head}<body><p>{words}</p></body></html>").pdf()
    (text,) = page_texts(pdf)
    assert sorted(filter(str.isalpha, text)) == sorted(filter(str.isalpha, words))
    assert not empty_texts(pdf)


@pytest.mark.parametrize("emoji", ["🏋️\u200d♀️", "❤️\u200d🔥", "👍🏽", "🇩🇪", "1️⃣"])
def test_emoji_that_are_joined_have_texts(emoji: str) -> None:
    """What joins them, or says how they look, may be a glyph of its own; the face is the house's."""
    faces = FONTS + (HOUSE / "fonts-emoji.css").read_text(encoding="utf-8")
    style = f'{faces} p {{ font: 9pt/16pt "Literata Footlight", "Noto Emoji Footlight" }}'
    head = '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>T</title></head>'
    pdf = (
        Typesetter([style], HOUSE, [HOUSE])
        .lay_out(f"{head}<body><p>A man {emoji} <em>and {emoji}</em>.</p></body></html>")
        .pdf()
    )
    assert emoji[0] in page_texts(pdf)[0]
    assert not empty_texts(pdf)


def empty_texts(pdf: bytes) -> list[bytes]:
    """The lines of a PDF's maps from glyphs to characters that give a glyph no character."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        maps = [
            o.ToUnicode.read_bytes() for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/ToUnicode" in o
        ]
    assert maps
    return [line for shown in maps for line in shown.splitlines() if line.endswith(b"<>")]
