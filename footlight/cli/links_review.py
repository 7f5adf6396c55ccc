"""`footlight links review`."""

import argparse
import os
import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING

from footlight.cli.essay_options import the_one
from footlight.cli.key_input import Command, Keys, keys_of
from footlight.cli.report import report
from footlight.cli.world import World
from footlight.errors import UsageError
from footlight.findings.finding import has_errors
from footlight.ledger.further_help import further_help
from footlight.project import house_templates
from footlight.settings.certainty_words import certainty_sentence
from footlight.settings.parser import load_config
from footlight.settings.wording import FALLBACK, load_wording
from footlight.textmatch.clean_text import visible

if TYPE_CHECKING:  # their import is postponed
    from footlight.engines.terminal import Screen
    from footlight.links.decisions.decision import Offer
    from footlight.workflows.links.review import ArchivedTexts, Review

HELP = """\
Decide about the open places of an essay in the terminal, one by one: accept an address that was found, type one, reject
the place, or leave it open. Each decision is written into the ledger at once, and can be undone."""
EXAMPLES = """\
  footlight links review my-essay                       press ? for the keys
  footlight links review my-essay --archive a.warc.gz   with the archived pages beside the addresses
  printf 'a\\ns\\ne https://example.org/\\n' | footlight links review my-essay   a command a line"""

_CLEAR = "\x1b[2J\x1b[H"
"""Clears the screen (ECMA-48)."""
_NARROWEST, _USUAL = 40, 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    parser.add_argument("essay", metavar="ESSAY", help="a name in source/, or a path")
    parser.add_argument(
        "--archive", action="append", default=[], metavar="FILE", help="a WARC, WACZ or folder with archived texts"
    )
    parser.add_argument("--mentioned", action="store_true", help="also sentences that mention a link")
    parser.set_defaults(json=False, sarif=False)


def run(args: argparse.Namespace, world: World) -> int:
    """Review the open places."""
    from footlight.engines.terminal import Screen  # noqa: PLC0415 - engines
    from footlight.workflows.links.open_places import open_questions  # noqa: PLC0415 - rules and patterns
    from footlight.workflows.links.review import ArchivedTexts, Review  # noqa: PLC0415 - engines

    project, essay = the_one(args.essay, world.cwd)
    asked, findings = open_questions(essay, mentioned=args.mentioned)
    if asked is None or has_errors(findings):
        return report(findings, args, world)
    missing = next((spec for spec in args.archive if not (world.cwd / spec).exists()), None)
    if missing:
        raise UsageError(
            f"no archive {missing}", hint="Give a .warc, .warc.gz or .wacz file, a folder of them, or a blog's export."
        )
    specs = args.archive or load_config(project.config).links.archives  # remote ones are not asked
    archives = [world.cwd / spec for spec in specs if (world.cwd / spec).exists()]
    if not asked.questions:
        world.out.write("Nothing to review: no place is open.\n")
        return report(findings, args, world)
    archived_texts = ArchivedTexts(essay.path, archives)
    review = Review(asked, archived_texts, lambda: world.clock.utc.replace(microsecond=0))
    screen = Screen(world.out, width=_width(world), coloured=world.coloured(world.out))
    with keys_of(world.stdin) as keys:
        ReviewScreen(review, archived_texts, screen, world).work(keys)
    open_still = len(review.questions) - review.decided
    world.out.write(f"{review.decided} decided, {open_still} left open.\n")
    return 0


def _width(world: World) -> int:
    """Return the width of the terminal in cells: COLUMNS if it is set."""
    said = world.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return max(_NARROWEST, int(said))
    try:
        return max(_NARROWEST, os.get_terminal_size(world.out.fileno()).columns)
    except (OSError, ValueError, AttributeError):  # not a terminal
        return _USUAL


class ReviewScreen:
    """Shows each place and carries out the keys that are pressed."""

    def __init__(self, review: "Review", archived_texts: "ArchivedTexts", screen: "Screen", world: World) -> None:
        self._review, self._archived_texts, self._screen, self._world = review, archived_texts, screen, world
        self._marked = 0
        self._said = ""
        self._words = load_wording(FALLBACK, [house_templates()])
        self.browse: Callable[[str], object] = webbrowser.open

    def work(self, keys: Keys) -> None:
        """Show one place after the other and carry out commands, until all are decided or the input ends."""
        if keys.by_line and self._world.stdin.isatty():
            self._said = "Press Enter after each key."
        while True:
            self._show()
            command = keys.command()
            over = self._review.question is None
            if command is None or command.key in ("q", "Q") or (over and command.key not in ("u", "U")):
                return
            at = self._review.at
            self._said = self._done(command, keys)
            if self._review.at != at:
                self._marked = 0

    def _show(self) -> None:
        from footlight.cli.review_page import View, show_place  # noqa: PLC0415 - engines

        if self._world.stdin.isatty() and self._world.out.isatty() and self._world.environ.get("TERM") != "dumb":
            self._world.out.write(_CLEAR)
        if self._said:
            self._world.out.write(f"{visible(self._said)}\n\n")
        question = self._review.question
        if question is None:
            self._world.out.write("No place is left. Press u to undo the last step, any other key to end the review.\n")
        else:
            found = self._offers()
            view = View(
                question=question,
                number=self._review.at + 1,
                total=len(self._review.questions),
                found=found,
                marked=self._marked,
                sure=" ".join(
                    filter(None, (certainty_sentence(question.entry, self._words), further_help(question.entry)))
                ),
                archived=self._archived_texts.archived(found[self._marked]) if found else None,
            )
            show_place(self._screen, view)
        self._world.out.flush()

    def _done(self, command: Command, keys: Keys) -> str:
        """Carry out a command and return a message."""
        does: dict[str, Callable[[], str]] = {
            "a": lambda: self._accepted(command.rest),
            "r": self._review.reject,
            "e": lambda: self._edited(command.rest, keys),
            "s": self._review.skip,
            " ": self._review.skip,
            "u": self._review.undo,
            "o": self._opened,
        }
        key = command.key.lower()
        if key.isdecimal():
            return self._mark(int(key))
        return does.get(key, _help)()

    def _accepted(self, rest: str) -> str:
        if rest and (said := self._mark(int(rest) if rest.isdecimal() else 0)):
            return said
        found = self._offers()
        return self._review.accept(found[self._marked]) if found else "No address was found here; press e to type one."

    def _mark(self, number: int) -> str:
        if not 1 <= number <= len(self._offers()):
            return "There is no address with that number."
        self._marked = number - 1
        return ""

    def _edited(self, rest: str, keys: Keys) -> str:
        if not rest:
            self._world.out.write("The address, or nothing to go back: ")
            self._world.out.flush()
            rest = keys.line()
        return self._review.edit(rest) if rest else ""

    def _opened(self) -> str:
        found = self._offers()
        if not found:
            return "No address was found here."
        url = found[self._marked].archive_url or found[self._marked].url
        self.browse(url)
        return f"opened {url}"

    def _offers(self) -> tuple["Offer", ...]:
        from footlight.workflows.links.review import offers_of  # noqa: PLC0415 - as above

        question = self._review.question
        return offers_of(question) if question else ()


def _help() -> str:
    from footlight.cli.review_page import HELP as KEYS  # noqa: PLC0415 - as above

    return KEYS
