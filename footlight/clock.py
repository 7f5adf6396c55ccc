"""The clock of a run: what time it is, and waiting. It is handed in, so that all parts agree and tests can set it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The time of day and a way to wait for a later one. The defaults are the system's."""

    now: Callable[[], float] = time.time
    """Seconds since the epoch."""
    sleep: Callable[[float], None] = time.sleep
    """Wait for so many seconds."""

    @property
    def utc(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)
