"""What one can do next in a folder: what `footlight` and `footlight links` print without a command."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from footlight.cli.essay_options import importable
from footlight.cli.world import World
from footlight.errors import UsageError
from footlight.essay_files import EssayFile, find_essays, is_markdown
from footlight.ledger.entries import DESCRIBED, Status
from footlight.ledger.parser import read_ledger
from footlight.project import Project, find_project, ledger_path, misplaced_configs

_MOST_FILES = 200
"""Files of a folder without a project that are looked at."""


class Step(NamedTuple):
    """A command, and what it would do here."""

    command: str
    what: str


def say_next(world: World) -> int:
    """Print what the folder holds, and the commands that lead on from there."""
    try:
        project = find_project(world.cwd)
    except UsageError as error:
        world.show(f"{str(error)[:1].upper()}{str(error)[1:]}.")
        return _print(_beginnings(world.cwd), world)
    essays = find_essays(project.source)
    world.show(f"{project.root}: {_counted(len(essays), 'essay')} in source/")
    for path in misplaced_configs(project):
        world.show(f"{project.shown(path)} is not read: the configuration is {project.shown(project.config)}")
    if not essays:
        return _print(_first_essays(), world)
    return _print([*_builds(project, essays), *_links(essays)], world)


def say_next_of_links(world: World) -> int:
    """Print what is known of the links of the project, and the commands that lead on from there."""
    try:
        project = find_project(world.cwd)
    except UsageError as error:
        world.show(f"{str(error)[:1].upper()}{str(error)[1:]}.")
        steps = [Step("footlight links find FILE.md", "where links are missing in a Markdown file")]
        return _print(steps, world, group="links")
    essays = find_essays(project.source)
    return _print(_links(essays) if essays else _first_essays(), world, group="links")


def _print(steps: Sequence[Step], world: World, group: str = "") -> int:
    width = max(len(step.command) for step in steps)
    world.show("")
    for step in steps:
        world.show(f"  {step.command:<{width}}  {step.what}")
    world.show("")
    world.show(f"`footlight {f'{group} ' if group else ''}--help` lists all commands.")
    return 0


def _beginnings(folder: Path) -> list[Step]:
    """Where there is no project."""
    names = sorted(path.name for path, _ in zip(folder.iterdir(), range(_MOST_FILES), strict=False) if path.is_file())
    steps = [Step("footlight init", "make a project here: an example essay, a documented configuration")]
    found = next((name for name in names if importable(name) and not name.startswith(".")), "")
    steps.append(
        Step(f"footlight import {_quoted(found) or 'SOURCE'}", "make an essay of a page, an export, a manuscript")
    )
    if markdown := next((name for name in names if is_markdown(Path(name))), ""):
        steps.append(Step(f"footlight links find {_quoted(markdown)}", "where links are missing in it"))
    return [*steps, Step("footlight doctor", "what is installed, and what is missing")]


def _first_essays() -> list[Step]:
    return [
        Step("footlight new TITLE", "start an essay"),
        Step("footlight import SOURCE", "make essays of pages, exports, manuscripts"),
    ]


def _builds(project: Project, essays: Sequence[EssayFile]) -> Iterator[Step]:
    """About what was built: by the times of files, which is quick, and no promise."""
    made = [essay for essay in essays if (project.build / essay.name / ".footlight.json").is_file()]
    changed = [essay for essay in made if _is_newer(essay, project)]
    if len(made) < len(essays):
        missing = _counted(len(essays) - len(made), "essay")
        yield Step("footlight build", f"make the editions; {missing} never built")
    elif changed:
        yield Step("footlight build", f"make them anew; {_counted(len(changed), 'essay')} changed")
    if made:
        yield Step("footlight check", "what a print shop and an e-reader would say of what was built")
    yield Step("footlight serve", "see the pages while you write")
    yield Step("footlight lint", "what a reader would stumble over in the prose")


def _is_newer(essay: EssayFile, project: Project) -> bool:
    try:
        built = (project.build / essay.name / ".footlight.json").stat().st_mtime_ns
        files = [essay.path, ledger_path(essay.path), project.config]
        return any(path.stat().st_mtime_ns > built for path in files if path.is_file())
    except OSError:
        return True


def _links(essays: Sequence[EssayFile]) -> list[Step]:
    """About links, by what the ledgers say."""
    counted: Counter[Status] = Counter()
    waiting: dict[str, int] = {}
    for essay in essays:
        ledger, _ = read_ledger(ledger_path(essay.path))
        states = [entry.status for entry in ledger.entries if entry.kind != DESCRIBED]
        counted.update(states)
        open_places = sum(not state.decided for state in states)
        if open_places:
            waiting[essay.name] = open_places
    steps = [Step("footlight links find", "where links are missing in the text")]
    name = ""
    if waiting:
        name = max(waiting, key=lambda one: (waiting[one], one))
        said = f"decide on what was found: {_counted(waiting[name], 'open place')}"
        steps.append(Step(f"footlight links review {_quoted(name)}", said))
    if counted[Status.UNRECOVERED] and name:
        said = f"a questionnaire for the author: {_counted(counted[Status.UNRECOVERED], 'link')} nobody found yet"
        steps.append(Step(f"footlight links ask {_quoted(name)}", said))
    steps.append(Step("footlight links recover --archive SPEC", "look for missing ones in an archive, such as wayback"))
    if counted[Status.RECOVERED] + counted[Status.ACCEPTED]:
        steps.append(Step("footlight links verify", "prove the addresses that are printed, offline"))
    return [*steps, Step("footlight links check", "whether the links that are there still lead where they led")]


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _quoted(name: str) -> str:
    """A name as a shell takes it."""
    from shlex import quote  # noqa: PLC0415 - only names with blanks need it

    return quote(name) if name else ""
