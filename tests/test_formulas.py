"""Formulas: outlines on pages, tagged and with their TeX as words; MathML in the EPUB; what cannot be set is said."""

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from workshop import Workshop

from footlight.editions.formulas import draw_formulas
from footlight.engines.pdf.structure_tree import read_tags
from footlight.engines.ziamath import draw_formula
from footlight.errors import EngineError
from footlight.essay.document import Metadata, Source
from footlight.reading.tex_environments import mark_environments

SOURCE = Source(
    name="a", words_of_name="A", path=Path("a.md"), shown="a.md", text="A.\n\n $1\n<  2$", body_start=0, meta=Metadata()
)
MATHML = '<math xmlns="http://www.w3.org/1998/Math/MathML">{}</math>'
ESSAY = r"Let $x^2$ be, and[^n] $\frac{a}{b}$." + "\n\n" + r"$$\int_0^1 f$$" + "\n\n[^n]: Where $E = mc^2$ is so.\n"


def build(project: Workshop, body: str) -> tuple[list[str], str]:
    """The codes of its findings, and the EPUB's text."""
    project.essay(body)
    done = project.run("build", "--edition", "reading", "--edition", "epub")
    assert done.code == 0, done
    with ZipFile(io.BytesIO(project.products()["essay.epub"])) as book:
        return done.codes, book.read("EPUB/text.xhtml").decode() + book.read("EPUB/package.opf").decode()


def test_formulas_are_drawn_and_described(project: Workshop) -> None:
    """In text, on lines of their own, and in notes; nothing of their TeX is printed."""
    codes, text = build(project, ESSAY)
    assert codes == []
    tags = read_tags(project.products()["essay.pdf"])
    assert tags.root
    formulas = [element.alt for element in tags.root.walk() if element.type == "Formula"]
    assert sorted(formulas) == ["E = mc^2", r"\frac{a}{b}", r"\int_0^1 f", "x^2"]
    assert "frac" not in "".join(project.pages())
    assert text.count("<math ") == 4
    assert 'alttext="\\frac{a}{b}"' in text
    assert 'properties="mathml"' in text


def test_the_tex_of_mathml_is_no_markdown(project: Workshop) -> None:
    """What KaTeX writes holds the TeX: its marks are neither superscripts nor escapes."""
    tex = r"10^{\Delta/10} \! l_2^{\alpha} a < b"
    annotation = f'<annotation encoding="application/x-tex">{tex.replace("<", "&lt;")}</annotation>'
    codes, text = build(project, f"In <math><semantics><mn>1</mn>{annotation}</semantics></math> it.\n")
    assert codes == []
    assert f'alttext="{tex.replace("<", "&lt;")}"' in text


def test_a_formula_stands_on_the_baseline() -> None:
    """What hangs below it is measured: a letter with a tail more than one without."""
    low, high = (draw_formula(MATHML.format(f"<mi>{letter}</mi>")) for letter in "gx")
    assert low.depth > high.depth + 0.15
    assert 0.3 < high.height < 0.8


def test_the_same_formula_gives_the_same_bytes() -> None:
    made = {draw_formula(MATHML.format("<mfrac><mn>1</mn><mn>2</mn></mfrac>")).svg for _ in range(2)}
    assert len(made) == 1


def test_an_unknown_command_is_named_with_its_line(project: Workshop) -> None:
    project.essay("Words.\n\nA $\\nosuch{1}$ here.\n")
    done = project.run("build", "--edition", "epub")
    assert done.line("formula-not-set").startswith("source/essay.md:9: warning: the formula \\nosuch{1}")


