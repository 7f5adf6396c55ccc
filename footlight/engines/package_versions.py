"""Versions of installed packages, without importing them."""

import os
import sys


def installed_version(name: str) -> str:
    """The version of a package, read off its folder's name; `importlib.metadata` takes 30 ms to say the same.

    Empty where it is not installed. `name` is the package's, in lower case and with underscores.
    """
    for place in sys.path:
        if not os.path.isdir(place):  # noqa: PTH112 - quicker, and there are many
            continue
        for entry in os.listdir(place):  # noqa: PTH208 - as above
            if entry.endswith(".dist-info") and entry.lower().startswith(f"{name}-"):
                return entry.removesuffix(".dist-info").split("-", 1)[1]
    return ""
