"""`footlight book`."""

import argparse
import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from footlight.cli.build_summary import build_summary
from footlight.cli.edition_options import add_editions, editions_of
from footlight.cli.essay_options import chosen, misplaced
from footlight.cli.moment import moment_of
from footlight.cli.progress import StatusLine
from footlight.cli.report import add_output_options, report
from footlight.cli.schema import file_name
from footlight.cli.worker_options import add_workers, local_workers
from footlight.cli.world import World
from footlight.engines.operating_system import core_count
from footlight.errors import EnvironmentProblem, UsageError
from footlight.essay.slug import slug
from footlight.essay_files import EssayFile
from footlight.file_replacement import put_new_file
from footlight.findings.finding import Finding, has_errors, ordered
from footlight.input_record import recorded
from footlight.project import SCHEMA_FOLDER, Project, find_project
from footlight.settings.parser import load_config
from footlight.settings.values import Config, Edition
from footlight.workflows.book.book_orders import BookOrder, find_orders, orders_named
from footlight.workflows.book.book_plan import plan_book
from footlight.workflows.build.freshness import StandingFiles, build_key, common_inputs, is_fresh
from footlight.workflows.build.job import Job
from footlight.workflows.build.leftovers import clear_after_kills
from footlight.workflows.processes.setter import SetterProcess

if TYPE_CHECKING:  # importing it is what is put off
    from footlight.workflows.build.essay_builds import Outcome

HELP = "Make books of many essays, into build/NAME/. No network is touched."
EXAMPLES = """\
  footlight book                          every book of the project
  footlight book lamps --edition epub     one edition of one of them; the others stay
  footlight book lamps --keep-going       without the essays that have an error
  footlight book --new "My 2011" --year 2011 --by "A. Writer"   a book of one author's year"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("books", nargs="*", metavar="NAME", help="a book of the project; default: all")
    parser.add_argument(
        "--new", default="", metavar="TITLE", help="begin a book: write source/SLUG.book.toml, and make it"
    )
    parser.add_argument("--year", action="append", metavar="YEAR", help="with --new: only essays of it; or 2009-2012")
    parser.add_argument("--by", action="append", metavar="AUTHOR", help="with --new: only essays by this author")
    parser.add_argument("--tag", action="append", metavar="TAG", help="with --new: only essays with this keyword")
    add_editions(parser, "make")
    parser.add_argument("--keep-going", action="store_true", help="leave out essays that have an error, and say so")
    parser.add_argument("--force", action="store_true", help="make them even where nothing changed")
    parser.add_argument("--drafts", action="store_true", help="take essays that say that they are drafts, too")
    add_workers(parser)
    parser.add_argument("-v", "--verbose", action="store_true", help="say more of what was done")
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Build the books that changed since their last build."""
    project = find_project(world.cwd)
    clear_after_kills(project, world.clock.now())
    if args.new:
        args.books = [*args.books, _begun(args, project, world)]
    elif args.year or args.by or args.tag:
        hint = "What a book that exists takes stands in its file, or in [book] of footlight.toml."
        raise UsageError("--year, --by and --tag go with --new", hint=hint)
    with recorded() as read:
        config = load_config(project.config)
        orders = orders_named(args.books, find_orders(project, config))
    if not orders:
        hint = "Write [book] with a title into source/footlight.toml; docs/books.md shows one."
        raise UsageError("the project has no book", hint=hint)
    moment = moment_of(world)
    findings: list[Finding] = misplaced(project)
    for order in orders:
        findings += build_book_of(order, BookPlan(project, config, read.digests, moment), args, world)
    return report(ordered(findings), args, world)


