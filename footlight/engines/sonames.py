"""Shared libraries found by their sonames alone, for as long as a block lasts."""

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def by_soname() -> Iterator[None]:
    """Keeps `ctypes.util.find_library` from asking ldconfig, gcc and ld for names that are no sonames.

    WeasyPrint tries a library's names on other systems first, and each of them costs three processes before it comes
    to the one that Linux has: a quarter of the time that its import takes.
    """
    if sys.platform != "linux":
        yield
        return
    held = ctypes.util.find_library
    ctypes.util.find_library = _nothing
    try:
        yield
    finally:
        ctypes.util.find_library = held


def _nothing(name: str) -> str | None:  # noqa: ARG001 - the signature of what it stands for
    return None
