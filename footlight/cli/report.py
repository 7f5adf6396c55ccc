"""How findings are written: as lines for people, as JSON Lines, or as SARIF for other tools."""

import argparse
import json
from collections.abc import Sequence
from typing import Any

from footlight import __version__
from footlight.cli.world import World
from footlight.findings.finding import Finding, Severity, has_errors

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""What turns the direction of the letters behind it (Unicode, UAX #9)."""
_CONTROLS = {i: f"\\x{i:02x}" for i in (*range(32), *range(127, 160)) if i not in (9, 10)}
_CONTROLS |= {i: f"\\u{i:04x}" for i in _TURNING}
"""What could steer a terminal, or make a text look like another: titles and addresses come from anywhere."""


def add_output_options(parser: argparse.ArgumentParser) -> None:
    """The options that every command with findings has."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--json", action="store_true", help="findings as JSON Lines on standard output")
    group.add_argument("--sarif", action="store_true", help="findings as SARIF 2.1 on standard output")
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but findings")


def visible(text: str) -> str:
    """The text with its control characters made visible."""
    return text.translate(_CONTROLS)


def report(findings: Sequence[Finding], args: argparse.Namespace, world: World) -> int:
    """Writes findings in the form that was asked for and gives the exit code that they call for."""
    if args.json:
        for finding in findings:
            world.out.write(json.dumps(finding.as_json(), ensure_ascii=False) + "\n")
    elif args.sarif:
        world.out.write(json.dumps(sarif(findings), ensure_ascii=False, indent=2) + "\n")
    else:
        for finding in findings:
            world.out.write(_line(finding, world) + "\n")
    return 1 if has_errors(findings) else 0


def _line(finding: Finding, world: World) -> str:
    line = visible(str(finding))
    if not world.coloured(world.out):
        return line
    code = f"[{finding.code}]"
    return line.replace(code, f"\x1b[{_COLOURS[finding.severity]}m{code}\x1b[0m", 1)


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings as one run of SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""
    codes = sorted({finding.code for finding in findings})
    driver = {"name": "footlight", "version": __version__, "rules": [{"id": code} for code in codes]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": [_result(finding) for finding in findings]}],
    }


def _result(finding: Finding) -> dict[str, Any]:
    text = finding.message + (f" Hint: {finding.hint}" if finding.hint else "")
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
    }
    if finding.file:
        place: dict[str, Any] = {"artifactLocation": {"uri": finding.file}}
        if finding.line:
            place["region"] = {"startLine": finding.line} | ({"startColumn": finding.column} if finding.column else {})
        result["locations"] = [{"physicalLocation": place}]
    return result
