"""The state of a file, by which one sees without reading it whether it has changed."""

from pathlib import Path

FileState = tuple[int, int] | None
"""Time of the last change in ns, and size; None where there is no such file."""


def file_state(path: Path) -> FileState:
    """The state of a file now."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
