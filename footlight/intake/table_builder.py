"""A table of a page as pandoc's; a table that only lays out a page gives way to what is in its cells."""

import re
from collections.abc import Callable

from footlight.essay.tree import Node, Nodes, attr
from footlight.intake.page_tree import Element
from footlight.intake.tree_contents import in_one_line

_ALIGNMENTS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center)", re.IGNORECASE)
_INLINE_ENDS = frozenset({"Para", "Plain"})
MOST_COLUMNS = 60
_MOST_WITH_BLOCKS = 8
"""Columns of a table whose cells hold more than a line; pandoc draws no wider one."""


def build_table(element: Element, build_blocks: Callable[[Element], Nodes]) -> Nodes:
    """The blocks of a table: pandoc's table, or, where it only lays out, the content of its cells in their order."""
    rows = _rows(element)
    captions = [one for one in element.elements() if one.tag == "caption"]
    words = in_one_line([block for caption in captions for block in build_blocks(caption)])
    if is_layout(element):
        return _laid_out(element, build_blocks)
    head = _head_rows(element, rows)
    width = min(MOST_COLUMNS, max((sum(_span(cell, "colspan") for cell in row) for row in rows), default=0))
    if not width:
        return []
    grid = _without_empty_columns([_filled(row, width) for row in _spread(rows)])
    width = len(grid[0])
    built = [_row(row, build_blocks, in_lines=width > _MOST_WITH_BLOCKS) for row in grid]
    caption: list[object] = [None, [{"t": "Plain", "c": words}] if words else []]
    columns = [[{"t": _column_alignment(grid, at)}, {"t": "ColWidthDefault"}] for at in range(width)]
    body: list[object] = [attr(), 0, [], built[head:]]
    return [{"t": "Table", "c": [attr(), caption, columns, [attr(), built[:head]], [body], [attr(), []]]}]


def is_layout(table: Element) -> bool:
    """Whether a table only lays out a page: one column or row, tables or headings in it, long paragraphs in cells."""
    if table.get("role") in ("presentation", "none") or _has_strays(table):
        return True
    rows = _rows(table)
    if any(cell.tag == "th" and cell.text() for row in rows for cell in row):
        return False
    if not rows or max(map(len, rows)) < 2:
        return True
    inside = [one for one in table.walk() if one is not table]
    if any(one.tag in ("table", "h1", "h2", "h3", "h4", "hr", "form", "blockquote", "figure", "pre") for one in inside):
        return True
    cells = [cell for row in rows for cell in row]
    if len(rows) < 2:
        return True
    longest = max((len(cell.text()) for cell in cells), default=0)
    return longest > 600 or any(len(cell.all("p")) > 2 for cell in cells)


_ROW_HOLDERS = frozenset({"table", "tbody", "tfoot", "thead", "tr"})
_OTHER_PARTS = frozenset({"caption", "col", "colgroup", "td", "th"})


def _has_strays(part: Element) -> bool:
    """Whether something stands in a table and in none of its cells, as pages that nobody checked have it."""
    return any(
        bool(child.strip())
        if isinstance(child, str)
        else _has_strays(child)
        if child.tag in _ROW_HOLDERS - {"table"}
        else child.tag not in _OTHER_PARTS and (child.longer_than(0) or child.first("img") is not None)
        for child in part.children
    )


def _laid_out(part: Element, build_blocks: Callable[[Element], Nodes]) -> Nodes:
    """The blocks of all that a table holds, in its order."""
    blocks: Nodes = []
    stray = Element("div")

    def end_stray() -> None:
        blocks.extend(build_blocks(stray))
        stray.children.clear()

    for child in part.children:
        if isinstance(child, Element) and (child.tag in _OTHER_PARTS or child.tag in _ROW_HOLDERS - {"table"}):
            end_stray()
            blocks.extend(build_blocks(child) if child.tag in _OTHER_PARTS else _laid_out(child, build_blocks))
        else:
            stray.children.append(child)
    end_stray()
    return blocks


