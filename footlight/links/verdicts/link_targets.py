"""What links lead to, each once, however many links of however many essays lead there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from footlight.links.present_links import PresentLink
from footlight.links.verdicts.link_fetch import without_fragment


@dataclass(slots=True, kw_only=True)
class Target:
    """An address, and why it is asked for."""

    address: str
    """Spelt as it is asked for, without a fragment."""
    written: date | None
    """The date of the essays that link to it; None where nothing is compared, or they have none."""
    words: list[str] = field(default_factory=list)
    """Of the links."""
    fragments: list[str] = field(default_factory=list)
    """Places of the page that links lead to."""


def address_of(link: PresentLink) -> tuple[str, str]:
    """The address that is asked for, and the fragment as it was written."""
    return without_fragment(link.url), link.url.strip().partition("#")[2]


class Targets:
    """The targets of many links, in the order in which they were met."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, date | None], Target] = {}

    def add(self, links: Iterable[PresentLink], written: date | None) -> None:
        """The links of one essay."""
        for link in links:
            address, fragment = address_of(link)
            known = self._found.setdefault((address, written), Target(address=address, written=written))
            known.words += [link.words] if link.words not in known.words else []
            known.fragments += [fragment] if fragment and fragment not in known.fragments else []

    def __iter__(self) -> Iterator[Target]:
        return iter(self._found.values())
