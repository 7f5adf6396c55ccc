"""Addresses of one host that redirect to one page: when they are many, that page is the host's "not found"."""

from collections import defaultdict
from typing import Generic, TypeVar

from footlight.links.archives.url_key import host_of, loose_key, urlkey
from footlight.links.verdicts.fetched_target import Sight

Looked = TypeVar("Looked")


class Companions(Generic[Looked]):
    """Who leads where, of what was looked at in a run."""

    def __init__(self) -> None:
        self._by_end: dict[tuple[str, str], dict[str, Looked]] = defaultdict(dict)

    def others(self, sight: Sight) -> list[Looked]:
        """Those that lead to the very same page. Addresses that differ in their query alone are one."""
        if not sight.hops:
            return []
        return [one for path, one in self._by_end[_end(sight)].items() if path != _path(sight)]

    def add(self, sight: Sight, looked: Looked) -> None:
        """One more, if it was redirected."""
        if sight.hops:
            self._by_end[_end(sight)][_path(sight)] = looked


def _end(sight: Sight) -> tuple[str, str]:
    return host_of(sight.url), urlkey(sight.final)


def _path(sight: Sight) -> str:
    return loose_key(sight.url).partition("?")[0]
