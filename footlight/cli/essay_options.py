"""The essays that a command is about: names in source/, paths, or all of them; and their project."""

import argparse
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from footlight.cli.report import report
from footlight.cli.world import World
from footlight.errors import UsageError
from footlight.essay_files import (
    ENDINGS,
    EssayFile,
    essays_named,
    find_essays,
    is_markdown,
    kind_of_no_file,
    lone_essay,
    no_files,
    unreadable_folders,
)
from footlight.findings.finding import Finding, Severity
from footlight.project import Project, find_project, misplaced_configs
from footlight.real_path import real_path
from footlight.settings.parser import load_config
from footlight.settings.values import Config
from footlight.textmatch.suggestions import did_you_mean

_IMPORTABLE = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"), "a web page"),
    **dict.fromkeys((".warc", ".gz", ".wacz"), "a web archive"),
    **dict.fromkeys((".docx", ".odt", ".rtf", ".doc"), "a word processor's file"),
    **dict.fromkeys((".epub", ".ipynb", ".tex", ".txt"), "another format"),
    **dict.fromkeys((".xml", ".rss", ".atom", ".json", ".zip"), "a feed or an export"),
}
"""What `footlight import` makes essays of, by the endings of names."""


def add_essays(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names any number of essays."""
    parser.add_argument("essays", nargs="*", metavar="ESSAY", help="a name in source/, or a path; default: all")


def chosen(names: Sequence[str], project: Project, config: Config, cwd: Path) -> list[EssayFile]:
    """Return the essays that are named, each once, or all of them where none is.

    Raises UsageError for one that is not there, with the nearest name, and for one that means several.
    """
    essays = find_essays(project.source)
    if names:
        essays = tuple({essay.path: essay for essay in (_one(name, essays, project, cwd) for name in names)}.values())
    return [config.project.add_to(essay) for essay in essays]


def _one(name: str, essays: Sequence[EssayFile], project: Project, cwd: Path) -> EssayFile:
    """Find an essay by the path of its file, by its name, or by the end of its path in source/."""
    for path in (project.source / name, cwd / name):
        if path.is_file() and is_markdown(path):
            return _of_file(path, essays, project)
    found = essays_named(name, essays, project.source)
    match found:
        case [essay]:
            return essay
        case []:
            raise _no_essay(name, essays, project, cwd)
        case _:
            several = ", ".join(essay.name for essay in found)
            raise UsageError(f"'{name}' may be any of {several}", hint="Give one of these names, or a path.")


def _of_file(path: Path, essays: Sequence[EssayFile], project: Project) -> EssayFile:
    """Return the essay of source/ that a file is, else an essay of that file alone."""
    path = real_path(path)
    return next((one for one in essays if real_path(one.path) == path), None) or lone_essay(path, project.shown(path))


def _no_essay(name: str, essays: Sequence[EssayFile], project: Project, cwd: Path) -> UsageError:
    if kind := importable(name):
        there = "://" in name or any(path.exists() for path in (cwd / name, project.source / name))
        message = f"{name} is {kind} and no essay yet" if there else f"there is no file {name}"
        return UsageError(message, hint=f"`footlight import {name}` makes essays of such sources." if there else "")
    if folder := next((path for path in (cwd / name, project.source / name) if path.is_dir()), None):
        hint = "Name the essays in it; without a name, all essays of the project are taken."
        if (folder / "source").is_dir() and not folder.samefile(project.root):
            hint = f"It is a project of its own: `cd {name}` first."
        return UsageError(f"{name} is a folder, and no essay", hint=hint)
    if what := next(filter(None, map(kind_of_no_file, (cwd / name, project.source / name))), ""):
        return UsageError(f"{name} is {what}, and no file", hint="Put a Markdown file in its place.")
    if any(path.is_file() for path in (cwd / name, project.source / name)):
        endings = ", ".join(ENDINGS)
        return UsageError(f"{name} is no Markdown file", hint=f"The names of Markdown files end in {endings}.")
    nearest = did_you_mean(name, [essay.name for essay in essays])
    message = f"no essay '{name}'" + (f"; {nearest}" if nearest else "")
    return UsageError(message, hint="Name one of source/, without its ending, or a path.")


def importable(name: str) -> str:
    """Return what a source for `footlight import` is by its name; empty for any other name."""
    if re.match(r"https?://", name, re.IGNORECASE):
        return "an address"
    return _IMPORTABLE.get(PurePath(name).suffix.lower(), "")


def the_one(name: str, cwd: Path) -> tuple[Project, EssayFile]:
    """Return the essay that is named, and its project. Raises UsageError as `chosen` does."""
    project = project_for([name], cwd)
    return project, chosen([name], project, load_config(project.config), cwd)[0]


def named_files(names: Sequence[str], cwd: Path) -> list[EssayFile]:
    """Return the essays that are named; those of the project where none is named.

    A file's path may be any, and needs no project. Raises UsageError for a name that is neither a file nor an essay.
    """
    try:
        project = project_for(names, cwd)
    except UsageError:
        if not names:
            raise
        missing = next((name for name in names if not (cwd / name).is_file()), None)
        if missing:
            raise UsageError(f"no file {missing}", hint="Give the path of a Markdown file.") from None
        foreign = next((name for name in names if importable(name) and not name.lower().endswith(".txt")), None)
        if foreign:
            message = f"{foreign} is {importable(foreign)} and no essay yet"
            raise UsageError(message, hint=f"`footlight import {foreign}` makes essays of such sources.") from None
        return [lone_essay(path, shown) for path, shown in {cwd / name: name for name in names}.items()]
    config = load_config(project.config)
    if not names:
        return chosen(names, project, config, cwd)
    essays = find_essays(project.source)
    found: dict[Path, EssayFile] = {}
    for name in names:
        path = cwd / name
        is_file = path.is_file()
        if is_file and not is_markdown(path) and importable(name) and path.suffix.lower() != ".txt":
            raise _no_essay(name, essays, project, cwd)
        essay = _of_file(path, essays, project) if is_file else _one(name, essays, project, cwd)
        found.setdefault(essay.path, replace(essay, shown=name) if is_file else essay)
    return [config.project.add_to(essay) for essay in found.values()]


def project_for(names: Sequence[str], cwd: Path) -> Project:
    """Return the project of the working folder, else that of the first essay that is named by its path."""
    try:
        return find_project(cwd)
    except UsageError:
        for name in names:
            path = cwd / name
            if path.is_file():
                return find_project(path.parent)
        raise


def no_essays(project: Project) -> Finding:
    """Make the finding about an empty source/."""
    return Finding(
        code="no-essays",
        severity=Severity.ERROR,
        message="there is no essay in source/",
        hint="`footlight new TITLE` starts one, or copy a Markdown file there.",
        file=project.shown(project.source),
    )


def unreadable(project: Project) -> list[Finding]:
    """Make a finding for each folder of source/ that cannot be read, and for what is no file and named like one."""
    return [
        *(
            Finding(
                code="source-no-file",
                message=f"this is {what}, and no file; it is passed over",
                hint="Put a file in its place, or give it a name that does not end as those of Markdown files do.",
                file=path.relative_to(project.root).as_posix(),
            )
            for path, what in no_files(project.source)
        ),
        *_unreadable_folders(project),
    ]


def _unreadable_folders(project: Project) -> list[Finding]:
    return [
        Finding(
            code="source-folder-unreadable",
            severity=Severity.WARNING,
            message="this folder cannot be read; if there are essays in it, they are not built",
            hint="Give yourself the right to read and enter it, such as by `chmod u+rx`.",
            file=project.shown(folder),
        )
        for folder in unreadable_folders(project.source)
    ]


def misplaced(project: Project) -> list[Finding]:
    """Make a finding for each footlight.toml that is not read because it lies in the wrong place."""
    there = f"; {project.shown(project.config)} is read" if project.config.is_file() else ""
    return [
        Finding(
            code="configuration-misplaced",
            message=f"this footlight.toml is not read{there}",
            hint=f"Move it to {project.shown(project.config)}." if not there else "Move its keys there, and delete it.",
            file=project.shown(path),
        )
        for path in misplaced_configs(project)
    ]


def none_there(args: argparse.Namespace, world: World) -> int:
    """Report that there are no essays. Returns the exit code."""
    return report([no_essays(project_for(args.essays, world.cwd))], args, world)


def configured(cwd: Path) -> Config:
    """Return the configuration of the project; the defaults outside of any."""
    try:
        project = find_project(cwd)
    except UsageError:
        return Config()
    return load_config(project.config)
