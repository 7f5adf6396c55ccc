"""Columns of figures in tables: aligned at the right, and by their decimal points."""

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from footlight.editions.fragment_tree import parse_fragment

_TABLE = re.compile(r"<table\b(?:(?!<table\b|<math\b).)*?</table>", re.DOTALL)
"""A table without formulas, which are of another name space."""
_FIGURE = re.compile(r"[-+–−±≈~<>]?\s?[$€£¥]?\s?(?P<whole>\d[\d.,   ’']*)\s?(?P<unit>[%‰°]?|[$€£¥])")
_PARTS = re.compile(r"(?P<point>[.,])(?P<decimals>\d+)\Z")
_EMPTY = frozenset({"", "-", "–", "—", "−", "…", "n/a", "."})
"""What stands in a cell that has no figure."""
_GROUP = 3
"""Digits between two marks of thousands."""


def align_figures(html: str) -> str:
    """Align the columns of a fragment's tables that hold nothing but figures, unless the author has said otherwise."""
    return _TABLE.sub(_aligned, html) if "<table" in html else html


def _aligned(match: re.Match[str]) -> str:
    table = parse_fragment(match[0])
    rows = [[cell for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
    spans = any("colspan" in cell.attrib or "rowspan" in cell.attrib for row in rows for cell in row)
    if spans or not rows or len({len(row) for row in rows}) > 1:
        return match[0]
    changed = False
    for column in zip(*rows, strict=True):
        changed = _align(column) or changed
    return ET.tostring(table, encoding="unicode") if changed else match[0]


def _align(column: Sequence[ET.Element]) -> bool:
    """Align a column, where all its cells below the head are figures."""
    cells = [cell for cell in column if cell.tag == "td"]
    said = [_words(cell) for cell in cells]
    found = [(cell, words) for cell, words in zip(cells, said, strict=True) if words not in _EMPTY]
    if len(found) < 2 or any("style" in cell.attrib for cell in column):
        return False
    if not all(_FIGURE.fullmatch(words) for _, words in found):
        return False
    for cell in column:
        cell.set("style", "text-align: right;")
    decimals = list(_decimals([words for _, words in found]))
    most = max(decimals)
    for (cell, _), own in zip(found, decimals, strict=True):
        if own < most:
            pad = ET.SubElement(
                cell, "span", {"class": "fl-pad", "data-pad": ("." if not own else "") + "0" * (most - own)}
            )
            pad.tail = ""
    return True


def _decimals(column: Sequence[str]) -> Iterator[int]:
    """How many decimals each figure has: a mark before three digits, in all of them, is that of thousands."""
    wholes = [match["whole"].strip() if (match := _FIGURE.fullmatch(words)) else "" for words in column]
    parts = [_PARTS.search(whole) for whole in wholes]
    points = {part["point"] for part in parts if part and len(part["decimals"]) != _GROUP}
    for part in parts:
        yield len(part["decimals"]) if part and part["point"] in points else 0


def _words(cell: ET.Element) -> str:
    return " ".join("".join(cell.itertext()).split())
