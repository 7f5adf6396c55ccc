"""An interrupt in the very moment of an event leaves nothing behind (docs.python.org/3/library/audit_events)."""

import subprocess
import sys
from pathlib import Path

import pytest
from workshop import REPOSITORY

from footlight.workflows.processes.temporary_folder import temporary_parent

EVERY_EVENT = """
import os, signal, sys, tempfile
from pathlib import Path
from footlight.file_replacement import put_file, put_new_file
from footlight.interrupts import run_to_end
from footlight.workflows.processes.temporary_folder import held_folder, temporary_files

folder, what = Path(sys.argv[1]), sys.argv[2]
wanted = seen = 0

def hook(event, args):
    global seen
    if args and isinstance(args[0], (str, bytes, os.PathLike)) and os.fsdecode(args[0]).startswith(str(folder)):
        seen += 1
        if seen == wanted:
            os.kill(os.getpid(), signal.SIGINT)

def work():
    match what:
        case "put_file":
            put_file(folder / "a.txt", b"new")
        case "put_new_file":
            put_new_file(folder / "a.txt", b"new")
        case "held_folder":
            with held_folder(folder, ".held."):
                pass
        case "temporary_files":
            with temporary_files():
                tempfile.mkstemp()

sys.addaudithook(hook)
os.environ["TMPDIR"] = str(folder)
interrupted = True
while interrupted:
    wanted, seen, interrupted = wanted + 1, 0, False
    tempfile.tempdir = None
    try:
        work()
    except KeyboardInterrupt:
        interrupted = True
    seen = wanted
    interrupted = interrupted or wanted == 1
    left = {path.name for path in folder.iterdir()} - {"a.txt"}
    assert not left, (wanted, left)
    (folder / "a.txt").unlink(missing_ok=True)
print(wanted)
"""
"""Does one thing again and again, with an interrupt at its first event in a folder, its second, and so on."""


@pytest.mark.parametrize("what", ["put_file", "put_new_file", "held_folder", "temporary_files"])
def test_files_and_folders_that_are_made_for_a_while(tmp_path: Path, what: str) -> None:
    """... are removed, or have taken their place."""
    done = subprocess.run(
        [sys.executable, "-c", EVERY_EVENT, str(tmp_path), what],
        env={"PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 2, "it was interrupted at more than one event"


def test_the_folder_of_temporary_files_is_found_without_a_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`tempfile` writes a file to find out, which a kill leaves there for ever: no later run knows whose it is."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = tmp_path.stat().st_mtime_ns
    assert temporary_parent() == tmp_path
    assert tmp_path.stat().st_mtime_ns == before
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    assert temporary_parent().is_dir()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="commands are forked")
def test_commands() -> None:
    """Every command, at some of its events (`python -m benchmarks.interruptions` takes more of them).

    In a process of its own, as in test_kills.
    """
    script = [sys.executable, "-m", "benchmarks.interruptions", "--each", "4"]
    done = subprocess.run(script, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
