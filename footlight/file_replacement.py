"""Replace a file in one step: whoever reads it sees the old one or the new one, never a half.

What is written stands in a draft beside the file until it is whole. A process that is killed leaves its draft behind;
the next one that writes into the folder removes it. A living process holds a lock on its draft, which the system drops
in the moment that the process ends, however it ends. So the lock cannot be wrong. The number of a process in the
draft's name could be that of another process by now, or of one in another container; its age would trust the clock.
"""

import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from footlight.errors import EnvironmentProblem
from footlight.file_lock import Lock, try_lock, wait_for_lock
from footlight.interrupts import interrupts_held, run_to_end
from footlight.real_path import real_path

_DRAFT = re.compile(r"\..+\.[0-9a-f]{16}")
"""The name of a draft."""
_cleared: set[Path] = set()
"""The folders from which this process has removed what others left."""


def remove_leftovers(folder: Path) -> None:
    """Remove the drafts that killed processes left in a folder; those of living processes stay."""
    _cleared.add(folder)
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") and _DRAFT.fullmatch(entry.name):
                with suppress(OSError):
                    _remove_if_abandoned(entry.path)


def _remove_if_abandoned(path: str) -> None:
    if os.name == "nt":  # which removes no file that a process has open
        os.unlink(path)  # noqa: PTH108 - as below
        return
    # Neither a pipe of that name nor a link is a draft; opening a pipe could wait for ever.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode) and try_lock(handle) is Lock.OURS:
            os.unlink(path)  # noqa: PTH108 - a string, as `os.scandir` gives it
    finally:
        os.close(handle)


@contextmanager
def draft_of(path: Path, *, durable: bool = False, private: bool = False) -> Iterator[IO[bytes]]:
    """Yield a file to be written, which takes the place of `path` at the end of the block, if nothing is raised.

    It keeps the mode of the file that it replaces. `durable`: its content is on the disk before, so that not even a
    power cut leaves half of it. `private`: only the user may read a file that is new. Raises OSError.
    """
    if path.parent not in _cleared:
        remove_leftovers(path.parent)
    mode = path.stat().st_mode & 0o7777 if path.exists() else None
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with interrupts_held():
            stream = _open_draft(draft, 0o600 if private else 0o666)
        # An interrupt that was held is raised here, where it finds the way to the end of the block.
        with stream:
            yield stream
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
            if mode is not None:
                draft.chmod(mode)
            if os.name != "nt":  # which renames no file that is open
                draft.replace(path)
        if os.name == "nt":
            draft.replace(path)
    except BaseException:
        run_to_end(lambda: _remove_draft(draft))
        raise


def _remove_draft(draft: Path) -> None:
    with suppress(OSError):
        draft.unlink()


def _open_draft(draft: Path, mode: int = 0o666) -> IO[bytes]:
    """Make a draft, and lock it. Another process may remove it before it is locked; then make it again."""
    while True:
        stream = open(draft, "xb", opener=lambda name, flags: os.open(name, flags, mode))  # noqa: SIM115
        wait_for_lock(stream.fileno())
        if os.name == "nt" or os.fstat(stream.fileno()).st_nlink:
            return stream
        stream.close()


def put_file(path: Path, data: bytes, *, durable: bool = False, private: bool = False) -> None:
    """Write a file whole, in place of one that is there. Raises OSError."""
    with draft_of(path, durable=durable, private=private) as stream:
        stream.write(data)


def put_new_file(path: Path, data: bytes) -> None:
    """Write a file whole that is not there yet. Raises FileExistsError where it is, and other OSErrors."""
    if path.parent not in _cleared:
        remove_leftovers(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with interrupts_held():
            stream = _open_draft(draft)
        with stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, path)  # unlike a rename it takes no other file's place
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            with path.open("xb") as whole:
                whole.write(data)
    finally:
        run_to_end(lambda: _remove_draft(draft))


def replace_file(path: Path, data: bytes, what: str) -> None:
    """Replace the file, keeping its mode; `what` names it in messages. A link to a file stays a link.

    Raises EnvironmentProblem where it cannot be written.
    """
    path = real_path(path)
    try:
        put_file(path, data, durable=True)
    except OSError as error:
        hint = "Check the permissions of its folder and the free space on the disk."
        raise EnvironmentProblem(f"{what} {path} cannot be written: {error.strerror}", hint=hint) from None
