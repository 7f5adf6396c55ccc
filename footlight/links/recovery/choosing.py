"""Which capture of an address stands for what the essay linked to: the nearest at or before the essay's date, else the
nearest after it; never simply the latest. Error pages, also those that say 200, are no captures of it.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from footlight.links.archives.archive import Archive, Body, Capture, Found, Query
from footlight.links.archives.softness import redirected_home

_GOOD = frozenset({0, 200, 203, 206})
"""0: an index that does not say, such as a TimeMap."""
_HOPS = 5
_REDIRECT_WITHIN = 24 * 3600
"""Seconds between a redirect's capture and that of where it led."""


def usable(capture: Capture) -> bool:
    """Whether it holds the page itself."""
    return capture.status in _GOOD and not capture.soft


def by_nearness(captures: Iterable[Capture], written: date | None) -> list[Capture]:
    """The usable captures, the one to choose first: at or before the date by nearness, then after it by nearness."""
    good = [capture for capture in captures if usable(capture)]
    if written is None:
        return sorted(good, key=lambda c: c.timestamp)
    moment = datetime.combine(written, time.max, tzinfo=UTC)
    return sorted(good, key=lambda c: (c.when > moment, abs((c.when - moment).total_seconds())))


def chosen(archive: Archive, url: str, written: date | None) -> tuple[Capture, Body] | None:
    """The capture that stands for an address and what it holds, archived redirects followed; None where there is
    none.
    """
    for _ in range(_HOPS):
        answer = archive.captures(Query(url=url))
        if not isinstance(answer, Found):
            return None
        for capture in by_nearness(answer.value, written)[:4]:
            reading = archive.read(capture)
            if isinstance(reading, Found) and reading.value.data:
                return capture, reading.value
        onward = _onward(archive, answer.value, written)
        if onward is None:
            return None
        url = onward
    return None


def _onward(archive: Archive, captures: Iterable[Capture], written: date | None) -> str | None:
    """Where the redirect nearest to the date led, if that was captured within a day of it and is not the site's
    root.
    """
    moment = datetime.combine(written or date(1990, 1, 1), time.max, tzinfo=UTC)
    redirects = [
        c for c in captures if 300 <= c.status < 400 and c.redirect and not redirected_home(c.original, c.redirect)
    ]
    for capture in sorted(redirects, key=lambda c: abs((c.when - moment).total_seconds())):
        answer = archive.captures(Query(url=capture.redirect))
        if isinstance(answer, Found) and any(
            abs((c.when - capture.when).total_seconds()) <= _REDIRECT_WITHIN and c.urlkey != capture.urlkey
            for c in answer.value
        ):
            return capture.redirect
    return None
