"""`footlight links check`."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from footlight.cli.archive_options import add_archives, archives_for
from footlight.cli.essay_options import add_essays, configured, named_files, none_there
from footlight.cli.progress import SearchProgress
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.findings.finding import Finding
from footlight.textmatch.places import Lines

if TYPE_CHECKING:  # importing it is what is put off
    from footlight.workflows.links.link_checks import CheckedEssay

HELP = """\
Ask whether the links that are there still lead to what they led to.
One failure makes no link dead: it takes three, each at least three days after the last, and only then is it an error.
What did not answer, refused a program or wants a login is said, and is never called gone."""
EXAMPLES = """\
  footlight links check                            every essay of source/
  footlight links check --archive captures/        and compare the pages with captures of the essay's time
  footlight links check --json old.md              any Markdown file, one JSON object a link"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Says what it takes."""
    add_essays(parser)
    add_archives(
        parser, "compare with captures from here, not where footlight.toml says, in the form that `links recover` takes"
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="give each link that counts as dead an entry in the ledger, with the capture that stands in for it",
    )
    parser.add_argument("--again", action="store_true", help="ask also what was asked today")
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Asks for every link of the essays."""
    from footlight.workflows.links.live_checks import CheckSettings, check_live_links  # noqa: PLC0415 - engines

    essays = named_files(args.essays, world.cwd)
    if not essays:
        return none_there(args, world)
    config = configured(world.cwd)
    settings = CheckSettings(
        archives=archives_for(args, config, world.cwd),
        contact=config.links.contact,
        allowed=config.links.allowed,
        again=args.again,
        write=args.write,
    )
    telling = _Telling(world, quiet=args.quiet)
    try:
        checked = check_live_links(essays, settings, world.clock, telling)
    finally:
        telling.clear()
    findings: list[Finding] = []
    for one in checked:
        findings += one.findings
        findings += _said(one, args, world)
    _write(checked)
    code = report(findings, args, world)
    if not args.quiet:
        world.err.write(_summary(checked))
    return code


def _said(one: "CheckedEssay", args: argparse.Namespace, world: World) -> list[Finding]:
    """The links as JSON at once, or as findings."""
    from footlight.workflows.links.verdict_report import link_findings, link_row  # noqa: PLC0415 - as above

    if one.missing is None:
        return []
    lines = Lines(one.missing.source.text)
    findings: list[Finding] = []
    for link in one.links:
        entry = one.missing.entry_within(link.link.start, link.link.end)
        if args.json:
            row = link_row(link, entry, one.missing, lines)
            world.out.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            findings += link_findings(link, entry, one.missing, lines)
    return findings


def _write(checked: "Sequence[CheckedEssay]") -> None:
    """What stands in for dead links, into each ledger."""
    from footlight.workflows.links.recovery_runs import write_ledger  # noqa: PLC0415 - as above

    for one in checked:
        if one.missing and one.recoveries:
            write_ledger(one.missing, one.recoveries)


def _summary(checked: "Sequence[CheckedEssay]") -> str:
    links = [link for one in checked for link in one.links]
    counted = Counter(link.seen.kind for link in links)
    kinds = ", ".join(f"{number} {kind}" for kind, number in counted.most_common())
    dead = sum(link.counts_as_dead for link in links)
    said = f"; {dead} failed often enough to count as dead" if dead else ""
    written = sum(len(one.recoveries) for one in checked)
    said += f", {written} written into the ledger" if written else ""
    return f"{len(links)} {'link' if len(links) == 1 else 'links'}: {kinds or 'nothing to ask for'}{said}\n"


class _Telling:
    """Says what is being asked, and how many are left."""

    def __init__(self, world: World, *, quiet: bool) -> None:
        self._world, self._quiet = world, quiet
        self._progress = SearchProgress(world, 0, quiet=quiet)

    def begin(self, number: int) -> None:
        """So many addresses are to be asked for."""
        self._progress = SearchProgress(self._world, number, quiet=self._quiet)

    def told(self, words: str) -> None:
        """What is being done."""
        self._progress.show(words)

    def one_more(self) -> None:
        """One of them is done."""
        self._progress.advance()

    def clear(self) -> None:
        """Leave a clean line."""
        self._progress.clear()
