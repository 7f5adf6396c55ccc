"""A process that is killed leaves no other one running, and nothing that the next run does not remove."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from workshop import FOOTLIGHT, REPOSITORY, Workshop

from benchmarks import torture
from footlight.file_replacement import put_file, put_new_file, remove_leftovers
from footlight.workflows.build.set_exchange import change_products, settle_waiting_sets
from footlight.workflows.processes.temporary_folder import make_held_folder, remove_abandoned

WAITS = "import sys; print('ready', flush=True); sys.stdin.read()"


@contextmanager
def script(statements: str, *argv: str, mark: str = "") -> Iterator["subprocess.Popen[bytes]"]:
    """A Python that runs statements; it has said that it is ready."""
    environ = {**os.environ, "PYTHONPATH": str(REPOSITORY), "FOOTLIGHT_TORTURE": mark}
    command = [sys.executable, "-c", statements, *argv]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield process
        with suppress(ProcessLookupError):
            process.kill()
        process.communicate()


def goes_on(mark: str) -> list[int]:
    """The processes with a mark that are there five seconds later, or none as soon as there is none."""
    deadline = time.monotonic() + 5
    while (found := torture.marked(mark)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


BUSY = """
import os, sys, time
from footlight.engines.child_processes import {0}
def busy():
    while True:
        pass
{1}
print("ready", flush=True)
time.sleep(600)
"""
CHILDREN = {
    "a fork": ("fork_child", "fork_child(busy)"),
    "a fork of a fork": ("fork_child", "fork_child(lambda: [fork_child(busy), busy()])"),
    "a fork by a thread": (
        "fork_child",
        "import threading; t = threading.Thread(target=fork_child, args=(busy,)); t.start(); t.join()",
    ),
    "a program": ("start_program", "start_program(['sh', '-c', 'while :; do :; done'])"),
    "a program by a thread": (
        "start_program",
        "import threading; t = threading.Thread(target=start_program, args=(['sleep', '600'],)); t.start(); t.join()",
    ),
    "a new Python": ("start_python", "start_python('while True: pass')"),
    "a program that starts others": (
        "command_with_descendants, start_program",
        "start_program(command_with_descendants(['sh', '-c', 'setsid sleep 600 & sleep 600'])); time.sleep(1)",
    ),
}


@pytest.mark.parametrize("kind", CHILDREN)
def test_children_end_with_their_parent(kind: str, tmp_path: Path) -> None:
    """... however busy they are, and though the parent was killed and could tell nobody; a fork that a thread made
    does not end with the thread.
    """
    mark = str(tmp_path)
    with script(BUSY.format(*CHILDREN[kind]), mark=mark) as process:
        time.sleep(0.2)
        assert len(torture.marked(mark)) > 1
        process.kill()
        process.wait()
        assert goes_on(mark) == []


def test_a_child_whose_parent_is_gone_already_does_not_begin() -> None:
    """... for nobody could tell it any more."""
    late = "from footlight.engines.child_processes import Parent, end_with; end_with(Parent(pid=1, lasting=True))"
    done = subprocess.run([sys.executable, "-c", f"{late}; print('began')"], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")


def test_a_program_that_ends_takes_what_it_started_with_it(tmp_path: Path) -> None:
    """... where it is run for that, as DAISY Ace is, which leaves Chromium behind when it fails."""
    mark = str(tmp_path)
    run = """
import time
from footlight.engines.child_processes import command_with_descendants, run_program
done = run_program(command_with_descendants(["sh", "-c", "setsid sleep 600 >&- 2>&- & exit 7"]))
assert done.returncode == 7
print("ready", flush=True)
time.sleep(600)
"""
    with script(run, mark=mark) as process:
        assert torture.marked(mark) == [process.pid]


@pytest.mark.slow
@pytest.mark.parametrize("argv", [("essay",), ("--jobs", "3")], ids=["one", "several"])
def test_a_killed_build_leaves_no_process(project: Workshop, argv: tuple[str, ...]) -> None:
    """... while its pages are laid out in another process."""
    for name in ("essay", "second", "third"):
        project.essay("Words and more of them, for quite a while. " * 40_000, name=name)
    mark = str(project.root)
    process = subprocess.Popen(
        [*FOOTLIGHT, "build", *argv], cwd=project.root, env={**os.environ, "FOOTLIGHT_TORTURE": mark},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(4)
    assert len(torture.marked(mark)) > 1
    process.kill()
    process.wait()
    assert goes_on(mark) == []


def test_drafts(tmp_path: Path) -> None:
    """The draft of a process that was killed goes with the next file that is written; that of a living one stays, and
    so does what is no draft.
    """
    writes = f"""
