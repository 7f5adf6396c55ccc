"""What the archives have of a link's target, of the time of the essay."""

from collections.abc import Sequence
from datetime import date

from footlight.links.archives.archive import Archive
from footlight.links.captured_page import read_page
from footlight.links.recovery.capture_choice import chosen
from footlight.links.verdicts.fetched_target import Then


def then_of(url: str, written: date | None, archives: Sequence[Archive]) -> Then | None:
    """The capture nearest to the essay's date that the first archive has which has one; the oldest where the essay has
    no date. None where none is there, or none could be asked: nothing follows from that.
    """
    for archive in archives:
        found = chosen(archive, url, written)
        if found is None:
            continue
        capture, body = found
        page = read_page(body.data, url=capture.original, content_type=body.content_type)
        return Then(page=page, captured=capture.when.date(), archive=archive.name, archive_url=capture.archive_url)
    return None
