"""`footlight serve`."""

import argparse
from contextlib import ExitStack, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from footlight.cli.numbers import whole_number
from footlight.cli.shelf import TITLE
from footlight.cli.world import World
from footlight.project import find_project

if TYPE_CHECKING:  # its import is put off
    from footlight.engines.web_server.access import Access

HELP = """\
The desk: a page in the browser with every essay and book as pages, e-book and text, which follow the source as it is
written, with findings, links to decide about and print facts; and the shelf for e-readers (OPDS). Only this machine can
reach it unless --host says otherwise; then it asks for a token."""
EXAMPLES = """\
  footlight serve                   http://127.0.0.1:8010/, until Ctrl-C
  footlight serve --host 0.0.0.0    for the e-readers of the local network
  footlight serve --no-build        the shelf of what is in build/; build nothing"""
_HOST, _PORT = "127.0.0.1", 8010


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--host", default=_HOST, metavar="ADDRESS", help=f"where to listen ({_HOST})")
    parser.add_argument(
        "--port",
        type=whole_number(0, 65535),
        default=_PORT,
        metavar="N",
        help=f"the port ({_PORT}); 0 takes one that is free",
    )
    parser.add_argument("--title", default=TITLE, metavar="WORDS", help=f"what the shelf is called ({TITLE})")
    parser.add_argument("--no-build", action="store_true", help="the shelf alone: build nothing")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but errors")


def run(args: argparse.Namespace, world: World) -> int:
    """Serve until the command is interrupted."""
    from footlight.engines.web_server.access import access_for  # noqa: PLC0415 - wrong usage needs no server
    from footlight.engines.web_server.connections import listen, serve  # noqa: PLC0415 - as above
    from footlight.workflows.serve.desk.desk_site import Desk  # noqa: PLC0415 - as above
    from footlight.workflows.serve.site import Site  # noqa: PLC0415 - as above
    from footlight.workflows.serve.watcher import Watcher  # noqa: PLC0415 - as above

    project = find_project(world.cwd)
    place = listen(args.host, args.port)
    access = access_for(args.host)
    desk = None if args.no_build else Desk(project, title=args.title, secret=access.secret, now=lambda: _now(world))
    watcher = Watcher(project, desk.built) if desk else None
    if desk and watcher:
        desk.changed = watcher.give_way
    with suppress(KeyboardInterrupt), ExitStack() as running:
        for each in (desk, watcher):
            if each:
                each.start()
                running.callback(each.stop)
        site = Site(project, title=args.title, desk=desk)
        if not args.quiet:
            _announce(place.port, args.host, access, world)
        serve(site.respond, place, access)
    return 0


def _now(world: World) -> datetime:
    """The moment of a decision."""
    return world.clock.utc.replace(microsecond=0)


def _announce(port: int, host: str, access: "Access", world: World) -> None:
    """Say where the desk and the shelf are, and the token where one is asked for."""
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    if not access.token:
        world.log(f"{address}/ for a browser, {address}/opds for an e-reader; Ctrl-C ends it.")
        return
    world.log(f"{address}/?token={access.token} for a browser, {address}/opds for an e-reader; Ctrl-C ends it.")
    world.log(f"An e-reader asks for a name and a password: any name, and {access.token}")
    world.log("Who has the token can read what is here, and decide about links; nothing is encrypted on the way.")
