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
from footlight.ledger.keys import LINK, SUB_TABLES, Row, Wrong, sub_tables_of, values_of
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


_SAME_RECORD = {"evidence": ("what", "url"), "candidate": ("url",), "searched": ("where",)}
"""The keys by which a sub-table whose values changed is known to be the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The text of one `[[link]]`; or what stands before the first, with no values."""

    text: str
    values: Values
    new: bool = False
    """Whether it was just written, so that blank lines have to be put round it."""

    @property
    def id(self) -> object:
        """As it stands in the file; None where there is none."""
        return self.values.get("id")

    @property
    def protected(self) -> bool:
        """Whether only a person may change it: decided, or of a status (a slip of the pen?) that is not ours."""
        return self.values.get("status") not in [status.value for status in Status if not status.decided]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """A sub-table's lines; `name` is empty for the entry's own keys and for tables that are not ours."""

    name: str
    text: str
    values: Values
    new: bool = False


def unusual() -> Wrong:
    """TOML that says the right things in a form that cannot be edited line by line."""
    hint = "Write each entry under a line [[link]] of its own, and its sub-tables right after it."
    return Wrong("ledger-syntax", "nothing can be put into a ledger of this form", hint)


def blocks_of(text: str, links: object) -> list[Block]:
    """What stands before the first link, then each link; `links` is what tomllib read. Raises Wrong."""
    pieces = _cut(logical_lines(text), lambda line: line.header == ("link",))
    if not isinstance(links, list) or len(links) != len(pieces) - 1 or not all(isinstance(of, dict) for of in links):
        raise unusual()
    return [Block(text=_text(lines), values=of) for lines, of in zip(pieces, [{}, *links], strict=True)]


def new_block(entry: Entry, newline: str) -> Block:
    """An entry that is not in the file yet."""
    sections = [(table_text("link", values_of(entry)), True)]
    for name, subs in sub_tables_of(entry).items():
        sections += [(table_text(f"link.{name}", values), True) for values in subs]
    text = joined(sections, "\n").replace("\n", newline)  # within values a line's end is an escape
    return Block(text=text, values=values_of(entry), new=True)


def edited_block(block: Block, entry: Entry, newline: str) -> Block:
    """The block with the values of the entry in it; raises Wrong where its form does not allow that."""
    for name in SUB_TABLES:
        standing = block.values.get(name, [])
        if not isinstance(standing, list) or not all(isinstance(of, dict) for of in standing):
            raise unusual()
    head, *rest = _cut(logical_lines(block.text), lambda line: bool(line.header) and line.header != ("link",))
    text = edited_table(_text(head), (block.values, values_of(entry)), LINK, newline)
    sections = _sections(rest, block.values)
    for name, wanted in sub_tables_of(entry).items():
        standing = block.values.get(name, [])
        if len(standing) != len(wanted) or not all(_same(name, pair) for pair in zip(standing, wanted, strict=True)):
            if sum(section.name == name for section in sections) != len(standing):
                raise unusual()
            sections = _edited_sections(sections, name, wanted, newline)
    whole = joined([(text, False), *((section.text, section.new) for section in sections)], newline)
    if whole == block.text:
        return block
    end = len(block.text.rstrip("\r\n"))
    return Block(text=whole.rstrip("\r\n") + (block.text[end:] or newline), values=block.values)


def joined(pieces: Iterable[tuple[str, bool]], newline: str) -> str:
    """The texts one after the other, a blank line on each side of those that are new."""
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
    """Whether two sub-tables say the same; or, with `record`, whether they speak of the same thing."""
    rows = SUB_TABLES[name]
    return alike(tables, _SAME_RECORD[name] if record else rows, rows)


def _cut(lines: Iterable[Line], starts: Callable[[Line], bool]) -> list[list[Line]]:
    """The lines cut before each that starts a piece, comments that stand right above it going with it."""
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
    """The sub-tables of an entry; those below them, `[link.evidence.more]`, go with them."""
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
    """The sections with those of one kind as they are wanted, each made from the one that stood for it."""
    found, gone = _paired([section for section in sections if section.name == name], name, wanted)
    made = []
    for old, values in zip(found, wanted, strict=True):
        if old is None:
            text = table_text(f"link.{name}", values).replace("\n", newline)
            made.append(_Section(name=name, text=text, values=values, new=True))
        else:
            text = edited_table(old.text, (old.values, values), SUB_TABLES[name], newline)
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
    """For each wanted table the section that stood for it, the very same ones first; and those that go."""
    found: list[_Section | None] = [None] * len(wanted)
    for record in (False, True):
        for number, values in enumerate(wanted):
            if found[number] is None:
                old = next((s for s in standing if _same(name, (s.values, values), record=record)), None)
                found[number] = old
                standing = [section for section in standing if section is not old]
    return found, standing
