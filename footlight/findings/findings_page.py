"""docs/findings.md, made from the rows of `footlight.findings.codes`.

`make docs` writes it; a test compares the two.
"""

import re
import sys
import textwrap
from collections.abc import Iterator

from footlight.findings.codes import SECTIONS, Code, Section

_INTRO = """\
# Findings

A finding is a line on standard output:

    file:line:col: message [code] Hint: what to do

Below it, in lines that begin with blanks, stands the line that it is about, with a caret at the column
(`--no-excerpt` leaves it out). What is said of three places of a file or more in the same words is one finding, which
names the lines of the others; `-v`, where a command has it, lists them all. Programs read the lines that do not begin
with a blank.

Parts that are not known are left out. A finding without a word in front of its message is an error: nothing is made of
the essay, and the command ends with 1. Findings with `warning:` or `info:` stop nothing. `--json` writes findings as
JSON Lines, `--sarif` as SARIF 2.1 for editors and code hosts; both name every place. `--strict` takes warnings for
errors. Codes are stable: scripts may rely on them.
`footlight explain CODE` says in the terminal what this page says about a code.

The level in the tables is the usual one. Where it differs from case to case, the page says so.

Trouble that is not about an essay (a wrong option, a faulty footlight.toml, a missing library) is not a finding. It is
written to standard error, and the command ends with 2 or 3.
"""
_WIDTH = 120


def page() -> str:
    """Write the whole page as Markdown."""
    return "\n".join([_INTRO, *map(_section, SECTIONS)])


def anchor(section: Section) -> str:
    """The fragment that leads to a section of the page, as code hosts and most Markdown readers form it."""
    return re.sub(r"[^\w -]", "", section.title.lower()).replace(" ", "-")


def plain(text: str) -> str:
    """Turn the Markdown of a row into plain text: a link to a page of docs/ becomes the name of its file."""
    return re.sub(r"\[[^\]]*\]\(([\w-]+\.md[^)]*)\)", r"docs/\1", text)


def _section(section: Section) -> str:
    return "\n".join(_blocks(section))


def _blocks(section: Section) -> Iterator[str]:
    yield f"## {section.title}\n"
    if section.intro:
        yield f"{_wrapped(section.intro)}\n"
    yield "| code | level | what it means | what to do |\n|---|---|---|---|"
    yield from map(_row, section.codes)
    if section.closing:
        yield f"\n{_wrapped(section.closing)}"
    yield ""


def _row(code: Code) -> str:
    return f"| `{code.name}` | {code.level} | {code.meaning} | {code.advice} |"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


if __name__ == "__main__":
    sys.stdout.write(page())
