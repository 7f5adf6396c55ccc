"""The time as the doorway has it: an argument, so that a test's day need not last one."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timepiece:
    """A clock and a way to wait by it."""

    now: Callable[[], float] = time.time
    """Seconds since the epoch."""
    sleep: Callable[[float], None] = time.sleep
