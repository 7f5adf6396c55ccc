"""How often a host is asked, a row for each errand, and what it means when it says "not now"."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from footlight.engines.web.messages import Errand, Outcome, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """At most so many requests in any so many seconds, all processes together."""

    most: int
    seconds: float

    @property
    def late(self) -> float:
        """Seconds after its moment at which a turn is no longer good: the windows below leave room for that much."""
        return min(1.0, 0.2 * self.seconds)


PACES = {
    # Wayback's CDX server and TimeMaps allow 30 a minute together, and block for an hour, then for twice that, who
    # ignores its 429; 24 leaves room, and two seconds more for what is late on the way.
    Errand.INDEX: Pace(most=24, seconds=62.0),
    Errand.CAPTURE: Pace(most=8, seconds=1.3),
    # A site that an essay links to: one page a second, and one at a time.
    Errand.LIVE: Pace(most=1, seconds=1.25),
    # Save Page Now takes about four a minute from who has no account.
    Errand.SAVE: Pace(most=4, seconds=62.0),
}
UNSAID = 60.0
"""Seconds to stay away after a 429 that does not say how long."""
_LONGEST = 7 * 24 * 3600.0


def place_of(url: str) -> str:
    """The host and port that an address is at, in lower case: what has one budget."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    return f"{host}:{port}" if port and (parts.scheme, port) not in (("http", 80), ("https", 443)) else host


def stay_away(outcome: Outcome, now: float) -> float | None:
    """For how many seconds the host wants not to be asked; None where it does not say so."""
    if not isinstance(outcome, Reply) or outcome.archived or outcome.status not in (429, 503):
        return None
    said = retry_after(outcome.header("retry-after"), now)
    return UNSAID if said is None and outcome.status == 429 else said


def retry_after(value: str, now: float) -> float | None:
    """The seconds of a Retry-After in either of its forms (RFC 9110, 10.2.3); None for one that says nothing."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST)
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    moment = (when if when.tzinfo else when.replace(tzinfo=UTC)) - datetime.fromtimestamp(now, UTC)
    return min(max(moment.total_seconds(), 0.0), _LONGEST)
