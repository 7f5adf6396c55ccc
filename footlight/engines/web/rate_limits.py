"""How often a host may be asked, a row for each purpose, and how long to stay away when it says "not now"."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from footlight.engines.web.messages import Outcome, Purpose, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """At most so many requests in any so many seconds, of all processes together."""

    requests: int
    seconds: float

    @property
    def grace(self) -> float:
        """Seconds after which an unused slot is void: the rows below leave room for requests that late."""
        return min(1.0, 0.2 * self.seconds)


RATE_LIMITS = {
    # Wayback's CDX server and TimeMaps allow 30 a minute together. Whoever ignores its 429 is blocked for an hour, the
    # next time for two. 24 leaves room, and the window is two seconds longer for requests that are late on the way.
    Purpose.INDEX: RateLimit(requests=24, seconds=62.0),
    Purpose.CAPTURE: RateLimit(requests=8, seconds=1.3),
    # A site that an essay links to: one page at a time, six at first without a pause, and no more than one in 1.25 s
    # over any longer time. A browser asks for more than that, all at once, to show one page.
    Purpose.LIVE: RateLimit(requests=6, seconds=7.5),
    # Its robots.txt is requested once a day, and no page has to wait for it.
    Purpose.ROBOTS: RateLimit(requests=1, seconds=1.25),
    # Save Page Now takes about four a minute without an account.
    Purpose.SAVE: RateLimit(requests=4, seconds=62.0),
}
DEFAULT_PAUSE = 60.0
"""Seconds to stay away after a 429 that does not say how long."""
_LONGEST_PAUSE = 7 * 24 * 3600.0


def requested_pause(outcome: Outcome, now: float) -> float | None:
    """For how many seconds the host asks not to be asked; None where it does not."""
    if not isinstance(outcome, Response) or outcome.is_memento or outcome.status not in (429, 503):
        return None
    seconds = retry_after(outcome.header("retry-after"), now)
    return DEFAULT_PAUSE if seconds is None and outcome.status == 429 else seconds


def retry_after(value: str, now: float) -> float | None:
    """The seconds of a Retry-After header in either of its forms (RFC 9110, 10.2.3); None where it is in neither."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST_PAUSE)
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    wait = (date if date.tzinfo else date.replace(tzinfo=UTC)) - datetime.fromtimestamp(now, UTC)
    return min(max(wait.total_seconds(), 0.0), _LONGEST_PAUSE)
