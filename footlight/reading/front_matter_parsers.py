"""Front matter to a mapping of plain values, by its form: YAML, TOML, JSON, and lines without fences.

Every scalar is text, as the author wrote it: `true`, `10` and `2015-11-17` are told apart by the keys that want them.
What its parser refuses is read line by line as far as it goes, and is said: one colon too many must not cost the
author the title.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import zip_longest
from typing import Any

from footlight.engines.yaml import Mapping, Value, YamlProblem, read_mapping
from footlight.essay.front_matter_block import Form
from footlight.textmatch.toml_keys import MOST_PARTS, line_of_deep_key

_DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a front matter could not be read as its form asks; line and column are 1-based in the text given."""

    message: str
    line: int
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The keys of a front matter and, where it is not well formed, what its parser said."""

    mapping: Mapping
    problem: Problem | None = None


def parse_front_matter(form: Form, text: str) -> Parsed:
    """The mapping that a front matter of a form stands for; `text` is what is between its fences."""
    return _PARSERS[form](text)


def _yaml(text: str) -> Parsed:
    try:
        return Parsed(mapping=read_mapping(text))
    except YamlProblem as problem:
        said = Problem(message=str(problem), line=problem.line, column=problem.column)
        return Parsed(mapping=_line_by_line(text, _YAML_LINE, _yaml_value), problem=said)


_YAML_LINE = re.compile(r"^(?P<key>[^\s:#\[\]{}-][^:\n]*):(?:[ \t]+(?P<value>[^\n]*))?$", re.MULTILINE)
_TOML_LINE = re.compile(r"^(?P<key>[\w-]+)[ \t]*=[ \t]*(?P<value>[^\n]*)$", re.MULTILINE)
_TOML_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)


_STRUCTURE = frozenset("[{|>&*!")


def _line_by_line(text: str, line: re.Pattern[str], read: Callable[[str, str], Value]) -> Mapping:
    """The keys that stand at the left margin, each read with the lines that belong to it and without the others."""
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    found = list(line.finditer(text))
    for match, after in zip_longest(found, found[1:]):
        key = match["key"].strip("\"' ")
        values[key] = read(text[match.start() : after.start() if after else len(text)], match["value"] or "")
        lines[key] = text.count("\n", 0, match.start()) + 1
    return Mapping(values=values, lines=lines)


def _yaml_value(chunk: str, rest: str) -> Value:
    """A key's own lines as YAML; where they are none, the words behind the colon, unless they begin a structure."""
    try:
        return next(iter(read_mapping(chunk).values.values()), "")
    except YamlProblem:
        return "" if rest[:1] in _STRUCTURE else _unquoted(rest)


def _toml_value(_: str, rest: str) -> Value:
    return _unquoted(rest)


def _unquoted(words: str) -> str:
    words = words.strip()
    return words[1:-1] if len(words) > 1 and words[0] == words[-1] and words[0] in "\"'" else words


def _toml(text: str) -> Parsed:
    import tomllib  # noqa: PLC0415 - few sources are written so

    deep = line_of_deep_key(text)
    try:
        values = _plain_mapping({} if deep else tomllib.loads(text))
    except (ValueError, RecursionError) as error:  # ValueError: also a number of thousands of digits
        at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (1, 0)
        said = Problem(message=re.sub(r" \(at [^)]*\)", "", str(error)), line=line, column=column)
        table = _TOML_TABLE.search(text)
        head = text[: table.start()] if table else text
        return Parsed(mapping=_line_by_line(head, _TOML_LINE, _toml_value), problem=said)
    if deep:
        return Parsed(mapping=_EMPTY, problem=Problem(message=f"a key has more than {MOST_PARTS} parts", line=deep))
    key = re.compile(r"""^[ \t]*\[{0,2}[ \t]*["']?([\w-]+)""", re.MULTILINE)
    return Parsed(mapping=Mapping(values=values, lines=_lines_of(values, key, text)))


def _json(text: str) -> Parsed:
    inside = text.strip()
    whole = inside if inside.startswith("{") else "{" + inside.rstrip(", \n") + "}"
    try:
        found = json.loads(whole, parse_int=str, parse_float=str, parse_constant=str)
        values = _plain_mapping(found)
    except json.JSONDecodeError as error:
        lead = len(text) - len(text.lstrip())
        line = text.count("\n", 0, lead) + error.lineno
        return Parsed(mapping=_EMPTY, problem=Problem(message=error.msg, line=line, column=error.colno))
    except (ValueError, RecursionError):
        return Parsed(mapping=_EMPTY, problem=Problem(message="nested too deeply", line=1))
    return Parsed(mapping=Mapping(values=values, lines=_lines_of(values, re.compile(r'"([^"\n]*)"[ \t]*:'), text)))


_EMPTY = Mapping(values={}, lines={})


def _plain_mapping(found: dict[str, Any]) -> dict[str, Value]:
    return {str(key): _plain(value, 0) for key, value in found.items()}


def _plain(value: Any, depth: int) -> Value:  # noqa: ANN401 - what tomllib and json give
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    match value:
        case dict():
            return {str(key): _plain(item, depth + 1) for key, item in value.items()}
        case list():
            return [_plain(item, depth + 1) for item in value]
        case bool():
            return str(value).lower()
        case None:
            return ""
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _lines_of(values: dict[str, Value], key: re.Pattern[str], text: str) -> dict[str, int]:
    """The line where each key first stands; the first line for one that is not found as it is written."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        for match in key.finditer(line):
            lines.setdefault(match[1], number)
    return {name: lines.get(name, 1) for name in values}


_FIELD = re.compile(r"^%", re.MULTILINE)


def _title_block(text: str) -> Parsed:
    """Pandoc's title block; authors stand on lines of their own or between semicolons (manual: pandoc_title_block)."""
    title, authors, when, *_ = [*_FIELD.split(text)[1:], "", "", ""]
    names = [" ".join(name.split()) for name in re.split(r"[;\n]", authors)]
    values: dict[str, Value] = {
        "title": " ".join(title.split()),
        "author": [name for name in names if name],
        "date": " ".join(when.split()),
    }
    return Parsed(mapping=Mapping(values=values, lines={"title": 1, "author": 2, "date": 3}))


_HEADER = re.compile(r"^(?:\.\.[ \t]+)?(?P<key>[A-Za-z][\w -]*)::?(?:[ \t]+(?P<value>[^\n]*))?$")


def _lines(text: str) -> Parsed:
    """`Title: x` lines, each with its continuation lines, which are indented."""
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    repeated: list[str] = []
    key = ""
    for number, line in enumerate(text.split("\n"), 1):
        found = _HEADER.match(line)
        if found:
            key = found["key"].strip().lower()
            repeated += [key] if key in values else []
            values[key], lines[key] = (found["value"] or "").strip(), number
        elif key and line.strip():
            values[key] = f"{values[key]}\n{line.strip()}".strip()
    return Parsed(mapping=Mapping(values=values, lines=lines, repeated=tuple(repeated)))


_PARSERS: dict[Form, Callable[[str], Parsed]] = {
    Form.YAML: _yaml,
    Form.TOML: _toml,
    Form.JSON: _json,
    Form.TITLE_BLOCK: _title_block,
    Form.HEADER_LINES: _lines,
    Form.COMMENT_LINES: _lines,
}