import sys
from pathlib import Path
from footlight.file_replacement import draft_of
with draft_of(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    {WAITS}
"""
    with script(writes, str(tmp_path / "living.toml")):
        with script(writes, str(tmp_path / "dead.toml")) as dead:
            dead.kill()
            dead.wait()
        mine = tmp_path / ".vimrc.bak"
        mine.write_text("mine")
        os.mkfifo(tmp_path / ".pipe.0123456789abcdef")
        (tmp_path / ".link.0123456789abcdef").symlink_to(mine)
        assert len(list(tmp_path.glob(".dead.toml.*"))) == 1
        put_file(tmp_path / "file", b"whole")
        assert not list(tmp_path.glob(".dead.toml.*"))
        assert len(list(tmp_path.glob(".living.toml.*"))) == 1
        assert {".vimrc.bak", ".pipe.0123456789abcdef", ".link.0123456789abcdef"} < {p.name for p in tmp_path.iterdir()}
    remove_leftovers(tmp_path)
    assert not list(tmp_path.glob(".living.toml.*"))


def test_a_new_file_is_never_put_over_another(tmp_path: Path) -> None:
    """... and is there whole or not at all."""
    put_new_file(tmp_path / "new", b"first")
    with pytest.raises(FileExistsError):
        put_new_file(tmp_path / "new", b"second")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("new", b"first")]


def test_held_folders(tmp_path: Path) -> None:
    """A folder of a killed process is removed, one of a living process stays, and one of its fork as well."""
    holds = f"""
import sys
from pathlib import Path
from footlight.workflows.processes.temporary_folder import make_held_folder
make_held_folder(Path(sys.argv[1]), sys.argv[2])
{WAITS}
"""
    with script(holds, str(tmp_path), "run-living-"):
        with script(holds, str(tmp_path), "run-dead-") as dead:
            dead.kill()
            dead.wait()
        remove_abandoned(tmp_path, "run-")
        assert [path.name.rpartition("-")[0] for path in tmp_path.iterdir()] == ["run-living"]
    folder, handle = make_held_folder(tmp_path, "run-mine-")
    remove_abandoned(tmp_path, "run-")
    assert list(tmp_path.iterdir()) == [folder]
    os.close(handle)


OLD = {"essay.pdf": b"old", "essay.epub": b"old"}


def products(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_set_is_exchanged_with_all_that_stays(tmp_path: Path) -> None:
    """Files and folders of the user's own stay, with their modes; what goes is gone; nothing waits."""
    folder = tmp_path / "build" / "essay"
    folder.parent.mkdir()
    change_products(folder, OLD)
    (folder / "own").mkdir()
    (folder / "own" / "notes.txt").write_bytes(b"own")
    (folder / "letter.txt").write_bytes(b"own")
    (folder / "link").symlink_to("letter.txt")
    folder.chmod(0o750)
    change_products(folder, {"essay.pdf": b"new"}, ["essay.epub"])
    assert products(folder) == {"essay.pdf": b"new", "own/notes.txt": b"own", "letter.txt": b"own", "link": b"own"}
    assert (folder / "link").is_symlink()
    assert folder.stat().st_mode & 0o777 == 0o750
    assert list(folder.parent.iterdir()) == [folder]
    change_products(folder, {}, ["essay.pdf", "letter.txt", "link"])
    assert products(folder) == {"own/notes.txt": b"own"}


def test_a_folder_on_another_disk(tmp_path: Path) -> None:
    """A product folder that is a link stays one, and has the new set."""
    (tmp_path / "build").mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "build" / "essay").symlink_to(elsewhere)
    change_products(tmp_path / "build" / "essay", OLD)
    assert (tmp_path / "build" / "essay").is_symlink()
    assert products(elsewhere) == OLD


@pytest.mark.parametrize("moved", [False, True])
def test_a_change_that_was_broken_off_is_finished(tmp_path: Path, *, moved: bool) -> None:
    """Where a kill left no set in its place, the old one comes back; a folder of the user's own is never removed."""
    waiting = tmp_path / ".essay.abcdefgh"
    waiting.mkdir()
    change_products(waiting / "old", OLD)
    (waiting / "old" / "own").mkdir()
    (waiting / "old" / "own" / "notes.txt").write_bytes(b"own")
    if moved:
        change_products(tmp_path / "essay", {"essay.pdf": b"new"})
    settle_waiting_sets(tmp_path, time.time())
    found = products(tmp_path / "essay")
    assert found == ({"essay.pdf": b"new"} if moved else OLD) | {"own/notes.txt": b"own"}
    assert [path.name for path in tmp_path.iterdir()] == ["essay"]


def test_a_worker_that_is_killed(project: Workshop) -> None:
    """... ends a build in a sentence."""
    for number in range(4):
        project.essay("Words. " * 5_000, name=f"essay-{number}")
    mark = str(project.root)
    process = subprocess.Popen(
        [*FOOTLIGHT, "build", "--jobs", "2"], cwd=project.root, env={**os.environ, "FOOTLIGHT_TORTURE": mark},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while len(workers := [pid for pid in torture.marked(mark) if pid != process.pid]) < 2:
        time.sleep(0.05)
    os.kill(workers[0], signal.SIGKILL)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 3
    assert b"footlight: a process at work was killed. Hint:" in err
    assert b"Traceback" not in err
    assert goes_on(mark) == []


@pytest.mark.slow
def test_torture() -> None:
    """Twenty kills at moments of chance leave nothing torn, mixed, lost or running (`make torture` does a thousand).

    In a process of its own: commands are forked, and engines that have begun threads here would hang in a fork.
    """
    script = [sys.executable, "-m", "benchmarks.torture", "--kills", "20", "--seed", "3"]
    done = subprocess.run(script, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
