"""`footlight explain`."""

import argparse

from footlight.cli.world import World
from footlight.errors import UsageError
from footlight.findings.codes import CODES, FAMILY, SECTIONS, Code, code_named, section_of
from footlight.findings.findings_page import anchor, plain
from footlight.textmatch.suggestions import did_you_mean

HELP = "Say what a finding means and what to do about it. Without CODE, list all codes."
EXAMPLES = """\
  footlight explain image-missing  one code
  footlight explain                all of them"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("codes", nargs="*", metavar="CODE", help="the word in square brackets of a finding")


def run(args: argparse.Namespace, world: World) -> int:
    """Print what the codes mean, or the list of all codes."""
    names = [name.strip("[]") for name in args.codes]  # a code may be copied with its brackets
    texts = [_explained(name, _found(name)) for name in names] or [_list()]
    for line in "\n".join(texts).splitlines():
        world.show(line)
    return 0


def _found(name: str) -> Code:
    """The row of a code. Raises UsageError for an unknown one, with the nearest."""
    try:
        return code_named(name)
    except LookupError as error:
        nearest = did_you_mean(name, CODES)
        message = f"{error}; {nearest}" if nearest else f"{error}"
        raise UsageError(message, hint="`footlight explain` lists all codes.") from None


def _explained(name: str, code: Code) -> str:
    page = f"docs/findings.md#{anchor(section_of(code))}"
    return f"{name} ({code.level})\n  {plain(code.meaning)}\n  What to do: {plain(code.advice)}\n  More: {page}\n"


def _list() -> str:
    width = max(map(len, CODES)) + 2
    blocks = [
        f"{section.title}\n" + "".join(f"  {code.name:<{width}}{plain(code.meaning)}\n" for code in section.codes)
        for section in SECTIONS
    ]
    family = f"\nA code that ends with {FAMILY} stands for all codes that begin like it.\n"
    return "\n".join(blocks) + family
