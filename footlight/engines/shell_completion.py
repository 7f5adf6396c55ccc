"""Scripts by which shells complete a command line, made of its parsers by shtab (https://docs.iterative.ai/shtab)."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import shtab

SHELLS = ("bash", "zsh", "fish")
_ESSAYS = frozenset({"essays", "essay"})
"""The names of arguments that stand for essays or books."""
_BOOKS = frozenset({"books"})
"""Those that stand for books; other arguments without choices are files."""
_FILES = frozenset({"sources", "file", "folder", "archive"})

_ZSH = """\
{function}() {{
  local -a names
  names=(${{(f)"$({command} 2>/dev/null)"}})
  compadd -a names
  _files
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, as a shell completes it."""

    name: str
    """One word, or two."""
    what: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    names: str
    """A command that prints the names of essays and books, a line each, of which every one means itself to a shell."""
    books: str
    """The same of books."""
    words: Mapping[str, Sequence[str]]
    """The words that options take, by the names of their values."""


def script(shell: str, commands: Sequence[Command]) -> str:
    """The script for a shell."""
    root = argparse.ArgumentParser(prog="footlight")
    root.add_argument("--version", action="store_true", help="print the version")
    subparsers = root.add_subparsers()
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for command in commands:
        first, _, second = command.name.partition(" ")
        if second and first not in groups:
            groups[first] = subparsers.add_parser(first, help=f"commands about {first}").add_subparsers()
        place = groups[first] if second else subparsers
        parser = place.add_parser(second or first, help=command.what)
        command.add_arguments(parser)
        _complete(parser, command)
    # shtab has zsh run a command where the script is loaded, once for each command line that it may stand in.
    asked = dict.fromkeys(asked for command in commands for asked in (command.names, command.books))
    preamble = "".join(_ZSH.format(function=_zsh_function(one), command=one) for one in asked if shell == "zsh")
    made: str = shtab.complete(root, shell, preamble=preamble)
    return made


def _complete(parser: argparse.ArgumentParser, command: Command) -> None:
    """Say of each argument how it is completed; shtab reads the attribute `complete`."""
    for action in parser._actions:  # noqa: SLF001 - as shtab itself does: argparse has no other way
        if action.dest in command.words:
            action.choices = command.words[action.dest]
        elif action.dest in _ESSAYS | _BOOKS:
            asked = command.books if action.dest in _BOOKS else command.names
            action.complete = {**shtab.cmd(asked), "zsh": _zsh_function(asked)}  # type: ignore[attr-defined]
        elif action.dest in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]


def _zsh_function(command: str) -> str:
    """The name of the function by which zsh asks a command for names."""
    return f"_{command.replace(' ', '_')}"
