r"""TeX of formulas as pandoc's reader of mathematics spells it: older switches, what MathJax and KaTeX add, macros.

Blogs write for MathJax and KaTeX, which know more than that reader does. Colours and sizes go, for a formula is printed
in one; a macro that one formula defines is written out in those behind it.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from footlight.essay.tree import Nodes, nodes

_MOST_MACROS = 200
_MOST_WORK = 200
"""Rewritings of one formula, and calls of macros that are written out in one."""
_LONGEST = 8_000
"""Characters of a formula that is spelt anew, and that it may grow to."""
_SWITCHES = {
    "rm": r"\mathrm", "bf": r"\mathbf", "it": r"\mathit", "cal": r"\mathcal", "tt": r"\mathtt", "sf": r"\mathsf",
    "frak": r"\mathfrak", "Bbb": r"\mathbb", "bm": r"\boldsymbol",
}  # fmt: skip
"""Switches of LaTeX 2.09, which hold to the end of their group (https://www.latex-project.org/help/documentation/fntguide.pdf)."""
_SPELT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"&lt;", "<"),
        (r"&gt;", ">"),
        (r"&amp;", "&"),
        (r"\\(?:tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge)(?![A-Za-z])", ""),
        (r"\\(?:nonumber|notag|middle|allowbreak|nobreak)(?![A-Za-z])", ""),
        (r"\\(?:require|color|label|hphantom)\s*\{[^{}]*\}", ""),
        (r"\\(?:textcolor|colorbox|class|style|cssId)\s*\{[^{}]*\}(?=\s*\{)", ""),
        (r"\\(?:smash|rlap|llap|clap|mathrlap|mathllap|mathclap|vcenter|mathstrut)(?=\s*(?:\[\w\]\s*)?\{)", ""),
        (r"\\tag\*?\s*\{([^{}]*)\}", r"\\qquad\\text{(\1)}"),
        (r"\\eqref\s*\{([^{}]*)\}", r"\\text{(\1)}"),
        (r"\\ref\s*\{([^{}]*)\}", r"\\text{\1}"),
        (r"\\mathbbm(?![A-Za-z])", r"\\mathbb"),
        (r"\\cfrac(?![A-Za-z])(?:\[\w\])?", r"\\dfrac"),
        (r"\\(begin|end)\s*\{dcases\}", r"\\\1{cases}"),
        (r"\\emph(?![A-Za-z])", r"\\textit"),
        (r"\\hfill?(?![A-Za-z])", r"\\quad "),
        (r"\^?\\degree(?![A-Za-z])", r"^{\\circ}"),
        (r"\\arg(max|min)(?![A-Za-z])", r"\\operatorname*{arg\\,\1}"),
        (r"\\([RNZQC])(?![A-Za-z])", r"\\mathbb{\1}"),
    )
)
_AROUND = {
    "bra": (r"\left\langle ", r"\right|"),
    "ket": (r"\left|", r"\right\rangle "),
    "braket": (r"\left\langle ", r"\right\rangle "),
    "norm": (r"\left\|", r"\right\|"),
    "abs": (r"\left|", r"\right|"),
}
"""Commands of the packages physics and braket, and what they put around their argument."""
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*")
_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand)\*?\s*(?:\{\s*\\(?P<name>[A-Za-z]+)\s*\}|\\(?P<bare>[A-Za-z]+))\s*(?:\[(?P<count>\d)\])?\s*(?=\{)"
    r"|\\def\s*\\(?P<old>[A-Za-z]+)\s*(?P<places>(?:#\d)*)\s*(?=\{)"
    r"|\\DeclareMathOperator(?P<star>\*?)\s*(?:\{\s*\\(?P<operator>[A-Za-z]+)\s*\}|\\(?P<plain>[A-Za-z]+))\s*(?=\{)"
)


class _Macro(NamedTuple):
    arguments: int
    body: str


def respell(blocks: Nodes) -> None:
    """Spell the formulas of some blocks as pandoc reads them, in their place."""
    macros: dict[str, _Macro] = {}
    for node in nodes(blocks):
        if node["t"] == "Math" and ("\\" in node["c"][1] or "&" in node["c"][1]):
            kind, formula = node["c"]
            if respelt := _respelt(formula, macros):
                node["c"] = [kind, _in_rows(respelt, displayed=kind["t"] == "DisplayMath")]
            else:  # it held definitions alone
                del node["c"]
                node["t"] = "Space"


def _respelt(formula: str, macros: dict[str, _Macro]) -> str:
    if len(formula) > _LONGEST:
        return formula
    if "\\newcommand" in formula or "\\def" in formula or "command" in formula or "\\DeclareMath" in formula:
        formula = _without_definitions(formula, macros)
    if macros:
        formula = _written_out(formula, macros)
    for pattern, put in _SPELT:
        formula = pattern.sub(put, formula)
    for rewritten in (_fractions, _switches, _pairs):
        formula = _repeated(formula, rewritten)
    return formula


_FEWEST_ROWS = 2
_ROW_TOKEN = re.compile(r"\\\\(?:\[\s*-?[\d.]+\s*[a-z]{2}\s*\])?|\\(?:begin|end)(?![A-Za-z])|\\.|[{}&]", re.DOTALL)


