"""What both formats share: where a file stands as seen from a page of the catalogue."""

from functools import lru_cache
from urllib.parse import quote


def depth(path: str) -> int:
    """How many folders below the shelf's root a page is."""
    return path.count("/")


@lru_cache(maxsize=4096)
def shelved(path: str, below: int) -> str:
    """The relative address of a file of the shelf, whose `path` is from its root, from a page so far below the root."""
    return "../" * below + _spelt(path)


@lru_cache(maxsize=4096)
def built(path: str, below: int) -> str:
    """The relative address of a file in build/, whose `path` is from there, from a page so far below the root."""
    return "../" * (below + 1) + _spelt(path)


def _spelt(path: str) -> str:
    return quote(path, safe="/.-_~")
