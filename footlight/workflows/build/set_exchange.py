"""Change the products in build/NAME/ as one: who looks at any moment, after a kill too, finds the old set or the new.

The new set is made in a folder beside: what is new, and links to all that stays. Then the two folders are exchanged in
one step, where the system and the file system can do that (`exchange_paths`). Elsewhere the old one is moved away, and
the new one in its place; a process that finds nothing in between moves the old one back. Where a folder cannot be moved
(it is a mount point, a lower layer of a container, or a program on Windows has a file of it open), files are replaced
one by one, and the stamp last.

All of it happens while build/ is locked. So what waits there, while another process has the lock, was left by one that
was killed.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from footlight.engines.operating_system import exchange_paths, folder_held
from footlight.workflows.build.freshness import STAMP
from footlight.workflows.processes.critical_section import critical_section

_WAITING = re.compile(r"\.(.+)\.[a-z0-9_]{8}")
"""The name of the folder in which a set waits, as `tempfile` makes it; the group is that of the product folder."""
_NEW, _OLD = "new", "old"
"""In it: the new set, after the exchange the old one; the old set where there is no exchange."""
_DAY = 86_400
"""Seconds after which what waits belongs to no living process, where there are no locks to tell."""


def change_products(folder: Path, put: Mapping[str, bytes], take: Collection[str] = ()) -> None:
    """Put files into a product folder, and take others away; all else stays. The caller has the lock of build/.

    The folder is made where it is missing, and goes where nothing is left in it. Raises OSError where the disk is full
    or may not be written; then nothing has changed.
    """
    folder = folder.resolve()  # it may be a link to a place on another disk
    with critical_section(), tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as name:
        waiting = Path(name)
        new = waiting / _NEW
        new.mkdir()
        for product, data in put.items():
            with open(new / product, "wb") as file:  # noqa: PTH123 - the two belong together
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        _take_over(folder, new, {*put, *take})
        if any(new.iterdir()) or _has_folders(folder):
            _exchange(folder, waiting, put, take)
            _move_folders(new, folder)
        elif folder.is_dir():
            folder.replace(waiting / _OLD)


def _take_over(folder: Path, new: Path, changed: Collection[str]) -> None:
    """Link what does not change into the new set, with the mode and the owner of the folder. Folders follow later."""
    if not folder.is_dir():
        return
    for entry in os.scandir(folder):
        if entry.name not in changed and not entry.is_dir(follow_symlinks=False):
            try:
                os.link(entry.path, new / entry.name, follow_symlinks=False)
            except OSError:  # a file system without links, or a file of another user's
                shutil.copy2(entry.path, new / entry.name, follow_symlinks=False)
    state = folder.stat()
    new.chmod(state.st_mode & 0o7777)
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(new, state.st_uid, state.st_gid)


def _has_folders(folder: Path) -> bool:
    return folder.is_dir() and any(path.is_dir() and not path.is_symlink() for path in folder.iterdir())


def _exchange(folder: Path, waiting: Path, put: Collection[str], take: Collection[str]) -> None:
    new, old = waiting / _NEW, waiting / _OLD
    if not folder.exists():
        new.replace(folder)
        return
    if exchange_paths(new, folder):
        return
    try:
        folder.replace(old)
    except OSError:
        for name in sorted(put, key=lambda name: name == STAMP):
            (new / name).replace(folder / name)
        for name in take:
            (folder / name).unlink(missing_ok=True)
        return
    try:
        new.replace(folder)
    except OSError:
        old.replace(folder)
        raise
    _move_folders(old, folder)


def _move_folders(old: Path, folder: Path) -> None:
    """Move what somebody put among the products, and that could not be linked, from the old set into the new one."""
    for path in list(old.iterdir()) if old.is_dir() else ():
        if path.is_dir() and not path.is_symlink() and not os.path.lexists(folder / path.name):
            path.replace(folder / path.name)


def settle_waiting_sets(build: Path, now: float) -> None:
    """Finish what killed builds were at, and remove what they left; `now` is in seconds since the epoch."""
    if not _waiting(build):
        return
    with suppress(OSError), folder_held(build) as locked:
        for path in _waiting(build):
            if locked or now - path.stat().st_mtime > _DAY:
                _settle(path, build)


def _waiting(build: Path) -> list[Path]:
    """The folders in which a set waits. A folder of such a name with anything else in it is somebody's own."""
    try:
        with os.scandir(build) as entries:
            named = [
                Path(entry.path)
                for entry in entries
                if _WAITING.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
            ]
        return [path for path in named if {one.name for one in path.iterdir()} <= {_NEW, _OLD}]
    except OSError:
        return []


def _settle(waiting: Path, build: Path) -> None:
    """Move the old set back where none is in its place, and what is not a product's; remove the rest."""
    found = _WAITING.fullmatch(waiting.name)
    folder = build / (found[1] if found else "")
    if (waiting / _OLD).is_dir() and not os.path.lexists(folder):
        (waiting / _OLD).replace(folder)
    if folder.is_dir():
        _move_folders(waiting / _OLD, folder)
        _move_folders(waiting / _NEW, folder)
    shutil.rmtree(waiting, ignore_errors=True)
