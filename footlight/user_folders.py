"""Folders of the user's own in which Footlight keeps what it may need again.

They are those of the XDG base directories (https://specifications.freedesktop.org/basedir-spec/), on every system.
"""

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder of what can be made again: `$XDG_CACHE_HOME/footlight`."""
    return _folder("XDG_CACHE_HOME", ".cache")


def state_folder() -> Path:
    """Return the folder of what is remembered from run to run: `$XDG_STATE_HOME/footlight`."""
    return _folder("XDG_STATE_HOME", ".local/state")


def _folder(variable: str, default: str) -> Path:
    root = Path(os.environ.get(variable, ""))
    return (root if root.is_absolute() else Path.home() / default) / "footlight"
