"""Tables on pages: columns as wide as their words need, smaller type where that is not enough, else divided.

pandoc gives all columns of a table widths of its own as soon as one line of the source is long, so that a column of
numbers is as wide as one of sentences. Here widths follow the text: a table that fits has its natural ones; in one that
does not, no column is narrower than its longest word while there is room, and what is left goes to the longer columns.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from footlight.editions.fragment_tree import parse_fragment
from footlight.essay.document import CALL
from footlight.findings.finding import Finding, Severity
from footlight.press.paper import PT_PER_MM, Page

_TABLE = re.compile(r"<table\b(?:(?!<table\b).)*?</table>", re.DOTALL)
_SMALL_CLASS = "fl-table-small"
_LETTER = 0.5
"""The width of a letter, em: Literata's average in English is 0.47, in German 0.49."""
_HYPHENATED, _DIVIDED = 14, 11
"""A word of more letters than this counts as so many: hyphenation divides it."""
_NATURAL = 60
"""Characters of a cell beyond which it is set in several lines anyhow."""
_NARROWEST = 8
"""Characters of a column below which its words become slivers."""
_SPLIT = re.compile(r"[\s\u200b]+|(?<=[-–—/])")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableType:
    """The type of tables, as the style sheets set it; the figures here are those of templates/page.css."""

    size: float = 0.92
    """In em of the text."""
    small: float = 0.8
    """In em of the text, for a table that has no room in the usual type."""
    gap: float = 8.0
    """pt between two columns."""


