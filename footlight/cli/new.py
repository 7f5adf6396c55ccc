"""`footlight new`."""

import argparse
import json

from footlight.cli.schema import file_name
from footlight.cli.world import World
from footlight.errors import EnvironmentProblem, UsageError
from footlight.essay.language_tags import language_tag
from footlight.essay.slug import slug
from footlight.file_replacement import put_new_file
from footlight.project import SCHEMA_FOLDER, Project, find_project
from footlight.settings.parser import load_config

HELP = "Start an essay: source/SLUG.md with its front matter."
EXAMPLES = """\
  footlight new "On the Use of Footnotes"
  footlight new "Über Fußnoten" --lang de --author "A. Autor" """.rstrip()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("title", metavar="TITLE", help="the essay's title")
    parser.add_argument("--author", default="", help="who wrote it")
    parser.add_argument(
        "--lang", default="", help="its language, as a tag such as en-GB; default: the project's, or en"
    )


def _language(word: str) -> str:
    """The language tag. Raises UsageError for any other word."""
    try:
        return language_tag(word)
    except ValueError as error:
        raise UsageError(str(error), hint="`--lang` takes a tag such as en, en-GB, fr or pt-BR.") from None


def _schema_line(project: Project) -> str:
    """By which editors find the schema of a front matter, where `init` put it; a comment to every reader of YAML."""
    schema = project.root / SCHEMA_FOLDER / file_name("front-matter")
    return f"# yaml-language-server: $schema=../{SCHEMA_FOLDER}/{schema.name}\n" if schema.is_file() else ""


def run(args: argparse.Namespace, world: World) -> int:
    """Write the file, and never over another one."""
    title = " ".join(args.title.split())
    name = slug(title)
    if not name:
        raise UsageError(f"'{args.title}' has no letter or digit to make a name of", hint="Give a title in words.")
    try:
        project = find_project(world.cwd)
    except UsageError:
        project = Project(root=world.cwd)
    lang = _language(args.lang or load_config(project.config).project.lang or "en")
    path = project.source / f"{name}.md"
    author = f"author: {json.dumps(args.author, ensure_ascii=False)}\n" if args.author else "author:\n"
    head = f"{_schema_line(project)}title: {json.dumps(title, ensure_ascii=False)}\n"
    text = f"---\n{head}{author}date:\nlang: {lang}\nurl:\nrights:\n---\n\n"
    try:
        project.source.mkdir(parents=True, exist_ok=True)
        put_new_file(path, text.encode())
    except FileExistsError:
        raise UsageError(f"{project.shown(path)} already exists", hint="Choose another title.") from None
    except OSError as error:
        raise EnvironmentProblem(f"{project.shown(path)} cannot be written: {error.strerror}") from None
    world.show(project.shown(path))
    return 0
