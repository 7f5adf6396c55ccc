"""When a link counts as dead: not after one failure, and not after many on one day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from footlight.links.verdicts.observation import Observation
from footlight.links.verdicts.verdict import DEAD, SETTLED

FAILURES = 3
APART = timedelta(days=3)
"""What Internet Archive Bot asks for before it calls a link dead: three failures, each three days after the last
(https://meta.wikimedia.org/wiki/InternetArchiveBot/How_the_bot_checks_links)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The failures of an address since somebody last answered for it."""

    tries: int
    """How often it was asked in all."""
    failed: tuple[date, ...]
    """On which days it failed, in their order."""
    counted: tuple[date, ...]
    """Of those, the ones that are far enough apart to count."""

    @property
    def dead(self) -> bool:
        """Whether it counts as dead."""
        return len(self.counted) >= FAILURES

    @property
    def next(self) -> date | None:
        """From when on another failure would count; None where none is needed or none was met."""
        return self.counted[-1] + APART if self.counted and not self.dead else None


def history(observations: Iterable[Observation]) -> History:
    """What an address's observations, in whatever order, come to. What is not known neither counts nor clears."""
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
