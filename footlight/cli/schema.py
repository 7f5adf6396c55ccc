"""`footlight schema`."""

import argparse
import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from footlight.cli.world import World
from footlight.errors import UsageError
from footlight.textmatch.clean_text import as_json
from footlight.textmatch.suggestions import among

HELP = """\
Print the JSON Schema of a file, made from the tables by which Footlight reads or writes it. Editors complete keys and
values with it, and mark what is wrong; `footlight init` puts those of the files that people write into .schemas/."""
EXAMPLES = """\
  footlight schema                        which there are
  footlight schema footlight              that of footlight.toml
  footlight schema ledger > ledger.json   for a program of your own"""


class _Row(NamedTuple):
    module: str
    function: str
    title: str


SCHEMAS: Mapping[str, _Row] = {
    "footlight": _Row("settings.config_schema", "config_schema", "source/footlight.toml: what a project decides"),
    "book": _Row("settings.config_schema", "book_schema", "NAME.book.toml: what a book is made of"),
    "front-matter": _Row("reading.front_matter", "front_matter_schema", "The front matter of an essay"),
    "ledger": _Row("ledger.keys", "ledger_schema", "NAME.links.toml: what is known of the links of an essay"),
    "links": _Row("workflows.build.manifest", "manifest_schema", "NAME.links.json: where each link is in the editions"),
    "findings": _Row("findings.finding", "findings_schema", "A line of `--json`: one finding"),
}
WRITTEN = ("footlight", "book", "front-matter", "ledger")
"""Those of files that people write, which editors complete."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=f"one of {', '.join(SCHEMAS)}")


def run(args: argparse.Namespace, world: World) -> int:
    """Print a schema, or which there are."""
    if not args.name:
        width = max(map(len, SCHEMAS))
        for name, row in SCHEMAS.items():
            world.show(f"{name:<{width}}  {row.title}")
        return 0
    if args.name not in SCHEMAS:
        raise UsageError(f"there is no schema '{args.name}'; {among(args.name, SCHEMAS)}")
    world.out.write(schema_text(args.name))
    return 0


def schema_text(name: str) -> str:
    """A schema as a file."""
    row = SCHEMAS[name]
    module = importlib.import_module(f"footlight.{row.module}")
    made: dict[str, Any] = getattr(module, row.function)()
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": row.title}
    return as_json({**head, **made}, indent=1) + "\n"


def file_name(name: str) -> str:
    """What the file of a schema is called."""
    return f"{name}.schema.json"


if __name__ == "__main__":
    for each in SCHEMAS:
        Path(sys.argv[1], file_name(each)).write_text(schema_text(each), encoding="utf-8")
