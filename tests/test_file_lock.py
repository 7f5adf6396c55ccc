"""Processes that write into one folder do so one after the other, and a lock ends with its process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from footlight.errors import EnvironmentProblem
from footlight.file_lock import lock_folder

HOLDER = """
import sys, time
from pathlib import Path
from footlight.file_lock import lock_folder
with lock_folder(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, and a state folder beside it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "source").mkdir()
    return tmp_path / "source"


def holder(folder: Path) -> subprocess.Popen[bytes]:
    """A process that holds the lock of a folder until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    return process


def test_one_process_at_a_time(folder: Path) -> None:
    """A second process waits until the first one leaves, whatever path it names the folder by."""
    other = folder.parent / "link"
    other.symlink_to(folder)
    with (
        holder(folder) as first,
        subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(other)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as second,
    ):
        time.sleep(1)
        assert second.stdout
        os.set_blocking(second.stdout.fileno(), False)
        assert second.stdout.read() is None
        os.set_blocking(second.stdout.fileno(), True)
        first.communicate()
        assert second.communicate()[0] == b"held\n"


def test_a_lock_ends_with_its_process(folder: Path) -> None:
    """... even one that is killed."""
    with holder(folder) as first:
        first.send_signal(signal.SIGKILL)
        first.wait()
        with lock_folder(folder):
            pass
        first.communicate()


def test_nothing_is_left_in_the_folder(folder: Path) -> None:
    """The file of the lock stands in the user's state folder."""
    with lock_folder(folder):
        assert list(folder.iterdir()) == []
    assert list(folder.iterdir()) == []
    assert len(list((folder.parent / "state" / "footlight" / "locks").iterdir())) == 1


def test_without_a_state_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no lock can be had, work goes on without one."""
    (folder.parent / "file").write_text("no folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder.parent / "file"))
    with lock_folder(folder):
        pass


def test_a_folder_that_is_not_there(folder: Path) -> None:
    """... is a problem that names it; no lock is made."""
    with pytest.raises(EnvironmentProblem, match="elsewhere"), lock_folder(folder / "elsewhere"):
        pass