def _rows(table: Element) -> list[list[Element]]:
    """The cells of each row, those of tables inside excluded."""
    rows: list[list[Element]] = []
    for child in table.elements():
        if child.tag == "tr":
            rows.append([cell for cell in child.elements() if cell.tag in ("td", "th")])
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += _rows(child)
    return [row for row in rows if row]


def _head_rows(table: Element, rows: list[list[Element]]) -> int:
    """How many rows are its head: those of `thead`, else a first row of `th` alone."""
    heads = sum(len(_rows(child)) for child in table.elements() if child.tag == "thead")
    if heads:
        return min(1, heads)
    return int(len(rows) > 1 and all(cell.tag == "th" for cell in rows[0]))


def _span(cell: Element, name: str) -> int:
    return int(cell.get(name)) if re.fullmatch(r"[1-9]\d?", cell.get(name)) else 1


def _spread(rows: list[list[Element]]) -> list[list[Element | None]]:
    """The rows as a grid: a cell over several columns or rows has its words in the first, the others are empty."""
    below: dict[int, int] = {}  # column → rows that a cell above still covers
    grid: list[list[Element | None]] = []
    for row in rows:
        line: list[Element | None] = []
        cells = list(row)
        while cells or below.get(len(line)):
            if below.get(len(line)):
                below[len(line)] -= 1
                line.append(None)
                continue
            cell = cells.pop(0)
            for extra in range(_span(cell, "colspan")):
                if _span(cell, "rowspan") > 1:
                    below[len(line)] = _span(cell, "rowspan") - 1
                line.append(None if extra else cell)
        grid.append(line)
    return grid


def _filled(row: "list[Element | None]", width: int) -> "list[Element | None]":
    return (row + [None] * width)[:width]


def _without_empty_columns(grid: "list[list[Element | None]]") -> "list[list[Element | None]]":
    """The grid without columns in which no cell begins: those that only cells over several columns had made."""
    kept = [at for at in range(len(grid[0])) if any(row[at] is not None for row in grid)]
    return [[row[at] for at in kept] for row in grid]


def _row(row: "list[Element | None]", build_blocks: Callable[[Element], Nodes], *, in_lines: bool) -> list[object]:
    return [attr(), [_cell(cell, build_blocks, in_lines=in_lines) for cell in row]]


def _cell(cell: Element | None, build_blocks: Callable[[Element], Nodes], *, in_lines: bool) -> list[object]:
    blocks = build_blocks(cell) if cell is not None else []
    if in_lines and blocks:
        blocks = [{"t": "Plain", "c": in_one_line(blocks)}]
    elif len(blocks) == 1 and blocks[0]["t"] == "Para":
        blocks = [{"t": "Plain", "c": blocks[0]["c"]}]
    elif len(blocks) > 1 and all(block["t"] in _INLINE_ENDS for block in blocks):
        # Lines of one cell: a person writes them in one line, which keeps the table one of pipes.
        joined: Nodes = []
        for block in blocks:
            joined += [*([{"t": "Space"}] if joined else []), *block["c"]]
        blocks = [{"t": "Plain", "c": joined}]
    blocks = [_without_breaks(block) for block in blocks]
    return [attr(), {"t": "AlignDefault"}, 1, 1, blocks]


def _without_breaks(block: Node) -> Node:
    if block["t"] != "Plain":
        return block
    return {"t": "Plain", "c": [{"t": "Space"} if one["t"] == "LineBreak" else one for one in block["c"]]}


def _column_alignment(grid: "list[list[Element | None]]", at: int) -> str:
    """The alignment that all cells of a column have; the default where they differ."""
    found = {_alignment(row[at]) for row in grid[1:] if row[at] is not None}
    return found.pop() if len(found) == 1 else "AlignDefault"


def _alignment(cell: Element | None) -> str:
    if cell is None:
        return "AlignDefault"
    style = _ALIGN.search(cell.get("style"))
    return _ALIGNMENTS.get((style[1] if style else cell.get("align")).lower(), "AlignDefault")
