"""One folder for all that is temporary, gone at the end: WeasyPrint leaves its faces in a folder of its own wherever a
process ends without a farewell, as forks do, and as an interrupt makes any of them.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def temporary_files() -> Iterator[None]:
    """Temporary files of this process and of its forks are made in a folder that lasts as long as the block."""
    with tempfile.TemporaryDirectory(prefix="footlight-", ignore_cleanup_errors=True) as folder:
        held, tempfile.tempdir = tempfile.tempdir, folder
        try:
            yield
        finally:
            tempfile.tempdir = held
