"""action.yml, the hooks of pre-commit and the container's file: what they run is run here, as they run it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from workshop import FOOTLIGHT, REPOSITORY, Workshop

from footlight.cli.dispatch import COMMANDS
from footlight.essay_files import ENDINGS

ACTION: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step}


@pytest.fixture
def runner(project: Workshop) -> dict[str, str]:
    """The environment of a step, on a runner on which Footlight is installed; the project is the folder `essays`."""
    temporary = project.root / "runner"
    command = project.write(
        "runner/footlight/bin/footlight", f'#!/bin/sh\nexec {sys.executable} -c "{FOOTLIGHT[2]}" "$@"\n'
    )
    command.chmod(0o755)
    (temporary / "footlight/bin/python").symlink_to(sys.executable)
    shutil.move(project.source, project.root / "essays" / "source")
    given = {name: str(value.get("default", "")) for name, value in ACTION["inputs"].items()}
    environ = {
        "GITHUB_ACTION_PATH": str(REPOSITORY),
        "GITHUB_OUTPUT": str(temporary / "output"),
        "RUNNER_TEMP": str(temporary),
        "DOCS": "https://example.org/footlight/blob/v1/docs/",
    }
    for name, value in STEPS["Build and check"]["env"].items():
        if found := re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value):
            environ[name] = given[found[1]]
    return {**os.environ, **environ, "FOLDER": "essays"}


def step(name: str, root: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[name]["run"]]
    return subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True, check=False)


def outputs(environ: dict[str, str]) -> dict[str, str]:
    lines = Path(environ["GITHUB_OUTPUT"]).read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_the_action_builds_and_says_each_finding_at_its_line(project: Workshop, runner: dict[str, str]) -> None:
    """Paths are those of the repository, rules lead to its pages, and the last step fails where an error was found."""
    project.write("essays/source/a.md", "---\ntitle: A, B: C\nlang: en-GB\nauthor: A\n---\n\n![](no%0A::set.png)\n")
    environ = {**runner, "EDITIONS": "epub", "CHECK": "false", "STRICT": "true", "ESSAYS": "a"}
    done = step("Build and check", project.root, environ)
    assert done.returncode == 0, done.stderr
    said = outputs(environ)
    assert (said["code"], said["build"]) == ("1", "essays/build")
    assert "::error file=essays/source/a.md,line=7,col=5,title=image-missing::" in done.stderr
    assert all(line.startswith(("::", "build/", "a: ")) for line in done.stderr.splitlines()), done.stderr
    (run,) = json.loads(Path(said["sarif"]).read_text(encoding="utf-8"))["runs"]
    rule = next(rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "image-missing")
    assert rule["helpUri"].startswith("https://example.org/footlight/blob/v1/docs/findings.md#")
    assert rule["fullDescription"]["text"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "essays/source/a.md"
    assert step("Tell whether all is well", project.root, {**environ, "CODE": said["code"]}).returncode == 1


def test_no_input_of_the_action_is_run(project: Workshop, runner: dict[str, str]) -> None:
    project.write("essays/source/a.md", "---\ntitle: A\nlang: en-GB\nauthor: A\n---\n\nWords.\n")
    environ = {**runner, "EDITIONS": "epub;touch${IFS}RAN", "ESSAYS": "$(touch RAN) *", "CHECK": "false"}
    step("Build and check", project.root, environ)
    assert outputs(environ)["code"] == "2"
    assert not list(project.root.rglob("RAN"))
    for one in ACTION["runs"]["steps"]:
        assert "${{" not in one.get("run", ""), "what a workflow says comes in the environment"


def test_every_input_and_output_of_the_action_is_explained() -> None:
    page = (REPOSITORY / "docs/ci.md").read_text(encoding="utf-8")
    for name, value in {**ACTION["inputs"], **ACTION["outputs"]}.items():
        assert value["description"]
        assert f"| `{name}` |" in page, name


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_a_command_on_essays(project: Workshop, hook: dict[str, Any]) -> None:
    """A sound essay passes, a flawed one fails; the files that it is given are essays, and no others."""
    project.essay("See [the survey](https://example.org/a).\n")
    name, *argv = hook["entry"].split()[1:]
    assert name in COMMANDS or f"{name} {argv[0]}" in COMMANDS
    if hook.get("pass_filenames", True):
        assert project.run(name, *argv, "source/essay.md").code == 0
        project.essay("The the sea, and [the survey]().\n", name="flawed")
        assert project.run(name, *argv, "source/flawed.md").code == 1
        pattern = re.compile(hook["files"])
        assert all(pattern.search(f"source/posts/a{ending}") for ending in ENDINGS)
        assert not pattern.search("source/a.links.toml")
        assert not pattern.search("README.md")
    page = (REPOSITORY / "docs/ci.md").read_text(encoding="utf-8")
    assert f"id: {hook['id']}" in page


def test_the_container_asks_for_the_libraries_that_the_makefile_asks_for() -> None:
    """And copies what it names; it runs as no root."""
    text = (REPOSITORY / "Containerfile").read_text(encoding="utf-8")
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert {package for _, package in re.findall(r"(\S+\.so\.\d+)=(\S+)", makefile)} <= set(text.split())
    for names in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for name in names.split():
            assert (REPOSITORY / name).exists()
            assert f"!{name}" in (REPOSITORY / ".containerignore").read_text(encoding="utf-8").splitlines()
    assert re.search(r"^USER (?!root|0)", text, re.MULTILINE)


@pytest.mark.slow
def test_the_action_installs_what_it_needs(project: Workshop, runner: dict[str, str]) -> None:
    """Out of the repository, into a place of its own, and the essay of `footlight init` builds and passes the check."""
    shutil.rmtree(project.root / "runner")
    (project.root / "runner").mkdir()
    environ = {name: value for name, value in runner.items() if not name.startswith("PYTHON")} | {
        "PYTHON": sys.executable
    }
    done = step("Install Footlight", project.root, environ)
    assert done.returncode == 0, done.stderr
    assert project.run("init", "essays", "--author", "A. Writer").code == 0
    done = step("Build and check", project.root, environ)
    assert outputs(environ)["code"] == "0", done.stderr
    assert "::notice file=essays/source/example.md" in done.stderr
    assert (project.root / outputs(environ)["build"] / "example/example.pdf").is_file()
