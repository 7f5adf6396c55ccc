"""Find the command that the arguments name, run it, and turn errors into messages and exit codes."""

import argparse
import importlib
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import NoReturn, Protocol

from footlight import __version__
from footlight.cli.world import World
from footlight.errors import EnvironmentProblem, FilePlace, FootlightError, UsageError
from footlight.textmatch.suggestions import did_you_mean

COMMANDS: dict[str, tuple[str, str]] = {
    # name: (module, what it does)
    "init": ("init", "make a project: an example essay, a documented configuration"),
    "new": ("new", "start an essay"),
    "import": ("import_essays", "bring essays in: pages, captures, saved HTML, exports"),
    "build": ("build", "make the editions, into build/NAME/"),
    "book": ("book", "make one book of many essays"),
    "clean": ("clean", "remove from build/ what the settings no longer name"),
    "check": ("check", "preflight of what was built"),
    "lint": ("lint", "the prose of the source: what a reader would stumble over"),
    "pictures": ("pictures", "fetch the pictures that stand elsewhere, once, into source/"),
    "links find": ("links_find", "where links are missing"),
    "links check": ("links_check", "whether those that are there still lead where they led"),
    "links recover": ("links_recover", "look for the missing ones in archives; write the ledger"),
    "links review": ("links_review", "accept, reject or edit what was found, place by place"),
    "links ask": ("links_ask", "a questionnaire for the author, who knows best"),
    "links answer": ("links_answer", "take the author's answers back into the ledger"),
    "links verify": ("links_verify", "prove every printed address from what was kept"),
    "links describe": ("links_describe", "title, author, site and day of what links lead to, for the notes"),
    "links mend": ("links_mend", "put recovered links back into the Markdown: a diff first"),
    "links export": ("links_export", "the ledger for other programs: CSV, JSON, BibTeX, CSL-JSON, Robust Links"),
    "links preserve": ("links_preserve", "capture what living links lead to, before it rots"),
    "shelf": ("shelf", "a catalogue of what was built, for e-readers"),
    "serve": ("serve", "the desk, which follows what you write, and the shelf for e-readers"),
    "explain": ("explain", "what a finding means and what to do"),
    "schema": ("schema", "the JSON Schema of a file, for editors and other programs"),
    "completion": ("completion", "what makes a shell complete commands, options and essays"),
    "doctor": ("doctor", "what is installed, what is missing, how to get it"),
}
_LIGHT = frozenset({"new", "build", "book", "clean", "explain"})
"""Commands that need no temporary files, or make their folder only where there is something to do."""
INTERRUPTED = 130
"""128 + SIGINT, as in shells."""

_EXIT_CODES = """\
exit codes: 0 all well; 1 findings at error level; 2 wrong usage or configuration;
            3 the environment (a missing library, a full disk, an unreachable archive),
              or a fault of Footlight's own"""


class Command(Protocol):
    """The interface of a command's module."""

    HELP: str
    """The first line of its help."""
    EXAMPLES: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the arguments of the command."""

    def run(self, args: argparse.Namespace, world: World) -> int:
        """Run the command. Returns the exit code."""


_UNKNOWN = "there is no option "
_PLAIN_WORDS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"unrecognized arguments: (-.*)", f"{_UNKNOWN}{{}}"),
        (r"unrecognized arguments: (.*)", "more than it takes: {}"),
        (r"the following arguments are required: (.*)", "{} is missing"),
        (r"argument (-[^:]*): expected (?:one|at least one) argument", "{} wants a value behind it"),
        (r"argument ([^:]*): invalid choice: (.*?) \(choose from (.*)\)", "{} does not take {}; it takes {}"),
        (r"argument ([^:]*): not allowed with argument (.*)", "{} and {} do not go together"),
    )
)
"""Messages of argparse, and what is said in their place."""


class _Parser(argparse.ArgumentParser):
    """A parser that raises UsageError for wrong usage instead of printing and exiting."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(self._in_plain_words(message), hint=f"`{self.prog} --help` shows what it takes.")

    def _in_plain_words(self, message: str) -> str:
        """What argparse says, as Footlight says it; an unknown option comes with the one that may be meant."""
        for pattern, words in _PLAIN_WORDS:
            if match := pattern.fullmatch(message):
                message = words.format(*match.groups())
                break
        if message.startswith(_UNKNOWN):
            option = message.removeprefix(_UNKNOWN).split()[0].partition("=")[0]
            nearest = did_you_mean(option, self._option_string_actions)
            return f"{message}; {nearest}" if nearest else message
        return message


def run(argv: Sequence[str], world: World) -> int:
    """Run one command. Returns its exit code; errors of the user and of the machine become messages, not tracebacks."""
    try:
        return _run(list(argv), world)
    except KeyboardInterrupt:
        world.log("footlight: interrupted; nothing half-made was left")
        return INTERRUPTED
    except BrokenPipeError:
        return 0
    except (FootlightError, OSError) as error:
        return _fail(error if isinstance(error, FootlightError) else _system_error(error), world)
    except MemoryError:
        world.log("footlight: out of memory")
        return EnvironmentProblem.exit_code
    except Exception as error:  # noqa: BLE001 - the one place where nothing is left to see it
        return _fault(error, world)


def _system_error(error: OSError) -> EnvironmentProblem:
    place = f"{error.filename}: " if error.filename else ""
    hint = "Check the permissions of the file, and the free space of the disk."
    return EnvironmentProblem(f"{place}{error.strerror or error}", hint=hint)


