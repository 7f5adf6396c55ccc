"""`footlight lint`."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from footlight.cli.essay_options import add_essays, named_files, no_essays, project_for
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.errors import UsageError
from footlight.findings.finding import Finding
from footlight.project import find_project
from footlight.settings.parser import load_config
from footlight.settings.values import Config
from footlight.workflows.lint_runs import Linted, lint_essay

HELP = "Look at the prose of essays: links on “here”, brackets without another half, words that stand twice …"
EXAMPLES = """\
  footlight lint                    every essay of source/
  footlight lint --fix my-essay     mend what can be mended safely, and list the rest
  footlight lint --strict           for a script: what is found is an error
  footlight lint --sarif > lint.sarif"""
_SHOWN = 5
"""Places of one rule that are listed of one essay, without -v."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    add_essays(parser)
    parser.add_argument("--fix", action="store_true", help="mend what can be mended safely, in the files themselves")
    words = f"list every place; else {_SHOWN} of a rule and an essay; --json and --sarif always do"
    parser.add_argument("-v", "--verbose", action="store_true", help=words)
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Report what the rules find."""
    config = _config(args.essays, world.cwd)
    essays = named_files(args.essays, world.cwd)
    if not essays:
        return report([no_essays(project_for(args.essays, world.cwd))], args, world)
    findings: list[Finding] = []
    for essay in essays:
        done = lint_essay(essay, _root(essay.path), config, fix=args.fix)
        every = args.verbose or args.json or args.sarif
        findings += done.findings if every else _first(done.findings)
        if not args.quiet:
            world.log(_summary(done))
    return report(findings, args, world)


def _config(names: Sequence[str], cwd: Path) -> Config:
    """The configuration of the project of the working folder, else of the essays; the defaults outside of any."""
    try:
        project = project_for(names, cwd)
    except UsageError:
        return Config()
    return load_config(project.config)


def _root(path: Path) -> Path:
    """The folder of an essay's project; its own outside of any."""
    try:
        return find_project(path.parent).root
    except UsageError:
        return path.resolve().parent


def _first(findings: Sequence[Finding]) -> list[Finding]:
    """The first few things that are said by each code; the last of them says how many more findings there are.

    What is said of several places in the same words counts once: the report puts it together.
    """
    said: dict[str, dict[str, int]] = {}
    for finding in findings:
        messages = said.setdefault(finding.code, {})
        messages[finding.message] = messages.get(finding.message, 0) + 1
    last = {
        list(messages)[_SHOWN - 1]: sum(list(messages.values())[_SHOWN:])
        for messages in said.values()
        if len(messages) > _SHOWN
    }
    kept = {code: frozenset(list(messages)[:_SHOWN]) for code, messages in said.items()}
    return [
        replace(finding, message=f"{finding.message} (and {more} more like it, which -v lists)")
        if (more := last.get(finding.message))
        else finding
        for finding in findings
        if finding.message in kept[finding.code]
    ]


def _summary(done: Linted) -> str:
    count = len(done.findings)
    parts = [f"{count} {'finding' if count == 1 else 'findings'}"]
    if done.mended:
        parts.append(f"{done.mended} mended")
    if done.mendable:
        parts.append(f"{done.mendable} of them --fix would mend")
    return f"{done.file.shown}: {', '.join(parts)}"
