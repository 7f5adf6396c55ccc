"""Formulas: on pages a drawing that stands on the baseline, with its TeX as its words; in the EPUB MathML."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise
from xml.etree import ElementTree as ET

from footlight.engines.ziamath import DrawnFormula, draw_formula
from footlight.errors import EngineError
from footlight.essay.document import Source
from footlight.findings.finding import Finding, Severity
from footlight.textmatch.places import Lines

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
_BEFORE_BREAK = frozenset("=≠<>≤≥≪≫≈≡∼≃≅→⇒⇔↦∈∉⊂⊆⊃⊇+−-±∓×·∪∩∧∨⊕⊗")
"""Relations and operators before which a formula that is too wide goes on in another line, as print shops have it."""
_OPEN, _SHUT = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉")
_MOST_PARTS = 200
"""Places where one formula may turn; each is drawn to see whether it fits."""
_TURNED = 2.0
"""em by which the lines after the first are indented."""
_READABLE = 0.8
"""How small, of its own size, a formula may be set so that it fits; a smaller one is said."""
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


def draw_formulas(html: str, source: Source, room: float) -> tuple[str, tuple[Finding, ...]]:
    """Replace the formulas of a page's HTML by drawings; one that cannot be drawn stays as its TeX, with a finding.

    `source` is what the HTML was made of, whose lines findings name. `room` is the width of the text in em of its type:
    a displayed formula that is wider goes on in further lines, and one that cannot is set smaller, with a finding where
    that is hard to read.
    """
    if "<math" not in html:
        return html, ()
    drawings: dict[str, str] = {}
    findings: dict[str, Finding] = {}

    def drawn(match: re.Match[str]) -> str:
        if match[0] not in drawings:
            formula = read_formula(match)
            try:
                drawing = _drawing(formula, room)
                drawings[match[0]] = _picture(formula, drawing)
                if drawing.width * _READABLE > room:
                    findings[formula.tex] = _set_small(formula, room / drawing.width, source)
            except EngineError as error:
                drawings[match[0]] = f'<span class="fl-tex">{escape(formula.tex)}</span>'
                findings[formula.tex] = _not_drawn(formula, error, source)
        return drawings[match[0]]

    return FORMULA.sub(drawn, html), tuple(findings.values())


def _drawing(formula: FormulaMarkup, room: float) -> DrawnFormula:
    """The drawing of a formula, in several lines where it is displayed and wider than the room."""
    mathml = _STYLES.sub("", formula.mathml)
    if formula.display:
        mathml = _CROWDED_TABLE.sub(f'<mtable rowspacing="{_ROW_SPACING}">', mathml)
    kind = "block" if formula.display else "inline"
    whole = _drawn(kind, mathml)
    if whole.width <= room or not formula.display:
        return whole
    turned = _in_lines(mathml, room)
    return _drawn(kind, turned) if turned else whole


def _drawn(kind: str, mathml: str) -> DrawnFormula:
    return draw_formula(f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="{kind}">{mathml}</math>')


def _in_lines(mathml: str, room: float) -> str:
    """A formula as lines of a table, each no wider than the room; empty where it has no place to turn."""
    row = ET.fromstring(f"<mrow>{mathml}</mrow>")  # noqa: S314 - pandoc wrote it: it has no document type
    while len(row) == 1 and row[0].tag == "mrow":
        row = row[0]
    parts = list(_parts(row))
    if not 1 < len(parts) <= _MOST_PARTS:
        return ""
    indent = f'<mspace width="{_TURNED}em"/>'
    lines = [parts[0]]
    for part in parts[1:]:
        if _drawn("block", lines[-1] + part).width <= room:
            lines[-1] += part
        else:
            lines.append(indent + part)
    rows = "".join(f"<mtr><mtd>{line}</mtd></mtr>" for line in lines)
    return f'<mtable columnalign="left" displaystyle="true" rowspacing="{_ROW_SPACING}">{rows}</mtable>'


def _parts(row: ET.Element) -> Iterator[str]:
    """The pieces of a row, each from a place where it may turn to the next."""
    starts = [0]
    depth = 0
    for at, child in enumerate(row):
        sign = (child.text or "").strip() if child.tag == "mo" else ""
        depth += (sign in _OPEN) - (sign in _SHUT)
        if sign in _BEFORE_BREAK and sign and depth == 0 and at:
            starts.append(at)
    for start, behind in pairwise([*starts, len(row)]):
        yield "".join(ET.tostring(child, encoding="unicode") for child in row[start:behind])


def _picture(formula: FormulaMarkup, drawing: DrawnFormula) -> str:
    name = "fl-formula fl-display" if formula.display else "fl-formula"
    words = escape(formula.tex)
    return f'<img class="{name}" role="math" alt="{words}" src="{_data(drawing)}" style="{_box(drawing)}"/>'


def _data(drawing: DrawnFormula) -> str:
    return f"data:image/svg+xml;base64,{b64encode(drawing.svg.encode()).decode()}"


def _box(drawing: DrawnFormula) -> str:
    return f"width: {drawing.width:.3f}em; height: {drawing.height:.3f}em; vertical-align: {-drawing.depth:.3f}em"


def _place(tex: str, source: Source) -> tuple[int, int]:
    """Line and column, from 1, where a formula stands in a source; 0 where it is not found, as in a book's text."""
    words = r"\s*".join(map(re.escape, tex.split()))
    found = re.search(words, source.text) if words else None
    return Lines(source.text).at(found.start()) if found else (0, 0)


def _not_drawn(formula: FormulaMarkup, error: EngineError, source: Source) -> Finding:
    line, column = _place(formula.tex, source)
    return Finding(
        code="formula-not-set",
        severity=Severity.WARNING,
        message=f"the formula {formula.tex[:_LONGEST]} is printed as its TeX: {error}",
        hint="Write it otherwise, or set it as a picture.",
        file=source.shown,
        line=line,
        column=column,
    )


def _set_small(formula: FormulaMarkup, share: float, source: Source) -> Finding:
    line, column = _place(formula.tex, source)
    return Finding(
        code="formula-small",
        severity=Severity.WARNING,
        message=f"the formula {formula.tex[:_LONGEST]} is set at {share:.0%} of its size, so that it fits",
        hint="Write it in several lines, with \\begin{aligned} and \\\\.",
        file=source.shown,
        line=line,
        column=column,
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
