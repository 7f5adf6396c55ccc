"""Write findings as lines of text, as JSON Lines, or as SARIF for other programs."""

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from footlight import __version__
from footlight.cli.folding import fold, width_of
from footlight.cli.world import World
from footlight.errors import UsageError
from footlight.findings.finding import Finding, Severity, has_errors, strict
from footlight.project import find_project, house_docs
from footlight.textmatch.clean_text import as_json, one_line

if TYPE_CHECKING:  # imported where there is something to show
    from footlight.cli.excerpt import Excerpts

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def add_output_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that prints findings."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--json", action="store_true", help="findings as JSON Lines on standard output")
    group.add_argument("--sarif", action="store_true", help="findings as SARIF 2.1 on standard output")
    parser.add_argument("--strict", action="store_true", help="take warnings for errors")
    parser.add_argument("--no-excerpt", action="store_true", help="findings without the lines that they are about")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but findings")


def report(findings: Sequence[Finding], args: argparse.Namespace, world: World) -> int:
    """Write findings in the requested form. Returns the exit code: 1 if one of them is an error, else 0.

    As text, each finding is a line, and what belongs to it follows in lines that begin with blanks: the line of the
    source, and where else the same was found.
    """
    if getattr(args, "strict", False):
        findings = strict(findings)
    if args.json:
        for finding in findings:
            world.out.write(as_json(finding.as_json()) + "\n")
    elif args.sarif:
        world.out.write(as_json(sarif(findings), indent=2) + "\n")
    else:
        for line in _text(findings, args, world):
            world.out.write(line + "\n")
    return 1 if has_errors(findings) else 0


_MOST_LINES = 20
"""Numbers of lines that a folded finding names."""


def _text(findings: Sequence[Finding], args: argparse.Namespace, world: World) -> Iterator[str]:
    """The lines that are printed of findings."""
    placed = any(finding.line for finding in findings) and not getattr(args, "no_excerpt", False)
    excerpts = excerpts_for(world) if placed else None
    every = getattr(args, "verbose", False)
    for same in [[one] for one in findings] if every else folded(findings):
        first = same[0]
        yield _line(first, world)
        if excerpts:
            yield from excerpts.of(first.file, first.line, first.column)
        if len(same) > 1:
            yield f"    {_more(same[1:])}"


def folded(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Put together what is said of three places of a file or more in the same words."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        same = (finding.file, finding.code, finding.severity, finding.message, finding.hint)
        groups.setdefault(same if finding.line else (id(finding),), []).append(finding)
    return [part for group in groups.values() for part in ([group] if len(group) > 2 else [[one] for one in group])]


def _more(others: Sequence[Finding]) -> str:
    lines = list(dict.fromkeys(finding.line for finding in others))
    named = ", ".join(map(str, lines[:_MOST_LINES])) + (", …" if len(lines) > _MOST_LINES else "")
    return f"and {len(others)} more places: {'lines' if len(lines) > 1 else 'line'} {named}"


def excerpts_for(world: World) -> "Excerpts":
    """Excerpts of the files of the project and of the working folder."""
    from footlight.cli.excerpt import Excerpts  # noqa: PLC0415 - most commands find nothing

    try:
        folders = [find_project(world.cwd).root, world.cwd]
    except UsageError:
        folders = [world.cwd]
    return Excerpts(folders, _width(world))


def _width(world: World) -> int:
    """The width of the terminal in cells; 100 elsewhere."""
    return width_of(world.out) or 100


def _line(finding: Finding, world: World) -> str:
    line = fold(one_line(str(finding)), width_of(world.out))
    if not world.coloured(world.out):
        return line
    code = f"[{finding.code}]"
    return line.replace(code, f"\x1b[{_COLOURS[finding.severity]}m{code}\x1b[0m", 1)


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """Form one run of SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""
    rules = [_rule(name) for name in sorted({finding.code for finding in findings})]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "footlight", "version": __version__, "rules": rules}},
                "results": [_result(finding) for finding in findings],
            }
        ],
    }


def _rule(name: str) -> dict[str, Any]:
    """A `reportingDescriptor` (SARIF 2.1.0, section 3.49), from the row of the code."""
    from footlight.findings.codes import code_named, section_of  # noqa: PLC0415 - see that module
    from footlight.findings.findings_page import anchor, plain  # noqa: PLC0415 - only --sarif needs it

    code = code_named(name)
    meaning, advice = plain(code.meaning), plain(code.advice)
    return {
        "id": name,
        "shortDescription": {"text": meaning},
        "fullDescription": {"text": f"{meaning} {advice}"},
        "help": {"text": f"{meaning} {advice}", "markdown": f"{meaning}\n\n**What to do:** {advice}"},
        "helpUri": f"{(house_docs() / 'findings.md').as_uri()}#{anchor(section_of(code))}",
        "defaultConfiguration": {"level": _LEVELS[code.level]},
        "properties": {"tags": [section_of(code).title]},
    }


def _result(finding: Finding) -> dict[str, Any]:
    text = finding.message + (f" Hint: {finding.hint}" if finding.hint else "")
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
    }
    if finding.file:
        uri = quote(finding.file, errors="surrogateescape")  # the bytes of a name that is not UTF-8
        place: dict[str, Any] = {"artifactLocation": {"uri": uri}}
        if finding.line:
            place["region"] = {"startLine": finding.line} | ({"startColumn": finding.column} if finding.column else {})
        result["locations"] = [{"physicalLocation": place}]
    return result
