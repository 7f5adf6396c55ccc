"""`footlight completion`."""

import argparse
import re

from footlight.cli.dispatch import COMMANDS, command_named
from footlight.cli.world import World
from footlight.engines.shell_completion import SHELLS, Command, script
from footlight.errors import UsageError
from footlight.essay_files import find_essays
from footlight.project import find_project
from footlight.settings.values import Edition
from footlight.textmatch.suggestions import among

HELP = """\
Print a script by which a shell completes commands, options, editions and the names of essays. The examples show where
each shell reads it from."""
EXAMPLES = """\
  footlight completion bash > ~/.local/share/bash-completion/completions/footlight
  footlight completion zsh > ~/.zfunc/_footlight      and in .zshrc: fpath+=~/.zfunc; autoload -Uz compinit; compinit
  footlight completion fish > ~/.config/fish/completions/footlight.fish"""
NAMES = "names"
"""What a shell asks for: the names that stand for ESSAY in the project of its folder."""
_SAFE = re.compile(r"[\w.-]+")
"""Names that mean themselves to every shell; another one, which came with somebody's files, is not handed to it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("shell", metavar="SHELL", help=f"one of {', '.join(SHELLS)}")


def run(args: argparse.Namespace, world: World) -> int:
    """Print the script, or the names of essays."""
    if args.shell == NAMES:
        return _names(world)
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
        words={"edition": tuple(Edition)},
    )


def _names(world: World) -> int:
    try:
        essays = find_essays(find_project(world.cwd).source)
    except UsageError:
        return 0
    for essay in essays:
        if _SAFE.fullmatch(essay.name):
            world.out.write(f"{essay.name}\n")
    return 0