def test_what_cannot_be_drawn_stays_as_its_tex() -> None:
    with pytest.raises(EngineError):
        draw_formula("<math>")
    tex = '<annotation encoding="application/x-tex">1 &lt; 2</annotation>'
    drawn, findings = draw_formulas(f"<math><semantics><mfrac></mfrac>{tex}</semantics></math>", SOURCE, 30)
    assert "1 &lt; 2" in drawn
    assert [(found.code, found.line, found.column) for found in findings] == [("formula-not-set", 3, 3)]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("\\begin{align}\na\n\\end{align}\n", "$$\\begin{align}\na\n\\end{align}$$\n"),
        ("  \\begin{equation*}a\\end{equation*} b\n", "  $$\\begin{equation*}a\\end{equation*}$$ b\n"),
        ("$$\n\\begin{align}\na\n\\end{align}\n$$\n", None),
        ("```\n\\begin{align}a\\end{align}\n```\n", None),
        ("\\begin{align}\n\na\n\\end{align}\n", None),
        ("\\begin{itemize}a\\end{itemize}\n", None),
    ],
)
def test_an_environment_that_stands_alone_is_a_formula(text: str, marked: str | None) -> None:
    assert mark_environments(text, 0) == (marked or text)


def test_an_environment_is_set(project: Workshop) -> None:
    _, text = build(project, "Words.\n\n\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}\n")
    assert re.search(r'<math [^>]*display="block"[^>]*><mtable>', text)


ALIGNED = (
    "Words.\n\n$$\\begin{align} a &= bbb+c \\\\ aaaa &= b \\end{align}$$\n\n"
    "$$\\left(\\begin{array}{l|r} a & bbbb \\\\ \\hline cccc & d \\end{array}\\right)$$\n"
)


def test_equations_are_aligned_at_their_sign(project: Workshop) -> None:
    """In the EPUB by the attribute that its style sheet knows; no style stands in the text."""
    _, text = build(project, ALIGNED)
    assert text.count('<mtd columnalign="right" class="fl-joined">') == 2
    assert text.count('<mtd columnalign="right">') == 2
    assert "style=" not in text


def test_cells_of_a_formula_stand_where_they_are_meant_to() -> None:
    """On pages: left, right or in the middle, as pandoc says of each cell."""
    rows = "".join(f"<mtr><mtd{{0}}><mi>{letters}</mi></mtd></mtr>" for letters in ("a", "aaaa"))
    tables = [rows.format(f' columnalign="{side}" style="text-align: {side}"') for side in ("left", "center", "right")]
    formulas = [f'<math display="block"><mtable>{table}</mtable></math>' for table in tables]
    assert len({draw_formulas(formula, SOURCE, 30) for formula in formulas}) == 3


@pytest.mark.parametrize(
    ("row", "turns", "codes"),
    [
        ("<mi>a</mi><mo>+</mo>" * 40 + "<mi>b</mi>", True, []),
        ("<mo>(</mo>" + "<mi>a</mi><mo>+</mo>" * 40 + "<mi>b</mi><mo>)</mo>", False, ["formula-small"]),
        ("<mfrac><mrow>" + "<mi>a</mi><mo>+</mo>" * 40 + "</mrow><mn>2</mn></mfrac>", False, ["formula-small"]),
        ("<mi>a</mi><mo>=</mo><mi>b</mi>", False, []),
    ],
    ids=["sum", "in-brackets", "fraction", "short"],
)
def test_a_formula_wider_than_the_page(row: str, turns: bool, codes: list[str]) -> None:  # noqa: FBT001 - a row
    """... goes on before a sign that is in no bracket; one without such a place is set smaller, which is said."""
    room = 20.0
    drawn, findings = draw_formulas(f'<math display="block"><mrow>{row}</mrow></math>', SOURCE, room)
    found = re.search(r"width: ([\d.]+)em; height: ([\d.]+)em", drawn)
    assert found
    width, height = map(float, found.groups())
    assert [finding.code for finding in findings] == codes
    assert (width <= room) is not bool(codes)
    assert (height > 3) is turns


def test_lines_within_a_formula_are_not_lost_in_silence(project: Workshop) -> None:
    """MathML as pandoc writes it has none: a finding says so, with the line."""
    codes, _ = build(project, ALIGNED)
    assert codes == ["formula-lines"]
    done = project.run("build", "--edition", "epub")
    assert done.line("formula-lines").startswith("source/essay.md:11: warning: the lines within the formula \\left(")
