"""What was read in the pages of a book's last build, kept in the user's cache folder for its next one.

The gate reads back every page of a finished file. A page that is byte for byte what it was, with all that it draws
with, has the same text: after a change in one essay only pages that differ are read again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from footlight.workflows.processes.build_store import BuildStore, key_of

if TYPE_CHECKING:  # composition is imported while pages are laid out, and needs no engine
    from footlight.engines.page_readings import PageReadings


class KeptUnder(NamedTuple):
    """What readings are kept under."""

    key: str
    """A hash of the program and of the book; where it is empty, nothing is known and nothing is kept."""
    anew: bool = False
    """Whether pages are read again even where they are known."""


NOT_KEPT = KeptUnder("")


@contextmanager
def readings_kept(under: KeptUnder, file: str) -> Iterator["PageReadings"]:
    """Give the readings of the file of that name from the last build, and keep those that the block uses or makes."""
    from footlight.engines.page_readings import PageReadings, UsedReadings  # noqa: PLC0415 - engines of PDF

    if not under.key:
        yield PageReadings()
        return
    store, key = BuildStore(), key_of("readings", under.key, file)
    known = () if under.anew else store.get(key) or ()
    readings = PageReadings(*map(UsedReadings, known))
    yield readings
    store.put(key, readings.used(), {})
