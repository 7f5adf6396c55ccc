"""Write findings as lines of text, as JSON Lines, or as SARIF for other programs."""

import argparse
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from footlight import __version__
from footlight.cli.world import World
from footlight.findings.finding import Finding, Severity, has_errors
from footlight.project import house_docs
from footlight.textmatch.clean_text import as_json, one_line

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def add_output_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that prints findings."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--json", action="store_true", help="findings as JSON Lines on standard output")
    group.add_argument("--sarif", action="store_true", help="findings as SARIF 2.1 on standard output")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but findings")


def report(findings: Sequence[Finding], args: argparse.Namespace, world: World) -> int:
    """Write findings in the requested form. Returns the exit code: 1 if one of them is an error, else 0."""
    if args.json:
        for finding in findings:
            world.out.write(as_json(finding.as_json()) + "\n")
    elif args.sarif:
        world.out.write(as_json(sarif(findings), indent=2) + "\n")
    else:
        for finding in findings:
            world.out.write(_line(finding, world) + "\n")
    return 1 if has_errors(findings) else 0


def _line(finding: Finding, world: World) -> str:
    line = one_line(str(finding))
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
        "help": {"text": f"{meaning} {advice}", "markdown": f"{meaning}\n\n**What to do:** {advice}"},
        "helpUri": f"{(house_docs() / 'findings.md').as_uri()}#{anchor(section_of(code))}",
        "defaultConfiguration": {"level": _LEVELS[code.level]},
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
