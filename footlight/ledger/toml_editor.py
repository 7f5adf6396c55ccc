"""Edit the TOML text of a ledger so that only the lines whose value changed are touched.

Why this is our own code and not tomlkit alone: a ledger belongs to the person who edits it. Their comments, order of
keys, quotation marks, blank lines and line ends must survive each run byte for byte, so that a diff shows only what
really changed. tomlkit reproduces an untouched file, but a new sub-table is inserted between the next table and the
comment above that table, without a blank line, a value that is set again loses its quotation marks, and reading 500
entries takes 1.6 s (tomlkit 0.15; the whole rewriting here takes 0.2 s). So the text is cut into logical lines
(`toml_lines`), lines whose value stays the same are copied, and tomlkit renders single values only. `writer` reads the
result again before it replaces the file.

The ledger's text is a sequence of blocks, one for each `[[link]]`; a block is a sequence of sections, one for each
sub-table (`[[link.evidence]]`, …).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from footlight.ledger.entries import Entry, Status
from footlight.ledger.keys import LINK, SUB_TABLES, Invalid, ValueReader, sub_tables_of, values_of
from footlight.ledger.toml_lines import Line, logical_lines
from footlight.textmatch.clean_text import escaped

Values = Mapping[str, Any]
"""A table as tomllib reads it."""


def table_text(header: str, values: Values) -> str:
    """Return a new `[[header]]` with its values, in their order."""
    rows = [f"{key} = {_toml(value)}\n" for key, value in values.items()]
    return f"[[{header}]]\n{''.join(rows)}"


def edit_table(text: str, tables: tuple[Values, Values], rows: Mapping[str, ValueReader], newline: str) -> str:
    """Return the text of a table that holds the first of `tables`, changed so that it holds the second.

    A new key is inserted in the order of the rows; of a removed key the comment stays; keys that are not in `rows`, and
    the tables below this one, stay as they are.
    """
    old, new = tables
    result: list[tuple[str, str]] = []  # (the key if it is in this table and in `rows`, the text)
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
    """Return the comments of a removed text, each on its own line."""
    return "".join(_comment(line, newline) for line in logical_lines(text))


def same_values(tables: tuple[Values, Values], keys: Iterable[str], rows: Mapping[str, ValueReader]) -> bool:
    """Tell whether two tables have the same values under these keys; an empty text equals a missing key."""
    old, new = tables
    return all(_plain(old.get(key), rows[key]) == _plain(new.get(key), rows[key]) for key in keys)


def _plain(value: object, row: ValueReader) -> object:
    if value in ("", None):
        return None
    try:
        return row(value)
    except Invalid:
        return ("invalid", repr(value))  # equals no valid value


def _edited_line(line: Line, tables: tuple[Values, Values], row: ValueReader, newline: str) -> str:
    _, new = tables
    if same_values(tables, (line.key,), {line.key: row}):
        return line.text
    if line.key not in new:
        return _comment(line, newline)
    from tomlkit import parse  # noqa: PLC0415 - 40 ms that a build need not pay

    document = parse(line.text)
    document[line.key] = new[line.key]
    return escaped(document.as_string())


def _comment(line: Line, newline: str) -> str:
    return f"{line.comment}{newline}" if line.comment else ""


def _toml(value: object) -> str:
    from tomlkit import item  # noqa: PLC0415 - as above

    return escaped(item(value).as_string())


_SAME_RECORD = {"evidence": ("what", "url"), "candidate": ("url",), "searched": ("where",)}
"""The keys by which a sub-table is recognized although other values changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The text of one `[[link]]`, or the text before the first one, with no values."""

    text: str
    values: Values
    new: bool = False
    """Whether it was made in this run and needs blank lines around it."""

    @property
    def id(self) -> object:
        """The value of `id` in the file; None if there is none."""
        return self.values.get("id")

    @property
    def protected(self) -> bool:
        """Whether only a person may change it: it is decided, or its status is unknown, perhaps a misspelling."""
        return self.values.get("status") not in [status.value for status in Status if not status.decided]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """The lines of a sub-table; `name` is empty for the entry's own keys and for unknown tables."""

    name: str
    text: str
    values: Values
    new: bool = False


def unsupported_form() -> Invalid:
    """Return the fault of a ledger that is valid but in a form of TOML that cannot be edited line by line."""
    hint = "Write each entry under a line [[link]] of its own, and its sub-tables right after it."
    return Invalid("ledger-syntax", "a ledger in this form of TOML cannot be edited", hint)


def split_blocks(text: str, links: object) -> list[Block]:
    """Return the text before the first link, then each link; `links` is what tomllib read. Raises Invalid."""
    pieces = _cut(logical_lines(text), lambda line: line.header == ("link",))
    if not isinstance(links, list) or len(links) != len(pieces) - 1 or not all(isinstance(of, dict) for of in links):
        raise unsupported_form()
    return [Block(text=_text(lines), values=of) for lines, of in zip(pieces, [{}, *links], strict=True)]


def new_block(entry: Entry, newline: str) -> Block:
    """Return the block of an entry that is not in the file yet."""
    sections = [(table_text("link", values_of(entry)), True)]
    for name, subs in sub_tables_of(entry).items():
        sections += [(table_text(f"link.{name}", values), True) for values in subs]
    text = join_pieces(sections, "\n").replace("\n", newline)  # inside values a line end is escaped
    return Block(text=text, values=values_of(entry), new=True)


