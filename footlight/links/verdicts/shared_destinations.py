"""Addresses of one host that redirect to one page: where they are many, that page is the host's "not found"."""

from collections import defaultdict
from typing import Generic, TypeVar

from footlight.links.archives.url_key import host_of, loose_key, urlkey
from footlight.links.verdicts.target_facts import FetchedTarget

Item = TypeVar("Item")


class SharedDestinations(Generic[Item]):
    """The redirected addresses of a run by where they lead, each with an item of the caller's."""

    def __init__(self) -> None:
        self._by_destination: dict[tuple[str, str], dict[str, Item]] = defaultdict(dict)

    def others(self, fetched: FetchedTarget) -> list[Item]:
        """The items of other addresses that lead to the very same page. Addresses that differ only in their query count
        as one.
        """
        if not fetched.redirects:
            return []
        return [one for path, one in self._by_destination[_destination(fetched)].items() if path != _path(fetched)]

    def add(self, fetched: FetchedTarget, item: Item) -> None:
        """Add an address, if it was redirected."""
        if fetched.redirects:
            self._by_destination[_destination(fetched)][_path(fetched)] = item


def _destination(fetched: FetchedTarget) -> tuple[str, str]:
    return host_of(fetched.url), urlkey(fetched.final)


def _path(fetched: FetchedTarget) -> str:
    return loose_key(fetched.url).partition("?")[0]
