"""One process at a time in a folder, so that what one has just decided is not lost under what another writes."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from footlight.errors import EnvironmentProblem


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; nothing is left behind in it. Not to be entered twice by one process.

    A file system without locks (some that are mounted over a network) is written to without one. Raises
    EnvironmentProblem where there is no such folder.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        message = f"the folder {folder} cannot be opened: {error.strerror}"
        raise EnvironmentProblem(message, hint="Check that it is there, and its rights.") from None
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
