"""`footlight check`."""

import argparse

from footlight.checking.typography.typography_report import details, figures_finding, summary
from footlight.cli.book_options import books_among
from footlight.cli.edition_options import add_editions, editions_of
from footlight.cli.essay_options import add_essays, chosen, misplaced, no_essays, project_for
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.essay.document import Source
from footlight.essay_files import EssayFile, find_essays
from footlight.findings.finding import Finding, Severity, ordered
from footlight.project import Project
from footlight.settings.parser import load_config
from footlight.settings.values import Config
from footlight.textmatch.clean_text import as_json
from footlight.workflows.book.book_orders import BookOrder, find_orders
from footlight.workflows.book.book_plan import plan_book
from footlight.workflows.build.preflight import PreflightScope, Report, preflight

HELP = "Check what is in build/NAME/ as a print shop, a library and an e-reader would. Nothing is changed."
EXAMPLES = """\
  footlight check                          every essay of source/
  footlight check my-essay --edition epub  one edition of one of them
  footlight check my-book                  a book of several
  footlight check -v my-essay              every loose line, river, runt … with page and line
  footlight check --sarif > check.sarif    for tools that read SARIF"""
_NOT_RUN = 3
"""EPUBCheck could not run: the machine lacks something, and the check is not complete."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_essays(parser)
    add_editions(parser, "check")
    words = "list every fault of a line or page, with page and line; --json always does"
    parser.add_argument("-v", "--verbose", action="store_true", help=words)
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Check what was built. Returns 3 where nothing was found wrong, but EPUBCheck could not run."""
    project = project_for(args.essays, world.cwd)
    config = load_config(project.config)
    editions = editions_of(args, config)
    orders, names = books_among(args.essays, find_essays(project.source), project, config)
    if not args.essays:
        orders = tuple(order for order in find_orders(project, config) if (project.build / order.name).is_dir())
    essays = chosen(names, project, config, world.cwd) if names or not args.essays else []
    books = {order.name: book for order in orders if (book := _book(order, project, config, world))}
    essays += [EssayFile(path=book.path, shown=book.shown, name=name) for name, book in books.items()]
    if not essays:
        return report([no_essays(project)], args, world)
    scope = PreflightScope(project=project, config=config, editions=editions)
    findings: list[Finding] = misplaced(project)
    unchecked = False
    for done, outcome in enumerate(preflight(essays, scope, books), 1):
        findings += outcome.findings
        findings += _faults(outcome, args)
        unchecked |= outcome.unchecked
        if not args.quiet:
            world.log((f"[{done}/{len(essays)}] " if len(essays) > 1 else "") + _summary(outcome))
            for each in outcome.pages:
                world.log(f"  {each.edition}: {summary(each.figures)}")
        if args.json:
            _write_figures(outcome, world)
    code = report(ordered(findings), args, world)
    return code or (_NOT_RUN if unchecked else 0)


def _book(order: BookOrder, project: Project, config: Config, world: World) -> Source | None:
    """What stands for a book's source; None where it cannot be made, as its build says."""
    book, _ = plan_book(order, project, config, chosen([], project, config, world.cwd))
    return book.source if book else None


def _faults(outcome: Report, args: argparse.Namespace) -> list[Finding]:
    """Every fault of lines and pages, where they are asked for."""
    wanted = args.verbose or args.json
    return [f for each in outcome.pages if wanted and each.figures for f in details(each.figures, each.shown)]


def _write_figures(outcome: Report, world: World) -> None:
    """Write a row with the figures of each edition, in the form of a finding."""
    for each in outcome.pages:
        row = figures_finding(each.figures, each.shown).as_json()
        figures = each.figures.as_json() if each.figures else None
        world.out.write(as_json({**row, "figures": figures}) + "\n")


def _summary(outcome: Report) -> str:
    errors, warnings = (
        sum(finding.severity is severity for finding in outcome.findings)
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    counts = (_counted(outcome.files, "file") + " checked", _counted(errors, "error"), _counted(warnings, "warning"))
    return f"{outcome.name}: {', '.join(counts)}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
