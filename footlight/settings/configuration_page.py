"""The tables of docs/configuration.md, made from the tables of footlight.toml.

`make docs` writes them anew; a test compares the two. All other words of the page are written by hand.
"""

import json
import re
import sys
import textwrap
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from footlight.settings.book_options import BookOptions, Parts
from footlight.settings.keys import Key, keys_of, plain_words
from footlight.settings.values import BOOK, TABLES

_HEAD = "| key | default | |\n|---|---|---|\n"
_TABLE = re.compile(rf"{re.escape(_HEAD)}(?:\|.*\n)*")
_WIDTH = 100
_EXAMPLE = re.compile(r"```toml\n.*?```\n", re.DOTALL)


ALL: dict[str, type] = {**TABLES, BOOK: BookOptions}
"""Every table of footlight.toml."""


def renewed(page: str) -> str:
    """Replace the example and the table below each heading such as "## `[build]`". Raises LookupError without one."""
    page = _EXAMPLE.sub(lambda _: example(), page, count=1)
    for name in ALL:
        heading = re.search(rf"^## `\[{name}\]`.*$", page, re.MULTILINE)
        found = heading and _TABLE.search(page, heading.end())
        if not found or "\n## " in page[heading.end() if heading else 0 : found.start()]:
            raise LookupError(
                f"docs/configuration.md needs a heading '## `[{name}]`' and below it the line '{_HEAD[:19]}'"
            )
        page = page[: found.start()] + rows_of(name) + page[found.end() :]
    return page


def rows_of(name: str) -> str:
    """Write the table of the keys of a table of footlight.toml, without those that it has from another table."""
    return _HEAD + "".join(f"| `{key.name}` | {_default(key)} | {key.words} |\n" for key in _own(name))


def example() -> str:
    """Write a whole footlight.toml: each key with its default, or with an example where it has none."""
    blocks = []
    for name, table in ALL.items():
        keys = keys_of(table).values() if name == "page" else _own(name)
        blocks.append(f"[{name}]\n" + "".join(map(_line, keys)))
    return "```toml\n" + "\n".join(blocks) + "```\n"


def documented(values: Mapping[str, Mapping[str, object]]) -> str:
    """Write a footlight.toml with all keys and what each decides, as comments but for those of `values`."""
    blocks = []
    for name, table in ALL.items():
        said = values.get(name, {})
        # A [book] without a title is an error, and [print] has the keys of [page] as well.
        head = f"[{name}]" if said or name != BOOK else f"# [{name}]"
        lines = [line for key in keys_of(table).values() for line in _documented(key, said)]
        blocks.append("\n".join([head, *lines]) + "\n")
    return "\n".join(blocks)


def _documented(key: Key, said: Mapping[str, object]) -> list[str]:
    """The lines about a key: its words, and the key itself."""
    if isinstance(key.kind, Parts):
        return []
    words = [f"# {line}" for line in textwrap.wrap(f"{plain_words(key)}.", _WIDTH - 2, break_on_hyphens=False)]
    if key.name in said:
        return [*words, f"{key.name} = {_toml(said[key.name])}", ""]
    value = key.default if key.example is None else key.example
    if value is None:  # one of the words that it takes
        value = key.kind.schema().get("enum", [""])[0]
    unset = f"  # without it: {key.unset.strip('`')}" if key.unset else ""
    return [*words, f"# {key.name} = {_toml(value)}{unset}", ""]


def _own(name: str) -> list[Key]:
    inherited = {key for base in ALL[name].__bases__ if base in ALL.values() for key in keys_of(base)}
    return [key for key in keys_of(ALL[name]).values() if key.name not in inherited]


def _line(key: Key) -> str:
    """A line of the example; none for a key with neither a default nor an example, and none for tables."""
    if (key.default is None and key.example is None) or isinstance(key.kind, Parts):
        return ""
    line = f"{key.name} = {_toml(key.default if key.example is None else key.example)}"
    return f"{line:<23} # default: {key.unset.strip('`')}\n" if key.unset else f"{line}\n"


def _default(key: Key) -> str:
    return key.unset or f"`{_toml(key.default)}`"


def _toml(value: Any) -> str:  # noqa: ANN401 - whatever TOML can hold
    match value:
        case bool():
            return "true" if value else "false"
        case StrEnum():
            return _toml(value.value)
        case tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return f"{value:g}"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
