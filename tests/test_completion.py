"""`footlight completion`: real shells complete commands, options and the names of essays."""

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from workshop import FOOTLIGHT, Workshop

SHELLS = ("bash", "zsh", "fish")


def installed(shell: str) -> str:
    found = shutil.which(shell)
    if not found:
        pytest.skip(f"{shell} is not installed")
    return found


@pytest.fixture
def desk(project: Workshop) -> Workshop:
    """A project with two essays, one of a name that a shell would run, and a command `footlight`."""
    project.essay(name="on-harbours")
    project.essay(name="on-tides")
    project.essay(name="on-$(touch RAN)")
    project.write("source/the-year.book.toml", 'title = "The Year"\n')
    command = project.write("bin/footlight", f'#!/bin/sh\nexec {sys.executable} -c "{FOOTLIGHT[2]}" "$@"\n')
    command.chmod(0o755)
    return project


def completed(desk: Workshop, shell: str, *words: str) -> set[str]:
    """What a shell offers where the last of some words is being typed."""
    script = desk.write(f"completion.{shell}", desk.run("completion", shell).out)
    environ = {**os.environ, "PATH": f"{desk.root / 'bin'}:{os.environ['PATH']}"}
    typed = " ".join(("footlight", *words))
    if shell == "bash":
        lines = [f"COMP_WORDS=({typed})", f"COMP_CWORD={len(words)}"]
        run = [f"source {script}", *lines, "_shtab_footlight footlight", 'printf "%s\\n" "${COMPREPLY[@]}"']
        command = [installed("bash"), "--norc", "-c", "\n".join(run)]
    else:
        command = [installed("fish"), "--no-config", "-c", f"source {script}; complete -C '{typed}'"]
    done = subprocess.run(command, cwd=desk.root, env=environ, capture_output=True, text=True, check=False, timeout=60)
    return {line.split("\t")[0].split(" -- ")[0].strip() for line in done.stdout.splitlines()}


def typed_in_zsh(desk: Workshop, words: str, until: bytes) -> bytes:
    """What a terminal shows where a tab is pressed behind some words: zsh completes at a terminal only."""
    shell = installed("zsh")
    desk.write("zfunc/_footlight", desk.run("completion", "zsh").out)
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(desk.root)
        os.execv(shell, [shell, "-f", "-i"])  # noqa: S606 - a shell is what is tested
    try:
        start = f"PATH={desk.root}/bin:$PATH; fpath=({desk.root}/zfunc $fpath); autoload -Uz compinit; compinit -u -D"
        os.write(terminal, f'{start}; print REA""DY\n'.encode())
        shown = _read(terminal, b"READY")
        os.write(terminal, f"{words}\t".encode())
        return shown + _read(terminal, until)
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def _read(terminal: int, until: bytes) -> bytes:
    shown = b""
    while until not in shown and select.select([terminal], [], [], 60)[0]:
        shown += os.read(terminal, 4096)
    return shown


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_of_its_shell(project: Workshop, shell: str) -> None:
    path = project.write(f"x.{shell}", project.run("completion", shell).out)
    done = subprocess.run([installed(shell), "-n", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_commands_options_and_what_they_take_are_completed(desk: Workshop, shell: str) -> None:
    assert {"build", "book"} <= completed(desk, shell, "b")
    assert completed(desk, shell, "links", "rec") == {"recover"}
    assert completed(desk, shell, "build", "--edit") == {"--edition"}
    assert completed(desk, shell, "build", "--edition", "boo") == {"booklet"}
    assert completed(desk, shell, "build", "on-") == {"on-harbours", "on-tides"}
    assert completed(desk, shell, "build", "th") == {"the-year"}
    assert completed(desk, shell, "book", "") - {""} == {"the-year"}
    assert "lulu" in completed(desk, shell, "init", "--print", "lu")
    assert completed(desk, shell, "explain", "no-tit") == {"no-title"}
    assert completed(desk, shell, "schema", "front") == {"front-matter"}
    assert completed(desk, shell, "completion", "fi") == {"fish"}
    assert not (desk.root / "RAN").exists()


@pytest.mark.slow
def test_zsh_completes_commands_and_essays(desk: Workshop) -> None:
    assert b"footlight links recover" in typed_in_zsh(desk, "footlight links rec", b"recover")
    assert b"footlight build on-harbours" in typed_in_zsh(desk, "footlight build on-h", b"on-harbours")
    assert not (desk.root / "RAN").exists()


def test_names_that_a_shell_would_not_take_as_they_are_stay_out(desk: Workshop) -> None:
    assert desk.run("completion", "names").out == "on-harbours\non-tides\nthe-year\n"
    assert desk.run("completion", "books").out == "the-year\n"
    assert desk.run("completion", "names", cwd=Path("/")).out == ""


def test_an_unknown_shell_is_named_with_those_that_there_are(project: Workshop) -> None:
    done = project.run("completion", "bsh")
    assert (done.code, done.out) == (2, "")
    assert "did you mean 'bash'? There are bash, zsh, fish" in done.err
