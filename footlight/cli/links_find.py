"""`footlight links find`."""

import argparse

from footlight.cli.essay_options import add_essays, named_files, no_essays, project_for
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.findings.finding import Finding
from footlight.textmatch.clean_text import as_json
from footlight.textmatch.places import Lines
from footlight.workflows.links.missing_links import MissingLinks, find_missing_links, place_finding, place_row

HELP = "Find where links are missing in essays. No network is touched, and nothing is written."
EXAMPLES = """\
  footlight links find                 every essay of source/
  footlight links find --mentioned     and sentences that mention a link
  footlight links find --json old.md   any Markdown file, one JSON object a place"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    add_essays(parser)
    parser.add_argument("--mentioned", action="store_true", help="also hints: sentences that mention a link")
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Report every place."""
    findings: list[Finding] = []
    essays = named_files(args.essays, world.cwd)
    if not essays:
        findings.append(no_essays(project_for(args.essays, world.cwd)))
    places = 0
    for essay in essays:
        missing, found = find_missing_links(essay, mentioned=args.mentioned)
        findings += found
        if missing:
            places += len(missing.places)
            findings += _said(missing, args, world)
    if not args.quiet:
        world.err.write(f"{places} {'place' if places == 1 else 'places'} in {len(essays)} "
                        f"{'essay' if len(essays) == 1 else 'essays'}\n")  # fmt: skip
    return report(findings, args, world)


def _said(missing: MissingLinks, args: argparse.Namespace, world: World) -> list[Finding]:
    """Print the places as JSON, or return them as findings."""
    lines = Lines(missing.source.text)
    if not args.json:
        return [place_finding(p, missing.entry_at(p), missing.source, lines) for p in missing.places]
    for place in missing.places:
        entry = missing.entry_at(place)
        row = place_row(place, missing.source, lines) | {"entry": entry.id if entry else None}
        world.out.write(as_json(row) + "\n")
    return []