def edit_block(block: Block, entry: Entry, newline: str) -> Block:
    """Return the block with the values of the entry; raises Invalid if its form does not allow that."""
    for name in SUB_TABLES:
        standing = block.values.get(name, [])
        if not isinstance(standing, list) or not all(isinstance(of, dict) for of in standing):
            raise unsupported_form()
    head, *rest = _cut(logical_lines(block.text), lambda line: bool(line.header) and line.header != ("link",))
    text = edit_table(_text(head), (block.values, values_of(entry)), LINK, newline)
    sections = _sections(rest, block.values)
    for name, wanted in sub_tables_of(entry).items():
        standing = block.values.get(name, [])
        if len(standing) != len(wanted) or not all(_same(name, pair) for pair in zip(standing, wanted, strict=True)):
            if sum(section.name == name for section in sections) != len(standing):
                raise unsupported_form()
            sections = _edited_sections(sections, name, wanted, newline)
    whole = join_pieces([(text, False), *((section.text, section.new) for section in sections)], newline)
    if whole == block.text:
        return block
    end = len(block.text.rstrip("\r\n"))
    return Block(text=whole.rstrip("\r\n") + (block.text[end:] or newline), values=block.values)


def join_pieces(pieces: Iterable[tuple[str, bool]], newline: str) -> str:
    """Join the texts, with a blank line on each side of those that are new."""
    out: list[str] = []
    last, last_new = "", False
    for text, new in pieces:
        if last and text and (new or last_new):
            if not last.endswith("\n"):
                out.append(newline)
            if not last.endswith(newline * 2) and not text.startswith(("\n", "\r\n")):
                out.append(newline)
        out.append(text)
        last, last_new = text or last, new if text else last_new
    return "".join(out)


def _text(lines: Iterable[Line]) -> str:
    return "".join(line.text for line in lines)


def _same(name: str, tables: tuple[Values, Values], *, record: bool = False) -> bool:
    """Tell whether two sub-tables have the same values or, with `record`, are about the same thing."""
    rows = SUB_TABLES[name]
    return same_values(tables, _SAME_RECORD[name] if record else rows, rows)


def _cut(lines: Iterable[Line], starts: Callable[[Line], bool]) -> list[list[Line]]:
    """Cut the lines before each one that starts a piece; comments directly above it go with it."""
    pieces: list[list[Line]] = [[]]
    for line in lines:
        if starts(line):
            above = takewhile(lambda one: bool(one.comment) and not one.key and not one.header, reversed(pieces[-1]))
            kept = len(pieces[-1]) - len(list(above))
            pieces.append([*pieces[-1][kept:], line])
            del pieces[-2][kept:]
        else:
            pieces[-1].append(line)
    return pieces


def _sections(pieces: Iterable[Sequence[Line]], values: Values) -> list[_Section]:
    """Return the sub-tables of an entry; tables below them, `[link.evidence.more]`, go with them."""
    sections: list[_Section] = []
    left = {name: iter(values[name]) for name in SUB_TABLES if name in values}
    for lines in pieces:
        header = next(line.header for line in lines if line.header)
        if header[0] == "link" and len(header) > 2 and sections:
            above = sections.pop()
            sections.append(replace(above, text=above.text + _text(lines)))
        elif header[0] == "link" and len(header) == 2 and header[1] in left:
            of: Values = next(left[header[1]], {})
            sections.append(_Section(name=header[1], text=_text(lines), values=of))
        else:
            sections.append(_Section(name="", text=_text(lines), values={}))
    return sections


def _edited_sections(sections: list[_Section], name: str, wanted: list[dict[str, Any]], newline: str) -> list[_Section]:
    """Return the sections with those of one kind as wanted, each made from the section that it replaces."""
    found, gone = _paired([section for section in sections if section.name == name], name, wanted)
    made = []
    for old, values in zip(found, wanted, strict=True):
        if old is None:
            text = table_text(f"link.{name}", values).replace("\n", newline)
            made.append(_Section(name=name, text=text, values=values, new=True))
        else:
            text = edit_table(old.text, (old.values, values), SUB_TABLES[name], newline)
            made.append(_Section(name=name, text=text, values=values))
    if remarks := "".join(comments_of(old.text, newline) for old in gone):
        made.append(_Section(name="", text=remarks, values={}, new=True))
    kinds = list(SUB_TABLES)
    before = kinds[: kinds.index(name)]
    after_those = max((at + 1 for at, section in enumerate(sections) if section.name in before), default=0)
    at = next((at for at, section in enumerate(sections) if section.name == name), after_those)
    return [*sections[:at], *made, *(section for section in sections[at:] if section.name != name)]


def _paired(
    standing: list[_Section], name: str, wanted: list[dict[str, Any]]
) -> tuple[list[_Section | None], list[_Section]]:
    """Return, for each wanted table, the section that it replaces, equal ones first; and the removed sections."""
    found: list[_Section | None] = [None] * len(wanted)
    for record in (False, True):
        for number, values in enumerate(wanted):
            if found[number] is None:
                old = next((s for s in standing if _same(name, (s.values, values), record=record)), None)
                found[number] = old
                standing = [section for section in standing if section is not old]
    return found, standing
