"""A table of HTML as pandoc's: head, bodies and foot, spans of cells, the caption."""

import re
from collections.abc import Callable, Iterator

from footlight.essay.tree import Node, Nodes, attr, para
from footlight.reading.html_tree import Element, Piece, is_blank

_MOST = 200
"""Columns of a table, or lines that a cell goes over."""
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
_ALIGNED = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}

Blocks = Callable[[list[Piece]], Nodes]


def table(element: Element, blocks: Blocks) -> Nodes:
    """The table, and before it what of the element stands in no cell."""
    caption: Nodes = []
    parts: dict[str, list[Element]] = {"thead": [], "tbody": [], "tfoot": []}
    outside: list[Piece] = []
    for child in element.children:
        if not isinstance(child, Element):
            outside.append(child)
        elif child.name == "caption":
            caption = blocks(child.children)
        elif child.name == "tr":
            parts["tbody"].append(child)
        elif child.name in parts:
            parts[child.name] += _rows(child, outside)
        elif child.name not in ("colgroup", "col"):
            outside.append(child)
    rows = [row for part in parts.values() for row in part]
    before = blocks(outside)
    if not rows:
        return before + caption
    if not parts["thead"] and len(parts["tbody"]) > 1 and _is_head(parts["tbody"][0]):
        parts["thead"] = [parts["tbody"].pop(0)]
    columns = max(1, min(_MOST, max(sum(_span(cell, "colspan") for cell in _cells(row)) for row in rows)))
    spanned = any(_span(cell, "rowspan") > 1 for row in rows for cell in _cells(row))
    made = {name: [_row(row, blocks, 0 if spanned else columns) for row in part] for name, part in parts.items()}
    node: Node = {
        "t": "Table",
        "c": [
            attr(element.value("id")),
            [None, caption],
            [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in range(columns)],
            [attr(), made["thead"]],
            [[attr(), 0, [], made["tbody"]]],
            [attr(), made["tfoot"]],
        ],
    }
    return [*before, node]


def _rows(part: Element, outside: list[Piece]) -> Iterator[Element]:
    for child in part.children:
        if isinstance(child, Element) and child.name == "tr":
            yield child
        else:
            outside.append(child)


def _cells(row: Element) -> list[Element]:
    """The cells of a line; words that stand in none are one."""
    cells: list[Element] = []
    for child in row.children:
        if isinstance(child, Element) and child.name in ("td", "th"):
            cells.append(child)
        elif not is_blank(child):
            if not cells:
                cells.append(Element("td", {}, ""))
            cells[-1].children.append(child)
    return cells


def _is_head(row: Element) -> bool:
    cells = [child for child in row.children if isinstance(child, Element)]
    return bool(cells) and all(cell.name == "th" for cell in cells)


def _span(cell: Element, key: str) -> int:
    value = cell.value(key)
    return max(1, min(_MOST, int(value))) if re.fullmatch(r"\d{1,4}", value) else 1


def _row(row: Element, blocks: Blocks, columns: int) -> Node:
    cells = []
    filled = 0
    for cell in _cells(row):
        width = _span(cell, "colspan")
        filled += width
        content = [{"t": "Plain", "c": n["c"]} if n["t"] == "Para" else n for n in blocks(cell.children)]
        if cell.name == "th":
            content = [{"t": n["t"], "c": [{"t": "Strong", "c": n["c"]}]} if n["t"] == "Plain" else n for n in content]
        said = cell.value("align") or (match[1] if (match := _ALIGN.search(cell.value("style"))) else "")
        cells.append([attr(), {"t": _ALIGNED.get(said, "AlignDefault")}, _span(cell, "rowspan"), width, content])
    cells += [[attr(), {"t": "AlignDefault"}, 1, 1, []] for _ in range(columns - filled)]
    return [attr(), cells]  # type: ignore[return-value]  # a row of pandoc's is a list, not a node


def flattened(element: Element, blocks: Blocks) -> Nodes:
    """A table that stands within a line: its words."""
    return [para(n["c"]) if n["t"] == "Plain" else n for n in blocks(element.children)]
