"""The layer that waits for its turn: no host is asked more often than its manners allow, or while it said not to."""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from footlight.engines.web.clock import Timepiece
from footlight.engines.web.host_manners import PACES, place_of, stay_away
from footlight.engines.web.messages import Door, Errand, Kind, Outcome, Request, Silence
from footlight.engines.web.request_budget import Budget, Paused


def nobody_listens(seconds: float, host: str) -> None:
    """Waits are told to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """What is left to whoever asks."""

    free: Collection[str] = ()
    """Places (`HOST:PORT`) that are the user's own and have no pace."""
    patience: float = 120.0
    """Seconds of a pause that are waited for; a longer one is a Silence at once."""
    waits: Callable[[float, str], None] = nobody_listens
    """Told of each wait of more than a second: how long, and for which host."""


class Budgeted:
    """Asks `door` when it is its turn."""

    def __init__(self, door: Door, budget: Budget, time: Timepiece, leave: Leave) -> None:
        self._door, self._budget, self._time, self._leave = door, budget, time, leave
        self._one_at_a_time: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def ask(self, request: Request) -> Outcome:
        """The answer, when its turn has come."""
        host = place_of(request.url)
        if host in self._leave.free:
            return self._door.ask(request)
        if request.errand is not Errand.LIVE:
            return self._in_turn(request, host)
        with self._one_at_a_time[host]:
            return self._in_turn(request, host)

    def close(self) -> None:
        """Close the door behind it, and the budget."""
        self._door.close()
        self._budget.close()

    def _in_turn(self, request: Request, host: str) -> Outcome:
        paused = self._wait(request.errand, host)
        if paused is not None:
            again = max(0.0, paused.until - self._time.now())
            return Silence(url=request.url, kind=Kind.PAUSED, why=f"{host} is not to be asked now", again_in=again)
        outcome = self._door.ask(request)
        seconds = stay_away(outcome, self._time.now())
        if seconds is not None:
            self._budget.pause(host, seconds)
        return outcome

    def _wait(self, errand: Errand, host: str) -> Paused | None:
        while True:
            pace = PACES[errand]
            turn = self._budget.turn(f"{host} {errand}", host, pace, patience=self._leave.patience)
            if isinstance(turn, Paused):
                return turn
            wait = turn.at - self._time.now()
            if wait > 1:
                self._leave.waits(wait, host)
            if wait > 0:
                self._time.sleep(wait)
            if self._time.now() - turn.at <= pace.late and not (wait > 0 and self._budget.paused(host)):
                return None
