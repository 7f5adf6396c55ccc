"""The JSON Schema of footlight.toml and of a book's own file, from the tables of keys that the parser reads by."""

from footlight.settings.book_options import BookOptions
from footlight.settings.configuration_page import ALL
from footlight.settings.keys import table_schema
from footlight.settings.kinds import Schema


def config_schema() -> Schema:
    """The schema of source/footlight.toml."""
    tables = {name: {"description": f"The table [{name}]", **table_schema(table)} for name, table in ALL.items()}
    return {"type": "object", "additionalProperties": False, "properties": tables}


def book_schema() -> Schema:
    """The schema of NAME.book.toml: the keys of [book], or that table alone."""
    table = table_schema(BookOptions)
    wrapped = {"type": "object", "additionalProperties": False, "required": ["book"], "properties": {"book": table}}
    return {"anyOf": [{**table, "required": ["title"]}, wrapped]}
