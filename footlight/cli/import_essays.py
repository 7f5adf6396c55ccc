"""`footlight import`."""

import argparse
from calendar import monthrange
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footlight.cli.archive_options import add_archives, archives_for
from footlight.cli.progress import SearchProgress
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.errors import UsageError
from footlight.findings.finding import Finding, has_errors
from footlight.project import Project, find_project
from footlight.settings.parser import load_config
from footlight.textmatch.clean_text import as_json, visible

if TYPE_CHECKING:  # its import is postponed
    from footlight.workflows.intake.import_runs import Imported

HELP = """\
Bring essays in: pages of the web, saved or archived ones, exports of whole blogs, feeds, manuscripts and text become
Markdown in source/, with footnotes, pictures and every link. A report says what became of each link that does not
stand in the text as the page had it. A page's address is asked for as `links check` asks: robots.txt heeded, a page
a second. The page itself is kept beside the essay, so that `links recover` has the essay's own capture.
Importing again never overwrites an edit."""
EXAMPLES = """\
  footlight import https://example.org/2009/03/on-tides           a page, from its site
  footlight import --archive wayback --at 2010 http://example.org/tides   a page that is gone, as it was then
  footlight import captures.warc.gz --url http://example.org/tides        a page of a web archive
  footlight import tides.html --url http://example.org/tides      a saved page, and where it was
  footlight import blog.WordPress.xml                             every post of an export, a feed or a zip
  footlight import chapter.docx notes.txt                         manuscripts, with their notes
  footlight import --dry-run old/*.html                           what would be written"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="an address, a file or a folder")
    where = "where the page, or the blog, was published; which page of a WARC or WACZ"
    parser.add_argument("--url", default="", metavar="ADDRESS", help=where)
    add_archives(parser, "take the page from here and not from its site, as `links recover` takes it")
    parser.add_argument(
        "--at", default="", metavar="DATE", help="the capture nearest to this day, month or year; default: the first"
    )
    parser.add_argument("--all", action="store_true", help="all pages of a WARC or WACZ")
    parser.add_argument("--into", default="", metavar="FOLDER", help="write into this folder of source/")
    parser.add_argument(
        "--no-pictures",
        action="store_true",
        help="leave pictures where they are; `footlight pictures` fetches them later",
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing, and show what would change")
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Import every source."""
    from footlight.workflows.intake.import_runs import ImportOptions, import_sources  # noqa: PLC0415 - engines

    try:
        project = find_project(world.cwd)
    except UsageError:
        project = Project(root=world.cwd)
    progress = SearchProgress(world, 1, quiet=args.quiet)
    options = ImportOptions(
        folder=_folder(args.into, project),
        acquisition=_acquisition(args, project, world, progress),
        dry_run=args.dry_run,
        pictures=not args.no_pictures,
    )
    findings: list[Finding] = []
    counted: Counter[str] = Counter()
    for one in import_sources(args.sources, world.cwd, options, progress.show):
        progress.clear()
        findings += [_placed(finding, one, project) for finding in one.findings]
        if one.essay or has_errors(one.findings):  # what a reader says of the whole source is no essay that failed
            counted[str(one.outcome)] += 1
            _show(one, project, args, world)
    progress.clear()
    if not args.quiet:
        world.err.write(
            f"{', '.join(f'{number} {outcome}' for outcome, number in counted.items()) or 'nothing to import'}\n"
        )
    return report(findings, args, world)


def _folder(into: str, project: Project) -> Path:
    """The folder to write into. Raises UsageError for one outside of source/."""
    folder = (project.source / into).resolve()
    if not folder.is_relative_to(project.source.resolve()):
        raise UsageError(
            f"{into} is no folder of source/", hint="`--into` takes a folder below source/, such as posts."
        )
    return folder


def _acquisition(args: argparse.Namespace, project: Project, world: World, progress: SearchProgress) -> Any:  # noqa: ANN401 - engines
    from footlight.workflows.intake.acquisition import Acquisition  # noqa: PLC0415 - as above
    from footlight.workflows.request_options import transport_options  # noqa: PLC0415 - as above

    if args.url and len(args.sources) > 1:
        raise UsageError("--url is the address of one source, and several are given", hint="Import them one by one.")
    config = load_config(project.config)
    return Acquisition(
        options=transport_options(config, world.clock, progress.show),
        archives=archives_for(args, config, world.cwd),
        from_archive=bool(args.archive),
        day=_day(args.at),
        url=args.url,
        all_pages=args.all,
    )


def _day(text: str) -> date | None:
    """The day that `--at` says. Raises UsageError for anything else."""
    if not text:
        return None
    try:
        year, month, day = [*(int(part) for part in text.split("-")), 0, 0][:3]
        last = monthrange(year, month or 12)[1]
        return date(year, month or 12, day or last)
    except ValueError:
        raise UsageError(f"'{text}' is no date", hint="`--at` takes 2011, 2011-02 or 2011-02-25.") from None


def _placed(finding: Finding, one: "Imported", project: Project) -> Finding:
    """A finding about an essay, with the essay's path."""
    from dataclasses import replace  # noqa: PLC0415 - only here

    if one.essay is not None and (not finding.file or finding.file == one.essay.name):
        return replace(finding, file=project.shown(one.essay))
    return finding


def _show(one: "Imported", project: Project, args: argparse.Namespace, world: World) -> None:
    if args.json:
        world.out.write(as_json(_row(one, project)) + "\n")
        return
    if args.sarif or one.essay is None:
        return
    shown = project.shown(one.essay)
    world.out.write(visible(f"{shown}: {one.outcome}{_counts(one)}") + "\n")
    for fate in one.links.fates:
        if str(fate.fate) not in _AS_IT_WAS:
            led = f" → {fate.address}" if fate.address else ""
            world.out.write(visible(f"  {fate.fate}: {fate.href or '(no address)'}{led} “{fate.words[:60]}”") + "\n")
    if args.dry_run or str(one.outcome) in ("updated", "merged"):
        for line in one.changes[2:]:
            world.out.write(visible(f"  {line}") + "\n")


_AS_IT_WAS = frozenset({"kept", "made absolute", "note", "within the page"})
"""Fates of links that nobody needs to look at."""


def _counts(one: "Imported") -> str:
    if str(one.outcome) == "unchanged":
        return ""
    parts = [f"{_number(one.links.in_page, 'link')} of the page, {one.links.in_markdown} in the text"]
    parts += [_number(one.notes, "footnote")] if one.notes else []
    parts += [_number(one.pictures, "picture")] if one.pictures else []
    parts += [f"{_number(one.places, 'emptied link')} in the ledger"] if one.places else []
    return f" ({'; '.join(parts)})"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _row(one: "Imported", project: Project) -> dict[str, Any]:
    return {
        "from": one.origin,
        "file": project.shown(one.essay) if one.essay else None,
        "outcome": str(one.outcome),
        "links": {
            "page": one.links.in_page,
            "text": one.links.in_markdown,
            "fates": one.links.counts(),
            "changed": [
                {
                    "href": fate.href,
                    "words": fate.words,
                    "fate": str(fate.fate),
                    "url": fate.address or None,
                    "capture": fate.capture or None,
                }
                for fate in one.links.fates
                if str(fate.fate) not in _AS_IT_WAS
            ],
        },
        "notes": one.notes,
        "pictures": one.pictures,
        "places": one.places,
        "changes": list(one.changes),
    }
