"""`footlight links export`."""

import argparse
from pathlib import Path

from footlight.cli.essay_options import add_essays, named_files, none_there
from footlight.cli.world import STDOUT, World
from footlight.errors import UsageError
from footlight.file_replacement import replace_file
from footlight.findings.finding import has_errors
from footlight.ledger.export_formats import FORMATS
from footlight.textmatch.clean_text import one_line

HELP = """\
Write the ledgers of essays for other programs: as a table (CSV), JSON, BibTeX, CSL-JSON, or a page of Robust Links. CSV
and JSON have every entry; the others what an edition may print."""
EXAMPLES = """\
  footlight links export > links.csv                            every essay of source/, as CSV
  footlight links export my-essay --format bibtex -o links.bib  for a bibliography
  footlight links export --format robust-links -o links.html    a page with each address and its capture"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    add_essays(parser)
    parser.add_argument("--format", choices=tuple(FORMATS), default="csv", help="default: csv")
    parser.add_argument("--json", action="store_const", dest="format", const="json", help="the same as --format json")
    parser.add_argument("-o", "--output", metavar="FILE", help="write there; without it, or with -, to standard output")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but findings and the ledger")
    parser.set_defaults(sarif=False)


def run(args: argparse.Namespace, world: World) -> int:
    """Write the ledgers; findings go to standard error."""
    from footlight.workflows.links.ledger_export import exported_entries  # noqa: PLC0415 - as in other commands

    essays = named_files(args.essays, world.cwd)
    if not essays:
        args.json = False
        return none_there(args, world)
    rows, findings = exported_entries(essays)
    text = FORMATS[args.format](rows)
    if args.output and args.output != STDOUT:
        _write(world.cwd / args.output, text)
    else:
        world.out.write(text)
    for finding in findings:
        world.err.write(one_line(str(finding)) + "\n")
    if not args.quiet:
        world.err.write(f"{len(rows)} {'entry' if len(rows) == 1 else 'entries'} of {len(essays)} "
                        f"{'essay' if len(essays) == 1 else 'essays'}\n")  # fmt: skip
    return 1 if has_errors(findings) else 0


def _write(path: Path, text: str) -> None:
    if path.is_dir() or not path.parent.is_dir():
        raise UsageError(
            f"{path.name} cannot be written there", hint="Give the path of a file, in a folder that is there."
        )
    replace_file(path, text.encode(), "the export")
