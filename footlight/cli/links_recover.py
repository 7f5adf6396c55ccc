"""`footlight links recover`."""

import argparse
from collections import Counter
from typing import TYPE_CHECKING, Any

from footlight.cli.archive_options import add_archives, archives_for
from footlight.cli.essay_options import add_essays, configured, named_files, none_there
from footlight.cli.progress import SearchProgress
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.errors import EnvironmentProblem, UsageError
from footlight.findings.finding import Finding
from footlight.ledger.further_help import further_help
from footlight.textmatch.clean_text import as_json, visible
from footlight.textmatch.places import Lines

if TYPE_CHECKING:  # its import is postponed
    from footlight.workflows.links.recovery_runs import RecoveredEssay

UNREACHABLE = EnvironmentProblem.exit_code
"""An archive did not answer: its captures were not searched, and the places stay `not-searched`."""

_NO_CONTACT = (
    "footlight: archives that are asked cannot contact you\n"
    '  Hint: Put contact = "you@example.org" into [links] of source/footlight.toml.\n'
)

HELP = """\
Look for the missing links in archives, and write what was found into the ledger. Decisions of a person stay.
The captures that prove it are kept beside the ledger, in NAME.links.warc.gz, for `footlight links verify`.
Archives are WARC or WACZ files, folders of them, or archives on the web; an essay that was imported brings the capture
of its own page. Answers from the web are kept and not
requested again, so that an interrupted run continues where it stopped."""
EXAMPLES = """\
  footlight links recover --archive captures/            every essay of source/
  footlight links recover my-essay --archive a.warc.gz   one of them
  footlight links recover my-essay --archive wayback     in the Wayback Machine
  footlight links recover --json --dry-run --archive a.warc.gz old.md   any file; nothing is written"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    add_essays(parser)
    add_archives(
        parser,
        "look here instead of the archives of footlight.toml: a .warc, .warc.gz or .wacz file or a folder of them, a "
        "blog's export or folder of posts, or an archive on the web, such as wayback (docs/archives.md lists the "
        "kinds)",
    )
    parser.add_argument("--mentioned", action="store_true", help="also for sentences that mention a link")
    parser.add_argument("--dry-run", action="store_true", help="write no ledger, and keep no captures")
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Recover every missing link of the essays."""
    from footlight.workflows.links.opened_archives import Search, own_capture  # noqa: PLC0415 - as above
    from footlight.workflows.links.recovery_runs import recover_essays  # noqa: PLC0415 - engines

    paths = named_files(args.essays, world.cwd)
    if not paths:
        return none_there(args, world)
    config = configured(world.cwd)
    archives = archives_for(args, config, world.cwd)
    if not archives and not any(own_capture(essay.path) for essay in paths):
        hint = "Name one with --archive, or in [links] archives of source/footlight.toml."
        raise UsageError("no archive is named", hint=hint)
    search = Search(
        archives=archives,
        clock=world.clock,
        mentioned=args.mentioned,
        keep=not args.dry_run,
        contact=config.links.contact,
        pages=config.links.pages,
    )
    if search.others and not search.contact and not args.quiet:
        world.err.write(_NO_CONTACT)
    findings: list[Finding] = []
    counted: Counter[str] = Counter()
    helps: Counter[str] = Counter()
    silent: dict[str, str] = {}
    unread: dict[str, None] = {}
    progress = SearchProgress(world, len(paths), quiet=args.quiet)
    for done in recover_essays(paths, search, progress.show):
        progress.advance()
        findings += done.findings
        silent |= dict(done.silent)
        unread |= dict.fromkeys(done.unread)
        counted.update(str(recovery.status) for recovery in done.recoveries)
        helps.update(filter(None, map(further_help, done.recoveries)))
        _said(done, args, world)
    if not args.quiet:
        _summed_up(counted, helps, world)
    for name in unread:
        world.err.write(visible(f"footlight: no capture in {name} can be read; it was not searched\n"))
    if unread:
        world.err.write(
            "  Hint: It may be damaged, or cut off, or no web archive; `gzip -t` tells whether it is whole.\n"
        )
    for host, why in silent.items():
        world.err.write(visible(f"footlight: {host} did not answer ({why}); its captures were not searched\n"))
    if silent:
        world.err.write("  Hint: Run the same command later; answers are kept and not requested again.\n")
    return report(findings, args, world) or (UNREACHABLE if silent or unread else 0)


def _summed_up(counted: Counter[str], helps: Counter[str], world: World) -> None:
    """Say how many places have which status, and what would help with those that are open."""
    total = sum(counted.values())
    kinds = ", ".join(f"{number} {status}" for status, number in sorted(counted.items()))
    world.err.write(f"{total} {'place' if total == 1 else 'places'}: {kinds or 'nothing to look for'}\n")
    for help_, number in helps.most_common():
        world.err.write(f"  {number} open: {help_}\n")


def _said(done: "RecoveredEssay", args: argparse.Namespace, world: World) -> None:
    """Print the places of an essay, and write its ledger."""
    from footlight.workflows.links.recovery_runs import write_ledger  # noqa: PLC0415 - as above

    if done.missing is None:
        return
    for row in _rows(done):
        world.out.write((as_json(row) if args.json else _line(row)) + "\n")
    if done.recoveries and not args.dry_run:
        write_ledger(done.missing, done.recoveries)


def _line(row: dict[str, Any]) -> str:
    led = f" → {row['url']}" if row["url"] and row["status"] == "recovered" else ""
    guess = row["candidates"][0]["url"] if row["candidates"] and not led else ""
    led = led or (f", perhaps {guess}" if guess else "")
    why = f", {row['reason'].replace('-', ' ')}" if row["reason"] else ""
    return visible(f"{row['file']}:{row['line']}:{row['column']}: {row['status']}{why}{led} [{row['kind']}]")


def _rows(done: "RecoveredEssay") -> list[dict[str, Any]]:
    from footlight.workflows.links.missing_links import place_row  # noqa: PLC0415 - as above

    if done.missing is None:
        return []
    source = done.missing.source
    lines = Lines(source.text)
    return [
        place_row(found.place, source, lines)
        | {
            "status": found.status,
            "url": found.url or None,
            "title": found.title or None,
            "archive_url": found.archive_url or None,
            "archived": found.archived.isoformat() if found.archived else None,
            "method": found.method,
            "score": found.score,
            "reason": found.reason,
            "help": further_help(found) or None,
            "candidates": [
                {"url": other.url, "score": other.score, "title": other.title, "why": other.why}
                for other in found.candidates
            ],
        }
        for found in done.recoveries
    ]
