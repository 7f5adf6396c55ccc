"""Locks between processes of this machine. The system drops them when a process ends or is killed.

`filelock` makes those of a file that stands for something else, on every system. Those of an open file or folder itself
are flock(2), which Windows lacks and not every network file system has.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from enum import Enum, auto
from pathlib import Path

from footlight.errors import EnvironmentProblem
from footlight.user_folders import state_folder


@contextmanager
def lock_file(path: Path) -> Iterator[None]:
    """Hold the lock that a file stands for, and wait until others give it back.

    The file is made where it is missing, and stays. A process must not enter twice. Raises OSError where the file
    cannot be made, or its file system has no locks.
    """
    from filelock import FileLock  # noqa: PLC0415 - it imports asyncio; most commands lock nothing

    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path, mode=0o600):
        yield


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Let one process at a time write into a folder, so that none overwrites what another has just decided.

    The file of the lock stands in the user's state folder, so that nothing appears beside the essays or in a repository
    of theirs. Its name is the number of the folder in the file system, which is the same by whatever path the folder is
    named. Two machines that share the folder over a network do not wait for each other; a lock in the folder would not
    hold on every such file system either. Where no lock can be had, the folder is written to without one.

    Raises EnvironmentProblem where there is no such folder.
    """
    try:
        state = folder.stat()
    except OSError as error:
        message = f"the folder {folder} cannot be opened: {error.strerror}"
        raise EnvironmentProblem(message, hint="Check that it is there, and its permissions.") from None
    with ExitStack() as stack:
        with suppress(OSError, RuntimeError):  # the latter: a user without a home folder
            stack.enter_context(lock_file(state_folder() / "locks" / f"{state.st_dev:x}-{state.st_ino:x}"))
        yield


class Lock(Enum):
    """Who has the lock of an open file."""

    OURS = auto()
    HELD = auto()
    """Another process has it."""
    UNKNOWN = auto()
    """There are no such locks here."""


def try_lock(handle: int) -> Lock:
    """Lock an open file or folder until it is closed, if no other process has locked it."""
    try:
        import fcntl  # noqa: PLC0415 - Windows has none

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return Lock.HELD
    except (ImportError, OSError):
        return Lock.UNKNOWN
    return Lock.OURS


def wait_for_lock(handle: int) -> Lock:
    """Lock an open file or folder until it is closed; wait for other processes. Never `HELD`."""
    try:
        import fcntl  # noqa: PLC0415 - as above

        fcntl.flock(handle, fcntl.LOCK_EX)
    except (ImportError, OSError):
        return Lock.UNKNOWN
    return Lock.OURS
