"""Choose the capture of an address that shows what the essay linked to.

It is the nearest at or before the essay's date, or else the nearest after it; never simply the latest. Error pages do
not count, including those that were served with status 200.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from footlight.links.archives.archive import Archive, Body, Capture, Found, Query, Redirected
from footlight.links.archives.soft_404_captures import redirected_home

_GOOD = frozenset({0, 200, 203, 206})
"""Status codes of pages; 0 is that of an index without statuses, such as a TimeMap."""
_HOPS = 5
_TRIED = 4
"""Captures nearest to the date that are read."""
_REDIRECT_WITHIN = 24 * 3600
"""Seconds between the captures of a redirect and of its target."""


def is_usable(capture: Capture) -> bool:
    """Tell whether a capture holds the page itself."""
    return capture.status in _GOOD and not capture.soft


def sort_by_nearness(captures: Iterable[Capture], written: date | None) -> list[Capture]:
    """Sort the usable captures: those at or before the date by nearness, then those after it by nearness."""
    good = [capture for capture in captures if is_usable(capture)]
    if written is None:
        return sorted(good, key=lambda c: c.timestamp)
    moment = datetime.combine(written, time.max, tzinfo=UTC)
    return sorted(good, key=lambda c: (c.when > moment, abs((c.when - moment).total_seconds())))


def choose_capture(archive: Archive, url: str, written: date | None) -> tuple[Capture, Body] | None:
    """Return the capture to use for an address, and its body, following archived redirects; None if there is none."""
    for _ in range(_HOPS):
        answer = archive.captures(Query(url=url))
        if not isinstance(answer, Found):
            return None
        led: list[tuple[Capture, str]] = []
        for capture in sort_by_nearness(answer.value, written)[:_TRIED]:
            reading = archive.read(capture)
            if isinstance(reading, Found) and reading.value.data:
                return capture, reading.value
            if isinstance(reading, Redirected):
                led.append((capture, reading.to))
        onward = _onward(archive, [*led, *_redirects(archive, answer.value, written)])
        if onward is None:
            return None
        url = onward
    return None


def _redirects(archive: Archive, captures: Iterable[Capture], written: date | None) -> Iterator[tuple[Capture, str]]:
    """Yield captured redirects with their targets, the nearest to the date first."""
    moment = datetime.combine(written or date(1990, 1, 1), time.max, tzinfo=UTC)
    known = (c for c in captures if 300 <= c.status < 400)
    for capture in sorted(known, key=lambda c: abs((c.when - moment).total_seconds()))[:_TRIED]:
        reading = Redirected(to=capture.redirect) if capture.redirect else archive.read(capture)
        if isinstance(reading, Redirected):
            yield capture, reading.to


def _onward(archive: Archive, redirects: Iterable[tuple[Capture, str]]) -> str | None:
    """Return the target of the first redirect that was captured within a day of it and is not the site's root."""
    for capture, to in redirects:
        if not to or redirected_home(capture.original, to):
            continue
        answer = archive.captures(Query(url=to))
        if isinstance(answer, Found) and any(
            abs((c.when - capture.when).total_seconds()) <= _REDIRECT_WITHIN and c.urlkey != capture.urlkey
            for c in answer.value
        ):
            return to
    return None
