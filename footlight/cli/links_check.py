"""`footlight links check`."""

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from footlight.cli.archive_options import add_archives, archives_for
from footlight.cli.essay_options import add_essays, configured, named_files, none_there
from footlight.cli.progress import SearchProgress
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.findings.finding import Finding
from footlight.links.present_links import unasked_addresses
from footlight.textmatch.clean_text import as_json
from footlight.textmatch.places import Lines

if TYPE_CHECKING:  # its import is postponed
    from footlight.workflows.links.link_checks import CheckedEssay

HELP = """\
Check whether the links of essays still lead to what they led to.
A link counts as dead after three failures, each at least three days after the last; only then is it an error. A page
that did not answer, refused a program or asks for a login is reported, and never called gone."""
EXAMPLES = """\
  footlight links check                            every essay of source/
  footlight links check --archive captures/        compare the pages with captures from the essay's time
  footlight links check --json old.md              any Markdown file, one JSON object a link"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    add_essays(parser)
    add_archives(
        parser,
        "compare with captures from here instead of the archives of footlight.toml; same form as in `links recover`",
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="give each link that counts as dead an entry in the ledger, with a capture of its page",
    )
    parser.add_argument("--again", action="store_true", help="check addresses again that were checked today")
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Check every link of the essays."""
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
    """Print the links as JSON, or return them as findings."""
    from footlight.workflows.links.verdict_report import link_findings, link_row  # noqa: PLC0415 - as above

    if one.missing is None:
        return []
    lines = Lines(one.missing.source.text)
    findings: list[Finding] = []
    for link in one.links:
        entry = one.missing.account_of(link.link.start, link.link.end)
        if args.json:
            row = link_row(link, entry, one.missing, lines)
            world.out.write(as_json(row) + "\n")
        else:
            findings += link_findings(link, entry, one.missing, lines)
    return findings


def _write(checked: "Sequence[CheckedEssay]") -> None:
    """Write captures for dead links into each ledger."""
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
    unasked = len({url for one in checked if one.missing for url in unasked_addresses(one.missing.source.text)})
    said += f"; {unasked} to ftp: or gopher:, which {'is' if unasked == 1 else 'are'} not asked for" if unasked else ""
    return f"{len(links)} {'link' if len(links) == 1 else 'links'}: {kinds or 'nothing to check'}{said}\n"


class _Telling:
    """Shows the progress of a check."""

    def __init__(self, world: World, *, quiet: bool) -> None:
        self._world, self._quiet = world, quiet
        self._progress = SearchProgress(world, 0, quiet=quiet)

    def begin(self, number: int) -> None:
        """Start: this number of addresses is requested."""
        self._progress = SearchProgress(self._world, number, quiet=self._quiet)

    def told(self, words: str) -> None:
        """Show what is being done."""
        self._progress.show(words)

    def one_more(self) -> None:
        """Count one address as done."""
        self._progress.advance()

    def clear(self) -> None:
        """Clear the line."""
        self._progress.clear()
