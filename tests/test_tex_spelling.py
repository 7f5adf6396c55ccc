"""TeX of blogs, as pandoc's reader of mathematics spells it."""

import time

import pytest

from footlight.essay.tree import nodes
from footlight.reading.tex_spelling import respell

SPELT = (
    (r"{\rm d}x + {\bf{y}}", r"{\mathrm{d}}x + {\mathbf{{y}}}"),
    (r"\begin{array}{cc} \rm a & b \end{array}", r"\begin{array}{cc} \mathrm{a}& b \end{array}"),
    (r"{\cal L} = {a + b \over c}", r"{\mathcal{L}} = {\frac{a + b}{c}}"),
    (r"\color{#f00} x \textcolor{red}{y} \large z", r" x {y}  z"),
    (r"\norm{x}_2 &lt; 90^\degree \tag{4}", r"\left\|{x}\right\|_2 < 90^{\circ} \qquad\text{(4)}"),
    (r"\R^n \Re \argmin_x", r"\mathbb{R}^n \Re \operatorname*{arg\,min}_x"),
    (r"\frac{a}{b} \mathrm{over}", r"\frac{a}{b} \mathrm{over}"),
)


def formulas(*given: str) -> list[str]:
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, each]}]} for each in given]
    respell(blocks)
    return [node["c"][1] for node in nodes(blocks) if node["t"] == "Math"]


@pytest.mark.parametrize(("written", "spelt"), SPELT)
def test_what_mathjax_knows_is_spelt_for_pandoc(written: str, spelt: str) -> None:
    assert formulas(written) == [spelt]


@pytest.mark.parametrize(
    ("written", "displayed", "inline"),
    [
        (r"a \\ b", r"\begin{gathered}a \\ b\end{gathered}", r"a \quad  b"),
        (r"a &= b \\[2pt] &= \frac{c}{d} \\", r"\begin{aligned}a &= b \\ &= \frac{c}{d} \end{aligned}", None),
        (r"\\ x \{ \\ \}", r"\begin{gathered} x \{ \\ \}\end{gathered}", r" x \{ \quad  \}"),
        (r"\begin{cases} a \\ b \end{cases}", r"\begin{cases} a \\ b \end{cases}", r"\begin{cases} a \\ b \end{cases}"),
        (r"a \\ [b, c]", r"\begin{gathered}a \\ [b, c]\end{gathered}", r"a \quad  [b, c]"),
        (r"{a \\ b}", r"{a \\ b}", r"{a \\ b}"),
    ],
)
def test_lines_that_mathjax_breaks_are_rows(written: str, displayed: str, inline: str | None) -> None:
    """Breaks outside of any environment, which LaTeX does not take; within a line of text a wide blank."""
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [{"t": "DisplayMath"}, written]}]}]
    respell(blocks)
    assert [node["c"][1] for node in nodes(blocks) if node["t"] == "Math"] == [displayed]
    if inline is not None:
        assert formulas(written) == [inline]


def test_macros_of_one_formula_are_written_out_in_those_behind_it() -> None:
    """With their arguments; the formula that holds nothing else is left out."""
    given = (
        r"\newcommand{\E}[1]{\mathbb{E}[#1]} \def\v#1{\vec{#1}}",
        r"\E{x} = \v y",
        r"\Ex",
        r"\DeclareMathOperator\tr{tr} \tr A",
    )
    assert formulas(*given) == [r"{\mathbb{E}[x]} = {\vec{y}}", r"\Ex", r"{\operatorname{tr}}A"]


@pytest.mark.parametrize(
    "formula",
    [
        r"\def\a{\b\b} \def\b{\a\a} \a",
        "{" * 20_000 + r"\rm x",
        r"\rm " * 5_000,
        r"{a \over b}" * 5_000,
        r"\norm{" * 5_000,
    ],
)
def test_hostile_formulas_are_bounded_work(formula: str) -> None:
    """Macros that call each other, braces that nobody closes."""
    begin = time.process_time()
    formulas(formula)
    assert time.process_time() - begin < 5
