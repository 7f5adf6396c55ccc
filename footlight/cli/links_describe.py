"""`footlight links describe`."""

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from footlight.cli.archive_options import add_archives, archives_for
from footlight.cli.essay_options import add_essays, configured, named_files, none_there
from footlight.cli.progress import SearchProgress
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.findings.finding import Finding
from footlight.textmatch.clean_text import as_json, visible

if TYPE_CHECKING:  # its import is postponed
    from footlight.workflows.links.description_runs import DescribedLink

HELP = """\
Describe what the links of essays lead to: title, authors, site and day, so that the notes can cite them. Each page is
read from the capture nearest to the essay's date, where an archive is named, else from the captures beside the ledger,
else from the living page, which is then kept. What it says goes into the ledger with its evidence; what a person
decided stays, and what a page does not say for certain stays empty."""
EXAMPLES = """\
  footlight links describe                          every essay of source/
  footlight links describe --archive captures/      from captures of the essay's time, where there are any
  footlight links describe my-essay --offline       from what is kept on this machine; ask no site
  footlight links describe --dry-run --json         what would be written, one JSON object a link"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    add_essays(parser)
    add_archives(parser, "read captures from here instead of the archives of footlight.toml; as in `links recover`")
    parser.add_argument("--offline", action="store_true", help="read kept captures only; ask no site")
    parser.add_argument("--again", action="store_true", help="read the pages again that were described before")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Describe the links of each essay."""
    from footlight.workflows.links.description_runs import (  # noqa: PLC0415 - engines
        DescriptionSettings,
        describe_essay,
    )
    from footlight.workflows.request_options import transport_options  # noqa: PLC0415 - as above

    essays = named_files(args.essays, world.cwd)
    if not essays:
        return none_there(args, world)
    config = configured(world.cwd)
    settings = DescriptionSettings(
        archives=archives_for(args, config, world.cwd),
        again=args.again,
        offline=args.offline,
        dry_run=args.dry_run,
    )
    progress = SearchProgress(world, len(essays), quiet=args.quiet)
    options = transport_options(config, world.clock, progress.show)
    findings: list[Finding] = []
    counted: Counter[str] = Counter()
    for essay in essays:
        for step in describe_essay(essay, settings, options):
            if isinstance(step, Finding):
                findings.append(step)
                continue
            findings += step.findings
            counted[step.outcome] += 1
            progress.clear()
            if not args.sarif:
                row = _row(step, essay.shown)
                world.out.write((as_json(row) if args.json else _line(row)) + "\n")
        progress.advance()
    if not args.quiet:
        without = counted["silent"] + counted["not-read"]
        world.err.write(
            f"{counted['described']} described, {counted['before']} described before, "
            f"{counted['decided']} decided by a person, {without} without a description\n"
        )
    return report(findings, args, world)


def _row(step: "DescribedLink", shown: str) -> dict[str, object]:
    from footlight.workflows.links.description_runs import sources_of  # noqa: PLC0415 - as above

    told = step.description
    return {
        "file": shown,
        "url": step.link.url,
        "outcome": step.outcome,
        "title": told.title.value or None,
        "authors": list(told.authors),
        "site": told.site.value or None,
        "issued": told.issued.isoformat() if told.issued else None,
        "sources": sources_of(told),
        "entry": step.entry.id if step.entry else None,
    }


def _line(row: dict[str, object]) -> str:
    authors = row["authors"]
    said = [", ".join(map(str, authors)) if isinstance(authors, list) else "", row["title"], row["site"], row["issued"]]
    words = ". ".join(str(part) for part in said if part) if row["outcome"] == "described" else str(row["outcome"])
    return visible(f"{row['file']}: {row['url']}: {words}")
