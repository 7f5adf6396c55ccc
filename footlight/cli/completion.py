"""`footlight completion`."""

import argparse
import re
from collections.abc import Mapping, Sequence

from footlight.cli.dispatch import COMMANDS, command_named
from footlight.cli.schema import SCHEMAS
from footlight.cli.world import World
from footlight.engines.shell_completion import SHELLS, Command, script
from footlight.errors import UsageError
from footlight.essay_files import find_essays
from footlight.findings.codes import CODES
from footlight.press.paper import SIZES
from footlight.press.presets import shop_names
from footlight.project import find_project
from footlight.settings.parser import load_config
from footlight.settings.values import Edition
from footlight.textmatch.suggestions import among
from footlight.workflows.book.book_orders import find_orders

HELP = """\
Print a script by which a shell completes commands, options, editions, print shops, codes of findings, and the names of
essays and books. The examples show where each shell reads it from."""
EXAMPLES = """\
  footlight completion bash > ~/.local/share/bash-completion/completions/footlight
  footlight completion zsh > ~/.zfunc/_footlight      and in .zshrc: fpath+=~/.zfunc; autoload -Uz compinit; compinit
  footlight completion fish > ~/.config/fish/completions/footlight.fish"""
NAMES = "names"
"""What a shell asks for: the names of essays and books in the project of its folder."""
BOOKS = "books"
"""The same of books alone."""
_SAFE = re.compile(r"[\w.-]+")
"""Names that mean themselves to every shell; another one, which came with somebody's files, is not handed to it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("shell", metavar="SHELL", help=f"one of {', '.join(SHELLS)}")


def run(args: argparse.Namespace, world: World) -> int:
    """Print the script, or the names of essays and books."""
    if args.shell in (NAMES, BOOKS):
        return _names(world, essays=args.shell == NAMES)
    if args.shell not in SHELLS:
        raise UsageError(f"there is no completion for '{args.shell}'; {among(args.shell, SHELLS)}")
    world.out.write(script(args.shell, [_described(name) for name in COMMANDS]))
    return 0


def _described(name: str) -> Command:
    return Command(
        name=name,
        what=COMMANDS[name][1],
        add_arguments=command_named(name).add_arguments,
        names=f"footlight completion {NAMES}",
        books=f"footlight completion {BOOKS}",
        words=_WORDS.get(name, {}),
    )


_EDITIONS = {"edition": tuple(Edition)}
_WORDS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "build": _EDITIONS,
    "book": _EDITIONS,
    "check": _EDITIONS,
    "completion": {"shell": SHELLS},
    "explain": {"codes": tuple(CODES)},
    "init": {"print": (*shop_names(), *map(str.lower, SIZES))},
    "schema": {"name": tuple(SCHEMAS)},
}
"""The words that arguments of a command take, by the names of their values."""


def _names(world: World, *, essays: bool) -> int:
    try:
        project = find_project(world.cwd)
        names = [essay.name for essay in find_essays(project.source)] if essays else []
        names += [order.name for order in find_orders(project, load_config(project.config))]
    except UsageError:
        return 0
    for name in dict.fromkeys(names):
        if _SAFE.fullmatch(name):
            world.out.write(f"{name}\n")
    return 0
