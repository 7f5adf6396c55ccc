"""Formulas: on pages a drawing that stands on the baseline, with its TeX as its words; in the EPUB MathML."""

import re
from base64 import b64encode
from dataclasses import dataclass
from html import escape, unescape

from footlight.engines.ziamath import DrawnFormula, draw_formula
from footlight.errors import EngineError
from footlight.findings.finding import Finding, Severity

FORMULA = re.compile(r"<math\b([^>]*)>(.*?)</math>", re.DOTALL)
_SEMANTICS = re.compile(
    r"<semantics>(.*)<annotation encoding=\"application/x-tex\">(.*?)</annotation></semantics>", re.DOTALL
)
_STYLES = re.compile(r' style="([^"]*)"')
_CROWDED_TABLE = re.compile(r"<mtable>")
_ROW_SPACING = "0.55em"
"""Between the rows of a table in a displayed formula: \\jot more than in running text, as amsmath has it."""
_JOINED = "fl-joined"
"""The class of cells that stand side by side without a gap, as at the sign for which equations are aligned."""
_LONGEST = 80
"""Characters of a formula that a finding quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaMarkup:
    """A formula in pandoc's HTML."""

    display: bool
    """Whether it stands on a line of its own."""
    mathml: str
    """What `math` holds, without the TeX."""
    tex: str


def read_formula(match: re.Match[str]) -> FormulaMarkup:
    """The formula of a match of `FORMULA`."""
    semantics = _SEMANTICS.fullmatch(match[2].strip())
    inner, tex = (semantics[1], unescape(semantics[2])) if semantics else (match[2], "")
    return FormulaMarkup(display='display="block"' in match[1], mathml=inner, tex=tex)


def draw_formulas(html: str, shown: str) -> tuple[str, tuple[Finding, ...]]:
    """Replace the formulas of a page's HTML by drawings; one that cannot be drawn stays as its TeX, with a finding."""
    if "<math" not in html:
        return html, ()
    drawings: dict[str, str] = {}
    findings: dict[str, Finding] = {}

    def drawn(match: re.Match[str]) -> str:
        if match[0] not in drawings:
            formula = read_formula(match)
            try:
                drawings[match[0]] = _picture(formula)
            except EngineError as error:
                drawings[match[0]] = f'<span class="fl-tex">{escape(formula.tex)}</span>'
                findings[formula.tex] = _not_drawn(formula, error, shown)
        return drawings[match[0]]

    return FORMULA.sub(drawn, html), tuple(findings.values())


def _picture(formula: FormulaMarkup) -> str:
    mathml = _STYLES.sub("", formula.mathml)
    if formula.display:
        mathml = _CROWDED_TABLE.sub(f'<mtable rowspacing="{_ROW_SPACING}">', mathml)
    kind = "block" if formula.display else "inline"
    drawing = draw_formula(f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="{kind}">{mathml}</math>')
    name = "fl-formula fl-display" if formula.display else "fl-formula"
    words = escape(formula.tex)
    return f'<img class="{name}" role="math" alt="{words}" src="{_data(drawing)}" style="{_place(drawing)}"/>'


def _data(drawing: DrawnFormula) -> str:
    return f"data:image/svg+xml;base64,{b64encode(drawing.svg.encode()).decode()}"


def _place(drawing: DrawnFormula) -> str:
    return f"width: {drawing.width:.3f}em; height: {drawing.height:.3f}em; vertical-align: {-drawing.depth:.3f}em"


def _not_drawn(formula: FormulaMarkup, error: EngineError, shown: str) -> Finding:
    return Finding(
        code="formula-not-set",
        severity=Severity.WARNING,
        message=f"the formula {formula.tex[:_LONGEST]} is printed as its TeX: {error}",
        hint="Write it otherwise, or set it as a picture.",
        file=shown,
    )


def with_words(html: str) -> str:
    """Give each formula of the EPUB its TeX as the text for readers that do not know MathML (`alttext`)."""

    def worded(match: re.Match[str]) -> str:
        formula = read_formula(match)
        kind = ' display="block"' if formula.display else ""
        namespace = ' xmlns="http://www.w3.org/1998/Math/MathML"'
        inner = _STYLES.sub(_class_for, formula.mathml)
        return f'<math{namespace}{kind} alttext="{escape(formula.tex)}">{inner}</math>'

    return FORMULA.sub(worded, html)


def _class_for(style: re.Match[str]) -> str:
    """What stands for a style of pandoc's in an EPUB: its style sheet aligns cells by their `columnalign`."""
    return f' class="{_JOINED}"' if "padding" in style[1] else ""
