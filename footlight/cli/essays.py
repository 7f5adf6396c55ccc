"""Which essays a command is about: names in source/, paths, or all of them."""

from collections.abc import Sequence
from pathlib import Path

from footlight.errors import UsageError
from footlight.finding import Finding, Severity
from footlight.project import Project, find_project
from footlight.suggest import did_you_mean


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