def _in_rows(formula: str, *, displayed: bool) -> str:
    r"""A formula with `\\` outside of any group or environment, as rows of one; within a line, in one row.

    LaTeX takes no such formula, MathJax and KaTeX break its lines there.
    """
    depth, at, rows, cells = 0, 0, list[str](), False
    for match in _ROW_TOKEN.finditer(formula):
        match match[0]:
            case "{" | "\\begin":
                depth += 1
            case "}" | "\\end":
                depth -= 1
            case "&":
                cells |= not depth
            case found if found.startswith("\\\\") and not depth:
                rows.append(formula[at : match.start()])
                at = match.end()
    rows = [row for row in (*rows, formula[at:]) if row.strip()] if at else []
    if len(rows) < _FEWEST_ROWS or not displayed:
        return "\\quad ".join(rows) or formula
    name, body = "aligned" if cells else "gathered", "\\\\".join(rows)
    return f"\\begin{{{name}}}{body}\\end{{{name}}}"


def _repeated(formula: str, step: Callable[[str], str]) -> str:
    for _ in range(_MOST_WORK):
        changed = step(formula)
        if changed == formula or len(changed) > _LONGEST:
            return formula
        formula = changed
    return formula


def _group_end(text: str, at: int) -> int:
    """Where the group that begins at `at` with a brace ends, behind its brace; -1 where it does not."""
    depth = 0
    while at < len(text):
        match text[at]:
            case "\\":
                at += 1
            case "{":
                depth += 1
            case "}":
                depth -= 1
                if depth <= 0:
                    return at + 1
            case _:
                pass
        at += 1
    return -1


def _without_definitions(formula: str, macros: dict[str, _Macro]) -> str:
    """The formula without what it defines, which is kept in `macros`."""
    pieces, at = [], 0
    for match in _DEFINITION.finditer(formula):
        end = _group_end(formula, match.end())
        if match.start() < at or end < 0 or len(macros) >= _MOST_MACROS:
            continue
        body = formula[match.end() + 1 : end - 1]
        name = next(filter(None, match.group("name", "bare", "old", "operator", "plain")))
        if match["operator"] or match["plain"]:
            body = f"\\operatorname{match['star']}{{{body}}}"
        macros[name] = _Macro(int(match["count"] or 0) or len(match["places"] or "") // 2, body)
        pieces.append(formula[at : match.start()])
        at = end
    return "".join((*pieces, formula[at:])).strip()


def _written_out(formula: str, macros: dict[str, _Macro]) -> str:
    """The formula with each macro's body in its place; as it was where that has no end."""
    before = formula
    for _ in range(_MOST_WORK):
        match = next((m for m in _COMMAND.finditer(formula) if m[1] in macros), None)
        if match is None:
            return formula
        if len(formula) > _LONGEST:
            break
        macro = macros[match[1]]
        arguments: list[str] = []
        at = match.end()
        while len(arguments) < macro.arguments and at < len(formula):
            end = _group_end(formula, at) if formula[at] == "{" else at + 1
            end = len(formula) if end < 0 else end
            arguments.append(formula[at:end].removeprefix("{").removesuffix("}") if formula[at] == "{" else formula[at])
            at = end
        body = macro.body
        for number, argument in enumerate(arguments, 1):
            body = body.replace(f"#{number}", argument)
        formula = f"{formula[: match.start()]}{{{body}}}{formula[at:]}"
    return before


def _enclosing(formula: str, at: int) -> tuple[int, int]:
    """Where the innermost group around a place begins and ends, without its braces; the formula where there is none."""
    begin, opened = 0, []
    for i in _braces(formula, 0, at):
        if formula[i] == "{":
            opened.append(i)
        elif opened:
            opened.pop()
    begin = opened[-1] + 1 if opened else 0
    depth = 0
    for i in _braces(formula, at, len(formula)):
        depth += 1 if formula[i] == "{" else -1
        if depth < 0:
            return begin, i
    return begin, len(formula)


def _braces(formula: str, start: int, end: int) -> Iterator[int]:
    return (match.end() - 1 for match in re.compile(r"(?:\\.|[^\\{}])*?[{}]", re.DOTALL).finditer(formula, start, end))


def _fractions(formula: str) -> str:
    r"""`{a \over b}` of plain TeX, the first of them."""
    match = re.search(r"\\(over|atop|choose)(?![A-Za-z])", formula)
    if match is None or match[1] == "choose":
        return formula
    begin, end = _enclosing(formula, match.start())
    above, below = formula[begin : match.start()].strip(), formula[match.end() : end].strip()
    put = (
        f"\\frac{{{above}}}{{{below}}}" if match[1] == "over" else f"\\begin{{matrix}}{above}\\\\{below}\\end{{matrix}}"
    )
    return formula[:begin] + put + formula[end:]


_SWITCH = re.compile(
    rf"\\({'|'.join(_SWITCHES)})(?![A-Za-z])(?!\s*\{{)\s*|\\({'|'.join(set(_SWITCHES) - {'bm'})})(?![A-Za-z])\s*(?=\{{)"
)


def _switches(formula: str) -> str:
    """A switch of a face, the last of them: what it holds for becomes an argument."""
    found = list(_SWITCH.finditer(formula))
    if not found:
        return formula
    match = found[-1]
    _, end = _enclosing(formula, match.end())
    cell = re.compile(r"(?<!\\)&|\\\\").search(formula, match.end(), end)
    end = cell.start() if cell else end
    held = formula[match.end() : end].strip()
    return f"{formula[: match.start()]}{_SWITCHES[match[1] or match[2]]}{{{held}}}{formula[end:]}"


def _pairs(formula: str) -> str:
    r"""`\norm{x}` and its like, the first of them."""
    for match in _COMMAND.finditer(formula):
        if match[1] in _AROUND and formula[match.end() : match.end() + 1] == "{":
            end = _group_end(formula, match.end())
            if end < 0:
                return formula
            before, after = _AROUND[match[1]]
            return f"{formula[: match.start()]}{before}{formula[match.end() : end]}{after}{formula[end:]}"
    return formula
