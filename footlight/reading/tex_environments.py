"""TeX's own environments of displayed mathematics, set between dollar signs, in which pandoc's reader knows them; and
what it does not know of them.
"""

import re
from collections.abc import Iterator

from footlight.essay.document import Source
from footlight.essay.tree import Nodes, nodes
from footlight.findings.finding import Finding
from footlight.reading.references import code_lines

_BEGIN = re.compile(
    r"[ \t]*\\begin\{((?:align|alignat|equation|eqnarray|gather|multline|flalign|displaymath|math|dmath)\*?)\}"
)
_LINES = re.compile(r"\\begin\{(?:array|tabular)\}\s*(?:\[\w\]\s*)?\{[^{}]*\|[^{}]*\}|\\(?:hline|cline|hdashline)\b")
"""Lines between columns (`{l|r}`) and between rows."""
_LONGEST = 60
"""Characters of a formula that a finding quotes."""
_OTHER_WAYS = re.compile(r"\$\$|\\\[")


def mark_environments(text: str, body_start: int) -> str:
    """The text with `$$` at both ends of each environment that stands alone; lines keep their numbers."""
    if "\\begin{" not in text:
        return text
    lines = text.split("\n")
    is_code = code_lines(lines, text.count("\n", 0, body_start))
    in_formula = False
    index = 0
    while index < len(lines):
        if not is_code[index]:
            match = None if in_formula else _BEGIN.match(lines[index])
            end = _end(lines, is_code, index, match[1]) if match else -1
            if match and end >= 0:
                closing = f"\\end{{{match[1]}}}"
                lines[index] = lines[index].replace("\\begin", "$$\\begin", 1)
                lines[end] = lines[end].replace(closing, f"{closing}$$", 1)
                index = end
            else:
                in_formula ^= len(_OTHER_WAYS.findall(lines[index])) % 2 == 1
        index += 1
    return "\n".join(lines)


def _end(lines: list[str], is_code: list[bool], start: int, name: str) -> int:
    """The line on which the environment ends; -1 where a blank line or code comes before, or nothing does."""
    for index in range(start, len(lines)):
        if is_code[index] or not lines[index].strip():
            return -1
        if f"\\end{{{name}}}" in lines[index]:
            return index
    return -1


def lost_lines(blocks: Nodes, source: Source) -> Iterator[Finding]:
    """A finding for each formula whose lines between columns or rows pandoc leaves out."""
    for formula in (node["c"][1] for node in nodes(blocks) if node["t"] == "Math"):
        if _LINES.search(formula):
            at = source.text.find(formula)
            yield Finding(
                code="formula-lines",
                message=f"the lines within the formula {' '.join(formula.split())[:_LONGEST]} are left out",
                hint="Set what they part as a table, or the formula as a picture.",
                file=source.shown,
                line=source.text.count("\n", 0, at) + 1 if at >= 0 else 0,
            )
