"""Products appear whole or not at all: written beside their folder, moved into it when all of them are there."""

import errno
import os
import shutil
import tempfile
from pathlib import Path

from footlight.errors import EnvironmentProblem
from footlight.workflows.processes.critical_section import critical_section


def publish(folder: Path, products: dict[str, bytes], *, last: str) -> None:
    """Puts files into `folder`, which is made where it is missing; the one named `last` is moved last.

    Others that stand there stay. Raises EnvironmentProblem where the disk is full or may not be written; then nothing
    has changed.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with critical_section(), tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as waiting:
            for name, data in products.items():
                with open(Path(waiting, name), "wb") as file:  # noqa: PTH123 - the two belong together
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            folder.mkdir(exist_ok=True)
            for name in sorted(products, key=lambda name: name == last):
                Path(waiting, name).replace(folder / name)
    except OSError as error:
        raise problem(error, folder) from None


def withdraw(folder: Path, names: list[str]) -> None:
    """Takes away products that are no longer asked for, so that none of them is stale."""
    for name in names:
        (folder / name).unlink(missing_ok=True)


_OLD = 3600
"""Seconds after which a waiting folder belongs to no build that still runs."""


def clear_leftovers(build: Path, now: float) -> None:
    """Removes what killed builds left beside the product folders; `now` is in seconds since the epoch."""
    for path in build.glob(".*.????????"):
        if path.is_dir() and now - path.stat().st_mtime > _OLD:
            shutil.rmtree(path, ignore_errors=True)


def problem(error: OSError, folder: Path) -> EnvironmentProblem:
    """What an error of the disk means for the products in `folder`."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return EnvironmentProblem(f"the disk is full: {folder} was left as it was", hint="Make room; build again.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            hint = "Give yourself the right to write there, or copy the project to a place of your own."
            return EnvironmentProblem(f"{folder.parent} may not be written", hint=hint)
        case _:
            return EnvironmentProblem(f"the products of {folder.name} could not be written: {error.strerror}")
