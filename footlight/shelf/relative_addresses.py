"""Relative addresses of files, as pages of the catalogue write them in both formats."""

from functools import lru_cache
from urllib.parse import quote


def depth(path: str) -> int:
    """Return how many folders a page is below the shelf's root."""
    return path.count("/")


@lru_cache(maxsize=4096)
def shelf_address(path: str, below: int) -> str:
    """Return the address of a file of the shelf, for a page that is `below` folders below its root."""
    return "../" * below + _quoted(path)


@lru_cache(maxsize=4096)
def build_address(path: str, below: int) -> str:
    """Return the address of a file in build/, for a page that is `below` folders below the shelf's root."""
    return "../" * (below + 1) + _quoted(path)


def _quoted(path: str) -> str:
    return quote(path, safe="/.-_~")
