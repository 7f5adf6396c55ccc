"""The targets of links, each once, however many links of however many essays lead there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from footlight.links.present_links import PresentLink
from footlight.links.verdicts.link_fetch import request_url


@dataclass(slots=True, kw_only=True)
class Target:
    """An address, and what the links to it say of it."""

    address: str
    """In the form in which it is requested, without a fragment."""
    written: date | None
    """The date of the essays that link to it; None where they have none, or nothing is compared."""
    words: list[str] = field(default_factory=list)
    """The words of the links."""
    fragments: list[str] = field(default_factory=list)
    """Fragments that the links name."""


def address_of(link: PresentLink) -> tuple[str, str]:
    """The address that is requested, and the fragment as it was written."""
    return request_url(link.url), link.url.strip().partition("#")[2]


class LinkTargets:
    """The targets of many links, in the order of the links."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, date | None], Target] = {}

    def add(self, links: Iterable[PresentLink], written: date | None) -> None:
        """Add the links of one essay."""
        for link in links:
            address, fragment = address_of(link)
            known = self._found.setdefault((address, written), Target(address=address, written=written))
            known.words += [link.words] if link.words not in known.words else []
            known.fragments += [fragment] if fragment and fragment not in known.fragments else []

    def __iter__(self) -> Iterator[Target]:
        return iter(self._found.values())
