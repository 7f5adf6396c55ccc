"""One folder for all temporary files of a command, removed at its end.

WeasyPrint leaves its fonts in a folder of its own where a process ends without clearing up, as a fork does, and as any
process does that is interrupted. What a killed command leaves, the next one removes: the folder is locked by all
processes of a command (`file_lock`), until the last of them ends.
"""

import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from footlight.file_lock import Lock, try_lock, wait_for_lock
from footlight.interrupts import interrupts_held, run_to_end

RUN_FOLDER, SHELF_FOLDER = "footlight-run-", ".shelf."
"""How the names of folders begin that processes hold: of temporary files, and of a catalogue that is being written."""
_guard = threading.Lock()
_users = 0
"""How many blocks of this process use its folder: they may be one in another, or in several threads."""


@contextmanager
def temporary_files() -> Iterator[None]:
    """Make the temporary files of this process, and of those that it starts, in a folder that is removed at the end.

    Raises OSError where no folder can be made.
    """
    global _users  # noqa: PLW0603 - `tempfile` has one folder for all of the process as well
    entered = False
    try:
        with _guard, interrupts_held():
            if not _users:
                _begin()
            _users += 1
            entered = True
        # An interrupt that was held is raised here, and has to find the way to the end of the block.
        yield
    finally:
        # An interrupt meanwhile would leave the folder: the process ends without Python's clean-up (`cli.main`).
        def leave() -> None:
            global _users  # noqa: PLW0603 - as above
            nonlocal entered
            if entered:
                _users -= 1
                if not _users:
                    _end()
            entered = False

        with _guard:
            run_to_end(leave)


_before: tuple[str | None, str | None] = (None, None)
"""Python's own folder of temporary files, and the variable that other programs go by, before the block."""
_held: tuple[Path, int] | None = None
"""The folder, and the open file by which it is locked."""


def _begin() -> None:
    global _before, _held  # noqa: PLW0603 - as above
    _before = tempfile.tempdir, os.environ.get("TMPDIR")
    parent = temporary_parent()
    remove_abandoned(parent, RUN_FOLDER)
    _held = make_held_folder(parent, RUN_FOLDER)
    tempfile.tempdir = os.environ["TMPDIR"] = str(_held[0])


def _end() -> None:
    global _held  # noqa: PLW0603 - as above
    if _held is None:
        raise AssertionError
    folder, handle = _held
    tempfile.tempdir, outer = _before
    if outer is None:
        os.environ.pop("TMPDIR", None)
    else:
        os.environ["TMPDIR"] = outer
    shutil.rmtree(folder, ignore_errors=True)
    _held = None
    os.close(handle)


@contextmanager
def held_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Make a folder as `make_held_folder` does, and remove it at the end of the block, interrupts or not."""
    folder = handle = None

    def clear() -> None:
        nonlocal handle
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)
            handle = None

    try:
        with interrupts_held():
            folder, handle = make_held_folder(parent, prefix)
        # An interrupt that was held is raised here, and has to find the way to the end of the block.
        yield folder
    finally:
        run_to_end(clear)


def make_held_folder(parent: Path, prefix: str) -> tuple[Path, int]:
    """Make a folder that this process and its forks hold until they end; return it, and the handle that holds it.

    Raises OSError where it cannot be made.
    """
    while True:
        folder = parent / f"{prefix}{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700)
        if not hasattr(os, "O_DIRECTORY"):  # Windows opens no folder
            return folder, os.open(os.devnull, os.O_RDONLY)
        with suppress(FileNotFoundError):  # another process took it for abandoned before it was locked
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            wait_for_lock(handle)
            if folder.exists():
                return folder, handle
            os.close(handle)


def temporary_parent() -> Path:
    """The folder of temporary files of this system. Raises OSError where none can be written to.

    The folders are those that `tempfile` tries, in its order. It finds out by a file that it writes there, which stays
    if the process is killed meanwhile; so the system is asked first.
    """
    if tempfile.tempdir is not None:
        return Path(tempfile.tempdir)
    named = [folder for name in ("TMPDIR", "TEMP", "TMP") if (folder := os.environ.get(name))]
    for folder in [*named, "/tmp", "/var/tmp"] if os.name == "posix" else ():  # noqa: S108 - a folder is made in it
        if Path(folder).is_dir() and os.access(folder, os.W_OK | os.X_OK):
            return Path(folder).absolute()
    with interrupts_held():
        return Path(tempfile.gettempdir())


def remove_abandoned(parent: Path, prefix: str) -> None:
    """Remove the folders of this user that no living process holds; those of which that cannot be told stay."""
    with suppress(OSError), os.scandir(parent) as entries:
        for path in [entry.path for entry in entries if entry.name.startswith(prefix)]:
            with suppress(OSError):
                _remove_if_abandoned(path)


def _remove_if_abandoned(path: str) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        state = os.fstat(handle)
        if try_lock(handle) is Lock.OURS and state.st_uid == os.getuid():
            shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(handle)
