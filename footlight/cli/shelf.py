"""`footlight shelf`."""

import argparse

from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.findings.finding import ordered
from footlight.project import find_project

HELP = """\
Write a catalogue of everything in build/ into build/shelf/, in OPDS 1.2 and OPDS 2.0, with the covers. Any web server
that hands out build/ then hands out a library; `footlight serve` does, and answers searches besides."""
EXAMPLES = """\
  footlight shelf                       build/shelf/index.xml and index.json
  footlight shelf --title "Our essays"  with a title of its own"""
TITLE = "Footlight"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--title", default=TITLE, metavar="WORDS", help=f"what the catalogue is called ({TITLE})")
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Write the catalogue."""
    from footlight.workflows.serve.shelf_files import shelve  # noqa: PLC0415 - wrong usage needs no catalogue

    project = find_project(world.cwd)
    done = shelve(project.build, title=args.title)
    if not args.quiet:
        books = "1 edition" if done.books == 1 else f"{done.books} editions"
        world.log(f"build/shelf/: {books}, {done.documents} pages; index.xml is OPDS 1.2, index.json OPDS 2.0")
        if not done.books:
            world.log("The shelf is empty: `footlight build` makes editions.")
    return report(ordered(done.findings), args, world)
