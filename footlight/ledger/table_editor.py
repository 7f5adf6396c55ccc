"""The text of one table of a ledger, written anew or edited so that only lines whose value changed are touched.

tomlkit, imported only here and only when something is written, gives a value its TOML form and puts it into a line
beside the comment that stands there.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from footlight.ledger.keys import Row, Wrong
from footlight.ledger.toml_lines import Line, logical_lines

Values = Mapping[str, Any]
"""A table as tomllib reads it."""


def table_text(header: str, values: Values) -> str:
    """A new `[[header]]` with its values, in their order."""
    rows = [f"{key} = {_toml(value)}\n" for key, value in values.items()]
    return f"[[{header}]]\n{''.join(rows)}"


def edited_table(text: str, tables: tuple[Values, Values], rows: Mapping[str, Row], newline: str) -> str:
    """The text of a table that holds the first of `tables`, changed to hold the second.

    A new key comes in the order of the rows; of one that goes, the comment stays; keys that are not in `rows` and
    the tables below this one stay as they are.
    """
    old, new = tables
    result: list[tuple[str, str]] = []  # (the key, where it is of this table and ours; the text)
    head, headers = 0, 0
    for number, line in enumerate(logical_lines(text)):
        if line.header:
            head, headers = head or number + 1, headers + 1
        if line.key in rows and headers <= 1:
            result.append((line.key, _edited_line(line, tables, rows[line.key], newline)))
        else:
            result.append(("", line.text))
    order = list(rows)
    for key in (key for key in order if new.get(key, "") != "" and key not in old):
        before = order[: order.index(key)]
        at = max((number + 1 for number, (one, _) in enumerate(result) if one in before), default=head)
        if at and result[at - 1][1] and not result[at - 1][1].endswith("\n"):
            result[at - 1] = (result[at - 1][0], result[at - 1][1] + newline)
        result.insert(at, (key, f"{key} = {_toml(new[key])}{newline}"))
    return "".join(text for _, text in result)


def comments_of(text: str, newline: str) -> str:
    """The comments of a text that goes, each on a line of its own."""
    return "".join(_comment(line, newline) for line in logical_lines(text))


def alike(tables: tuple[Values, Values], keys: Iterable[str], rows: Mapping[str, Row]) -> bool:
    """Whether two tables say the same under these keys; an empty text says what a missing key says."""
    old, new = tables
    return all(_plain(old.get(key), rows[key]) == _plain(new.get(key), rows[key]) for key in keys)


def _plain(value: object, row: Row) -> object:
    if value in ("", None):
        return None
    try:
        return row(value)
    except Wrong:
        return ("wrong", repr(value))  # like no value that is right


def _edited_line(line: Line, tables: tuple[Values, Values], row: Row, newline: str) -> str:
    _, new = tables
    if alike(tables, (line.key,), {line.key: row}):
        return line.text
    if line.key not in new:
        return _comment(line, newline)
    from tomlkit import parse  # noqa: PLC0415 - 40 ms that a build need not pay

    document = parse(line.text)
    document[line.key] = new[line.key]
    return document.as_string()


def _comment(line: Line, newline: str) -> str:
    return f"{line.comment}{newline}" if line.comment else ""


def _toml(value: object) -> str:
    from tomlkit import item  # noqa: PLC0415 - as above

    return item(value).as_string()
