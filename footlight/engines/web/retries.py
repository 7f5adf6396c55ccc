"""The layer that retries: the first time at once, then after 2, 4, 8 … seconds, a few times at most.

stamina was tried instead. It retries exceptions, while a failure here is a value; it sleeps by the system's clock, not
by the one that is handed in; and it would not rest a host that refuses connections, which is half of this module.
"""

from footlight.clock import Clock
from footlight.engines.web.messages import Cause, NoResponse, Outcome, Request, Response, Transport
from footlight.engines.web.url import host_and_port

_PASSING_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses of a server that may answer better soon; 52x are Cloudflare's."""
_PASSING_CAUSES = frozenset({Cause.TIMEOUT, Cause.TOO_SLOW, Cause.NAME_SERVICE, Cause.REFUSED, Cause.PROTOCOL})
_HOST_CAUSES = frozenset({Cause.REFUSED, Cause.NAME_SERVICE})
"""Causes that every other address of the host would meet too."""


class Retrier:
    """Sends each request up to `attempts` times. A host that cannot be connected to is then left alone for `rest` s."""

    def __init__(self, inner: Transport, clock: Clock, *, attempts: int = 4, rest: float = 60.0) -> None:
        self._inner, self._clock = inner, clock
        self._attempts, self._rest = attempts, rest
        self._resting: dict[str, tuple[float, NoResponse]] = {}

    def send(self, request: Request) -> Outcome:
        """The first outcome that is not a passing failure, or else the last one."""
        host = host_and_port(request.url)
        until, failure = self._resting.get(host, (0.0, None))
        left = until - self._clock.now()
        if failure is not None and left > 0:
            detail = f"{failure.detail} (just now)"
            return NoResponse(url=request.url, cause=failure.cause, detail=detail, retry_in=left)
        outcome = self._inner.send(request)
        for retry in range(1, self._attempts if request.method in ("GET", "HEAD") else 1):
            if not is_passing(outcome):
                break
            if retry > 1:
                self._clock.sleep(2.0 * 2 ** (retry - 2))
            outcome = self._inner.send(request)
        if isinstance(outcome, NoResponse) and outcome.cause in _HOST_CAUSES and self._rest:
            self._resting[host] = (self._clock.now() + self._rest, outcome)
        return outcome

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()


def is_passing(outcome: Outcome) -> bool:
    """Whether the same request may succeed in a moment."""
    if isinstance(outcome, Response):
        return outcome.status in _PASSING_STATUSES and not outcome.is_memento
    return outcome.cause in _PASSING_CAUSES
