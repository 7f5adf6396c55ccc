r"""Mathematics between `\\(` and `\\)`, `\\[` and `\\]`, as MathJax and KaTeX are told to find it."""

import re
from collections.abc import Iterator
from html import unescape

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage

_INLINE = re.compile(r"(?<!\\)(\\{1,2})\((?=[^\n]{0,600}?[\\^_={}])(?P<words>[^\n]{1,600}?)\1\)")
_DISPLAY = re.compile(r"(?<!\\)(\\{1,2})\[(?P<words>(?:(?!\n[ \t]*\n).){1,4000}?)\1\]", re.DOTALL)
_TEX = re.compile(r"[\\^_={}]")
SEEN = re.compile(
    r"\$\$|(?<![\\$\w])\$(?![\s$])[^$\n]{0,400}[\\^_={}][^$\n]{0,400}(?<!\s)\$(?!\d)|(?<![\\$\w])\$[A-Za-z]\$(?!\w)"
)
"""What tells that dollar signs are mathematics, and not money."""


def mathematics(passage: Passage) -> Iterator[Edit]:
    """Mathematics between backslashes and brackets, set between dollar signs."""
    for pattern, mark in ((_DISPLAY, "$$"), (_INLINE, "$")):
        for match in passage.protected.find(pattern):
            if _TEX.search(match["words"]):
                yield Edit(start=match.start(), end=match.end(), put=f"{mark}{match['words'].strip()}{mark}")


_LINES = re.compile(r"\$\$(?!\$)(?P<words>(?:(?!\n[ \t]*\n|\$\$).){1,4000}?)\$\$", re.DOTALL)
_MARK = re.compile(r"\n[ \t]*(?=(?:[-+*=>|]|#{1,6}|\d{1,9}[.)])(?:[ \t]|$))|\n(?= {4}|\t)", re.MULTILINE)


def lines_of_formulas(passage: Passage) -> Iterator[Edit]:
    """Lines of a formula that begin as a list or a quotation does: CommonMark would end the formula there."""
    for match in _LINES.finditer(passage.text):
        if "\n" in match["words"] and not passage.protected.in_code(match.start()):
            for line in _MARK.finditer(passage.text, *match.span("words")):
                yield Edit(start=line.start(), end=line.end(), put=" ")


_MATHML = re.compile(r"<math\b(?P<attributes>[^<>]*)>(?P<inner>[^<]*(?:<(?!/?math\b)[^<]*)*)</math\s*>", re.IGNORECASE)
_ANNOTATION = re.compile(
    r"<annotation\s[^<>]*encoding=[\"']application/x-tex[\"'][^<>]*>(?P<tex>[^<]{1,8000})</annotation", re.IGNORECASE
)


def tex_in_mathml(passage: Passage) -> Iterator[Edit]:
    """A formula in MathML that has its TeX with it, as KaTeX writes it: pandoc would read that as Markdown."""
    for match in passage.protected.find(_MATHML):
        annotation = _ANNOTATION.search(match["inner"])
        tex = unescape(annotation["tex"]).strip() if annotation else ""
        if tex and "$" not in tex and not re.search(r"\n[ \t]*\n", tex):
            mark = "$$" if "block" in match["attributes"] else "$"
            yield Edit(start=match.start(), end=match.end(), put=f"{mark}{tex}{mark}")
