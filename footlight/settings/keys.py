"""What a key of footlight.toml is: one line in the class of its table, from which all else is made.

The line says the key's type, kind of value, default and words:

    pages: int = key(Whole(least=1, greatest=10_000), 400, "How many pages …")

The parser takes the key from it, its messages say what the kind says, docs/configuration.md shows the default and the
words (`make docs`), and the typed value is an attribute of the table's class.
"""

import dataclasses
import re
from typing import Any, NamedTuple, TypeVar

from footlight.settings.kinds import Kind, Schema

_Value = TypeVar("_Value")
_KEY = "key"


class Key(NamedTuple):
    """A key of a table."""

    name: str
    """As it is written in the file."""
    field: str
    """The attribute of the table's class."""
    kind: Kind[Any]
    default: Any
    words: str
    """What it decides: Markdown of one line, for docs/configuration.md."""
    unset: str
    """What holds without the key, in words, where `default` is None."""
    example: Any
    """What the example in docs/configuration.md shows, where that is not the default."""


def key(  # noqa: PLR0913 - a line of the table
    kind: Kind[_Value], default: _Value, words: str, *, name: str = "", unset: str = "", example: object = None
) -> _Value:
    """A key of the table in whose class the line stands.

    Its name in the file is that of the attribute, with hyphens for underscores, where `name` gives no other.
    """
    row = {"name": name, "kind": kind, "words": words, "unset": unset, "example": example}
    made: _Value = dataclasses.field(default=default, metadata={_KEY: row})
    return made


def keys_of(table: type) -> dict[str, Key]:
    """The keys of a table, by their names in the file, in the order of its lines."""
    keys = [
        Key(field=field.name, default=field.default, **{**row, "name": row["name"] or field.name.replace("_", "-")})
        for field in dataclasses.fields(table)
        if (row := field.metadata.get(_KEY))
    ]
    return {one.name: one for one in keys}


def table_schema(table: type) -> Schema:
    """The JSON Schema of a table: its keys, each with its words, and no other."""
    properties = {one.name: {"description": plain_words(one), **one.kind.schema()} for one in keys_of(table).values()}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def plain_words(one: Key) -> str:
    """What a key decides, without the marks of Markdown: a link to a page of docs/ becomes the name of its file."""
    words = re.sub(r" ?\(\[[^\]]*\]\(([\w-]+\.md)[^)]*\)\)", r" (docs/\1)", one.words)
    return re.sub(r"\[[^\]]*\]\(([\w-]+\.md)[^)]*\)", r"docs/\1", words).replace("`", "")
