"""The fonts that the machine has: whether one came or went, so that texts that are set in them are set anew."""

import hashlib
import os
import sys
from pathlib import Path

MACHINE_FONTS = Path("fonts of the machine")
"""Stands in a record of files for all of them."""
_FOLDERS = {
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": ("C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"),
}
"""Where fonts are installed, by `sys.platform` (fontconfig's own folders; those of macOS and Windows)."""


def machine_fonts() -> str:
    """A hash of the folders of fonts, each with the moment at which a file in it came, went or was replaced."""
    digest = hashlib.sha256()
    for top in _FOLDERS.get(sys.platform, _FOLDERS["linux"]):
        for folder, folders, _ in os.walk(os.path.expanduser(top)):  # noqa: PTH111 - a user without a home is no error
            folders.sort()
            digest.update(f"{folder}:{os.stat(folder).st_mtime_ns}\n".encode("utf-8", "surrogateescape"))  # noqa: PTH116 - quicker
    return digest.hexdigest()
