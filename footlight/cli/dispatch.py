"""From arguments to an exit code: which command, and what is said when one fails."""

import argparse
import importlib
from collections.abc import Sequence
from typing import NoReturn, Protocol

from footlight import __version__
from footlight.cli.report import visible
from footlight.cli.world import World
from footlight.errors import EnvironmentProblem, FootlightError, UsageError
from footlight.suggestions import did_you_mean

COMMANDS: dict[str, tuple[str, str]] = {
    # name: (module, what it does)
    "new": ("new", "start an essay"),
    "build": ("build", "make the editions, into build/NAME/"),
    "check": ("check", "preflight of what was built"),
    "links find": ("links_find", "where links are missing"),
    "links check": ("links_check", "whether those that are there still lead where they led"),
    "links recover": ("links_recover", "look for the missing ones in archives; write the ledger"),
    "links review": ("links_review", "accept, reject or edit what was found, place by place"),
    "links ask": ("links_ask", "a questionnaire for the author, who knows best"),
    "links answer": ("links_answer", "take the author's answers back into the ledger"),
    "links verify": ("links_verify", "prove every printed address from what was kept"),
    "links preserve": ("links_preserve", "capture what living links lead to, before it rots"),
    "shelf": ("shelf", "a catalogue of what was built, for e-readers"),
    "serve": ("serve", "live preview, and the shelf for e-readers"),
    "explain": ("explain", "what a finding means and what to do"),
    "doctor": ("doctor", "what is installed, what is missing, how to get it"),
}
INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""

_EXIT_CODES = """\
exit codes: 0 all well; 1 findings at error level; 2 wrong usage or configuration;
            3 the environment (a missing library, a full disk, an unreachable archive)"""


class Command(Protocol):
    """What a command's module has."""

    HELP: str
    """The first line of its help."""
    EXAMPLES: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Says what it takes."""

    def run(self, args: argparse.Namespace, world: World) -> int:
        """Does it, and gives the exit code."""


class _Parser(argparse.ArgumentParser):
    """Wrong usage is raised, not printed from within."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"`{self.prog} --help` shows what it takes.")


def run(argv: Sequence[str], world: World) -> int:
    """Runs one command and gives its exit code. Nobody sees a traceback for something that they did."""
    try:
        return _run(list(argv), world)
    except FootlightError as error:
        return _say(error, world)
    except KeyboardInterrupt:
        world.err.write("footlight: interrupted; nothing half-made was left\n")
        return INTERRUPTED
    except BrokenPipeError:
        return 0
    except OSError as error:
        return _say(
            EnvironmentProblem(_of_the_machine(error), hint="Look at its rights, and at the room there is."), world
        )
    except MemoryError:
        world.err.write("footlight: out of memory\n")
        return 3


def _of_the_machine(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}"


def _say(error: FootlightError, world: World) -> int:
    # A message quotes what was typed and the names of files, which may hold escape sequences of terminals.
    world.err.write(visible(f"footlight: {error}\n" + (f"  Hint: {error.hint}\n" if error.hint else "")))
    return error.exit_code


def _run(argv: list[str], world: World) -> int:
    if not argv or argv[0] in ("-h", "--help", "help"):
        return _help(argv[1:], world)
    if argv[0] in ("--version", "-V"):
        world.out.write(f"footlight {__version__}\n")
        return 0
    if argv[0] in _groups() and argv[1:2] in (["-h"], ["--help"], ["help"]):
        return _help(argv[:1], world)
    name, rest = _named(argv)
    command = _command(name)
    parser = _parser(name, command)
    if {"-h", "--help"} & set(rest):
        world.out.write(parser.format_help())
        return 0
    return command.run(parser.parse_args(rest), world)


def _named(argv: list[str]) -> tuple[str, list[str]]:
    """The command of the first words, one or two of them, and what follows."""
    pair = " ".join(argv[:2])
    if pair in COMMANDS:
        return pair, argv[2:]
    if argv[0] in COMMANDS:
        return argv[0], argv[1:]
    groups = _groups()
    if argv[0] in groups and len(argv) == 1:
        raise UsageError(f"which '{argv[0]}' command?\n\n{_listed(_of_group(argv[0]))}")
    if argv[0] in groups:
        nearest = did_you_mean(pair, _of_group(argv[0])) or "there are " + ", ".join(_of_group(argv[0]))
        raise UsageError(f"'{pair}' is no command; {nearest}", hint=f"`footlight {argv[0]} --help` lists them.")
    nearest = did_you_mean(argv[0], [*COMMANDS, *groups])
    raise UsageError(
        f"unknown command '{argv[0]}'" + (f"; {nearest}" if nearest else ""), hint="`footlight --help` lists them."
    )


def _groups() -> set[str]:
    """The first words of commands that have two."""
    return {name.split()[0] for name in COMMANDS if " " in name}


def _of_group(group: str) -> list[str]:
    return [name for name in COMMANDS if name.startswith(f"{group} ")]


def _listed(names: Sequence[str]) -> str:
    """Commands and what each does, one a line."""
    width = max(map(len, names))
    return "\n".join(f"  {name:<{width}}  {COMMANDS[name][1]}" for name in names)


def _command(name: str) -> Command:
    module: Command = importlib.import_module(f"footlight.cli.{COMMANDS[name][0]}")
    return module


def _parser(name: str, command: Command) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"footlight {name}",
        description=command.HELP,
        epilog=f"examples:\n{command.EXAMPLES}\n\n{_EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    return parser


def _help(argv: list[str], world: World) -> int:
    if len(argv) == 1 and argv[0] in _groups():
        world.out.write(
            f"usage: footlight {argv[0]} COMMAND [ARGUMENT…]\n\n{_listed(_of_group(argv[0]))}\n\n"
            f"`footlight {argv[0]} COMMAND --help` shows what a command takes, with examples.\n"
        )
        return 0
    if argv:
        name, _ = _named(argv)
        world.out.write(_parser(name, _command(name)).format_help())
        return 0
    world.out.write(general_help())
    return 0


def general_help() -> str:
    """What `footlight --help` prints."""
    return (
        "usage: footlight COMMAND [ARGUMENT…]\n\n"
        "Essays that lost their links, made into editions with the links set as footnotes.\n\n"
        + _listed(list(COMMANDS))
        + "\n\n`footlight COMMAND --help` shows what a command takes, with examples.\n\n"
        + _EXIT_CODES
        + "\n"
    )
