"""What was read in the pages of a book's last build, kept in the user's cache folder for its next one.

The gate reads back every page of a finished file. A page that is byte for byte what it was, with all that it draws
with, has the same text: after a change in one essay only pages that differ are read again.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from footlight.engines.page_readings import PageReadings, UsedReadings
from footlight.workflows.processes.build_store import BuildStore, key_of


@contextmanager
def readings_kept(under: str, file: str) -> Iterator[PageReadings]:
    """Give the readings of the file of that name from the last build, and keep those that the block uses or makes.

    `under` is a hash of the program and of the book; where it is empty, nothing is known and nothing is kept.
    """
    if not under:
        yield PageReadings()
        return
    store, key = BuildStore(), key_of("readings", under, file)
    readings = PageReadings(*map(UsedReadings, store.get(key) or ()))
    yield readings
    store.put(key, readings.used(), {})
