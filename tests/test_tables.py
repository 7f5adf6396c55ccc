"""Tables on pages: columns as wide as their words need, nothing cut, rows whole, too many columns in parts."""

import io
import re
from zipfile import ZipFile

import pytest
from workshop import Workshop

from footlight.editions.tables import set_tables
from footlight.engines.pdfium import page_words
from footlight.press.paper import SIZES

A5 = SIZES["A5"]


def table(*rows: tuple[str, ...], widths: str = "") -> str:
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows[1:])
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    return f"<table>{widths}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def widths_of(html: str) -> list[float]:
    return [float(width) for width in re.findall(r'<col style="width: ([\d.]+)%"', html)]


EQUAL = '<colgroup><col style="width: 50%"/><col style="width: 50%"/></colgroup>'


def test_a_table_that_fits_has_its_natural_widths() -> None:
    """Also where pandoc gave it equal ones because a line of the source is long."""
    made, findings = set_tables(table(("a", "b"), ("1", "2"), widths=EQUAL), A5, "a.md")
    assert (widths_of(made), findings) == ([], ())
    assert "colgroup" not in made


def test_a_long_column_gets_what_short_ones_do_not_need() -> None:
    made, _ = set_tables(table(("Year", "What"), ("1801", "word " * 80), widths=EQUAL), A5, "a.md")
    year, what = widths_of(made)
    assert year < 15 < what
    assert year + what == pytest.approx(100, abs=0.1)


def test_long_words_get_smaller_type_and_then_are_broken() -> None:
    made, _ = set_tables(table(("a", "b", "c"), *(("x" * n + "_", "y" * n + "_", "z") for n in (34,))), A5, "a.md")
    assert "fl-table-small" in made
    made, _ = set_tables(table(("a", "b"), ("x" * 90 + "_", "short"), ("1", "2")), A5, "a.md")
    long, short = widths_of(made)
    assert short > 8
    assert long > 80


def test_a_table_of_too_many_columns_is_divided() -> None:
    """Its first column is in each part; a call in it is not repeated, and the caption stands once."""
    rows = [
        tuple(f"head{n}" for n in range(20)),
        ("name<!--fl:call:1-->", *(f"1234567{n}" for n in range(1, 20))),
    ]
    html = table(*rows).replace("<table>", '<table id="t"><caption>Lamps</caption>')
    made, (finding,) = set_tables(html, A5, "a.md")
    assert finding.code == "table-divided"
    assert made.count("<table") == made.count("name<!--") > 1
    assert (made.count("fl:call:1"), made.count("<caption>"), made.count('id="t"')) == (1, 1, 1)
    assert all(made.count(f"1234567{n}<") == 1 for n in range(1, 20))


def test_spanning_cells_are_left_alone() -> None:
    html = '<table><tbody><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>'
    assert widths_of(set_tables(html, A5, "a.md")[0]) == []


def test_nothing_of_a_table_leaves_the_page(project: Workshop) -> None:
    """Long names in code, long words, many columns: no edition says that text runs off the page."""
    cells = ("`configure_everything_now(DEFAULT_VALUE)`", "Donaudampfschifffahrtsgesellschaftskapitänsmütze", "x" * 60)
    rows = "\n".join(f"| {' | '.join(cells)} | {n} |" for n in range(40))
    many = " | ".join(f"column{n}" for n in range(15))
    body = f"| a | b | c | d |\n|---|---|---|--:|\n{rows}\n\n"
    body += f"| {many} |\n|{'---|' * 15}\n| {' | '.join(['1234567'] * 15)} |\n"
    project.essay(body)
    done = project.run("build", "--edition", "reading", "--edition", "print", "--edition", "epub")
    assert done.code == 0
    assert {"text-off-page", "text-hidden", "print-unsafe-text"}.isdisjoint(done.codes)


def test_a_table_has_its_head_on_each_of_its_pages(project: Workshop) -> None:
    """Also where its few rows are so tall that each break is one that is avoided, and where one row fills a page."""
    for tall in (250, 900):
        rows = (
            "| first | short |",
            f"| second | {'word ' * tall}|",
            f"| third | {'term ' * 90}|",
            "| fourth | short |",
        )
        project.essay(f"{'Before. ' * 150}\n\n| named | said |\n|---|---|\n" + "\n".join(rows) + "\n")
        done = project.run("build", "--edition", "reading", "--force")
        assert (done.code, done.out) == (0, "")
        data = (project.build / "essay/essay.pdf").read_bytes()
        pages = ["".join(words for words, _ in lines).replace(" ", "") for lines in page_words(data)]
        held = [page for page in pages if "wordword" in page or "termterm" in page or "fourth" in page]
        assert len(held) > 1
        assert all("named" in page and "said" in page for page in held)
        assert sum(page.count("word") for page in pages) == tall


def test_an_address_and_a_name_longer_than_a_line_break(project: Workshop) -> None:
    """In text, headings, lists and notes, and without a hyphen of ours."""
    name = "a_very_long_name_" * 9
    address = "https://example.org/" + "path" * 40
    project.essay(f"Text {name} and <{address}>.\n\n# {name}\n\n- {name} `{name}`\n\nA note.[^a]\n\n[^a]: {name}\n")
    done = project.run("build", "--edition", "reading", "--edition", "print")
    assert {"text-off-page", "text-hidden", "print-unsafe-text", "note-incomplete"}.isdisjoint(done.codes)
    assert done.code == 0


@pytest.mark.parametrize(
    ("text", "set_so"),
    [
        ("日本語の\n文章です。", "日本語の文章です。"),
        ("中文（\n）结束", "中文（）结束"),
        ("한국어 문장은\n띄어쓰기가", "한국어 문장은 띄어쓰기가"),
        ("日本語 and\nEnglish", "日本語 and English"),
        ("**日本**\n*語*", "日本語"),
    ],
)
def test_a_line_end_between_characters_without_blanks_is_no_blank(project: Workshop, text: str, set_so: str) -> None:
    """Chinese and Japanese, in text and in notes; Korean and mixed lines keep theirs."""
    project.essay(f"Words.[^a]\n\n{text}\n\n[^a]: {text}\n")
    project.run("build", "--edition", "epub")
    with ZipFile(io.BytesIO(project.products()["essay.epub"])) as book:
        words = " ".join(re.sub(r"<[^>]*>", "", book.read("EPUB/text.xhtml").decode()).split())
    assert words.count(set_so) == 2
