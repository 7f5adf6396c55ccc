"""`footlight links preserve`."""

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from footlight.cli.essay_options import add_essays, configured, named_files, none_there
from footlight.cli.progress import SearchProgress
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.findings.finding import Finding
from footlight.textmatch.clean_text import as_json, visible

if TYPE_CHECKING:  # its import is postponed
    from footlight.workflows.links.preservation import Step

HELP = """\
Capture the pages that the links of essays lead to, before they disappear, into NAME.links.warc.gz beside the ledger.
A site is asked for one page a second at most, and robots.txt is obeyed. If [links] save names an archive, it is asked
to keep each page as well. Pages that were captured or saved before are not requested again. What a captured page says
of itself (title, author, site, day) goes into the ledger, as `footlight links describe` writes it."""
EXAMPLES = """\
  footlight links preserve              the links of every essay of source/
  footlight links preserve my-essay     of one of them
  footlight links preserve --no-save    ask no archive, whatever the configuration says"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    add_essays(parser)
    parser.add_argument("--no-save", action="store_true", help="ask no archive to keep the pages")
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Capture the target of each link."""
    from footlight.workflows.links.description_runs import describe_kept  # noqa: PLC0415 - engines
    from footlight.workflows.links.preservation import preserve_essay  # noqa: PLC0415 - as above
    from footlight.workflows.request_options import transport_options  # noqa: PLC0415 - as above

    essays = named_files(args.essays, world.cwd)
    if not essays:
        return none_there(args, world)
    config = configured(world.cwd)
    progress = SearchProgress(world, len(essays), quiet=args.quiet)
    options = transport_options(config, world.clock, progress.show)
    findings: list[Finding] = []
    counted: Counter[str] = Counter()
    described = 0
    for essay in essays:
        captured = False
        for step in preserve_essay(essay, options, "" if args.no_save else config.links.save):
            if isinstance(step, Finding):
                findings.append(step)
                continue
            findings += step.findings
            row = _row(step, essay.shown)
            captured |= row["kept"] != "not"
            counted[str(row["kept"])] += 1
            progress.clear()
            if not args.sarif:
                world.out.write((as_json(row) if args.json else _line(row)) + "\n")
        if captured:  # before as well: a run that was killed may have captured pages and described none
            described += describe_kept(essay, options)
        progress.advance()
    if not args.quiet:
        told = f", {described} described in the ledger" if described else ""
        world.err.write(
            f"{counted['now']} captured, {counted['before']} captured before, {counted['not']} not kept{told}\n"
        )
    return report(findings, args, world)


def _row(step: "Step", shown: str) -> dict[str, object]:
    from footlight.links.evidence.live_capture import PageCapture, SavedCopy  # noqa: PLC0415 - as above
    from footlight.workflows.links.preservation import CapturedBefore  # noqa: PLC0415 - as above

    kept = "now" if isinstance(step.page, PageCapture) else "before" if isinstance(step.page, CapturedBefore) else "not"
    return {
        "file": shown,
        "url": step.url,
        "kept": kept,
        "record": step.page.page.record_id if isinstance(step.page, PageCapture) else None,
        "asked": isinstance(step.archive, SavedCopy),
        "copy": (step.archive.copy or None) if isinstance(step.archive, SavedCopy) else None,
    }


def _line(row: dict[str, object]) -> str:
    what = {"now": "captured", "before": "captured before", "not": "not kept"}[str(row["kept"])]
    copy = f", kept at {row['copy']}" if row["copy"] else ", an archive was asked" if row["asked"] else ""
    return visible(f"{row['file']}: {row['url']} {what}{copy}")