HOUSE_TYPE = TableType()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a table is set."""

    page: Page
    type: TableType


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """What a column asks for, in letters of the usual width."""

    longest: float
    """The longest piece that is not divided."""
    natural: float
    """The longest cell."""


def set_tables(
    html: str, page: Page, shown: str, table_type: TableType = HOUSE_TYPE
) -> tuple[str, tuple[Finding, ...]]:
    """Give the tables of a fragment widths for a page. One with more columns than fit is divided, with a finding."""
    if "<table" not in html:
        return html, ()
    findings: list[Finding] = []
    place = _Place(page=page, type=table_type)

    def one(match: re.Match[str]) -> str:
        table = parse_fragment(match[0])
        parts = list(_set(table, place))
        if len(parts) > 1:
            findings.append(_divided(table, len(parts), shown))
        return "\n".join(ET.tostring(part, encoding="unicode") for part in parts)

    return _TABLE.sub(one, html), tuple(findings)


def _set(table: ET.Element, place: _Place) -> Iterator[ET.Element]:
    for group in table.findall("colgroup"):
        table.remove(group)
    table.attrib.pop("style", None)
    columns = _columns(table)
    if not columns:
        yield table
        return
    size = place.type.size
    if sum(map(_least, columns)) > _room(place, size, len(columns)):
        size = place.type.small
        table.set("class", _SMALL_CLASS)
    room = _room(place, size, len(columns))
    natural = sum(column.natural for column in columns)
    if natural <= room:
        _widen_caption(table, (room - natural) * _LETTER * size * place.page.type)
        yield table
    elif len(columns) * _NARROWEST <= room or not _is_plain(table):
        yield _with_widths(table, columns, place, size)
    else:
        for indexes in _groups(columns, place, size):
            part = _with_columns(table, indexes)
            yield _with_widths(part, [columns[index] for index in indexes], place, size)


def _room(place: _Place, size: float, columns: int) -> float:
    """Characters that stand side by side in a table of so many columns."""
    page = place.page
    block = (page.width - page.inner - page.outer) * PT_PER_MM
    return (block - place.type.gap * columns) / (_LETTER * size * page.type)


def _widen_caption(table: ET.Element, spare: float) -> None:
    """Give the caption of a table that is narrower than the text, by `spare` pt, the measure of the text."""
    caption = table.find("caption")
    if caption is not None:
        margin = f"{-spare / 2:.1f}pt"
        caption.set("style", f"margin-left: {margin}; margin-right: {margin};")


def _columns(table: ET.Element) -> list[_Column]:
    """What each column asks for; empty where cells span several."""
    rows = [[cell for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
    if not rows or len({len(row) for row in rows}) > 1 or any("colspan" in cell.attrib for row in rows for cell in row):
        return []
    return [
        _Column(
            longest=max(_letters(piece, cell.tag) for cell in column for piece in _pieces(cell)),
            natural=max(_letters(" ".join(_words(cell).split()), cell.tag) for cell in column),
        )
        for column in zip(*rows, strict=True)
    ]


def _pieces(cell: ET.Element) -> Iterator[str]:
    """What of a cell's words is not divided at a line's end; a long word is, by hyphenation."""
    yield ""
    for piece in _SPLIT.split(_words(cell)):
        yield piece[:_DIVIDED] if piece.isalpha() and len(piece) > _HYPHENATED else piece


def _letters(words: str, tag: str) -> float:
    """The width of words in letters: heads stand in spaced small capitals, figures and capitals are wider."""
    wide = sum(character.isdigit() or character.isupper() for character in words)
    return len(words) * (1.2 if tag == "th" else 1.0) + 0.2 * wide


def _words(cell: ET.Element) -> str:
    return "".join(cell.itertext())


def _least(column: _Column) -> float:
    return column.longest * 1.05 + 0.5


def _with_widths(table: ET.Element, columns: Sequence[_Column], place: _Place, size: float) -> ET.Element:
    """The table with a width for each column, in shares of the text block."""
    room = _room(place, size, len(columns))
    least = [_least(column) for column in columns]
    if sum(least) > room:  # words are broken: the longest ones first
        cap = _cap(least, room)
        widths = [min(width, cap) for width in least]
    else:
        wants = [
            max(0.0, min(c.natural, _NATURAL * 4) - width) ** 0.75 for c, width in zip(columns, least, strict=True)
        ]
        spare = (room - sum(least)) / (sum(wants) or 1.0)
        widths = [width + want * spare for width, want in zip(least, wants, strict=True)]
    group = ET.Element("colgroup")
    gap = place.type.gap / (_LETTER * size * place.page.type)
    whole = sum(widths) + gap * len(widths)
    for width in widths:
        ET.SubElement(group, "col", {"style": f"width: {100 * (width + gap) / whole:.2f}%"})
    table.insert(1 if len(table) and table[0].tag == "caption" else 0, group)
    table.set("class", " ".join(filter(None, [table.get("class", ""), "fl-table-full"])))
    return table


def _cap(least: Sequence[float], room: float) -> float:
    """The width above which no column may be, so that all together have room."""
    left, cap = room, room
    for count, width in zip(range(len(least), 0, -1), sorted(least), strict=True):
        cap = left / count
        if width >= cap:
            return cap
        left -= width
    return cap


def _is_plain(table: ET.Element) -> bool:
    """Whether it can be divided by columns: no cell spans rows."""
    return not any("rowspan" in cell.attrib for cell in table.iter())


def _groups(columns: Sequence[_Column], place: _Place, size: float) -> Iterator[list[int]]:
    """The columns of each part: the first one, which says what a row is about, and as many of the others as fit."""
    fit = 2
    while fit < len(columns) and (fit + 1) * _NARROWEST <= _room(place, size, fit + 1):
        fit += 1
    others = list(range(1, len(columns)))
    for at in range(0, len(others), fit - 1):
        yield [0, *others[at : at + fit - 1]]


def _with_columns(table: ET.Element, indexes: Sequence[int]) -> ET.Element:
    """A copy of the table with some of its columns; the first column of a further part has no calls and identifiers."""
    part = deepcopy(table)
    again = indexes[1] > 1
    for row in part.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("th", "td")]
        for index, cell in enumerate(cells):
            if index not in indexes:
                row.remove(cell)
        if again:
            _without_references(cells[0])
    if again:
        for caption in part.findall("caption"):
            part.remove(caption)
        part.attrib.pop("id", None)
    return part


def _without_references(cell: ET.Element) -> None:
    comment: object = ET.Comment
    for element in cell.iter():
        element.attrib.pop("id", None)
        if element.tag == comment and CALL.fullmatch(f"<!--{element.text}-->"):
            element.text = "fl:repeated"


def _divided(table: ET.Element, parts: int, shown: str) -> Finding:
    caption = table.find("caption")
    words = " ".join(_words(caption if caption is not None else table).split())[:60]
    return Finding(
        code="table-divided",
        severity=Severity.INFO,
        message=f"the table “{words}” has more columns than a page holds; it is set in {parts} parts",
        hint="Its first column is repeated in each. Fewer columns, or a larger page, keep it whole.",
        file=shown,
    )
