"""The layer that asks again: the first time at once, then after 2, 4, 8 … seconds, a few times at most."""

from footlight.engines.web.clock import Timepiece
from footlight.engines.web.host_manners import place_of
from footlight.engines.web.messages import Door, Kind, Outcome, Reply, Request, Silence

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses of a server that may answer better soon; 52x are Cloudflare's."""
_MAY_PASS = frozenset({Kind.TIMEOUT, Kind.TOO_SLOW, Kind.NAME_SERVICE, Kind.REFUSED, Kind.PROTOCOL})
_OF_THE_HOST = frozenset({Kind.REFUSED, Kind.NAME_SERVICE})
"""Silences that every other address of the host would meet too."""


class Retrying:
    """Asks `door` up to `attempts` times. A host that nobody answers for is then not asked for `rest` seconds."""

    def __init__(self, door: Door, time: Timepiece, *, attempts: int = 4, rest: float = 60.0) -> None:
        self._door, self._time = door, time
        self._attempts, self._rest = attempts, rest
        self._dead: dict[str, tuple[float, Silence]] = {}

    def ask(self, request: Request) -> Outcome:
        """The first answer that is one, or else the last."""
        host = place_of(request.url)
        until, met = self._dead.get(host, (0.0, None))
        if met is not None and self._time.now() < until:
            return Silence(
                url=request.url, kind=met.kind, why=f"{met.why} (just now)", again_in=until - self._time.now()
            )
        outcome = self._door.ask(request)
        for retry in range(1, self._attempts if request.method in ("GET", "HEAD") else 1):
            if not passing(outcome):
                break
            if retry > 1:
                self._time.sleep(2.0 * 2 ** (retry - 2))
            outcome = self._door.ask(request)
        if isinstance(outcome, Silence) and outcome.kind in _OF_THE_HOST and self._rest:
            self._dead[host] = (self._time.now() + self._rest, outcome)
        return outcome

    def close(self) -> None:
        """Close the door behind it."""
        self._door.close()


def passing(outcome: Outcome) -> bool:
    """Whether the same question may be answered better in a moment."""
    if isinstance(outcome, Reply):
        return outcome.status in _PASSING and not outcome.archived
    return outcome.kind in _MAY_PASS
