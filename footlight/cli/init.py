"""`footlight init`."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from footlight.cli.schema import WRITTEN, file_name, schema_text
from footlight.cli.world import World
from footlight.errors import EnvironmentProblem, UsageError
from footlight.essay_files import find_essays
from footlight.file_replacement import put_new_file
from footlight.project import SCHEMA_FOLDER, Project, find_project
from footlight.settings.keys import keys_of
from footlight.settings.kinds import Refused
from footlight.settings.values import TABLES

HELP = """\
Make a project of a folder: source/ with an example essay and a documented footlight.toml, a .gitignore, and schemas by
which editors complete both. In a terminal it asks four questions, each of which an option answers. Nothing that is
there is written over."""
EXAMPLES = """\
  footlight init                                 here, with questions
  footlight init my-essays                       in a folder of that name
  footlight init --author "A. Writer" --lang en-GB --url https://example.org/ --print kdp"""
_GIT = "# What Footlight makes of source/; it can be made again at any time.\n/build/\n"
_SCHEMA_LINE = f"#:schema ../{SCHEMA_FOLDER}/{file_name('footlight')}\n\n"
"""By which editors that know Taplo find the schema (https://taplo.tamasfe.dev/configuration/directives.html)."""
_HEAD = """\
# What holds for all essays of this project. Each line that begins with "# KEY =" shows a key with its default, or with
# an example; remove the sign in front of it to change it. docs/configuration.md says the same, and more.

"""


class _Question(NamedTuple):
    """A question: the option that answers it, the key that the answer becomes, and its words."""

    option: str
    table: str
    key: str
    words: str
    help: str


QUESTIONS = (
    _Question("author", "project", "author", "Who writes the essays?", "the author of essays that name none"),
    _Question("lang", "project", "lang", "In which language? A tag such as en-GB, fr or de", "their language"),
    _Question("url", "project", "url", "Where did they appear? An address, or nothing", "address of their site"),
    _Question("print", "print", "preset", "Who prints them? A shop such as kdp, a size such as A5, or nothing",
              "a print shop, such as kdp, or a size"),
)  # fmt: skip

EXAMPLE = """\
---
title: An Example
author: {author}
date: 2011-02-25
lang: en-GB
---

This essay shows what Footlight does. Build it with `footlight build`, look at the pages in build/example/, and delete
it when you have written your own.

A link such as [this one](https://example.org/tides) becomes a footnote, on paper and on screen.[^1] Where a link is
missing, as in [the harbour report](), `footlight links find` says so, `footlight links recover` looks for it in web
archives, and the edition says what it led to, or that it is lost.

> Quotations, lists, tables, verse and figures are set as a typesetter would set them.

[^1]: So does a note of the author's.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", nargs="?", default=".", metavar="FOLDER", help="where; default: here")
    for question in QUESTIONS:
        parser.add_argument(f"--{question.option}", metavar=question.option.upper(), help=question.help)
    parser.add_argument("-y", "--yes", action="store_true", help="ask nothing")


def run(args: argparse.Namespace, world: World) -> int:
    """Ask what is not said, and write what is not there."""
    project = Project(root=world.cwd / args.folder)
    _require_place(project, args.folder)
    if project.config.exists():
        hint = f"It is a project already: `footlight` says what comes next. Edit {project.shown(project.config)}."
        raise UsageError(f"{project.shown(project.config)} already exists", hint=hint)
    values = _answers(args, world)
    author = values.get("project", {}).get("author", "")
    files: dict[Path, Callable[[], str]] = {
        project.config: lambda: _configuration(values),
        project.root / ".gitignore": lambda: _GIT,
        **{project.root / SCHEMA_FOLDER / file_name(name): _text_of(name) for name in WRITTEN},
    }
    if not (project.source.is_dir() and find_essays(project.source)):
        written = json.dumps(author or "A. Writer", ensure_ascii=False)
        files[project.source / "example.md"] = lambda: EXAMPLE.format(author=written)
    made = [path for path, text in files.items() if _write(path, text())]
    for path in made:
        if path.parent.name != SCHEMA_FOLDER:
            world.show(_shown(path, world))
    schemas = project.root / SCHEMA_FOLDER
    world.show(f"{_shown(schemas, world)}/: for editors, which complete keys and mark mistakes with these")
    where = "" if project.root.resolve() == world.cwd.resolve() else f"cd {args.folder}, then "
    world.log(f"Next: {where}`footlight build`; `footlight` alone says what else can be done.")
    return 0


def _text_of(name: str) -> Callable[[], str]:
    return lambda: schema_text(name)


def _shown(path: Path, world: World) -> str:
    try:
        return path.resolve().relative_to(world.cwd.resolve()).as_posix()
    except ValueError:
        return str(path)


def _configuration(values: dict[str, dict[str, Any]]) -> str:
    from footlight.settings.configuration_page import documented  # noqa: PLC0415 - every table

    return _SCHEMA_LINE + _HEAD + documented(values)


def _answers(args: argparse.Namespace, world: World) -> dict[str, dict[str, Any]]:
    """The values of the tables: what options say, else what is answered. Raises UsageError for a wrong option."""
    values: dict[str, dict[str, Any]] = {}
    asks = not args.yes and world.stdin.isatty() and world.out.isatty()
    for question in QUESTIONS:
        given = getattr(args, question.option)
        if given is not None:
            wrong = _wrong(question, given)
            if wrong:
                raise UsageError(f"--{question.option}: {wrong}")
        elif asks:
            given = _asked(question, world)
        if given:
            values.setdefault(question.table, {})[question.key] = given
    return values


def _asked(question: _Question, world: World) -> str:
    """The answer to a question; one that its key cannot take is asked again."""
    while True:
        world.out.write(f"{question.words}: ")
        world.out.flush()
        answer = world.stdin.readline()
        wrong = _wrong(question, answer.strip())
        if not wrong:
            return answer.strip()
        world.show(wrong)
        if not answer.endswith("\n"):  # the end of the input
            return ""


def _wrong(question: _Question, given: str) -> str:
    """Why a value cannot be taken; empty where it can, or where there is none."""
    if not given:
        return ""
    try:
        keys_of(TABLES[question.table])[question.key].kind.parse(question.key, given)
    except Refused as error:
        return str(error)
    return ""


def _write(path: Path, text: str) -> bool:
    """Write a file, and never over another one. Returns whether it was written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put_new_file(path, text.encode("utf-8"))
    except FileExistsError:
        return False
    except OSError as error:
        hint = "Choose a folder in which you may write: `footlight init FOLDER`."
        raise EnvironmentProblem(f"{path.resolve()} cannot be written: {error.strerror}", hint=hint) from None
    return True


def _require_place(project: Project, named: str) -> None:
    """Raise UsageError where there can be no project: in the place of a file, or among the essays of another."""
    root = project.root.resolve()
    file = next((path for path in (root, *root.parents) if path.exists() and not path.is_dir()), None)
    if file:
        message = f"{named} is a file, and no folder" if file == root else f"{file} is a file, and no folder"
        raise UsageError(message, hint="Name the folder of the project, which need not exist: `footlight init FOLDER`.")
    try:
        around = find_project(next(path for path in (root, *root.parents) if path.is_dir()))
    except UsageError:
        return
    source = around.source.resolve()
    if root.is_relative_to(source) and around.root.resolve() != root:
        message = f"{named} lies in {source}, whose essays would then be those of two projects"
        raise UsageError(message, hint="Choose a folder that lies beside it: `footlight init FOLDER`.")
