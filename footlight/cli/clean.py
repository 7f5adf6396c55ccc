"""`footlight clean`."""

import argparse

from footlight.cli.essay_options import add_essays, chosen, project_for
from footlight.cli.world import World
from footlight.settings.parser import load_config
from footlight.workflows.book.book_orders import find_orders

HELP = """\
Remove from build/ what the settings no longer name: editions that are made no more, and essays that are gone. What
Footlight did not make, or somebody changed since, stays."""
EXAMPLES = """\
  footlight clean            all of build/
  footlight clean --dry-run  only say what would be removed
  footlight clean my-essay   editions of one essay"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_essays(parser)
    parser.add_argument("-n", "--dry-run", action="store_true", help="say what would be removed, and remove nothing")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing")


def run(args: argparse.Namespace, world: World) -> int:
    """Remove what is made no more."""
    from footlight.workflows.build.clearance import clear_essay, clear_gone  # noqa: PLC0415 - wrong usage needs none
    from footlight.workflows.build.leftovers import clear_after_kills  # noqa: PLC0415 - as above

    project = project_for(args.essays, world.cwd)
    if not args.dry_run:
        clear_after_kills(project, world.clock.now())
    config = load_config(project.config)
    essays = chosen(args.essays, project, config, world.cwd)
    cleared = [clear_essay(project.build / essay.name, essay.name, config, dry=args.dry_run) for essay in essays]
    if not args.essays:
        books = [order.name for order in find_orders(project, config)]
        cleared += [clear_essay(project.build / name, name, config, dry=args.dry_run) for name in books]
        cleared += clear_gone(project.build, {*books, *(essay.name for essay in essays)}, dry=args.dry_run)
    if args.quiet:
        return 0
    would = "would be removed" if args.dry_run else "removed"
    for one in cleared:
        for name in one.removed:
            world.log(f"build/{one.name}/{name}: {would}")
        for name in one.kept:
            world.log(f"build/{one.name}/{name}: stays, for it is not as the build left it")
    if not any(one.removed for one in cleared):
        world.log("Nothing to remove: all that stands in build/ is what the settings name.")
    return 0
