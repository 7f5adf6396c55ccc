"""When a link counts as dead: not after one failure, and not after many on the same day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from footlight.links.verdicts.observation_log import Observation
from footlight.links.verdicts.verdict import DEAD, SETTLED

FAILURES = 3
APART = timedelta(days=3)
"""As Internet Archive Bot counts: three failures, each at least three days after the last one that counted
(https://meta.wikimedia.org/wiki/InternetArchiveBot/How_the_bot_checks_links)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The failures of an address since its last success."""

    tries: int
    """How often it was requested in all."""
    failed: tuple[date, ...]
    """The days of the failures, in their order."""
    counted: tuple[date, ...]
    """Of those, the days that are far enough apart to count."""

    @property
    def dead(self) -> bool:
        """Whether it counts as dead."""
        return len(self.counted) >= FAILURES

    @property
    def next(self) -> date | None:
        """From which day on another failure counts; None where it is dead already, or never failed."""
        return self.counted[-1] + APART if self.counted and not self.dead else None


def history(observations: Iterable[Observation]) -> History:
    """The history of an address, from its observations in any order. An unknown verdict neither counts nor clears."""
    tries = 0
    failed: list[date] = []
    for one in sorted(observations, key=lambda o: o.when):
        tries += 1
        if one.kind in SETTLED:
            failed.clear()
        elif one.kind in DEAD:
            failed.append(one.when.date())
    counted: list[date] = []
    for day in failed:
        if not counted or day - counted[-1] >= APART:
            counted.append(day)
    return History(tries=tries, failed=tuple(dict.fromkeys(failed)), counted=tuple(counted))
