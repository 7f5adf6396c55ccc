"""`footlight explain`."""

import argparse
import re

from footlight.cli.world import World
from footlight.errors import UsageError
from footlight.findings.codes import CODES, FAMILY, SECTIONS, Code, code_named, section_of
from footlight.findings.findings_page import anchor, plain
from footlight.findings.severity import Severity
from footlight.project import house_docs
from footlight.textmatch.suggestions import did_you_mean

HELP = "Say what a finding means and what to do about it. Without CODE, list all codes."
EXAMPLES = """\
  footlight explain image-missing  one code; a whole finding, copied, does as well
  footlight explain                all of them"""


_WEIGHTS = {
    Severity.ERROR: "The command ends with 1, and a build makes nothing of the essay.",
    Severity.WARNING: "It stops nothing, unless --strict takes it for an error.",
    Severity.INFO: "It stops nothing.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("codes", nargs="*", metavar="CODE", help="the word in square brackets of a finding")


def run(args: argparse.Namespace, world: World) -> int:
    """Print what the codes mean, or the list of all codes."""
    names = [_code_in(words) for words in args.codes]
    texts = [_explained(name, _found(name)) for name in names] or [_list()]
    for line in "\n".join(texts).splitlines():
        world.show(line)
    return 0


def _code_in(words: str) -> str:
    """The code that is asked for: as it stands, in its brackets, or in a whole finding that was copied."""
    in_line = re.search(r"(?<= )\[([a-z0-9][A-Za-z0-9-]*)\](?: Hint: |$)", words)
    return in_line[1] if in_line else words.strip("[]")


def _found(name: str) -> Code:
    """The row of a code. Raises UsageError for an unknown one, with the nearest."""
    try:
        return code_named(name)
    except LookupError as error:
        nearest = did_you_mean(name, CODES)
        message = f"{error}; {nearest}" if nearest else f"{error}"
        raise UsageError(message, hint="`footlight explain` lists all codes.") from None


def _explained(name: str, code: Code) -> str:
    section = section_of(code)
    about = f"  Note: {plain(section.intro)}\n" if section.intro else ""
    page = f"{house_docs() / 'findings.md'}#{anchor(section)}"
    said = f"  {plain(code.meaning)}\n  What to do: {plain(code.advice)}\n"
    return f"{name} ({code.level})\n{said}  Weight: {_WEIGHTS[code.level]}\n{about}  More: {page}\n"


def _list() -> str:
    width = max(map(len, CODES)) + 2
    blocks = [
        f"{section.title}\n" + "".join(f"  {code.name:<{width}}{plain(code.meaning)}\n" for code in section.codes)
        for section in SECTIONS
    ]
    family = f"\nA code that ends with {FAMILY} stands for all codes that begin like it.\n"
    return "\n".join(blocks) + family
