"""Where a path leads."""

import os
from pathlib import Path


def real_path(path: Path) -> Path:
    """The path without links, as far as they lead anywhere.

    `Path.resolve` does the same, but raises RuntimeError for a link that leads to itself (Python before 3.13): such a
    path is then one of no file.
    """
    return Path(os.path.realpath(path))
