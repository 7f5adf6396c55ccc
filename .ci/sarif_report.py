"""Make one report of those of `footlight build --sarif` and `footlight check --sarif`, for action.yml.

Usage: sarif_report.py FOLDER DOCS FILE… > footlight.sarif

FOLDER is the project's in the repository: code hosts take paths from its root. DOCS is the address of docs/.
Findings are written to standard error as well, as workflow commands, by which the host shows each at its line
(https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def main(folder: str, docs: str, files: list[str]) -> None:
    """Write the report."""
    reports = [json.loads(text) for name in files if Path(name).is_file() and (text := Path(name).read_text("utf-8"))]
    runs = [run for report in reports for run in report["runs"]]
    rules = {rule["id"]: _with_address(rule, docs) for run in runs for rule in run["tool"]["driver"]["rules"]}
    results = [_from_root(result, folder) for run in runs for result in run["results"]]
    results = list({json.dumps(result, sort_keys=True): result for result in results}.values())
    for line in map(_command, results):
        print(line, file=sys.stderr)  # noqa: T201 - what this program is for
    if runs:
        driver = {**runs[0]["tool"]["driver"], "rules": list(rules.values())}
        # Of results without a place a code host refuses the whole file.
        run = {"tool": {"driver": driver}, "results": [result for result in results if result.get("locations")]}
        print(json.dumps({**reports[0], "runs": [run]}, indent=2))  # noqa: T201 - as above


def _with_address(rule: dict[str, Any], docs: str) -> dict[str, Any]:
    """A rule whose page is that of the repository, not of the machine that ran the check."""
    page, _, fragment = rule.get("helpUri", "").rpartition("/")[2].partition("#")
    return {**rule, "helpUri": f"{docs}{page}#{fragment}"} if page and docs.startswith("https://") else rule


def _from_root(result: dict[str, Any], folder: str) -> dict[str, Any]:
    for location in result.get("locations", []):
        place = location["physicalLocation"]["artifactLocation"]
        place["uri"] = str(PurePosixPath(folder, place["uri"]))
    return result


def _command(result: dict[str, Any]) -> str:
    told = ",".join(_properties(result))
    message = f"{result['message']['text']} [{result['ruleId']}]"
    return f"::{_COMMANDS[result['level']]} {told}::{_escaped(message)}"


def _properties(result: dict[str, Any]) -> Iterator[str]:
    for location in result.get("locations", [])[:1]:
        place = location["physicalLocation"]
        yield f"file={_escaped(place['artifactLocation']['uri'], property_=True)}"
        for name, key in (("line", "startLine"), ("col", "startColumn")):
            if key in place.get("region", {}):
                yield f"{name}={place['region'][key]}"
    yield f"title={result['ruleId']}"


def _escaped(text: str, *, property_: bool = False) -> str:
    """A text as workflow commands take it: no line end can begin another command."""
    for sign, escape in (
        ("%", "%25"),
        ("\r", "%0D"),
        ("\n", "%0A"),
        *(((":", "%3A"), (",", "%2C")) if property_ else ()),
    ):
        text = text.replace(sign, escape)
    return text


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
