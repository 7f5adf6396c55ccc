"""Which essays a command is about: names in source/, paths, or all of them; and what their project decides."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from footlight.cli.report import report
from footlight.cli.world import World
from footlight.errors import UsageError
from footlight.findings.finding import Finding, Severity
from footlight.project import Project, find_project
from footlight.settings.parser import load_config
from footlight.settings.values import Config
from footlight.suggestions import did_you_mean


def add_essays(parser: argparse.ArgumentParser) -> None:
    """The argument of every command that is about any number of essays."""
    parser.add_argument("essays", nargs="*", metavar="ESSAY", help="a name in source/, or a path; default: all")


def chosen(names: Sequence[str], project: Project, cwd: Path) -> list[Path]:
    """The essays that are named, each once, or all of them where none is.

    Raises UsageError for one that is not there, with the nearest name.
    """
    if not names:
        return list(project.essays())
    return list(dict.fromkeys(_one(name, project, cwd) for name in names))


def _one(name: str, project: Project, cwd: Path) -> Path:
    for path in (project.source / f"{name}.md", project.source / name, cwd / name):
        if path.suffix == ".md" and path.is_file():
            return path.resolve()
    nearest = did_you_mean(name, [essay.stem for essay in project.essays()])
    raise UsageError(
        f"no essay '{name}'" + (f"; {nearest}" if nearest else ""), hint="Name one of source/, without .md, or a path."
    )


def the_one(name: str, cwd: Path) -> tuple[Project, Path]:
    """The essay that is named, and its project. Raises UsageError, as `chosen` does."""
    project = project_for([name], cwd)
    return project, chosen([name], project, cwd)[0]


def named_files(names: Sequence[str], cwd: Path) -> list[tuple[Path, str]]:
    """The files that are named, and how findings call them; those of the project where none is named.

    Paths to Markdown files need no project. Raises UsageError for a name that is neither a file nor an essay.
    """
    files = [cwd / name for name in names]
    if names and all(path.is_file() for path in files):
        return list(dict(zip(files, names, strict=True)).items())
    missing = next((name for name in names if name.endswith(".md") and not (cwd / name).is_file()), None)
    try:
        project = project_for(names, cwd)
    except UsageError:
        if missing:
            raise UsageError(f"no file {missing}", hint="Give the path of a Markdown file.") from None
        raise
    return [(path, project.shown(path)) for path in chosen(names, project, cwd)]


def project_for(names: Sequence[str], cwd: Path) -> Project:
    """The project of the folder one stands in, else that of the first essay that is named by its path."""
    try:
        return find_project(cwd)
    except UsageError:
        for name in names:
            path = cwd / name
            if path.is_file():
                return find_project(path.parent)
        raise


def no_essays(project: Project) -> Finding:
    """What is said of an empty source/."""
    return Finding(
        code="no-essays",
        severity=Severity.ERROR,
        message="there is no essay in source/",
        hint="`footlight new TITLE` starts one, or copy a Markdown file there.",
        file=project.shown(project.source),
    )


def none_there(args: argparse.Namespace, world: World) -> int:
    """Says so, where a command has no files; the exit code."""
    return report([no_essays(project_for(args.essays, world.cwd))], args, world)


def configured(cwd: Path) -> Config:
    """What the project decides; outside of one nothing is decided."""
    try:
        project = find_project(cwd)
    except UsageError:
        return Config()
    return load_config(project.config)