def _begun(args: argparse.Namespace, project: Project, world: World) -> str:
    """Write the file of a new book, and never over another one. Returns the name of the book."""
    title = " ".join(args.new.split())
    name = slug(title)
    if not name:
        raise UsageError(f"'{args.new}' has no letter or digit to make a name of", hint="Give a title in words.")
    path = project.source / f"{name}.book.toml"
    rows = [("title", title), ("year", args.year), ("by", args.by), ("tag", args.tag)]
    lines = [f"{key} = {_toml(value)}\n" for key, value in rows if value]
    schema = project.root / SCHEMA_FOLDER / file_name("book")
    if schema.is_file():  # `init` put it there for editors; to every reader of TOML this is a comment
        lines.insert(0, f"#:schema ../{SCHEMA_FOLDER}/{schema.name}\n")
    try:
        put_new_file(path, "".join(lines).encode())
    except FileExistsError:
        raise UsageError(f"{project.shown(path)} already exists", hint=f"`footlight book {name}` makes it.") from None
    except OSError as error:
        raise EnvironmentProblem(f"{project.shown(path)} cannot be written: {error.strerror}") from None
    if not args.quiet:
        world.log(f"{project.shown(path)}: a new book")
    return name


def _toml(value: str | list[str]) -> str:
    """A value as TOML writes it; one of a list alone."""
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    return one if isinstance(one, str) and one.isascii() and one.isdigit() else json.dumps(one, ensure_ascii=False)


class BookPlan(NamedTuple):
    """What all books of a project are built with."""

    project: Project
    config: Config
    digests: Mapping[Path, str]
    """What was read of the files that order books."""
    moment: datetime | None


def book_config(config: Config, args: argparse.Namespace) -> Config:
    """The configuration with what the command line says."""
    strict = config.build.strict or args.strict
    return replace(config, build=replace(config.build, strict=strict), drafts=args.drafts)


def build_book_of(order: BookOrder, plan: BookPlan, args: argparse.Namespace, world: World) -> Sequence[Finding]:
    """Build a book if something of it changed. Returns what was found."""
    project, config, digests, moment = plan
    config = book_config(config, args)
    essays = chosen([], project, config, world.cwd)
    if twin := next((one for one in essays if one.name.casefold() == order.name.casefold()), None):
        message = f"{twin.shown} and the book of {order.shown} would both be build/{order.name}/"
        raise UsageError(message, hint="Give the book another name: `name = …`.")
    book, found = plan_book(order, project, config, essays)
    if book is None or has_errors(found):
        world.log(f"{order.name}: nothing was made; see the findings")
        return found
    editions: tuple[Edition, ...] = editions_of(args, config)
    # Which essays the book has is a part of its key: another choice is another book.
    key = build_key(editions, moment, book.digest(digests), strict=config.build.strict)
    files = (*common_inputs(project, book.path), *(chapter.file.path for chapter in book.chapters))
    if not args.force and is_fresh(project.build / book.name, files, key, StandingFiles()):
        if not args.quiet:
            world.log(f"Nothing to do: the book {book.name} is up to date.")
        return found
    from footlight.workflows.processes.temporary_folder import temporary_files  # noqa: PLC0415 - as below

    job = Job(
        essay=EssayFile(path=book.path, shown=book.shown, name=book.name),
        project=project,
        config=config,
        editions=editions,
        key=key,
        moment=moment,
        keep_others=bool(args.edition),
        anew=args.force,
    )
    line = StatusLine(world, quiet=args.quiet)
    progress = (lambda words: line.show(f"{words} …")) if line.active else None
    beside = core_count() > 1 and args.workers != 1
    with temporary_files(), SetterProcess(progress, local_workers(args)) if beside else nullcontext() as setter:
        from footlight.workflows.book.book_builds import BookJob, build_book  # noqa: PLC0415 - what is up to date needs no engine

        order_ = BookJob(
            book=book, job=job, processes=args.workers, digests=digests, keep_going=getattr(args, "keep_going", False)
        )
        outcome = build_book(order_, setter, progress)
    line.clear()
    if not args.quiet:
        world.log(_said(outcome))
    return (*found, *outcome.findings)


def _said(outcome: "Outcome") -> str:
    if not outcome.products:
        return f"{outcome.name}: nothing was made; see the findings"
    return f"build/{outcome.name}/: {build_summary(outcome)}"
