"""`footlight doctor`."""

import argparse
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from footlight.cli.world import World
from footlight.engines.installed_components import Component, components, cures
from footlight.errors import UsageError
from footlight.project import Project, find_project, house_templates
from footlight.settings.parser import load_config
from footlight.textmatch.clean_text import as_json

HELP = "Say what is installed, what is missing, and how to get it. No network is touched."
EXAMPLES = """\
  footlight doctor         a line for each thing that Footlight needs or can use
  footlight doctor --json  the same as JSON Lines"""
_MISSING = 3
_FACE = re.compile(r"^\| (?P<file>[\w.-]+\.\w+) \| (?P<hash>[0-9a-f]{64}) \|$", re.MULTILINE)
"""A row of the table in templates/fonts/README.md."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--json", action="store_true", help="JSON Lines on standard output")


def run(args: argparse.Namespace, world: World) -> int:
    """Look at everything. Returns 3 where something that a build needs is missing."""
    code = 0
    parts = []
    for part in _all(world):
        parts.append(part)
        if part.needed and not part.ok:
            code = _MISSING
        if args.json:
            world.out.write(as_json(asdict(part)) + "\n")
        else:
            world.show(_line(part))
        world.out.flush()
    commands = cures(parts)
    if commands and not args.json:
        world.show(f"What a build lacks comes with: {' ; '.join(commands)}")
    return code


def _all(world: World) -> Iterator[Component]:
    yield from components(world.environ)
    yield faces(house_templates() / "fonts")
    try:
        project = find_project(world.cwd)
    except UsageError as error:
        is_one = any((folder / "source").is_dir() for folder in (world.cwd, *world.cwd.parents))
        yield Component(name="project", ok=False, detail=str(error), hint=error.hint, needed=is_one)
        return
    yield Component(name="project", ok=True, detail=str(project.root))
    yield from _configuration(project)
    yield _writable(project.build)


def _line(part: Component) -> str:
    state = "ok" if part.ok else "missing" if part.needed else "without"
    return f"{state:<7}  {part.name}: {part.detail}" + (f" Hint: {part.hint}" if part.hint else "")


def faces(folder: Path) -> Component:
    """Check that the fonts that come with Footlight are those that their README lists."""
    hint = "Install Footlight again, from the wheel or the checkout that it came from."
    try:
        rows = {row["file"]: row["hash"] for row in _FACE.finditer((folder / "README.md").read_text(encoding="utf-8"))}
        wrong = [name for name, digest in rows.items() if _hash(folder / name) != digest]
    except OSError as error:
        return Component(name="faces", ok=False, detail=f"{error.filename}: {error.strerror}", hint=hint)
    if wrong or not rows:
        return Component(name="faces", ok=False, detail=f"not as they came: {', '.join(wrong) or folder}", hint=hint)
    return Component(name="faces", ok=True, detail=f"{', '.join(rows)}, in {folder}")


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _configuration(project: Project) -> Iterator[Component]:
    shown = project.shown(project.config)
    try:
        config = load_config(project.config)
    except UsageError as error:
        yield Component(name="configuration", ok=False, detail=str(error), hint=error.hint or f"Correct {shown}.")
        return
    detail = shown if project.config.is_file() else f"no {shown}; the defaults hold"
    yield Component(name="configuration", ok=True, detail=detail)
    archives = ", ".join(config.links.archives) or "none named in [links] archives"
    yield Component(name="archives", ok=True, detail=f"{archives} (not contacted)", needed=False)


def _writable(build: Path) -> Component:
    """Check by trying that products can be written: permissions do not show that a disk is read-only."""
    folder = next(path for path in (build, *build.parents) if path.exists())  # a file in its place fails below
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError as error:
        hint = "Give yourself the right to write there, or copy the project to a place of your own."
        return Component(name="build/", ok=False, detail=f"{folder}: {os.strerror(error.errno or 0)}", hint=hint)
    return Component(name="build/", ok=True, detail=f"{build} may be written")
