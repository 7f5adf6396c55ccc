"""`footlight links verify`."""

import argparse

from footlight.cli.essay_options import add_essays, named_files, none_there
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.findings.finding import Finding

HELP = """\
Prove every address that the editions print from the captures that are kept beside the ledger. Only the ledger and
NAME.links.warc.gz are read; the network is not used, and nothing is written."""
EXAMPLES = """\
  footlight links verify             every essay of source/
  footlight links verify my-essay    one of them
  footlight links verify --json      one JSON object a finding"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    add_essays(parser)
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Verify the addresses of each essay."""
    from footlight.workflows.links.kept_evidence import verify_essay  # noqa: PLC0415 - engines

    essays = named_files(args.essays, world.cwd)
    if not essays:
        return none_there(args, world)
    findings: list[Finding] = []
    printed = proven = on_word = 0
    for essay in essays:
        done = verify_essay(essay.path, essay.shown)
        findings += done.findings
        printed, proven, on_word = printed + done.printed, proven + done.proven, on_word + done.on_word
    if not args.quiet:
        addresses = f"{printed} printed {'address' if printed == 1 else 'addresses'}"
        word = f", {on_word} on a person's word" if on_word else ""
        failed = f", {printed - proven - on_word} not proven" if printed > proven + on_word else ""
        world.err.write(f"{addresses}: {proven} proven from captures{word}{failed}\n")
    return report(findings, args, world)
