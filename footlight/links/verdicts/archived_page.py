"""The page that a link led to at the time of the essay, as an archive captured it."""

from collections.abc import Sequence
from datetime import date

from footlight.links.archives.archive import Archive
from footlight.links.captured_page import read_page
from footlight.links.recovery.capture_choice import choose_capture
from footlight.links.verdicts.target_facts import ArchivedPage


def archived_page(url: str, written: date | None, archives: Sequence[Archive]) -> ArchivedPage | None:
    """The capture nearest to the essay's date, of the first archive that has one; the oldest where the essay has no
    date. None where there is none or no archive answered: nothing follows from that.
    """
    for archive in archives:
        found = choose_capture(archive, url, written)
        if found is None:
            continue
        capture, body = found
        page = read_page(body.data, url=capture.original, content_type=body.content_type)
        return ArchivedPage(
            page=page, captured=capture.when.date(), archive=archive.name, archive_url=capture.archive_url
        )
    return None
