"""`footlight links mend`."""

import argparse
from typing import TYPE_CHECKING

from footlight.cli.essay_options import add_essays, named_files, none_there
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.findings.finding import Finding
from footlight.textmatch.clean_text import as_json, visible
from footlight.textmatch.places import Lines

if TYPE_CHECKING:  # its import is postponed
    from footlight.workflows.links.mending import MendedEssay

HELP = """\
Put links that were recovered, or that a person accepted, back into the Markdown of essays. Shows what would change as
a diff, and writes nothing without --write. Only what kept captures prove, or a person said, is written; everything else
in the file stays as it is. --undo takes the last mend back."""
EXAMPLES = """\
  footlight links mend                      what would change, in every essay of source/
  footlight links mend my-essay --write     put the links into source/my-essay.md
  footlight links mend my-essay --undo      take that back
  footlight links mend --captures --write   give dead links the addresses of their captures, too"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    add_essays(parser)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--write", action="store_true", help="write the changes into the essays and their ledgers")
    way.add_argument("--dry-run", action="store_true", help="show the changes only, as without --write")
    way.add_argument("--undo", action="store_true", help="put back what stood there before the last mend")
    parser.add_argument(
        "--captures",
        action="store_true",
        help="also replace the address of a link that counts as dead by its capture's",
    )
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Show, write or undo the mends of each essay."""
    from footlight.workflows.links.mending import mend_essay, take_back_half, undo_mends, write_mends  # noqa: PLC0415 - rules, engines

    essays = named_files(args.essays, world.cwd)
    if not essays:
        return none_there(args, world)
    if args.undo:
        undone = sum(undo_mends(essay.path, essay.shown) for essay in essays)
        if not args.quiet:
            world.err.write(f"{undone} {'essay' if undone == 1 else 'essays'} as before\n")
        return 0
    findings: list[Finding] = []
    links = 0
    for essay in essays:
        if args.write:
            take_back_half(essay.path)
        done = mend_essay(essay, captures=args.captures)
        findings += done.findings
        links += len(done.mends)
        _said(done, args, world)
        if args.write:
            write_mends(done)
    if not args.quiet:
        state = "put back" if args.write else "can be put back; --write does it" if links else "can be put back"
        world.err.write(f"{links} {'link' if links == 1 else 'links'} {state}\n")
    return report(findings, args, world)


def _said(done: "MendedEssay", args: argparse.Namespace, world: World) -> None:
    """Print the changes: as JSON, one object a link, or as a diff."""
    if done.missing is None or args.sarif:
        return
    if not args.json:
        world.out.write("".join(visible(line) + "\n" for line in done.diff.splitlines()))
        return
    lines = Lines(done.missing.source.text)
    for one in done.mends:
        line, column = lines.at(one.start)
        row = {
            "file": done.missing.source.shown,
            "line": line,
            "column": column,
            "entry": one.entry.id,
            "kind": one.entry.kind,
            "status": one.entry.status,
            "url": one.entry.url,
            "before": done.missing.source.text[one.start : one.end],
            "after": one.put,
            "written": bool(args.write),
        }
        world.out.write(as_json(row) + "\n")
