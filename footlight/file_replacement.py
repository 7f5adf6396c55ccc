"""Replace a file of the user's in one step: whoever reads it sees the old one or the new one, never a half."""

import os
import re
import secrets
from pathlib import Path

from footlight.errors import EnvironmentProblem

_LEFTOVER = re.compile(r"\..+\.[0-9a-f]{16}")
"""The name of a file that was to replace another one when its process was killed."""


def remove_leftovers(folder: Path) -> None:
    """Remove what killed processes left in a folder. The caller holds the folder's lock, so nobody is writing there."""
    for path in folder.glob(".*") if folder.is_dir() else ():
        if _LEFTOVER.fullmatch(path.name) and path.is_file():
            path.unlink(missing_ok=True)


def replace_file(path: Path, data: bytes, what: str) -> None:
    """Replace the file, keeping its mode; `what` names it in messages. A link to a file stays a link.

    Raises EnvironmentProblem where it cannot be written.
    """
    path = path.resolve()
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        mode = path.stat().st_mode & 0o7777 if path.exists() else None
        try:
            with temporary.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if mode is not None:
                temporary.chmod(mode)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        hint = "Check the permissions of its folder and the free space on the disk."
        raise EnvironmentProblem(f"{what} {path} cannot be written: {error.strerror}", hint=hint) from None