def _is_foreign(error: ModuleNotFoundError) -> bool:
    """Whether a module of another package is missing, and none of Footlight's own."""
    return bool(error.name) and not str(error.name).startswith("footlight")


def _lacking(error: ModuleNotFoundError) -> EnvironmentProblem:
    """What is said where a light installation lacks a package that a command needs."""
    from footlight.engines.installation import missing_packages, package_hint  # noqa: PLC0415 - hardly ever used

    package = str(error.name).partition(".")[0]
    missing = [name for name in missing_packages() if name != "pypandoc-binary"] or [package]
    return EnvironmentProblem(f"this needs {package}, which is not installed", hint=package_hint(*missing))


def _fault(error: Exception, world: World) -> int:
    if isinstance(error, ModuleNotFoundError) and _is_foreign(error):
        return _fail(_lacking(error), world)
    from footlight.findings.fault_reports import described, keep_report, report_hint  # noqa: PLC0415 - hardly ever used

    hint = report_hint(keep_report(error))
    world.log(f"footlight: it failed ({described(error)}), by a fault of its own. Hint: {hint}")
    return EnvironmentProblem.exit_code


def _fail(error: FootlightError, world: World) -> int:
    message = str(error)
    if error.hint:  # on the same line, as in findings
        message += ("" if message.endswith((".", "?", "!")) else ".") + f" Hint: {error.hint}"
    world.log(f"footlight: {message}")
    if error.place:
        _show_place(error.place, world)
    return error.exit_code


def _show_place(place: FilePlace, world: World) -> None:
    """Write the line that an error is about, below its message."""
    from footlight.cli.excerpt import Excerpts  # noqa: PLC0415 - only an error in a file needs it

    for line in Excerpts([place.path.parent]).of(place.path.name, place.line, place.column):
        world.log(line)


def _run(argv: list[str], world: World) -> int:
    if not argv or argv == ["links"]:
        from footlight.cli.next_steps import say_next, say_next_of_links  # noqa: PLC0415 - help needs no project

        return say_next_of_links(world) if argv else say_next(world)
    if argv[0] in ("-h", "--help", "help"):
        return _help(argv[1:], world)
    if argv[0] in ("--version", "-V"):
        world.out.write(f"footlight {__version__}\n")
        return 0
    if argv[0] in _groups() and argv[1:2] in (["-h"], ["--help"], ["help"]):
        return _help(argv[:1], world)
    name, rest = _named(argv)
    command = command_named(name)
    parser = _parser(name, command)
    if {"-h", "--help"} & set(rest):
        _say(parser.format_help(), world)
        return 0
    chosen = parser.parse_args(rest)
    with nullcontext() if name in _LIGHT else _temporary_files():
        return command.run(chosen, world)


def _temporary_files() -> AbstractContextManager[None]:
    from footlight.workflows.processes.temporary_folder import temporary_files  # noqa: PLC0415 - most builds need none

    return temporary_files()


def _named(argv: list[str]) -> tuple[str, list[str]]:
    """The command that the first one or two words name, and the arguments after it. Raises UsageError for none."""
    pair = " ".join(argv[:2])
    if pair in COMMANDS:
        return pair, argv[2:]
    if argv[0] in COMMANDS:
        return argv[0], argv[1:]
    groups = _groups()
    if argv[0] in groups:
        nearest = did_you_mean(pair, _of_group(argv[0])) or "there are " + ", ".join(_of_group(argv[0]))
        raise UsageError(f"'{pair}' is no command; {nearest}", hint=f"`footlight {argv[0]} --help` lists them.")
    if argv[0].startswith("-"):
        nearest = did_you_mean(argv[0], ("--help", "--version"))
        hint = "Options follow a command: `footlight build --force`. `footlight --help` lists the commands."
        raise UsageError(f"{_UNKNOWN}{argv[0]}" + (f"; {nearest}" if nearest else ""), hint=hint)
    nearest = did_you_mean(argv[0], [*COMMANDS, *groups])
    raise UsageError(
        f"unknown command '{argv[0]}'" + (f"; {nearest}" if nearest else ""), hint="`footlight --help` lists them."
    )


def _groups() -> set[str]:
    """The first words of the commands that have two words."""
    return {name.split()[0] for name in COMMANDS if " " in name}


def _of_group(group: str) -> list[str]:
    return [name for name in COMMANDS if name.startswith(f"{group} ")]


def _listed(names: Sequence[str]) -> str:
    """Lines with the commands and what each does."""
    width = max(map(len, names))
    return "\n".join(f"  {name:<{width}}  {COMMANDS[name][1]}" for name in names)


def command_named(name: str) -> Command:
    """The module of a command."""
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
        _say(
            f"usage: footlight {argv[0]} COMMAND [ARGUMENT…]\n\n{_listed(_of_group(argv[0]))}\n\n"
            f"`footlight {argv[0]} COMMAND --help` shows what a command takes, with examples.\n",
            world,
        )
        return 0
    if argv:
        name, _ = _named(argv)
        _say(_parser(name, command_named(name)).format_help(), world)
        return 0
    _say(general_help(), world)
    return 0


def _say(text: str, world: World) -> None:
    """Print a text of several lines, folded at a terminal."""
    for line in text.splitlines():
        world.show(line)


def general_help() -> str:
    """Write what `footlight --help` prints."""
    return (
        "usage: footlight COMMAND [ARGUMENT…]\n\n"
        "Essays that lost their links, made into editions with the links set as footnotes.\n\n"
        + _listed(list(COMMANDS))
        + "\n\n`footlight COMMAND --help` shows what a command takes, with examples.\n\n"
        + _EXIT_CODES
        + "\n"
    )
