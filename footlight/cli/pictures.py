"""`footlight pictures`."""

import argparse

from footlight.cli.archive_options import add_archives, archives_for
from footlight.cli.essay_options import add_essays, configured, named_files, none_there
from footlight.cli.progress import SearchProgress
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.findings.finding import Finding
from footlight.textmatch.clean_text import as_json, visible

HELP = """\
Fetch the pictures of essays that stand on the web, once, into NAME.pictures/ beside each essay.
The site is asked first, a picture a second, robots.txt heeded; where it has the picture no more, the archives that the
project names. A picture that is written into the text (`data:`) is made a file as well. NAME.pictures.toml records
where each came from. A build itself never uses the network."""
EXAMPLES = """\
  footlight pictures                       of every essay of source/
  footlight pictures my-essay              of one of them
  footlight pictures --archive captures/   and where a site has them no more, from these captures"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Says what it takes."""
    add_essays(parser)
    add_archives(parser, "look for lost ones here, not where footlight.toml says, as `links recover` takes it")
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Fetches each picture that is not there."""
    from footlight.workflows.pictures import Fetching, Kept, fetch_pictures  # noqa: PLC0415 - as above
    from footlight.workflows.request_options import transport_options  # noqa: PLC0415 - engines

    essays = named_files(args.essays, world.cwd)
    if not essays:
        return none_there(args, world)
    config = configured(world.cwd)
    progress = SearchProgress(world, len(essays), quiet=args.quiet)
    fetching = Fetching(
        options=transport_options(config, world.clock, progress.show), archives=archives_for(args, config, world.cwd)
    )
    findings: list[Finding] = []
    fetched = before = 0
    for essay in essays:
        for one in fetch_pictures(essay, fetching):
            if not isinstance(one, Kept):
                findings.append(one)
                continue
            fetched += bool(one.source)
            before += not one.source
            progress.clear()
            if args.json:
                row = {"file": essay.shown, "url": one.url, "picture": one.file, "from": one.source or None}
                world.out.write(as_json(row) + "\n")
            elif one.source and not args.sarif:
                world.out.write(visible(f"{essay.shown}: {one.file} from {one.source}") + "\n")
        progress.advance()
    if not args.quiet:
        lost = sum(finding.code == "picture-not-fetched" for finding in findings)
        world.err.write(f"{fetched} fetched, {before} fetched before, {lost} not fetched\n")
    return report(findings, args, world)
