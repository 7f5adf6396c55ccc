"""One folder for all temporary files, removed at the end.

WeasyPrint leaves its fonts in a folder of its own where a process ends without clearing up, as a fork does, and as any
process does that is interrupted.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from footlight.engines.operating_system import interrupts_held


@contextmanager
def temporary_files() -> Iterator[None]:
    """Make the temporary files of this process, and of those that it starts, in a folder that is removed at the end."""
    with interrupts_held():
        made = tempfile.TemporaryDirectory(prefix="footlight-", ignore_cleanup_errors=True)
    before, outer = tempfile.tempdir, os.environ.get("TMPDIR")
    try:
        tempfile.tempdir = os.environ["TMPDIR"] = made.name  # the variable is what other programs go by
        yield
    finally:
        # An interrupt meanwhile would leave the folder: the process ends without Python's clean-up (`cli.main`).
        with interrupts_held():
            tempfile.tempdir = before
            if outer is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = outer
            made.cleanup()
