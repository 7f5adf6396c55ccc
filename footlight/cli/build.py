"""`footlight build`."""

import argparse
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from footlight.cli.book_options import books_among
from footlight.cli.build_summary import build_summary
from footlight.cli.edition_options import add_editions, editions_of
from footlight.cli.essay_options import add_essays, chosen, misplaced, no_essays, project_for, unreadable
from footlight.cli.moment import moment_of
from footlight.cli.progress import StatusLine
from footlight.cli.report import add_output_options, report
from footlight.cli.worker_options import add_workers, local_workers
from footlight.cli.world import World
from footlight.engines.operating_system import core_count
from footlight.essay_files import EssayFile, find_essays
from footlight.findings.finding import Finding, has_errors, ordered
from footlight.findings.finding import strict as as_errors
from footlight.input_record import recorded
from footlight.project import Project
from footlight.settings.parser import load_config
from footlight.settings.values import Config, Edition
from footlight.workflows.build.freshness import BuildKey, StandingFiles, build_key, common_inputs, is_fresh
from footlight.workflows.build.job import Job
from footlight.workflows.build.leftovers import clear_after_kills
from footlight.workflows.processes.setter import Setter, SetterProcess

if TYPE_CHECKING:  # importing it is what is put off
    from footlight.workflows.build.essay_builds import Outcome

HELP = "Make the editions of essays, into build/NAME/. No network is touched."
EXAMPLES = """\
  footlight build                          every essay of source/
  footlight build my-essay --edition epub  one edition of one of them; the others stay
  footlight build my-book                  a book of several, as `footlight book my-book`"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_essays(parser)
    add_editions(parser, "make")
    parser.add_argument("--force", action="store_true", help="make them even where nothing changed")
    parser.add_argument("--drafts", action="store_true", help="build what says that it is a draft, too")
    add_workers(parser, on_cluster=True)
    parser.add_argument("-v", "--verbose", action="store_true", help="say how each essay was read, and why")
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Build the essays that changed since their last build."""
    project = project_for(args.essays, world.cwd)
    clear_after_kills(project, world.clock.now())
    with recorded() as read:
        config = load_config(project.config)
    strict = config.build.strict or args.strict
    config = replace(config, build=replace(config.build, strict=strict), drafts=args.drafts)
    editions = editions_of(args, config)
    books, names = books_among(args.essays, find_essays(project.source) if args.essays else (), project, config)
    essays = chosen(names, project, config, world.cwd) if names or not books else []
    refused = misplaced(project) + ([] if args.essays else unreadable(project))
    refused = [*as_errors(refused)] if strict else refused
    for order in books:
        from footlight.cli.book import BookPlan, build_book_of  # noqa: PLC0415 - most builds are of essays

        refused += build_book_of(order, BookPlan(project, config, read.digests, moment_of(world)), args, world)
    if books and not essays:
        return report(ordered(refused), args, world)
    if not essays:
        return report([*refused, no_essays(project)], args, world)
    twins, essays = _twins(essays)
    moment = moment_of(world)
    key = build_key(editions, moment, read.digests[project.config], strict=strict)
    standing = StandingFiles()
    stale = [essay for essay in essays if args.force or not _is_fresh(essay, project, key, standing)]
    if not stale:
        if not args.quiet and not twins:
            world.log(f"Nothing to do: {_counted(len(essays))} up to date.")
        return report(ordered([*refused, *twins]), args, world)
    findings = _build(stale, (project, config, editions, key, moment), args, world)
    return report(ordered([*refused, *twins, *findings]), args, world)


def _is_fresh(essay: EssayFile, project: Project, key: BuildKey, standing: StandingFiles) -> bool:
    return is_fresh(project.build / essay.name, common_inputs(project, essay.path), key, standing)


def _counted(number: int) -> str:
    return "1 essay is" if number == 1 else f"{number} essays are"


def _twins(essays: list[EssayFile]) -> tuple[list[Finding], list[EssayFile]]:
    """Essays whose products would overwrite each other: of two with one name, the first is built.

    The essays of source/ have a name each; a file from elsewhere may have one of theirs.
    """
    seen: dict[str, EssayFile] = {}
    findings, kept = [], []
    for essay in essays:
        other = seen.setdefault(essay.name.casefold(), essay)
        if other is essay:
            kept.append(essay)
            continue
        findings.append(
            Finding(
                code="same-name",
                message=f"{essay.shown} and {other.shown} would both be build/{essay.name}/",
                hint="Rename one of them.",
                file=essay.shown,
            )
        )
    return findings, kept


_Plan = tuple[Project, Config, tuple[Edition, ...], BuildKey, datetime | None]


def _build(stale: list[EssayFile], plan: _Plan, args: argparse.Namespace, world: World) -> list[Finding]:
    from footlight.workflows.processes.temporary_folder import temporary_files  # noqa: PLC0415 - as below

    line = StatusLine(world, quiet=args.quiet)
    beside = len(stale) == 1 and core_count() > 1 and local_workers(args) > 1
    progress = (lambda words: line.show(f"{words} …")) if line.active else None
    with temporary_files(), SetterProcess(progress, local_workers(args)) if beside else nullcontext() as setter:
        return _built(stale, plan, args, world, setter)


def _outcomes(jobs: "list[Job]", workers: int | str, setter: Setter | None) -> "Iterator[Outcome]":
    if isinstance(workers, str):
        from footlight.workflows.build.cluster_builds import build_on_cluster  # noqa: PLC0415 - an extra

        return build_on_cluster(jobs, workers)
    from footlight.workflows.build.essay_builds import build_essays  # noqa: PLC0415 - what is up to date needs no engine

    return build_essays(jobs, workers, setter)


def _built(
    stale: list[EssayFile], plan: _Plan, args: argparse.Namespace, world: World, setter: Setter | None
) -> list[Finding]:
    project, config, editions, key, moment = plan
    jobs = [
        Job(
            essay=essay,
            project=project,
            config=config,
            editions=editions,
            key=key,
            moment=moment,
            keep_others=bool(args.edition),
        )
        for essay in stale
    ]
    findings: list[Finding] = []
    line = StatusLine(world, quiet=args.quiet)
    for done, outcome in enumerate(_outcomes(jobs, args.workers, setter), 1):
        findings += outcome.findings
        if args.quiet:
            continue
        line.clear()
        count = f"[{done}/{len(jobs)}] " if len(jobs) > 1 else ""
        if args.verbose and outcome.markdown:
            world.log(f"{count}{outcome.name}: read as {outcome.markdown}")
        if args.verbose and outcome.unplanned:
            reasons = ", ".join(f"{number} for {reason}" for reason, number in outcome.unplanned)
            world.log(f"{count}{outcome.name}: paragraphs broken line by line, not as a whole: {reasons}")
        if outcome.products:
            world.log(f"{count}build/{outcome.name}/: {build_summary(outcome)}")
        elif not has_errors(outcome.findings):
            world.log(f"{count}{outcome.name}: passed over")
        else:
            world.log(f"{count}{outcome.name}: nothing was made; see the findings")
    return findings
